/** Casts, `instanceof` and class literals. */
import { BOOLEAN, isPrimitive, sameType, typeText } from '../../2-bind/type-algebra.ts';
import { DIAGNOSTICS } from '../../diagnostics.ts';
import type { Type } from '../../types.ts';
import type { CodeContext } from '../context.ts';
import { errorExpression } from '../context.ts';
import { conversionBetween, isCastable, rowTypeOf, singleRow } from '../conversions.ts';
import type { TypedExpression } from '../typed.ts';
import type { Node } from './expression.ts';
import { checkValue } from './expression.ts';

export function checkCast(node: Node<'Cast'>, context: CodeContext): TypedExpression {
  const to = context.program.resolver.resolve(node.type, context.symbol, context.report);
  const checked = checkValue(node.operand, context);
  if (to.kind === 'error' || checked.type.kind === 'error') return errorExpression(node.pos);
  const operand = to.kind === 'sobject' && rowTypeOf(checked) !== undefined ? singleRow(checked, false) : checked;
  if (sameType(operand.type, to)) return operand;
  if (!isCastable(operand.type, to, context.program.platform)) return context.fail(DIAGNOSTICS.impossibleCast, node.pos, typeText(operand.type), typeText(to));
  return { kind: 'Cast', to, operand, type: to, pos: node.pos };
}

export function checkInstanceOf(node: Node<'InstanceOf'>, context: CodeContext): TypedExpression {
  const of = context.program.resolver.resolve(node.type, context.symbol, context.report);
  const operand = checkValue(node.operand, context);
  if (of.kind === 'error' || operand.type.kind === 'error') return errorExpression(node.pos);
  const { platform } = context.program;
  if (isAlways(operand.type, of, context)) return context.fail(DIAGNOSTICS.instanceOfAlwaysTrue, node.pos, typeText(operand.type), typeText(of));
  if (!isCastable(operand.type, of, platform)) return context.fail(DIAGNOSTICS.instanceOfNever, node.pos, typeText(operand.type), typeText(of));
  return { kind: 'InstanceOf', of, operand, type: BOOLEAN, pos: node.pos };
}

/** Only relations of inheritance count: a String may or may not be a valid Id, and numbers keep their own type at run time. */
function isAlways(from: Type, to: Type, context: CodeContext): boolean {
  if (from.kind === 'null') return false;
  if (sameType(from, to) || isPrimitive(to, 'Object')) return true;
  if (from.kind !== 'class' && from.kind !== 'sobject') return false;
  return conversionBetween(from, to, context.program.platform) !== undefined;
}

export function checkClassLiteral(node: Node<'ClassLiteral'>, context: CodeContext): TypedExpression {
  const { resolver, platform } = context.program;
  const of: Type = node.type === undefined ? { kind: 'void' } : resolver.resolve(node.type, context.symbol, context.report);
  if (of.kind === 'error') return errorExpression(node.pos);
  return { kind: 'ClassLiteral', of, type: platform.classNamed('system.type'), pos: node.pos };
}
