import type { Condition, NumberOrBind, SoqlQuery } from '../../../soql/syntax.ts';
import { QueryException } from '../../../values/exceptions.ts';
import type { Permissions } from '../../access/permissions.ts';
import { isApart } from '../../store/columns.ts';
import type { TableLayout } from '../../store/columns.ts';
import { malformed, noSuchChildRelationship, noSuchObject, notSupported, SoqlNameError } from '../errors.ts';
import { makeReader } from '../read.ts';
import type { RowReader } from '../read.ts';
import { checkBigObjectQuery } from '../../big-objects/query-rules.ts';
import { isAggregateQuery, isCountQuery, selectAggregates } from './aggregate.ts';
import { conditionOf } from './condition.ts';
import type { ConditionContext } from './condition.ts';
import { expressionOf } from './operand.ts';
import type { Outputs } from './outputs.ts';
import { Scope } from './scope.ts';
import type { FieldUse, Operand, PlanSchema } from './scope.ts';
import { selectRecords } from './select.ts';
import { indexedCount } from './selectivity.ts';
import type { RecordClassOf } from './select.ts';
import { sharingCondition } from './sharing.ts';
import type { SharingSchema } from './sharing.ts';
import { joined, parameter, sql, SqlTemplate } from './sql.ts';
import type { Fragment, QueryEnvironment, Sql } from './sql.ts';
import type { ObjectSchema } from '../../../schema/schema.ts';

export interface Planning {
  readonly schema: SharingSchema;
  readonly recordClassOf: RecordClassOf;
  /** Whose sharing limits the rows; `undefined`: nobody's. */
  readonly sharingOf: Permissions | undefined;
}

interface PlanBase {
  readonly layout: TableLayout;
  readonly template: SqlTemplate;
  /** What the query touches, for user mode. */
  readonly uses: readonly FieldUse[];
  readonly objects: ReadonlySet<ObjectSchema>;
  /** Counts what the indexed part of the filter finds, made when it is first asked for. */
  readonly indexedCount: () => SqlTemplate | undefined;
}
export interface RecordPlan extends PlanBase {
  readonly kind: 'records';
  readonly read: RowReader;
  readonly children: readonly ChildPlan[];
  readonly isForUpdate: boolean;
  /** Place of the row number. */
  readonly rowPlace: number;
}
export interface AggregatePlan extends PlanBase {
  readonly kind: 'aggregate';
  readonly read: RowReader;
  readonly rowCount: number | undefined;
  /** Rows behind all groups, where HAVING hides some of them. */
  readonly countTemplate: SqlTemplate | undefined;
}
export interface CountPlan extends PlanBase {
  readonly kind: 'count';
}
export type QueryPlan = RecordPlan | AggregatePlan | CountPlan;

/** A sub-query of the select list: one statement for all parents, given as a JSON list of row numbers. Place 0 is the parent's row number. */
export interface ChildPlan {
  readonly slot: string;
  readonly objectName: string;
  readonly template: SqlTemplate;
  readonly read: RowReader;
  readonly children: readonly ChildPlan[];
  readonly rowPlace: number;
}

/** Rows a statement of groups may give. */
export const MAX_GROUPS = 2_000;
const MAX_OFFSET = 2_000;
/** platform-facts: soql-relationship-limits. */
const MAX_SUB_QUERIES = 20;

export function planQuery(planning: Planning, query: SoqlQuery): QueryPlan {
  const layout = requireQueryable(planning.schema, query.from.objectName);
  refuseUnsupported(query);
  if (isApart(layout.object)) checkBigObjectQuery(layout, query);
  const scope = new Scope(planning.schema, layout, query.from.alias);
  if (isCountQuery(query)) return planCount(planning, query, scope);
  return isAggregateQuery(query) ? planAggregate(planning, query, scope) : planRecords(planning, query, scope);
}

function requireQueryable(schema: PlanSchema, name: string): TableLayout {
  const layout = schema.layout(name.toLowerCase());
  if (layout === undefined || !layout.object.isQueryable) throw noSuchObject(name);
  return layout;
}

