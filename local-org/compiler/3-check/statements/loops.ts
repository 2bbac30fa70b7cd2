/** `while`, `do`, `for` and iteration over collections and query rows. */
import type { Statement } from '../../1-parse/ast.ts';
import { asInstanceOf } from '../../2-bind/hierarchy.ts';
import { isGenericSObject, listOf, typeText } from '../../2-bind/type-algebra.ts';
import { DIAGNOSTICS } from '../../diagnostics.ts';
import type { Type } from '../../types.ts';
import type { CodeContext } from '../context.ts';
import { errorExpression, readLocal } from '../context.ts';
import { conversionBetween, convert, rowTypeOf } from '../conversions.ts';
import { checkCondition } from '../expressions/conditional.ts';
import { checkExpression, checkValue } from '../expressions/expression.ts';
import { temporary } from '../scope.ts';
import type { TypedExpression, TypedStatement } from '../typed.ts';
import { checkLocalDeclaration } from './simple.ts';
import type { Checked, Flow, StatementNode } from './statement.ts';
import { checkBranch } from './statement.ts';

interface LoopBody {
  readonly statement: TypedStatement;
  readonly flow: Flow;
  readonly hasBreak: boolean;
}

function checkLoopBody(node: Statement, context: CodeContext): LoopBody {
  const loop = { hasBreak: false };
  context.loops.push(loop);
  const { statement, flow } = checkBranch(node, context);
  context.loops.pop();
  return { statement, flow, hasBreak: loop.hasBreak };
}

/** A loop that only a break can leave. */
function isEndless(condition: TypedExpression | undefined): boolean {
  return condition === undefined || (condition.kind === 'Constant' && condition.value.kind === 'boolean' && condition.value.value);
}

function flowAfter(condition: TypedExpression | undefined, body: LoopBody): Flow {
  return isEndless(condition) && !body.hasBreak ? 'unknown' : 'continues';
}

export function checkWhile(node: StatementNode<'While'>, context: CodeContext): Checked {
  const condition = checkCondition(node.condition, context);
  const body = checkLoopBody(node.body, context);
  return { statements: [{ kind: 'While', condition, body: body.statement, pos: node.pos }], flow: flowAfter(condition, body) };
}

export function checkDoWhile(node: StatementNode<'DoWhile'>, context: CodeContext): Checked {
  const body = checkLoopBody(node.body, context);
  const condition = checkCondition(node.condition, context);
  return { statements: [{ kind: 'DoWhile', body: body.statement, condition, pos: node.pos }], flow: flowAfter(condition, body) };
}

export function checkFor(node: StatementNode<'For'>, context: CodeContext): Checked {
  return context.scope.inBlock(() => {
    const init = checkForInit(node, context);
    const condition = node.condition === undefined ? undefined : checkCondition(node.condition, context);
    const update = node.update.map((expression) => checkExpression(expression, context));
    const body = checkLoopBody(node.body, context);
    return { statements: [{ kind: 'For', init, condition, update, body: body.statement, pos: node.pos }], flow: flowAfter(condition, body) };
  });
}

function checkForInit({ init }: StatementNode<'For'>, context: CodeContext): readonly TypedStatement[] {
  if (init === undefined) return [];
  if ('kind' in init) return checkLocalDeclaration(init, context).statements;
  return init.map((expression) => ({ kind: 'Expression', expression: checkExpression(expression, context), pos: expression.pos }));
}

// ---- for (T x : collection)

type Iteration = Extract<TypedStatement, { kind: 'ForEach' }>['over'];

export function checkForEach(node: StatementNode<'ForEach'>, context: CodeContext): Checked {
  const iterable = checkValue(node.iterable, context);
  const type = context.program.resolver.resolve(node.type, context.symbol, context.report);
  return context.scope.inBlock(() => {
    const { over, element } = iterationOf(iterable, type, node, context);
    const item = temporary('item', element);
    const value = checkItem(readLocal(item, node.pos), type, context);
    const local = context.declare(node.name, type, node.pos);
    const body = checkLoopBody(node.body, context);
    return { statements: [{ kind: 'ForEach', over, iterable, item, local, value, body: body.statement, pos: node.pos }], flow: 'continues' };
  });
}

function iterationOf(iterable: TypedExpression, declared: Type, node: StatementNode<'ForEach'>, context: CodeContext): { readonly over: Iteration; readonly element: Type } {
  const row = rowTypeOf(iterable);
  if (row !== undefined) return declared.kind === 'list' ? { over: 'soqlChunks', element: listOf(row) } : { over: 'soqlRows', element: row };
  const { type } = iterable;
  if (type.kind === 'list' || type.kind === 'set') return { over: type.kind, element: type.element };
  const { platform } = context.program;
  const seen = type.kind === 'class' && platform.iterable !== undefined ? asInstanceOf(type, platform.iterable) : undefined;
  if (seen !== undefined) return { over: 'iterable', element: seen.arguments[0] ?? { kind: 'error' } };
  if (type.kind !== 'error') context.report(DIAGNOSTICS.loopOverNonCollection, node.iterable.pos, typeText(type));
  return { over: 'list', element: { kind: 'error' } };
}

/** As a list of SObjects may stand for a list of any record type, so may its elements in a loop. platform-facts: loop-over-sobjects */
function checkItem(item: TypedExpression, declared: Type, context: CodeContext): TypedExpression {
  if (conversionBetween(item.type, declared, context.program.platform) !== undefined) return convert(item, declared, context);
  if (isGenericSObject(item.type) && declared.kind === 'sobject') return { kind: 'Cast', to: declared, operand: item, type: declared, pos: item.pos };
  context.report(DIAGNOSTICS.loopVariableType, item.pos, typeText(item.type));
  return errorExpression(item.pos);
}
