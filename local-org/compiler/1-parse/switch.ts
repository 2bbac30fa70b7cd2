/** `switch on`. */
import type { SwitchStatementContext, WhenControlContext, WhenLiteralContext } from '@apexdevtools/apex-parser';
import { present, RefusedSyntax } from '../../soql/grammar.ts';
import type { LiteralValue, Statement, WhenClause, WhenLiteral } from './ast.ts';
import { convertExpression } from './expressions.ts';
import { numberValue, stringValue } from './literals.ts';
import { convertName } from './names.ts';
import type { Scope } from './scope.ts';
import { convertBlock } from './statements.ts';
import { convertType } from './types.ts';

export function convertSwitch(context: SwitchStatementContext, scope: Scope): Extract<Statement, { kind: 'Switch' }> {
  return {
    pos: scope.source.rangeOf(context), kind: 'Switch',
    subject: convertExpression(context.expression(), scope),
    clauses: context.whenControl_list().map((when) => convertWhen(when, scope)),
  };
}

function convertWhen(context: WhenControlContext, scope: Scope): WhenClause {
  const pos = scope.source.rangeOf(context);
  const body = convertBlock(context.block(), scope);
  const value = context.whenValue();
  if (present(value.ELSE()) !== undefined) return { pos, kind: 'WhenElse', body };
  const type = present(value.typeRef());
  if (type !== undefined) return { pos, kind: 'WhenType', type: convertType(type, scope), name: convertName(value.id(), scope), body };
  return { pos, kind: 'WhenValues', values: value.whenLiteral_list().map((literal) => convertWhenLiteral(literal, scope)), body };
}

function convertWhenLiteral(context: WhenLiteralContext, scope: Scope): WhenLiteral {
  const nested = present(context.whenLiteral());
  if (nested !== undefined) return convertWhenLiteral(nested, scope);
  const pos = scope.source.rangeOf(context);
  const name = present(context.qualifiedName());
  if (name === undefined) return { pos, kind: 'Literal', value: convertWhenValue(context, scope) };
  // platform-facts: when-qualified-constant
  if (name.id_list().length > 1) throw new RefusedSyntax(`Enum value must be unqualified in a when clause: ${scope.source.textOf(name)}`, pos);
  return { pos, kind: 'Name', name: convertName(name.id(0), scope) };
}

function convertWhenValue(context: WhenLiteralContext, scope: Scope): LiteralValue {
  if (present(context.NULL()) !== undefined) return { kind: 'null' };
  const text = scope.source.textOf(context);
  if (text.startsWith("'")) return stringValue(text, scope.source.rangeOf(context));
  const value = numberValue(text.replace(/[+\-\s]/g, ''), scope.source.rangeOf(context));
  const isNegative = context.SUB_list().length % 2 === 1;
  return isNegative && 'digits' in value ? { ...value, digits: `-${value.digits}` } : value;
}