function refuseUnsupported(query: SoqlQuery): void {
  if (query.using !== undefined) throw notSupported(`USING ${query.using}`);
  // platform-facts: for-update-order-by (the refusal is documented, its wording is not).
  if (query.forClauses.includes('UPDATE') && query.orderBy.length > 0) throw malformed("You can't use the ORDER BY keywords in any SOQL query that uses locking.");
  if (query.forClauses.includes('UPDATE') && isAggregateQuery(query)) throw malformed('FOR UPDATE is not allowed with aggregate functions or GROUP BY.');
}

function planRecords(planning: Planning, query: SoqlQuery, scope: Scope): RecordPlan {
  scope.clause = 'select';
  const { outputs, source, subQueries } = selectRecords(scope, query, planning.recordClassOf);
  const where = whereOf(planning, scope, query);
  const order = orderOf(scope, query);
  const limit = limitOf(query, (environment) => environment.rowLimit);
  if (subQueries.length > MAX_SUB_QUERIES) throw malformed(`A query has at most ${String(MAX_SUB_QUERIES)} sub-queries.`);
  const children = subQueries.map((subQuery) => planChildren(planning, scope, scope.base.layout, subQuery));
  return {
    kind: 'records',
    layout: scope.base.layout,
    template: new SqlTemplate(sql`SELECT ${outputs.list()} FROM ${scope.from} WHERE ${where}${order}${limit}`),
    uses: scope.uses,
    objects: scope.objects,
    read: makeReader(source),
    children,
    isForUpdate: query.forClauses.includes('UPDATE'),
    rowPlace: source.key,
    indexedCount: indexedCountOf(planning, query, scope),
  };
}

function planCount(planning: Planning, query: SoqlQuery, scope: Scope): CountPlan {
  if (query.groupBy.length > 0 || query.orderBy.length > 0) throw malformed('COUNT() cannot be used with GROUP BY or ORDER BY; use COUNT(Id).');
  const where = whereOf(planning, scope, query);
  const isLimited = query.limit !== undefined || query.offset !== undefined;
  const rows = sql`FROM ${scope.from} WHERE ${where}`;
  const statement = isLimited ? sql`SELECT COUNT(*) FROM (SELECT 1 ${rows}${limitOf(query, () => -1)})` : sql`SELECT COUNT(*) ${rows}`;
  return { kind: 'count', layout: scope.base.layout, template: new SqlTemplate(statement), uses: scope.uses, objects: scope.objects, indexedCount: indexedCountOf(planning, query, scope) };
}

function planAggregate(planning: Planning, query: SoqlQuery, scope: Scope): AggregatePlan {
  scope.clause = 'select';
  const { outputs, source, groupBy, rowCount } = selectAggregates(scope, query);
  const where = whereOf(planning, scope, query);
  const having = query.having === undefined ? [] : sql` HAVING ${conditionOf(scope, query.having, contextOf(planning, true))}`;
  const order = orderOf(scope, query);
  const limit = limitOf(query, () => MAX_GROUPS + 1);
  const isCountedApart = having.length > 0 && rowCount !== undefined;
  return {
    kind: 'aggregate',
    layout: scope.base.layout,
    template: new SqlTemplate(sql`SELECT ${outputs.list()} FROM ${scope.from} WHERE ${where}${groupBy}${having}${order}${limit}`),
    uses: scope.uses,
    objects: scope.objects,
    read: makeReader(source),
    rowCount,
    indexedCount: indexedCountOf(planning, query, scope),
    countTemplate: isCountedApart ? new SqlTemplate(sql`SELECT COUNT(*) FROM ${scope.from} WHERE ${where}`) : undefined,
  };
}

function indexedCountOf(planning: Planning, query: SoqlQuery, scope: Scope): () => SqlTemplate | undefined {
  let known: { readonly template: SqlTemplate | undefined } | undefined;
  return () => {
    known ??= { template: indexedCount(planning.schema, scope.base.layout, query, contextOf(planning, false)) };
    return known.template;
  };
}

