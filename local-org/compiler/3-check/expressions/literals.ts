/** Literals, with the ranges of Integer and Long. */
import { BOOLEAN, DECIMAL, DOUBLE, INTEGER, LONG, NULL, STRING } from '../../2-bind/type-algebra.ts';
import { DIAGNOSTICS } from '../../diagnostics.ts';
import type { LiteralValue } from '../../1-parse/ast.ts';
import type { Position } from '../../position.ts';
import type { CodeContext } from '../context.ts';
import type { OfKind } from '../of-kind.ts';
import type { TypedExpression } from '../typed.ts';
import type { Node } from './expression.ts';

const INTEGER_LIMIT = 2n ** 31n;
const LONG_LIMIT = 2n ** 63n;

export function checkLiteral(node: Node<'Literal'>, context: CodeContext): TypedExpression {
  return literal(node.value, false, node.pos, context);
}

type Texts = { readonly [Kind in LiteralValue['kind']]: (value: OfKind<LiteralValue, Kind>, negated: boolean, pos: Position, context: CodeContext) => TypedExpression };

const literals: Texts = {
  null: (_value, _negated, pos) => ({ kind: 'Constant', value: { kind: 'null' }, type: NULL, pos }),
  boolean: ({ value }, _negated, pos) => ({ kind: 'Constant', value: { kind: 'boolean', value }, type: BOOLEAN, pos }),
  string: ({ value }, _negated, pos) => ({ kind: 'Constant', value: { kind: 'string', value }, type: STRING, pos }),
  integer: integerLiteral,
  long: integerLiteral,
  decimal: ({ digits }, negated, pos) => ({ kind: 'Constant', value: { kind: 'decimal', digits: negated ? `-${digits}` : digits }, type: DECIMAL, pos }),
  double: ({ digits }, negated, pos) => ({ kind: 'Constant', value: { kind: 'double', value: Number(digits) * (negated ? -1 : 1) }, type: DOUBLE, pos }),
};

/** `negated`: a minus stands before it, which lets the smallest Integer and Long be written. */
export function literal(value: LiteralValue, negated: boolean, pos: Position, context: CodeContext): TypedExpression {
  const rule = literals[value.kind] as (value: LiteralValue, negated: boolean, pos: Position, context: CodeContext) => TypedExpression;
  return rule(value, negated, pos, context);
}

function integerLiteral(literalValue: { readonly kind: 'integer' | 'long'; readonly digits: string }, negated: boolean, pos: Position, context: CodeContext): TypedExpression {
  const value = negated ? -BigInt(literalValue.digits) : BigInt(literalValue.digits);
  const isLong = literalValue.kind === 'long';
  const limit = isLong ? LONG_LIMIT : INTEGER_LIMIT;
  if (value >= limit || value < -limit) return context.fail(isLong ? DIAGNOSTICS.illegalLong : DIAGNOSTICS.illegalInteger, pos, String(value));
  if (isLong) return { kind: 'Constant', value: { kind: 'long', value }, type: LONG, pos };
  return { kind: 'Constant', value: { kind: 'integer', value: Number(value) }, type: INTEGER, pos };
}
