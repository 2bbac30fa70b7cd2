/** SOQL in expressions. The query tree is a module constant: the data layer keeps its plan by the object's identity. */
import { at, join, js } from '../code.ts';
import type { Code } from '../code.ts';
import { accessOf, statedInQuery } from '../access.ts';
import type { FunctionScope } from '../scopes.ts';
import type { TypedExpression } from '../../3-check/typed.ts';
import type { Expression } from '../nodes.ts';

export function printSoql(expression: Expression<'Soql'>, scope: FunctionScope): Code {
  const { result } = expression;
  const { constant, binds, access } = partsOf(expression, scope);
  if (result === 'count') return at(expression.pos, js`${scope.helper('runCount')}(${constant}, ${binds}, ${access})`);
  return at(expression.pos, js`${scope.helper('runQuery')}(${constant}, ${binds}, ${access}, ${scope.module.runtimeType(expression.type)})`);
}

function partsOf({ query, binds }: Expression<'Soql'>, scope: FunctionScope): { readonly constant: Code; readonly binds: Code; readonly access: Code } {
  return { constant: scope.module.query(query), binds: js`[${join(binds.map((bind) => scope.expression(bind)), ', ')}]`, access: accessOf(statedInQuery(query), scope) };
}

/** A query for somebody else to run; an argument that is no inline query stays what it is. */
export function printDeferred(expression: TypedExpression, scope: FunctionScope): Code {
  if (expression.kind === 'Convert' && expression.conversion === 'Upcast') return printDeferred(expression.operand, scope);
  if (expression.kind !== 'Soql') return scope.expression(expression);
  const { constant, binds, access } = partsOf(expression, scope);
  return at(expression.pos, js`${scope.helper('deferredQuery')}(${constant}, ${binds}, ${access})`);
}

export function printSingleRow(expression: Expression<'SingleRow'>, scope: FunctionScope): Code {
  return at(expression.pos, js`${scope.helper(expression.orNull ? 'singleRowOrNull' : 'singleRow')}(${scope.expression(expression.rows)})`);
}
