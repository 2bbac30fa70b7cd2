/** `[SELECT …]` and `[FIND …]` as expressions. */
import { fold } from '../../2-bind/folded-name.ts';
import { AGGREGATE_RESULT, INTEGER, listOf, sobjectType } from '../../2-bind/type-algebra.ts';
import { DIAGNOSTICS } from '../../diagnostics.ts';
import type { CodeContext } from '../context.ts';
import { checkQuery } from '../soql/query.ts';
import type { TypedExpression } from '../typed.ts';
import type { Node } from './expression.ts';
import { checkValue } from './expression.ts';

/** Rows, the number of rows, or a list of AggregateResult. platform-facts: for-update-order-by */
export function checkSoql(node: Node<'Soql'>, context: CodeContext): TypedExpression {
  const { query, pos } = node;
  const binds = node.binds.map((bind) => checkValue(bind, context));
  const shape = context.program.universe.sobject(fold(query.from.objectName));
  if (shape === undefined) return context.fail(DIAGNOSTICS.unknownObject, pos, query.from.objectName);
  const result = checkQuery(query, { shape, alias: query.from.alias, context, pos, binds });
  if (query.forClauses.includes('UPDATE') && query.orderBy.length > 0) context.report(DIAGNOSTICS.orderedLock, pos);
  if (result === 'count') return { kind: 'Soql', query, binds, result: 'count', type: INTEGER, pos };
  const row = result === 'aggregates' ? AGGREGATE_RESULT : sobjectType(shape.apiName);
  return { kind: 'Soql', query, binds, result: 'rows', type: listOf(row), pos };
}

export function checkSosl(node: Node<'Sosl'>, context: CodeContext): TypedExpression {
  return context.fail(DIAGNOSTICS.unsupportedFeature, node.pos, 'SOSL (FIND …)');
}
