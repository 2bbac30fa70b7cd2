/** Query rows as the REST API prints them: fields in the order and nesting of the select list, names in canonical case. */
import type { FieldExpression, SelectItem, SoqlQuery } from '../../soql/syntax.ts';
import type { OrgSchema, ObjectSchema } from '../../schema/schema.ts';
import { ApexList } from '../../values/collections/list.ts';
import { slotOf, type SObjectRecord } from '../../values/sobject.ts';
import { attributesOf, valueToJson } from './record-json.ts';

export type JsonRecord = Record<string, unknown>;

/** The tree of what a select list asks of one object: own fields, parents, children. */
interface Selection {
  readonly fields: Map<string, true>;
  readonly parents: Map<string, Selection>;
  readonly children: Map<string, SoqlQuery>;
  /** First mention decides the order. */
  readonly order: { readonly kind: 'field' | 'parent' | 'children' | 'fieldSet'; readonly folded: string }[];
}

export function rowsToJson(query: SoqlQuery, rows: readonly SObjectRecord[], schema: OrgSchema): JsonRecord[] {
  if (isAggregate(query)) return rows.map(aggregateToJson);
  const selection = selectionOf(query.select, query.from);
  return rows.map((row) => recordToJson(row, selection, schema));
}

export function isAggregate(query: SoqlQuery): boolean {
  return query.groupBy.length > 0 || query.select.some((item) => item.kind === 'field' && isAggregateFunction(item.expression));
}

function isAggregateFunction(expression: FieldExpression): boolean {
  return expression.kind === 'function' && /^(count|count_distinct|sum|avg|min|max)$/i.test(expression.name);
}

function selectionOf(items: readonly SelectItem[], from: SoqlQuery['from']): Selection {
  const root: Selection = { fields: new Map(), parents: new Map(), children: new Map(), order: [] };
  for (const item of items) {
    if (item.kind === 'subquery') {
      const folded = item.query.from.objectName.toLowerCase();
      root.children.set(folded, item.query);
      root.order.push({ kind: 'children', folded });
    } else if (item.kind === 'field' && item.expression.kind === 'path') {
      addPath(root, withoutAlias(item.expression.names, from));
    } else if (item.kind === 'fields') {
      root.order.push({ kind: 'fieldSet', folded: item.set });
    }
  }
  return root;
}

function withoutAlias(names: readonly string[], from: SoqlQuery['from']): readonly string[] {
  const first = names[0]?.toLowerCase();
  const isAlias = names.length > 1 && (first === from.alias?.toLowerCase() || first === from.objectName.toLowerCase());
  return isAlias ? names.slice(1) : names;
}

function addPath(selection: Selection, names: readonly string[]): void {
  const [name, ...rest] = names;
  if (name === undefined) return;
  const folded = name.toLowerCase();
  if (rest.length === 0) {
    if (!selection.fields.has(folded)) selection.order.push({ kind: 'field', folded });
    selection.fields.set(folded, true);
    return;
  }
  let parent = selection.parents.get(folded);
  if (parent === undefined) {
    parent = { fields: new Map(), parents: new Map(), children: new Map(), order: [] };
    selection.parents.set(folded, parent);
    selection.order.push({ kind: 'parent', folded });
  }
  addPath(parent, rest);
}

function recordToJson(record: SObjectRecord, selection: Selection, schema: OrgSchema): JsonRecord {
  const object = schema.objects.get(record.$shape.apiName.toLowerCase());
  const id = slotOf(record, '$id');
  const json: JsonRecord = { attributes: attributesOf(record.$shape.apiName, typeof id === 'string' ? id : undefined) };
  for (const { kind, folded } of selection.order) {
    if (kind === 'fieldSet') {
      addFieldSet(json, record, folded, object);
      continue;
    }
    const value = slotOf(record, `$${folded}`);
    if (kind === 'field') json[canonicalField(object, folded)] = valueToJson(value);
    else if (kind === 'parent') json[canonicalParent(object, folded)] = value === null || value === undefined ? null : recordToJson(value as SObjectRecord, selection.parents.get(folded)!, schema);
    else json[canonicalChild(object, folded)] = childrenToJson(value, selection.children.get(folded)!, schema);
  }
  return json;
}

/** `FIELDS(ALL | STANDARD | CUSTOM)`: the fields the query gave, in the order of the object. */
function addFieldSet(json: JsonRecord, record: SObjectRecord, set: string, object: ObjectSchema | undefined): void {
  for (const { apiName, isCustom } of object?.fields ?? []) {
    const value = slotOf(record, `$${apiName.toLowerCase()}`);
    if (value !== undefined && (set === 'ALL' || isCustom === (set === 'CUSTOM'))) json[apiName] = valueToJson(value);
  }
}

function childrenToJson(value: unknown, query: SoqlQuery, schema: OrgSchema): unknown {
  if (!(value instanceof ApexList) || value.items.length === 0) return null;
  const records = rowsToJson(query, value.items as SObjectRecord[], schema);
  return { totalSize: records.length, done: true, records };
}

function aggregateToJson(row: SObjectRecord): JsonRecord {
  const json: JsonRecord = { attributes: { type: 'AggregateResult' } };
  for (const field of row.$shape.slots) json[field.apiName] = valueToJson(slotOf(row, field.slot));
  return json;
}

function canonicalField(object: ObjectSchema | undefined, folded: string): string {
  return object?.fieldsByName.get(folded)?.apiName ?? folded;
}
function canonicalParent(object: ObjectSchema | undefined, folded: string): string {
  return object?.parentsByName.get(folded)?.reference?.relationshipName ?? folded;
}
function canonicalChild(object: ObjectSchema | undefined, folded: string): string {
  return object?.children.find((child) => child.relationshipName.toLowerCase() === folded)?.relationshipName ?? folded;
}