function contextOf(planning: Planning, isHaving: boolean): ConditionContext {
  return { isHaving, visibleRows: (scope, allRows) => visibleRows(planning, scope, allRows) };
}

function visibleRows(planning: Planning, scope: Scope, allRows: boolean, where?: Condition): Sql {
  const { alias, layout } = scope.base;
  const parts: Sql[] = allRows ? [] : [[`${alias}."isdeleted" = 0`]];
  const sharing = planning.sharingOf === undefined ? undefined : sharingCondition({ ...planning.schema, mayLead: !allRows && !leads(layout, where) }, layout, alias, planning.sharingOf, 'read');
  if (sharing !== undefined) parts.push(sharing);
  return parts.length === 0 ? ['1'] : joined(parts, ' AND ');
}

/** Does a key in the condition find the rows? Sharing then only looks at those. */
function leads(layout: TableLayout, where: Condition | undefined): boolean {
  if (where?.kind === 'and') return where.conditions.some((part) => leads(layout, part));
  const isEquality = (where?.kind === 'compare' && where.operator === '=') || (where?.kind === 'in' && !where.negated);
  if (!isEquality || where.left.kind !== 'path' || where.left.names.length !== 1) return false;
  const column = layout.byName.get(where.left.names[0]!.toLowerCase());
  return column !== undefined && (column.storage === 'row' || column.index !== 'none');
}

function whereOf(planning: Planning, scope: Scope, query: SoqlQuery): Sql {
  const visible = visibleRows(planning, scope, query.allRows, query.where);
  scope.clause = 'filtered';
  if (query.where === undefined) return visible;
  const context = contextOf(planning, false);
  const isChoice = query.where.kind === 'or' && !query.allRows;
  return sql`${visible} AND ${isChoice ? choiceOf(scope, query.where.conditions, context) : conditionOf(scope, query.where, context)}`;
}

/** SQLite uses an index per branch of an OR only where the branch itself implies what the index is limited to. */
function choiceOf(scope: Scope, branches: readonly Condition[], context: ConditionContext): Sql {
  const present = `${scope.base.alias}."isdeleted" = 0`;
  return sql`(${joined(branches.map((branch) => sql`(${present} AND ${conditionOf(scope, branch, context)})`), ' OR ')})`;
}

/** Nulls come first when ascending and last when descending, which is SQLite's order too. */
function orderOf(scope: Scope, query: SoqlQuery): Sql {
  scope.clause = 'sorted';
  if (query.orderBy.length === 0) return [];
  const items = query.orderBy.map((item) => {
    const { operand } = expressionOf(scope, item.expression);
    const nulls = item.nulls === undefined ? '' : ` NULLS ${item.nulls.toUpperCase()}`;
    return sql`${isApart(scope.base.layout.object) ? operand.sql : orderedBy(operand)}${item.descending ? ' DESC' : ' ASC'}${nulls}`;
  });
  return sql` ORDER BY ${joined(items, ', ')}`;
}

/** Text is ordered without case by character code. platform-facts: soql-order-collation (the platform orders by the user's locale). */
function orderedBy(operand: Operand): Sql {
  return operand.storage === 'exactText' ? sql`${operand.sql} COLLATE NOCASE` : operand.sql;
}

function limitOf(query: SoqlQuery, most: (environment: QueryEnvironment) => number): Sql {
  const limit = parameter((environment) => {
    const wanted = query.limit === undefined ? undefined : wholeNumber(query.limit, environment, 'LIMIT');
    const allowed = most(environment);
    return wanted === undefined ? allowed : allowed < 0 ? wanted : Math.min(wanted, allowed);
  });
  const { offset } = query;
  if (offset === undefined) return sql` LIMIT ${hidden(limit)}`;
  const skip = parameter((environment) => {
    const skipped = wholeNumber(offset, environment, 'OFFSET');
    if (skipped > MAX_OFFSET) throw new SoqlNameError('NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is ${MAX_OFFSET}`);
    return skipped;
  });
  return sql` LIMIT ${hidden(limit)} OFFSET ${hidden(skip)}`;
}

/**
 * The planner reads a bare parameter of LIMIT and plans anew whenever another value is bound to it, which costs four times the query.
 * Inside an expression it leaves it alone.
 */
function hidden(limit: Fragment): Sql {
  return sql`(${limit} | 0)`;
}

function wholeNumber(value: NumberOrBind, environment: QueryEnvironment, clause: string): number {
  const number = value.kind === 'number' ? value.value : environment.binds[value.index];
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 0) throw new QueryException(`Invalid ${clause}: ${String(number)}; it must be a whole number that is not negative.`);
  return number;
}

