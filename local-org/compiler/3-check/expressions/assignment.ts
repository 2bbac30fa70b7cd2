/** `=` and the compound assignments. */
import type { AssignOperator, BinaryOperator } from '../../1-parse/ast.ts';
import type { CodeContext } from '../context.ts';
import { errorExpression, readLocal } from '../context.ts';
import { convert } from '../conversions.ts';
import { temporary } from '../scope.ts';
import type { TypedExpression } from '../typed.ts';
import { checkPlace } from './access.ts';
import { binaryOf } from './binary.ts';
import type { Node } from './expression.ts';
import { checkValue } from './expression.ts';

const COMPOUND: Readonly<Record<Exclude<AssignOperator, '='>, BinaryOperator>> = {
  '+=': '+', '-=': '-', '*=': '*', '/=': '/', '&=': '&', '|=': '|', '^=': '^', '<<=': '<<', '>>=': '>>', '>>>=': '>>>',
};

export function checkAssign(node: Node<'Assign'>, context: CodeContext): TypedExpression {
  const { operator } = node;
  return operator === '=' ? assign(node, context) : compound(node, COMPOUND[operator], context);
}

function assign(node: Node<'Assign'>, context: CodeContext): TypedExpression {
  const target = checkPlace(node.target, 'write', context);
  const value = checkValue(node.value, context);
  if (target === undefined) return errorExpression(node.pos);
  const { type } = target.read;
  return { kind: 'Assign', place: target.place, value: convert(value, type, context), type, pos: node.pos };
}

/** The place is evaluated once: its old value is a local inside the new value. */
function compound(node: Node<'Assign'>, operator: BinaryOperator, context: CodeContext): TypedExpression {
  const target = checkPlace(node.target, 'update', context);
  const operand = checkValue(node.value, context);
  if (target === undefined) return errorExpression(node.pos);
  const { type } = target.read;
  const current = temporary('current', type);
  const combined = binaryOf(operator, { left: readLocal(current, node.target.pos), right: operand, pos: node.pos }, context);
  return { kind: 'Update', place: target.place, current, value: convert(combined, type, context), result: 'new', type, pos: node.pos };
}
