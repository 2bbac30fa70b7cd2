/** `c ? a : b` and `a ?? b`: two values that must meet in one type. */
import type { Expression } from '../../1-parse/ast.ts';
import { BOOLEAN, DECIMAL, DOUBLE, INTEGER, isPrimitive, LONG, OBJECT, SOBJECT, typeText } from '../../2-bind/type-algebra.ts';
import { DIAGNOSTICS } from '../../diagnostics.ts';
import type { Type } from '../../types.ts';
import type { CodeContext } from '../context.ts';
import { errorExpression } from '../context.ts';
import { conversionBetween, convert, rowTypeOf, singleRow, widerNumeric } from '../conversions.ts';
import type { NumericKind, TypedExpression } from '../typed.ts';
import type { Node } from './expression.ts';
import { checkValue } from './expression.ts';

export function checkConditional(node: Node<'Conditional'>, context: CodeContext): TypedExpression {
  const condition = checkCondition(node.condition, context);
  const then = checkValue(node.then, context);
  const otherwise = checkValue(node.otherwise, context);
  if (then.type.kind === 'error' || otherwise.type.kind === 'error') return errorExpression(node.pos);
  const type = commonType(then.type, otherwise.type, context);
  if (type === undefined) return context.fail(DIAGNOSTICS.ternaryType, node.pos, typeText(then.type), typeText(otherwise.type));
  return { kind: 'Conditional', condition, then: convert(then, type, context), otherwise: convert(otherwise, type, context), type, pos: node.pos };
}

/** A condition of a statement or `?:`. */
export function checkCondition(node: Expression, context: CodeContext): TypedExpression {
  return convert(checkValue(node, context), BOOLEAN, context, DIAGNOSTICS.conditionType);
}

export function checkCoalesce(node: Node<'Coalesce'>, context: CodeContext): TypedExpression {
  const first = checkValue(node.left, context);
  const right = checkValue(node.right, context);
  if (first.type.kind === 'error' || right.type.kind === 'error') return errorExpression(node.pos);
  const standsForRow = rowTypeOf(first)?.kind === 'sobject' && (right.type.kind === 'sobject' || right.type.kind === 'null');
  const left = standsForRow ? singleRow(first, true) : first;
  const type = commonType(left.type, right.type, context);
  if (type === undefined) return context.fail(DIAGNOSTICS.coalesceType, node.pos, typeText(left.type), typeText(right.type));
  return { kind: 'Coalesce', left: convert(left, type, context), right: convert(right, type, context), type, pos: node.pos };
}

export const NUMERIC_TYPES: Readonly<Record<NumericKind, Type>> = { Integer: INTEGER, Long: LONG, Double: DOUBLE, Decimal: DECIMAL };

/** The type both values convert to; `undefined` when there is none. */
function commonType(a: Type, b: Type, context: CodeContext): Type | undefined {
  const wider = widerNumeric(a, b);
  if (wider !== undefined) return NUMERIC_TYPES[wider];
  if (a.kind === 'null') return b;
  if (b.kind === 'null') return a;
  if (isPrimitive(a, 'Object') || isPrimitive(b, 'Object')) return OBJECT;
  const { platform } = context.program;
  if (conversionBetween(b, a, platform) !== undefined && !isPrimitive(a, 'Id')) return a;
  if (conversionBetween(a, b, platform) !== undefined) return b;
  return a.kind === 'sobject' && b.kind === 'sobject' ? SOBJECT : undefined;
}
