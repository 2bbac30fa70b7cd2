/** SOQL in expressions. The query tree is a module constant: the data layer keeps its plan by the object's identity. */
import { at, join, js } from '../code.ts';
import type { Code } from '../code.ts';
import { accessOf, statedInQuery } from '../access.ts';
import type { FunctionScope } from '../scopes.ts';
import type { Expression } from '../nodes.ts';

export function printSoql(expression: Expression<'Soql'>, scope: FunctionScope): Code {
  const { query, result } = expression;
  const binds = js`[${join(expression.binds.map((bind) => scope.expression(bind)), ', ')}]`;
  const access = accessOf(statedInQuery(query), scope);
  const constant = scope.module.query(query);
  if (result === 'count') return at(expression.pos, js`${scope.helper('runCount')}(${constant}, ${binds}, ${access})`);
  return at(expression.pos, js`${scope.helper('runQuery')}(${constant}, ${binds}, ${access}, ${scope.module.runtimeType(expression.type)})`);
}

export function printSingleRow(expression: Expression<'SingleRow'>, scope: FunctionScope): Code {
  return at(expression.pos, js`${scope.helper(expression.orNull ? 'singleRowOrNull' : 'singleRow')}(${scope.expression(expression.rows)})`);
}
