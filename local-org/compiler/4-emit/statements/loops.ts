/** Loops. Every turn burns fuel, so that an endless loop ends with Apex's own LimitException. */
import { braces, js, join, lines } from '../code.ts';
import type { Code } from '../code.ts';
import { condition } from '../expressions/operands.ts';
import { printForEffect } from '../expressions/expressions.ts';
import type { FunctionScope } from '../scopes.ts';
import { bodyOf } from './blocks.ts';
import type { Statement } from '../nodes.ts';

export function printWhile(statement: Statement<'While'>, scope: FunctionScope): Code {
  return lines([js`while (${condition(statement.condition, scope)}) ${bodyOf(statement.body, scope, [scope.countTurn()])}`, scope.settleTurns()]);
}

export function printDoWhile(statement: Statement<'DoWhile'>, scope: FunctionScope): Code {
  return lines([js`do ${bodyOf(statement.body, scope, [scope.countTurn()])} while (${condition(statement.condition, scope)});`, scope.settleTurns()]);
}

/** The initialisers stand in a block around the loop: several declarations with one type each do not fit JavaScript's `for` head. */
export function printFor(statement: Statement<'For'>, scope: FunctionScope): Code {
  const init = statement.init.map((each) => scope.statement(each));
  const head = statement.condition === undefined ? '' : condition(statement.condition, scope);
  const update = join(statement.update.map((each) => printForEffect(each, scope)), ', ');
  const loop = js`for (; ${head}; ${update}) ${bodyOf(statement.body, scope, [scope.countTurn()])}`;
  return init.length === 0 ? lines([loop, scope.settleTurns()]) : braces([...init, loop, scope.settleTurns()]);
}

type ForEach = Statement<'ForEach'>;

/** Lists are read by index. The other helpers give JavaScript iterables. */
const sources: { readonly [O in Exclude<ForEach['over'], 'list'>]: (iterable: Code, scope: FunctionScope) => Code } = {
  set: (iterable, scope) => js`${scope.helper('setItems')}(${iterable})`,
  iterable: (iterable, scope) => js`${scope.helper('iterate')}(${iterable})`,
  soqlRows: (iterable, scope) => js`${scope.helper('listItems')}(${iterable})`,
  soqlChunks: (iterable, scope) => js`${scope.helper('chunks')}(${iterable})`,
};

export function printForEach(statement: ForEach, scope: FunctionScope): Code {
  const item = scope.local(statement.item);
  const isSame = statement.value.kind === 'Read' && statement.value.place.kind === 'local' && statement.value.place.local === statement.item;
  const first: Code[] = [];
  if (!isSame || item !== scope.local(statement.local)) first.push(js`let ${scope.local(statement.local)} = ${scope.expression(statement.value)};`);
  first.push(scope.countTurn());
  const iterable = scope.expression(statement.iterable);
  if (statement.over !== 'list') return lines([js`for (let ${item} of ${sources[statement.over](iterable, scope)}) ${bodyOf(statement.body, scope, first)}`, scope.settleTurns()]);
  const items = scope.temporary();
  const index = scope.temporary();
  const count = scope.temporary();
  // The turn that adds to the list it walks, or removes from it, ends in a FinalException. platform-facts: list-changed-in-loop
  const next = js`${index} = ${items}.length === ${count} ? ${index} + 1 : ${scope.helper('changedInLoop')}()`;
  return lines([
    js`${items} = ${scope.helper('listItems')}(${iterable}), ${count} = ${items}.length;`,
    js`for (${index} = 0; ${index} < ${count}; ${next}) ${bodyOf(statement.body, scope, [js`let ${item} = ${items}[${index}];`, ...first])}`,
    scope.settleTurns(),
  ]);
}
