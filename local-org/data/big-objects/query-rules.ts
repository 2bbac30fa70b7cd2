/** What a query of a big object may ask: its rows lie in the order of the index, and nothing else finds them. platform-facts: big-object-queries */
import type { Condition, FieldExpression, SoqlQuery } from '../../soql/syntax.ts';
import { isCountQuery, isAggregateQuery } from '../soql/plan/aggregate.ts';
import { noSuchColumn, notSupported, SoqlNameError } from '../soql/errors.ts';
import type { BigIndexColumn, TableLayout } from '../store/columns.ts';

type Part = Extract<Condition, { kind: 'compare' | 'in' }>;
const RANGES: ReadonlySet<string> = new Set(['<', '<=', '>', '>=']);

const unsupported = (message: string): SoqlNameError => new SoqlNameError('BIG_OBJECT_UNSUPPORTED_OPERATION', message);

export function checkBigObjectQuery(layout: TableLayout, query: SoqlQuery): void {
  if (isCountQuery(query) || isAggregateQuery(query)) throw unsupported('Aggregate functions not supported');
  for (const item of query.select) {
    if (item.kind === 'subquery') throw unsupported('Subqueries are not supported on big objects');
    if (item.kind === 'field' && item.expression.kind === 'path') requireOwnField(layout, query, item.expression.names);
  }
  if (query.forClauses.length > 0) throw unsupported(`FOR ${query.forClauses[0]!} is not supported on big objects`);
  if (query.offset !== undefined) throw unsupported('OFFSET is not supported on big objects');
  if (query.allRows) throw unsupported('ALL ROWS is not supported on big objects');
  checkFilters(layout, query, query.where === undefined ? [] : partsOf(query.where));
  checkOrder(layout, query);
}

/** Relationships lead to objects of the org's database, which lie elsewhere. */
function requireOwnField(layout: TableLayout, query: SoqlQuery, names: readonly string[]): string {
  const first = names[0]!.toLowerCase();
  const own = names.length > 1 && (first === query.from.alias?.toLowerCase() || first === layout.folded) ? names.slice(1) : names;
  if (own.length > 1) throw notSupported(`The relationship path ${names.join('.')} of the big object ${layout.object.apiName}`);
  return own[0]!;
}

/** The conditions of a filter, which are all joined by AND. */
function partsOf(condition: Condition): readonly Part[] {
  switch (condition.kind) {
    case 'and': return condition.conditions.flatMap(partsOf);
    case 'or': throw unsupported('OR is not supported in filters of big objects');
    case 'not': throw unsupported('NOT is not supported in filters of big objects');
    case 'inQuery': throw unsupported('Subqueries are not supported on big objects');
    case 'in':
      if (condition.negated) throw unsupported('Operator NOT IN is not supported in filters of big objects');
      return [condition];
    case 'compare':
      if (condition.operator !== '=' && !RANGES.has(condition.operator)) throw unsupported(`Operator ${condition.operator} is not supported in filters of big objects`);
      return [condition];
  }
}

/** From the first field of the index on, without gaps: `=` or one IN, and ranges on the last one only. */
function checkFilters(layout: TableLayout, query: SoqlQuery, parts: readonly Part[]): void {
  let place = -1;
  let hasList = false;
  let hasRange = false;
  for (const part of parts) {
    const at = indexPlace(layout, query, part.left, 'filtered');
    if (at > place + 1) throw unsupported('Filters may not have any gaps within the composite key');
    if (at < place) throw unsupported('Filters must be in the order of the fields of the index');
    if (hasRange && at !== place) throw unsupported('Only the last field of a filter may have a range');
    if (at === place && !(hasRange && isRange(part))) throw unsupported('A field of the index may be filtered once');
    if (isList(part)) {
      if (hasList) throw unsupported('Filters may have only one IN operator');
      hasList = true;
    }
    hasRange ||= isRange(part);
    place = at;
  }
}

const isRange = (part: Part): boolean => part.kind === 'compare' && RANGES.has(part.operator);

/** An IN with one value is an equality. */
function isList(part: Part): boolean {
  return part.kind === 'in' && !('length' in part.values && part.values.length === 1);
}

/** From the first field of the index on, in its directions. */
function checkOrder(layout: TableLayout, query: SoqlQuery): void {
  query.orderBy.forEach((item, at) => {
    if (indexPlace(layout, query, item.expression, 'sorted') !== at) throw unsupported('Filters may not have any gaps within the composite key');
    const { column, isDescending } = layout.bigIndex[at]!;
    if (item.descending !== isDescending) throw unsupported(`Unsupported order direction on filter column: ${column.field.apiName} : ${item.descending ? 'DESCENDING' : 'ASCENDING'}`);
    if (item.nulls !== undefined) throw unsupported('NULLS FIRST and NULLS LAST are not supported on big objects');
  });
}

function indexPlace(layout: TableLayout, query: SoqlQuery, expression: FieldExpression, clause: string): number {
  if (expression.kind === 'function') throw unsupported(`The function ${expression.name} is not supported on big objects`);
  const name = requireOwnField(layout, query, expression.names);
  const at = layout.bigIndex.findIndex(({ column }: BigIndexColumn) => column.folded === name.toLowerCase());
  if (at >= 0) return at;
  const field = layout.byName.get(name.toLowerCase())?.field;
  if (field === undefined) throw noSuchColumn(name, layout.object.apiName);
  throw new SoqlNameError('INVALID_FIELD', `field '${field.apiName}' can not be ${clause} in a query call`);
}
