/** `return`, `throw`, `break` and `continue`. */
import { typeText } from '../../2-bind/type-algebra.ts';
import { DIAGNOSTICS } from '../../diagnostics.ts';
import type { CodeContext } from '../context.ts';
import { convert } from '../conversions.ts';
import { checkExpression, checkValue } from '../expressions/expression.ts';
import type { TypedExpression } from '../typed.ts';
import type { Checked, StatementNode } from './statement.ts';
import { isExceptionType } from './try.ts';

export function checkReturn(node: StatementNode<'Return'>, context: CodeContext): Checked {
  return { statements: [{ kind: 'Return', value: returnValue(node, context), pos: node.pos }], flow: 'ends' };
}

function returnValue(node: StatementNode<'Return'>, context: CodeContext): TypedExpression | undefined {
  const { returnType } = context;
  const { value } = node;
  if (returnType.kind === 'void') {
    if (value === undefined) return undefined;
    checkExpression(value, context);
    context.report(DIAGNOSTICS.returnFromVoid, node.pos);
    return undefined;
  }
  if (value !== undefined) return convert(checkValue(value, context), returnType, context);
  context.report(DIAGNOSTICS.returnWithoutValue, node.pos);
  return undefined;
}

export function checkThrow(node: StatementNode<'Throw'>, context: CodeContext): Checked {
  const value = checkValue(node.value, context);
  if (value.type.kind !== 'error' && !isExceptionType(value.type, context)) context.report(DIAGNOSTICS.throwType, node.pos, typeText(value.type));
  return { statements: [{ kind: 'Throw', value, pos: node.pos }], flow: 'ends' };
}

export function checkBreak(node: StatementNode<'Break'>, context: CodeContext): Checked {
  const loop = context.loops.at(-1);
  if (loop === undefined) context.report(DIAGNOSTICS.breakPlace, node.pos);
  else loop.hasBreak = true;
  return { statements: [{ kind: 'Break', pos: node.pos }], flow: 'ends' };
}

export function checkContinue(node: StatementNode<'Continue'>, context: CodeContext): Checked {
  if (context.loops.length === 0) context.report(DIAGNOSTICS.continuePlace, node.pos);
  return { statements: [{ kind: 'Continue', pos: node.pos }], flow: 'ends' };
}
