/** Queries over tooling objects, whose rows are made on demand and not kept in the store. Names in any case, answers in canonical spelling. */
import { parseSoql, SoqlSyntaxError } from '../../soql/parse.ts';
import type { Condition, FieldExpression, OrderItem, SoqlQuery, Value } from '../../soql/syntax.ts';
import { apiError } from '../errors.ts';
import type { Column } from '../rest/column-metadata.ts';

/** Fields by API name in canonical spelling; a parent is a row of its own. Moments are ISO texts. */
export type ToolingRow = { readonly [field: string]: unknown };

export interface ToolingObject {
  readonly name: string;
  /** API names of the fields; a parent relationship names its object. */
  readonly fields: Readonly<Record<string, 'field' | { readonly parent: string }>>;
  rows(): readonly ToolingRow[];
}

export interface ToolingAnswer {
  readonly objectName: string;
  readonly totalSize: number;
  readonly records: readonly object[];
  /** What `?columns=true` asks for. */
  readonly columns: readonly Column[];
}

export type ObjectLookup = (foldedName: string) => ToolingObject | undefined;

interface Path {
  readonly names: readonly string[];
}

/** @param root address under which records are found: `/services/data/v67.0/tooling/sobjects` */
export function queryTooling(text: string, objects: ObjectLookup, root: string): ToolingAnswer {
  const query = parse(text);
  const object = objects(query.from.objectName.toLowerCase());
  if (object === undefined) throw apiError(400, 'INVALID_TYPE', `sObject type '${query.from.objectName}' is not supported.`);
  refuseRest(query);
  const paths = query.select.flatMap((item): Path[] => {
    if (item.kind === 'fields') return Object.keys(object.fields).filter((name) => object.fields[name] === 'field').map((name) => ({ names: [name] }));
    if (item.kind !== 'field') throw unsupported(`a ${item.kind} in the select list`);
    return isCount(item.expression) ? [] : [resolve(item.expression, object, objects)];
  });
  const where = query.where === undefined ? (): boolean => true : compile(query.where, object, objects);
  const found = object.rows().filter(where).toSorted(comparator(query.orderBy, object, objects));
  const start = numberOf(query.offset) ?? 0;
  const kept = found.slice(start, start + (numberOf(query.limit) ?? Number.MAX_SAFE_INTEGER));
  const columns = paths.map(({ names }) => columnOf(names));
  if (paths.length === 0) return { objectName: object.name, totalSize: kept.length, records: [], columns };
  return { objectName: object.name, totalSize: kept.length, columns, records: kept.map((row) => project(row, object, paths, objects, root)) };
}

/** As the data API lays out its columns: `CreatedBy.Name` is a join column of `CreatedBy`. */
function columnOf([name = '', ...rest]: readonly string[]): Column {
  return { columnName: name, displayName: name, aggregate: false, joinColumns: rest.length === 0 ? [] : [columnOf(rest)] };
}

function parse(text: string): SoqlQuery {
  try {
    return parseSoql(text);
  } catch (error) {
    if (error instanceof SoqlSyntaxError) throw apiError(400, 'MALFORMED_QUERY', error.message);
    throw error;
  }
}

function refuseRest(query: SoqlQuery): void {
  if (query.groupBy.length > 0 || query.having !== undefined) throw unsupported('GROUP BY');
}

const unsupported = (what: string): Error => apiError(400, 'MALFORMED_QUERY', `The local org does not support ${what} in queries of the Tooling API.`);

const isCount = (expression: FieldExpression): boolean => expression.kind === 'function' && expression.name.toLowerCase() === 'count' && expression.arguments.length === 0;

/** The path in canonical spelling. */
function resolve(expression: FieldExpression, object: ToolingObject, objects: ObjectLookup): Path {
  if (expression.kind !== 'path') throw unsupported(`the function ${expression.name}`);
  let current = object;
  const given = expression.names[0]?.toLowerCase() === object.name.toLowerCase() && expression.names.length > 1 ? expression.names.slice(1) : expression.names;
  const names = given.map((name, index) => {
    const canonical = Object.keys(current.fields).find((field) => field.toLowerCase() === name.toLowerCase());
    if (canonical === undefined) throw noColumn(name, current);
    const meaning = current.fields[canonical]!;
    if (index === given.length - 1) {
      if (meaning !== 'field') throw noColumn(name, current);
      return canonical;
    }
    const parent = meaning === 'field' ? undefined : objects(meaning.parent.toLowerCase());
    if (parent === undefined) throw noColumn(name, current);
    current = parent;
    return canonical;
  });
  return { names };
}

const noColumn = (name: string, { name: object }: ToolingObject): Error => apiError(400, 'INVALID_FIELD', `No such column '${name}' on entity '${object}'.`);

function valueAt(row: ToolingRow | null | undefined, names: readonly string[]): unknown {
  const [first, ...rest] = names;
  const value = row?.[first!] ?? null;
  return rest.length === 0 ? value : valueAt(value as ToolingRow | null, rest);
}

type Test = (row: ToolingRow) => boolean;

