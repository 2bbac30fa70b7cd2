/** Prefix and postfix operators. */
import type { Expression } from '../../1-parse/ast.ts';
import { BOOLEAN, isPrimitive } from '../../2-bind/type-algebra.ts';
import { DIAGNOSTICS } from '../../diagnostics.ts';
import type { Position } from '../../position.ts';
import type { CodeContext } from '../context.ts';
import { errorExpression, readLocal } from '../context.ts';
import { convert, numericKind } from '../conversions.ts';
import { temporary } from '../scope.ts';
import type { TypedExpression } from '../typed.ts';
import { checkPlace } from './access.ts';
import { NUMERIC_TYPES } from './conditional.ts';
import type { Node } from './expression.ts';
import { checkValue } from './expression.ts';
import { literal } from './literals.ts';

type PrefixRule = (node: Node<'Prefix'>, context: CodeContext) => TypedExpression;

const prefixRules: { readonly [Operator in Node<'Prefix'>['operator']]: PrefixRule } = {
  '++': (node, context) => step(node.operand, '+', 'new', node.pos, context),
  '--': (node, context) => step(node.operand, '-', 'new', node.pos, context),
  '+': plus,
  '-': minus,
  '!': not,
  '~': complement,
};

export function checkPrefix(node: Node<'Prefix'>, context: CodeContext): TypedExpression {
  return prefixRules[node.operator](node, context);
}

export function checkPostfix(node: Node<'Postfix'>, context: CodeContext): TypedExpression {
  return step(node.operand, node.operator === '++' ? '+' : '-', 'old', node.pos, context);
}

function step(target: Expression, operator: '+' | '-', result: 'old' | 'new', pos: Position, context: CodeContext): TypedExpression {
  const checked = checkPlace(target, 'update', context);
  if (checked === undefined) return errorExpression(pos);
  const { type } = checked.read;
  const operands = numericKind(type);
  if (operands === undefined) return context.fail(DIAGNOSTICS.incrementType, pos);
  const current = temporary('current', type);
  const one: TypedExpression = { kind: 'Constant', value: { kind: 'integer', value: 1 }, type: NUMERIC_TYPES.Integer, pos };
  const value: TypedExpression = { kind: 'Arithmetic', operator, operands, left: readLocal(current, pos), right: convert(one, type, context), type, pos };
  return { kind: 'Update', place: checked.place, current, value, result, type, pos };
}

function plus(node: Node<'Prefix'>, context: CodeContext): TypedExpression {
  const operand = checkValue(node.operand, context);
  if (operand.type.kind === 'error' || numericKind(operand.type) !== undefined) return operand;
  return context.fail(DIAGNOSTICS.arithmeticType, node.pos);
}

function minus(node: Node<'Prefix'>, context: CodeContext): TypedExpression {
  if (node.operand.kind === 'Literal' && isNumber(node.operand)) return literal(node.operand.value, true, node.pos, context);
  const operand = checkValue(node.operand, context);
  const operands = numericKind(operand.type);
  if (operand.type.kind === 'error') return operand;
  if (operands === undefined) return context.fail(DIAGNOSTICS.arithmeticType, node.pos);
  return { kind: 'Negate', operands, operand, type: operand.type, pos: node.pos };
}

function isNumber(node: Node<'Literal'>): boolean {
  return node.value.kind === 'integer' || node.value.kind === 'long' || node.value.kind === 'decimal' || node.value.kind === 'double';
}

function not(node: Node<'Prefix'>, context: CodeContext): TypedExpression {
  const operand = checkValue(node.operand, context);
  if (operand.type.kind === 'error') return operand;
  if (!isPrimitive(operand.type, 'Boolean')) return context.fail(DIAGNOSTICS.logicalType, node.pos, 'NOT');
  return { kind: 'Not', operand, type: BOOLEAN, pos: node.pos };
}

function complement(node: Node<'Prefix'>, context: CodeContext): TypedExpression {
  const operand = checkValue(node.operand, context);
  if (operand.type.kind === 'error') return operand;
  if (!isPrimitive(operand.type, 'Integer', 'Long')) return context.fail(DIAGNOSTICS.bitwiseType, node.pos);
  return { kind: 'Complement', operands: operand.type.name, operand, type: operand.type, pos: node.pos };
}
