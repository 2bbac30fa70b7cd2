/** `/search` (SOSL) and `/parameterizedSearch`. */
import { findRecords } from '../../library/search/find.ts';
import { returningQuery, parseSosl, SoslSyntaxError, type SearchScope, type SoslQuery } from '../../soql/sosl.ts';
import { parseSearchText, SearchTextError } from '../../soql/search-terms.ts';
import { SoqlSyntaxError } from '../../soql/parse.ts';
import { QueryException } from '../../values/exceptions.ts';
import { apiError } from '../errors.ts';
import { queryError, USER_ACCESS } from './data.ts';
import { rowsToJson } from './query-json.ts';
import { bodyOf } from './records.ts';
import { ok, type Resource, type ResourceAnswer, type ResourceCall } from './resource.ts';

export const searchResources: readonly Resource[] = [
  { method: 'GET', path: '/search', handle: (call) => ok(search(call, readSosl(call))) },
  { method: 'GET', path: '/parameterizedSearch', handle: (call) => ok(search(call, fromParameters(call.query))) },
  { method: 'POST', path: '/parameterizedSearch', handle: (call) => ok(search(call, fromBody(call))) },
];

export function search(call: ResourceCall, asked: SoslQuery): ResourceAnswer['body'] {
  try {
    const found = findRecords(asked, USER_ACCESS);
    return { searchRecords: found.flatMap(({ query, records }) => rowsToJson(query, records, call.host.schema())) };
  } catch (error) {
    throw error instanceof QueryException ? queryError(error) : error;
  }
}

function readSosl(call: ResourceCall): SoslQuery {
  const text = call.query['q'];
  if (text === undefined || text.trim() === '') throw apiError(400, 'MALFORMED_SEARCH', 'A search string has to be specified');
  return worded(() => parseSosl(text));
}

function worded(parse: () => SoslQuery): SoslQuery {
  try {
    return parse();
  } catch (error) {
    if (error instanceof SoslSyntaxError || error instanceof SearchTextError || error instanceof SoqlSyntaxError) throw apiError(400, 'MALFORMED_SEARCH', error.message);
    throw error;
  }
}

/** `?q=Acme&sobject=Account&Account.fields=Id,Name&Account.limit=5` */
function fromParameters(query: ResourceCall['query']): SoslQuery {
  const names = (query['sobject'] ?? '').split(',').map((name) => name.trim()).filter((name) => name !== '');
  const objects = names.map((name) => ({ name, fields: (query[`${name}.fields`] ?? query['fields'] ?? 'Id').split(','), where: query[`${name}.where`], limit: query[`${name}.limit`] }));
  return parameterized(query['q'], query['in'], objects, query['overallLimit']);
}

function fromBody(call: ResourceCall): SoslQuery {
  const { q, in: scope, sobjects, fields, overallLimit } = bodyOf(call.body);
  const objects = (Array.isArray(sobjects) ? (sobjects as Record<string, unknown>[]) : []).map((one) => ({
    name: String(one['name']), fields: Array.isArray(one['fields']) ? one['fields'].map(String) : Array.isArray(fields) ? fields.map(String) : ['Id'], where: one['where'], limit: one['limit'],
  }));
  return parameterized(q, scope, objects, overallLimit);
}

interface Asked {
  readonly name: string;
  readonly fields: readonly string[];
  readonly where: unknown;
  readonly limit: unknown;
}

function parameterized(q: unknown, scope: unknown, objects: readonly Asked[], limit: unknown): SoslQuery {
  if (typeof q !== 'string' || q.trim() === '') throw apiError(400, 'MALFORMED_SEARCH', 'q is required.');
  return worded(() => ({
    condition: parseSearchText(q),
    scope: scopeOf(scope),
    returning: objects.length === 0 ? undefined : objects.map((one) => returningQuery(requireName(one.name), `${one.fields.join(', ')}${clause('WHERE', one.where)}${clause('LIMIT', one.limit)}`)),
    limit: limit === undefined ? undefined : Number(limit),
  }));
}

const clause = (word: string, value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? ` ${word} ${String(value)}` : '');

function scopeOf(value: unknown): SearchScope {
  const scope = typeof value === 'string' ? value.toUpperCase() : 'ALL';
  if (scope === 'ALL' || scope === 'NAME' || scope === 'EMAIL' || scope === 'PHONE' || scope === 'SIDEBAR') return scope;
  throw apiError(400, 'MALFORMED_SEARCH', `in must be ALL, NAME, EMAIL, PHONE or SIDEBAR, not ${scope.slice(0, 40)}.`);
}

function requireName(name: string): string {
  if (/^\w+$/.test(name)) return name;
  throw apiError(400, 'MALFORMED_SEARCH', `There is no object ${name.slice(0, 80)}.`);
}
