/** Declarations, expression statements, `if` and System.runAs. */
import type { Expression } from '../../1-parse/ast.ts';
import { sobjectNamed } from '../../2-bind/platform-types.ts';
import { typeText } from '../../2-bind/type-algebra.ts';
import { DIAGNOSTICS } from '../../diagnostics.ts';
import type { CodeContext } from '../context.ts';
import { errorExpression } from '../context.ts';
import { conversionOf, convert } from '../conversions.ts';
import { checkCondition } from '../expressions/conditional.ts';
import { checkExpression, checkValue } from '../expressions/expression.ts';
import type { TypedStatement } from '../typed.ts';
import type { Checked, StatementNode } from './statement.ts';
import { afterEither, checkBody, checkBranch } from './statement.ts';

export function checkLocalDeclaration(node: StatementNode<'LocalDeclaration'>, context: CodeContext): Checked {
  const type = context.program.resolver.resolve(node.type, context.symbol, context.report);
  const statements = node.declarators.map((declarator, index): TypedStatement => {
    const { initializer, pos } = declarator;
    const value = initializer === undefined ? undefined : convert(checkValue(initializer, context), type, context);
    const local = context.declare(declarator.name, type, pos, { isFinal: node.isFinal, isInitialized: initializer !== undefined });
    return { kind: 'DeclareLocal', local, value, pos: index === 0 ? { ...pos, line: node.pos.line, column: node.pos.column } : pos };
  });
  return { statements, flow: 'continues' };
}

/** Expressions that do something; the value of any other would be lost. */
const STATEMENT_KINDS: ReadonlySet<Expression['kind']> = new Set(['Assign', 'Prefix', 'Postfix', 'MethodCall', 'Call', 'ConstructorCall', 'New']);

export function checkExpressionStatement(node: StatementNode<'ExpressionStatement'>, context: CodeContext): Checked {
  const { expression: syntax, pos } = node;
  const hasEffect = STATEMENT_KINDS.has(syntax.kind) && (syntax.kind !== 'Prefix' || syntax.operator === '++' || syntax.operator === '--');
  if (!hasEffect) context.report(DIAGNOSTICS.expressionStatement, pos);
  const expression = hasEffect ? checkExpression(syntax, context) : errorExpression(pos);
  return { statements: [{ kind: 'Expression', expression, pos }], flow: 'continues' };
}

export function checkIf(node: StatementNode<'If'>, context: CodeContext): Checked {
  const condition = checkCondition(node.condition, context);
  const then = checkBranch(node.then, context);
  const otherwise = node.otherwise === undefined ? undefined : checkBranch(node.otherwise, context);
  const statement: TypedStatement = { kind: 'If', condition, then: then.statement, otherwise: otherwise?.statement, pos: node.pos };
  return { statements: [statement], flow: afterEither(then.flow, otherwise?.flow ?? 'continues') };
}

/**
 * `System.runAs(user) { … }`. The form that takes a package version is not supported.
 * Whether a return inside counts as one of the method is not documented: neither a missing nor an unreachable return after it is reported.
 * platform-facts: run-as-return
 */
export function checkRunAs(node: StatementNode<'RunAs'>, context: CodeContext): Checked {
  const [argument, ...others] = node.arguments;
  const userType = sobjectNamed(context.program.universe, 'user');
  const given = argument === undefined ? errorExpression(node.pos) : checkValue(argument, context);
  const isUser = others.length === 0 && userType !== undefined && conversionOf(given, userType, context.program.platform) !== undefined;
  if (!isUser) context.report(DIAGNOSTICS.runAsArgument, node.pos, typeText(given.type));
  const user = isUser ? convert(given, userType, context) : errorExpression(node.pos);
  const { statements: body, flow } = checkBody(node.body, context);
  return { statements: [{ kind: 'RunAs', user, body, pos: node.pos }], flow: flow === 'ends' ? 'unknown' : flow };
}
