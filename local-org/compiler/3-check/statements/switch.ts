/** `switch on`: over values, or over the types of a record or object. */
import type { WhenClause, WhenLiteral } from '../../1-parse/ast.ts';
import { fold } from '../../2-bind/folded-name.ts';
import { isPrimitive, typeText } from '../../2-bind/type-algebra.ts';
import { DIAGNOSTICS } from '../../diagnostics.ts';
import type { Type } from '../../types.ts';
import type { CodeContext } from '../context.ts';
import { errorExpression } from '../context.ts';
import { conversionOf, convert, isCastable, rowTypeOf, singleRow } from '../conversions.ts';
import { checkExpression, checkValue } from '../expressions/expression.ts';
import type { TypedExpression, TypedStatement } from '../typed.ts';
import type { Checked, Flow, StatementNode } from './statement.ts';
import { afterEither, checkBody, checkSequence } from './statement.ts';

type ValueClause = Extract<TypedStatement, { kind: 'SwitchValue' }>['clauses'][number];
type TypeClause = Extract<TypedStatement, { kind: 'SwitchType' }>['clauses'][number];
type When<Kind extends WhenClause['kind']> = Extract<WhenClause, { kind: Kind }>;

export function checkSwitch(node: StatementNode<'Switch'>, context: CodeContext): Checked {
  const checked = checkValue(node.subject, context);
  const subject = rowTypeOf(checked) === undefined ? checked : singleRow(checked, false);
  return node.clauses.some((clause) => clause.kind === 'WhenType') ? switchOnType(node, subject, context) : switchOnValue(node, subject, context);
}

/** A body and what comes after it. */
interface Branches {
  flow: Flow;
  otherwise: readonly TypedStatement[] | undefined;
}

/** Without an else clause control may pass by all clauses. */
function flowOf(branches: Branches): Flow {
  return branches.otherwise === undefined ? 'continues' : branches.flow;
}

function checkElse(clause: When<'WhenElse'>, branches: Branches, context: CodeContext): void {
  const { statements, flow } = checkBody(clause.body, context);
  branches.otherwise = statements;
  branches.flow = afterEither(branches.flow, flow);
}

// ---- values

function switchOnValue(node: StatementNode<'Switch'>, subject: TypedExpression, context: CodeContext): Checked {
  if (!isSwitchable(subject.type)) context.report(DIAGNOSTICS.switchType, node.subject.pos, typeText(subject.type));
  const branches: Branches = { flow: 'ends', otherwise: undefined };
  const seen = new Set<string>();
  const clauses: ValueClause[] = [];
  for (const clause of node.clauses) {
    if (clause.kind === 'WhenElse') checkElse(clause, branches, context);
    if (clause.kind !== 'WhenValues') continue;
    const values = clause.values.map((value) => whenValue(value, subject.type, seen, context));
    const { statements, flow } = checkBody(clause.body, context);
    clauses.push({ values, body: statements });
    branches.flow = afterEither(branches.flow, flow);
  }
  return { statements: [{ kind: 'SwitchValue', subject, clauses, otherwise: branches.otherwise, pos: node.pos }], flow: flowOf(branches) };
}

function isSwitchable(type: Type): boolean {
  if (type.kind === 'class') return type.symbol.kind === 'enum';
  return type.kind === 'error' || type.kind === 'sobject' || isPrimitive(type, 'Integer', 'Long', 'String');
}

function whenValue(literal: WhenLiteral, subject: Type, seen: Set<string>, context: CodeContext): TypedExpression {
  const value = literal.kind === 'Name' ? enumConstant(literal.name, literal, subject, context) : whenLiteral(literal, subject, context);
  const text = literal.kind === 'Name' ? fold(literal.name) : JSON.stringify(literal.value);
  if (seen.has(text)) context.report(DIAGNOSTICS.duplicateWhen, literal.pos, literal.kind === 'Name' ? literal.name : literalText(literal));
  seen.add(text);
  return value;
}

function literalText(literal: Extract<WhenLiteral, { kind: 'Literal' }>): string {
  const { value } = literal;
  if (value.kind === 'null') return 'null';
  return 'digits' in value ? value.digits : String(value.value);
}

function whenLiteral(literal: Extract<WhenLiteral, { kind: 'Literal' }>, subject: Type, context: CodeContext): TypedExpression {
  const value = checkExpression(literal, context);
  if (conversionOf(value, subject, context.program.platform) !== undefined) return convert(value, subject, context);
  return context.fail(DIAGNOSTICS.whenType, literal.pos, typeText(subject), typeText(value.type));
}

function enumConstant(name: string, at: WhenLiteral, subject: Type, context: CodeContext): TypedExpression {
  if (subject.kind === 'error') return errorExpression(at.pos);
  if (subject.kind === 'class' && subject.symbol.kind === 'enum') {
    const constant = subject.symbol.constants.find((each) => fold(each) === fold(name));
    if (constant !== undefined) return { kind: 'EnumConstant', symbol: subject.symbol, name: constant, type: subject, pos: at.pos };
  }
  return context.fail(DIAGNOSTICS.unknownVariable, at.pos, name);
}

// ---- types

function switchOnType(node: StatementNode<'Switch'>, subject: TypedExpression, context: CodeContext): Checked {
  const branches: Branches = { flow: 'ends', otherwise: undefined };
  const clauses: TypeClause[] = [];
  let nullBody: readonly TypedStatement[] | undefined;
  for (const clause of node.clauses) {
    if (clause.kind === 'WhenElse') checkElse(clause, branches, context);
    else if (clause.kind === 'WhenType') clauses.push(checkTypeClause(clause, subject, branches, context));
    else nullBody = checkNullClause(clause, branches, context);
  }
  return { statements: [{ kind: 'SwitchType', subject, clauses, nullBody, otherwise: branches.otherwise, pos: node.pos }], flow: flowOf(branches) };
}

function checkTypeClause(clause: When<'WhenType'>, subject: TypedExpression, branches: Branches, context: CodeContext): TypeClause {
  const type = context.program.resolver.resolve(clause.type, context.symbol, context.report);
  if (!isCastable(subject.type, type, context.program.platform)) context.report(DIAGNOSTICS.whenType, clause.pos, typeText(subject.type), typeText(type));
  return context.scope.inBlock(() => {
    const local = context.declare(clause.name, type, clause.pos);
    const { statements, flow } = checkSequence(clause.body.statements, context);
    branches.flow = afterEither(branches.flow, flow);
    return { type, local, body: statements };
  });
}

/** Among types the only value allowed is null. */
function checkNullClause(clause: When<'WhenValues'>, branches: Branches, context: CodeContext): readonly TypedStatement[] {
  const isNull = clause.values.every((value) => value.kind === 'Literal' && value.value.kind === 'null');
  if (!isNull) context.report(DIAGNOSTICS.whenMixture, clause.pos);
  const { statements, flow } = checkBody(clause.body, context);
  branches.flow = afterEither(branches.flow, flow);
  return statements;
}
