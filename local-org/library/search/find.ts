/** Runs a SOSL search over the rows of the org: words are looked for in the text fields the user may read. */
import { parseSoql } from '../../soql/parse.ts';
import { matchesSearch, positiveWords } from '../../soql/search-terms.ts';
import type { SearchScope, SoslQuery } from '../../soql/sosl.ts';
import type { Condition, SoqlQuery } from '../../soql/syntax.ts';
import { slotOf, type SObjectRecord } from '../../values/sobject.ts';
import { context, type Access, type FieldDescription, type ObjectDescription } from '../ports.ts';

export interface FoundRecords {
  readonly query: SoqlQuery;
  readonly records: readonly SObjectRecord[];
}

/** A search gives at most this many records, as on the platform. */
export const MAXIMUM_FOUND = 2000;

/** Multi-select values are filtered by INCLUDES, not by LIKE: they are not searched. */
const TEXT = new Set(['string', 'textarea', 'longtextarea', 'email', 'phone', 'url', 'picklist', 'autonumber']);
/** Types SOQL cannot filter by: with such a field every record of the object is read. */
const UNFILTERABLE = new Set(['longtextarea']);

/** One list an object of RETURNING, in its order; the whole search stops at its limit. Counts one SOSL query. @throws QueryException as queries do */
export function findRecords(search: SoslQuery, access: Access): readonly FoundRecords[] {
  context().limits.consume('soslQueries', 1);
  let left = Math.min(search.limit ?? MAXIMUM_FOUND, MAXIMUM_FOUND);
  return (search.returning ?? searchableObjects()).map((query) => {
    const records = findInObject(search, query, access).slice(0, left);
    left -= records.length;
    return { query, records };
  });
}

function findInObject(search: SoslQuery, query: SoqlQuery, access: Access): readonly SObjectRecord[] {
  const { data, schema } = context();
  const object = schema.describe(query.from.objectName.toLowerCase());
  const fields = object === undefined ? [] : searchedFields(object, search.scope);
  // An object that is not there, or cannot be queried, is refused by its own query.
  if (object === undefined || fields.length === 0) return object === undefined ? data.query({ query, binds: [], access }) : [];
  const ids = candidates(search, query, object, fields, access).flatMap((record) => {
    const texts = fields.map((field) => slotOf(record, `$${field.apiName.toLowerCase()}`)).filter((value) => typeof value === 'string');
    return matchesSearch(search.condition, texts) ? [slotOf(record, '$id') as string] : [];
  });
  if (ids.length === 0) return [];
  const among: Condition = { kind: 'in', left: { kind: 'path', names: ['Id'] }, negated: false, values: ids.slice(0, MAXIMUM_FOUND).map((value) => ({ kind: 'string', value })) };
  return data.query({ query: { ...query, where: both(query.where, among) }, binds: [], access });
}

/** Records that have one of the words somewhere; what they really say is looked at afterwards. */
function candidates(search: SoslQuery, query: SoqlQuery, object: ObjectDescription, fields: readonly FieldDescription[], access: Access): readonly SObjectRecord[] {
  const names = fields.map((field) => field.apiName).filter((name) => name !== 'Id');
  const base = parseSoql(`SELECT ${['Id', ...names].join(', ')} FROM ${object.apiName}`);
  const like = fields.some((field) => UNFILTERABLE.has(field.type)) ? undefined : likeAny(fields, positiveWords(search.condition));
  const where = query.where === undefined ? like : both(query.where, like);
  return context().data.query({ query: { ...base, where }, binds: [], access });
}

function likeAny(fields: readonly FieldDescription[], words: readonly string[]): Condition | undefined {
  if (words.length === 0) return undefined;
  const conditions = words.flatMap((word) => fields.map((field): Condition => ({
    kind: 'compare', left: { kind: 'path', names: [field.apiName] }, operator: 'LIKE', right: { kind: 'string', value: `%${word.replace(/[%_]/g, '\\$&').replaceAll('*', '%').replaceAll('?', '_')}%` },
  })));
  return conditions.length === 1 ? conditions[0] : { kind: 'or', conditions };
}

function both(left: Condition | undefined, right: Condition | undefined): Condition | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return { kind: 'and', conditions: [left, right] };
}

const IN_SCOPE: Readonly<Record<SearchScope, (object: ObjectDescription, field: FieldDescription) => boolean>> = {
  ALL: () => true,
  NAME: (object, field) => field.apiName === object.nameField,
  EMAIL: (_object, field) => field.type === 'email',
  PHONE: (_object, field) => field.type === 'phone',
  SIDEBAR: (object, field) => field.apiName === object.nameField || field.type === 'email' || field.type === 'phone',
};

function searchedFields(object: ObjectDescription, scope: SearchScope): readonly FieldDescription[] {
  const folded = object.apiName.toLowerCase();
  return object.fields.filter((field) => TEXT.has(field.type) && IN_SCOPE[scope](object, field) && context().user.fieldAccess(folded, field.apiName.toLowerCase()).read);
}

/** Every object whose records a user makes and may read. */
function searchableObjects(): readonly SoqlQuery[] {
  const { schema, user } = context();
  return schema.objectNames().flatMap((name) => {
    const object = schema.describe(name.toLowerCase());
    const isSearched = object !== undefined && object.isQueryable && object.isWriteable && object.fieldsByName.has('isdeleted') && user.objectAccess(name.toLowerCase()).read;
    return isSearched ? [parseSoql(`SELECT Id FROM ${object.apiName}`)] : [];
  });
}