function planChildren(planning: Planning, outer: Scope, parent: TableLayout, query: SoqlQuery): ChildPlan {
  const relationship = parent.object.children.find((child) => child.relationshipName.toLowerCase() === query.from.objectName.toLowerCase());
  const layout = relationship === undefined ? undefined : planning.schema.layout(relationship.objectName.toLowerCase());
  if (relationship === undefined || layout === undefined) throw noSuchChildRelationship(query.from.objectName);
  if (isAggregateQuery(query)) throw malformed('Aggregates are not allowed in a sub-query of the select list.');
  if (query.offset !== undefined) throw notSupported('OFFSET in a sub-query of the select list');
  refuseUnsupported(query);
  const scope = new Scope(planning.schema, layout, query.from.alias, outer);
  scope.clause = 'select';
  const { outputs, source, subQueries } = selectRecords(scope, query, planning.recordClassOf);
  const reference = scope.resolve([relationship.fieldName]).operand;
  const where = whereOf(planning, scope, query);
  const order = orderOf(scope, query);
  const parents = parameter((environment) => parentRowsOf(environment));
  const links = sql`${referenceRow(reference, parent)} IN (SELECT value FROM json_each(${parents}))`;
  return {
    slot: `$${relationship.relationshipName.toLowerCase()}`,
    objectName: layout.object.apiName,
    template: new SqlTemplate(childStatement(query, outputs, referenceRow(reference, parent), sql`FROM ${scope.from} WHERE ${links} AND ${where}`, order)),
    read: makeReader(shifted(source)),
    rowPlace: source.key + 1,
    children: subQueries.map((subQuery) => planChildren(planning, scope, layout, subQuery)),
  };
}

/** LIMIT counts per parent. */
function childStatement(query: SoqlQuery, outputs: Outputs, reference: Sql, rows: Sql, order: Sql): Sql {
  const overall = parameter((environment) => environment.rowLimit);
  const { limit } = query;
  if (limit === undefined) return sql`SELECT ${reference}, ${outputs.list()} ${rows}${order} LIMIT ${hidden(overall)}`;
  const { definitions, names } = outputs.namedList();
  const perParent = parameter((environment) => wholeNumber(limit, environment, 'LIMIT'));
  const numbered = sql`SELECT ${reference} AS parent, ${definitions}, ROW_NUMBER() OVER (PARTITION BY ${reference}${order}) AS place ${rows}`;
  return sql`SELECT parent, ${names} FROM (${numbered}) WHERE place <= ${perParent} ORDER BY parent, place LIMIT ${hidden(overall)}`;
}

function referenceRow(reference: Operand, parent: TableLayout): Sql {
  return reference.storage === 'idText' ? sql`rowofid('${parent.keyPrefix}', ${reference.sql})` : reference.sql;
}

/** The parent's row number stands before the child's own places. */
function shifted(source: Parameters<typeof makeReader>[0]): Parameters<typeof makeReader>[0] {
  return {
    classes: source.classes,
    key: source.key + 1,
    fields: source.fields.map((field) => ({ ...field, output: field.output + 1 })),
    parents: source.parents.map((parent) => ({ slot: parent.slot, source: shifted(parent.source) })),
  };
}

/** Set while children are read; see execute.ts. */
export interface ChildEnvironment extends QueryEnvironment {
  /** JSON list of row numbers. */
  readonly parentRows: string;
}

function parentRowsOf(environment: QueryEnvironment): string {
  return (environment as ChildEnvironment).parentRows;
}

