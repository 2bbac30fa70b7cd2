/** `/query`, `/queryAll` and the pages after the first. */
import { apiError } from '../errors.ts';
import { columnMetadata } from './column-metadata.ts';
import type { Page } from './cursors.ts';
import { runQuery, type QueryAnswer } from './data.ts';
import { ok, type Resource, type ResourceAnswer, type ResourceCall } from './resource.ts';

const DEFAULT_BATCH = 2000;

export const queryResources: readonly Resource[] = [
  { method: 'GET', path: '/query', handle: (call) => query(call, false) },
  { method: 'GET', path: '/queryAll', handle: (call) => query(call, true) },
  { method: 'GET', path: '/query/:locator', handle: nextPage },
  { method: 'GET', path: '/queryAll/:locator', handle: nextPage },
];

function query(call: ResourceCall, allRows: boolean): ResourceAnswer {
  const text = call.query['q'];
  if (call.query['explain'] !== undefined) throw apiError(400, 'UNSUPPORTED', 'The local org does not explain query plans (query?explain=).');
  if (text === undefined || text.trim() === '') throw apiError(400, 'MALFORMED_QUERY', 'A query string has to be specified');
  const answer = runQuery(call.host.schema(), text, allRows);
  return ok(call.query['columns'] === 'true' ? { columnMetadata: columnMetadata(answer.query, call.host.schema()) } : firstPage(call, answer));
}

function nextPage(call: ResourceCall): ResourceAnswer {
  return ok(pageAnswer(call.cursors.page(call.user.id, call.parameters['locator'] ?? '', call.host.now()), call.version));
}

/** The answer to a query: all of it, or its first page with the address of the next. */
export function firstPage(call: ResourceCall, answer: QueryAnswer): object {
  if (answer.count !== undefined) return { totalSize: answer.count, done: true, records: [] };
  return pageAnswer(call.cursors.first(call.user.id, answer.records, batchSize(call), call.host.now()), call.version);
}

function pageAnswer({ totalSize, records, next }: Page, version: string): object {
  return next === undefined
    ? { totalSize, done: true, records }
    : { totalSize, done: false, nextRecordsUrl: `/services/data/v${version}/query/${next}`, records };
}

/** `Sforce-Query-Options: batchSize=200`; the platform keeps it between 200 and 2,000. */
function batchSize(call: ResourceCall): number {
  const match = /batchSize\s*=\s*(\d+)/i.exec(call.headers['sforce-query-options'] ?? '');
  return match?.[1] === undefined ? DEFAULT_BATCH : Math.min(DEFAULT_BATCH, Math.max(200, Number(match[1])));
}
