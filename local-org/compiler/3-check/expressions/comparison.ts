/** `==`, `===` and the order of values. */
import { BOOLEAN, DATETIME, isPrimitive, typeText } from '../../2-bind/type-algebra.ts';
import { DIAGNOSTICS } from '../../diagnostics.ts';
import type { Type } from '../../types.ts';
import type { CodeContext } from '../context.ts';
import { convert, isCastable, rowTypeOf, singleRow, widerNumeric } from '../conversions.ts';
import type { TypedExpression } from '../typed.ts';
import type { Operands } from './binary.ts';
import { NUMERIC_TYPES } from './conditional.ts';

type EqualsHow = Extract<TypedExpression, { kind: 'Equals' }>['how'];

export function compareValues(negated: boolean, operands: Operands, context: CodeContext): TypedExpression {
  const { left, right, pos } = withRows(operands);
  const kind = widerNumeric(left.type, right.type);
  if (kind !== undefined) {
    const type = NUMERIC_TYPES[kind];
    return { kind: 'Equals', how: 'numeric', operands: kind, negated, left: convert(left, type, context), right: convert(right, type, context), type: BOOLEAN, pos };
  }
  if (!areComparable(left.type, right.type, context)) return context.fail(DIAGNOSTICS.comparisonType, pos, typeText(left.type), typeText(right.type));
  const [first, second] = withEqualTemporals(left, right, context);
  return { kind: 'Equals', how: howEqual(first.type, second.type), operands: undefined, negated, left: first, right: second, type: BOOLEAN, pos };
}

/** A query compared with a record stands for its single row. */
function withRows({ left, right, pos }: Operands): Operands {
  const row = (expression: TypedExpression, other: TypedExpression): TypedExpression =>
    rowTypeOf(expression) !== undefined && other.type.kind === 'sobject' ? singleRow(expression, false) : expression;
  return { left: row(left, right), right: row(right, left), pos };
}

function areComparable(left: Type, right: Type, context: CodeContext): boolean {
  if (left.kind === 'void' || right.kind === 'void') return false;
  return isCastable(left, right, context.program.platform);
}

function howEqual(left: Type, right: Type): EqualsHow {
  if (left.kind === 'null' || right.kind === 'null') return 'null';
  if (isPrimitive(left, 'String') && isPrimitive(right, 'String')) return 'text';
  if (isPrimitive(left, 'Id', 'String') && isPrimitive(right, 'Id', 'String')) return 'id';
  const isReference = (type: Type): boolean => isPrimitive(type, 'Boolean') || (type.kind === 'class' && type.symbol.kind === 'enum');
  return isReference(left) && isReference(right) ? 'reference' : 'value';
}

/** A Date beside a Datetime is the midnight it begins with. */
function withEqualTemporals(left: TypedExpression, right: TypedExpression, context: CodeContext): readonly [TypedExpression, TypedExpression] {
  const isMixed = (isPrimitive(left.type, 'Date') && isPrimitive(right.type, 'Datetime')) || (isPrimitive(left.type, 'Datetime') && isPrimitive(right.type, 'Date'));
  return isMixed ? [convert(left, DATETIME, context), convert(right, DATETIME, context)] : [left, right];
}

/** Identity. Types that can never meet are refused, as for `==`. */
export function compareSame(negated: boolean, { left, right, pos }: Operands, context: CodeContext): TypedExpression {
  if (!areComparable(left.type, right.type, context)) return context.fail(DIAGNOSTICS.comparisonType, pos, typeText(left.type), typeText(right.type));
  return { kind: 'Same', negated, left, right, type: BOOLEAN, pos };
}

type OrderOperator = '<' | '<=' | '>' | '>=';
type OrderHow = Extract<TypedExpression, { kind: 'Compare' }>['how'];

export function compareOrder(operator: OrderOperator, { left, right, pos }: Operands, context: CodeContext): TypedExpression {
  const kind = widerNumeric(left.type, right.type);
  if (kind !== undefined) {
    const type = NUMERIC_TYPES[kind];
    return { kind: 'Compare', operator, how: 'numeric', operands: kind, left: convert(left, type, context), right: convert(right, type, context), type: BOOLEAN, pos };
  }
  const [first, second] = withNullTyped(...withEqualTemporals(left, right, context));
  const how = howOrdered(first.type, second.type);
  if (how === undefined) return context.fail(DIAGNOSTICS.orderType, pos, typeText(left.type), typeText(right.type));
  const operands = how === 'numeric' ? widerNumeric(first.type, second.type) : undefined;
  return { kind: 'Compare', operator, how, operands, left: first, right: second, type: BOOLEAN, pos };
}

/** A literal null is compared as a value of the other side's type. */
function withNullTyped(left: TypedExpression, right: TypedExpression): readonly [TypedExpression, TypedExpression] {
  if (left.kind === 'Constant' && left.type.kind === 'null') return [{ ...left, type: right.type }, right];
  if (right.kind === 'Constant' && right.type.kind === 'null') return [left, { ...right, type: left.type }];
  return [left, right];
}

function howOrdered(left: Type, right: Type): OrderHow | undefined {
  if (widerNumeric(left, right) !== undefined) return 'numeric';
  if (isPrimitive(left, 'String') && isPrimitive(right, 'String')) return 'text';
  if (isPrimitive(left, 'Id', 'String') && isPrimitive(right, 'Id', 'String')) return 'id';
  const bothAre = (name: 'Date' | 'Datetime' | 'Time'): boolean => isPrimitive(left, name) && isPrimitive(right, name);
  return bothAre('Date') || bothAre('Datetime') || bothAre('Time') ? 'temporal' : undefined;
}
