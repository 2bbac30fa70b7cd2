/** DML statements. */
import { js, text } from '../code.ts';
import type { Code } from '../code.ts';
import { accessOf } from '../access.ts';
import type { FunctionScope } from '../scopes.ts';
import type { Statement } from '../nodes.ts';

export function printDml(statement: Statement<'Dml'>, scope: FunctionScope): Code {
  const { operation, externalId, mergeWith } = statement;
  const access = accessOf(statement.access, scope);
  const records = scope.expression(statement.records);
  if (mergeWith !== undefined) return js`${scope.helper('runMerge')}(${records}, ${scope.expression(mergeWith)}, ${access});`;
  return js`${scope.helper('runDml')}(${text(operation)}, ${records}, ${access}, ${externalId === undefined ? 'undefined' : text(externalId.toLowerCase())});`;
}