function compile(condition: Condition, object: ToolingObject, objects: ObjectLookup): Test {
  switch (condition.kind) {
    case 'and': {
      const tests = condition.conditions.map((one) => compile(one, object, objects));
      return (row) => tests.every((test) => test(row));
    }
    case 'or': {
      const tests = condition.conditions.map((one) => compile(one, object, objects));
      return (row) => tests.some((test) => test(row));
    }
    case 'not': {
      const test = compile(condition.condition, object, objects);
      return (row) => !test(row);
    }
    case 'in': {
      const { names } = resolve(condition.left, object, objects);
      if (!Array.isArray(condition.values)) throw unsupported('bind variables');
      const wanted = (condition.values as readonly Value[]).map(plain);
      return (row) => wanted.some((value) => isSame(valueAt(row, names), value)) !== condition.negated;
    }
    case 'compare': return compileComparison(condition, object, objects);
    case 'inQuery': throw unsupported('a semi-join');
  }
}

function compileComparison(condition: Extract<Condition, { kind: 'compare' }>, object: ToolingObject, objects: ObjectLookup): Test {
  const { names } = resolve(condition.left, object, objects);
  const right = plain(condition.right);
  const test = comparisons[condition.operator];
  if (test === undefined) throw unsupported(condition.operator);
  return (row) => test(valueAt(row, names), right);
}

const comparisons: Readonly<Record<string, (left: unknown, right: unknown) => boolean>> = {
  '=': isSame,
  '!=': (left, right) => !isSame(left, right),
  '<': (left, right) => order(left, right) < 0,
  '<=': (left, right) => order(left, right) <= 0,
  '>': (left, right) => order(left, right) > 0,
  '>=': (left, right) => order(left, right) >= 0,
  LIKE: (left, right) => typeof left === 'string' && likePattern(String(right)).test(left),
};

function likePattern(pattern: string): RegExp {
  const body = pattern.replace(/\\[%_\\]|[%_]|[.*+?^$(){}|[\]\\]/g, (part) => (part === '%' ? '[^]*' : part === '_' ? '[^]' : part.length === 2 ? `\\${part[1]!}` : `\\${part}`));
  return new RegExp(`^${body}$`, 'i');
}

/** Ids of 15 and 18 characters are the same, texts ignore case. */
function isSame(left: unknown, right: unknown): boolean {
  if (typeof left !== 'string' || typeof right !== 'string') return left === right;
  if (ID.test(left) && ID.test(right)) return left.slice(0, 15) === right.slice(0, 15);
  return left.toLowerCase() === right.toLowerCase();
}

const ID = /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/;

function order(left: unknown, right: unknown): number {
  if (left === null || right === null) return left === right ? 0 : Number.NaN;
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const [a, b] = [momentOf(left), momentOf(right)];
  if (a !== undefined && b !== undefined) return a - b;
  const [first, second] = [textOf(left), textOf(right)];
  return first < second ? -1 : first > second ? 1 : 0;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.toLowerCase() : JSON.stringify(value));

function momentOf(value: unknown): number | undefined {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value) ? Date.parse(value.replace(/\+0000$/, 'Z')) : undefined;
}

function plain(value: Value): unknown {
  switch (value.kind) {
    case 'null': return null;
    case 'boolean': case 'number': case 'string': case 'date': case 'datetime': return value.value;
    default: throw unsupported(`a ${value.kind}`);
  }
}

function comparator(items: readonly OrderItem[], object: ToolingObject, objects: ObjectLookup): (left: ToolingRow, right: ToolingRow) => number {
  const keys = items.map((item) => ({ ...resolve(item.expression, object, objects), ...item }));
  return (left, right) => {
    for (const { names, descending, nulls } of keys) {
      const [a, b] = [valueAt(left, names), valueAt(right, names)];
      if (a === null || b === null) {
        if (a === b) continue;
        return (a === null) === ((nulls ?? (descending ? 'last' : 'first')) === 'first') ? -1 : 1;
      }
      const result = order(a, b);
      if (result !== 0) return descending ? -result : result;
    }
    return 0;
  };
}

function numberOf(value: SoqlQuery['limit']): number | undefined {
  if (value === undefined) return undefined;
  if (value.kind === 'bind') throw unsupported('bind variables');
  return value.value;
}

/** The fields asked for, parents nested, with `attributes` as every record has. */
function project(row: ToolingRow, object: ToolingObject, paths: readonly Path[], objects: ObjectLookup, root: string): object {
  const record: Record<string, unknown> = { attributes: attributesOf(object, row, root) };
  for (const { names } of paths) {
    const [first, ...rest] = names;
    if (rest.length === 0) {
      record[first!] = row[first!] ?? null;
      continue;
    }
    const parent = row[first!] as ToolingRow | null | undefined;
    const meaning = object.fields[first!];
    const parentObject = meaning === undefined || meaning === 'field' ? undefined : objects(meaning.parent.toLowerCase());
    if (parent === null || parent === undefined || parentObject === undefined) record[first!] = null;
    else record[first!] = { ...(record[first!] as object | undefined), ...project(parent, parentObject, [{ names: rest }], objects, root) };
  }
  return record;
}

export function attributesOf({ name }: ToolingObject, row: ToolingRow, root: string): object {
  return { type: name, url: `${root}/${name}/${(row['Id'] as string | undefined) ?? '000000000000000AAA'}` };
}
