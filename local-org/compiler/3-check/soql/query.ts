/** Checking a query: its object, what it selects, groups, filters and orders by, and what kind of result it gives. */
import { fold } from '../../2-bind/folded-name.ts';
import { DIAGNOSTICS } from '../../diagnostics.ts';
import type { SelectItem, SoqlQuery } from '../../../soql/syntax.ts';
import type { SObjectShape } from '../../universe.ts';
import { checkCondition, checkNumber } from './conditions.ts';
import { expressionText, isAggregate, typeOfExpression, writtenExpression } from './functions.ts';
import type { QueryScope } from './scope.ts';
import { isIdColumn, report, resolvePath } from './scope.ts';

export type QueryResult = 'rows' | 'count' | 'aggregates';

export function checkQuery(query: SoqlQuery, scope: QueryScope): QueryResult {
  const result = resultOf(query, scope);
  checkSelect(query, result, scope);
  if (query.where !== undefined) checkCondition(query.where, scope, checkSemiJoin);
  for (const item of query.groupBy) typeOfExpression(item, scope);
  if (query.having !== undefined) checkCondition(query.having, scope, checkSemiJoin);
  for (const item of query.orderBy) typeOfExpression(item.expression, scope);
  checkNumber('LIMIT', query.limit, scope);
  checkNumber('OFFSET', query.offset, scope);
  return result;
}

/** The scope of a sub-query over `shape`, sharing binds and place with the query around it. */
function nested(query: SoqlQuery, shape: SObjectShape, scope: QueryScope): QueryScope {
  return { ...scope, shape, alias: query.from.alias };
}

function isBareCount(item: SelectItem): boolean {
  return item.kind === 'field' && item.expression.kind === 'function' && fold(item.expression.name) === 'count' && item.expression.arguments.length === 0;
}

function resultOf(query: SoqlQuery, scope: QueryScope): QueryResult {
  if (query.select.some(isBareCount)) {
    if (query.select.length === 1 && query.groupBy.length === 0) return 'count';
    report(scope, DIAGNOSTICS.countNotAlone);
  }
  const hasAggregate = query.select.some((item) => item.kind === 'field' && isAggregate(item.expression));
  return hasAggregate || query.groupBy.length > 0 ? 'aggregates' : 'rows';
}

// ---- select

function checkSelect(query: SoqlQuery, result: QueryResult, scope: QueryScope): void {
  const grouped = new Set(query.groupBy.map((item) => expressionText(item, scope)));
  const selected = new Set<string>();
  for (const item of query.select) {
    checkSelectItem(item, scope);
    if (item.kind !== 'field') continue;
    const text = expressionText(item.expression, scope);
    if (result === 'aggregates' && !isAggregate(item.expression) && !grouped.has(text) && !isGrouping(item)) {
      report(scope, DIAGNOSTICS.mustBeGrouped, writtenExpression(item.expression));
    }
    reportDuplicate(item, text, selected, result, scope);
  }
}

/** GROUPING(field) tells whether a row is a subtotal; its field is grouped, it itself is not. */
function isGrouping(item: Extract<SelectItem, { kind: 'field' }>): boolean {
  return item.expression.kind === 'function' && fold(item.expression.name) === 'grouping';
}

function reportDuplicate(item: Extract<SelectItem, { kind: 'field' }>, text: string, selected: Set<string>, result: QueryResult, scope: QueryScope): void {
  const key = item.alias === undefined ? text : fold(item.alias);
  const isRepeatable = item.alias === undefined && result === 'aggregates';
  if (selected.has(key) && !isRepeatable) {
    if (item.alias === undefined) report(scope, DIAGNOSTICS.duplicateColumn, writtenExpression(item.expression));
    else report(scope, DIAGNOSTICS.duplicateAlias, item.alias);
  }
  selected.add(key);
}

type SelectRules = { readonly [Kind in SelectItem['kind']]: (item: Extract<SelectItem, { kind: Kind }>, scope: QueryScope) => void };

const selectRules: SelectRules = {
  field: (item, scope) => void typeOfExpression(item.expression, scope),
  subquery: (item, scope) => checkChildQuery(item.query, scope),
  fields: () => undefined,
  typeof: checkTypeof,
};

function checkSelectItem(item: SelectItem, scope: QueryScope): void {
  const rule = selectRules[item.kind] as (item: SelectItem, scope: QueryScope) => void;
  rule(item, scope);
}

/** `(SELECT Id FROM Contacts)`: the FROM names a child relationship of the outer object. */
function checkChildQuery(query: SoqlQuery, scope: QueryScope): void {
  const name = query.from.objectName.split('.').at(-1) ?? '';
  const child = scope.shape.children.get(fold(name));
  const shape = child === undefined ? undefined : scope.context.program.universe.sobject(fold(child.objectName));
  if (shape === undefined) report(scope, DIAGNOSTICS.unknownChildRelationship, name, scope.shape.apiName);
  else checkQuery(query, nested(query, shape, scope));
}

function checkTypeof(item: Extract<SelectItem, { kind: 'typeof' }>, scope: QueryScope): void {
  const relationship = item.field.names.at(-1) ?? '';
  if (!scope.shape.parents.has(fold(relationship))) report(scope, DIAGNOSTICS.unknownRelationship, relationship, scope.shape.apiName);
  for (const { type, fields } of item.whens) {
    const shape = scope.context.program.universe.sobject(fold(type));
    if (shape === undefined) report(scope, DIAGNOSTICS.unknownObject, type);
    else for (const field of fields) resolvePath(field, { ...scope, shape, alias: undefined });
  }
}

/** `Id IN (SELECT AccountId FROM Contact …)` */
function checkSemiJoin(query: SoqlQuery, scope: QueryScope): void {
  const shape = scope.context.program.universe.sobject(fold(query.from.objectName));
  if (shape === undefined) return void report(scope, DIAGNOSTICS.unknownObject, query.from.objectName);
  const inner = nested(query, shape, scope);
  const [only, ...others] = query.select;
  const isField = only?.kind === 'field' && only.expression.kind === 'path' && others.length === 0;
  if (!isField || only.expression.kind !== 'path') return void report(scope, DIAGNOSTICS.semiJoinSelect);
  const resolved = resolvePath(only.expression, inner);
  if (resolved !== undefined && !isIdColumn(resolved)) report(scope, DIAGNOSTICS.semiJoinSelect);
  if (query.where !== undefined) checkCondition(query.where, inner, checkSemiJoin);
}
