/** `/query`, `/queryAll` and the pages after the first. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ApiHost } from '../host.ts';
import type { Authenticate } from '../authentication.ts';
import { apiError } from '../errors.ts';
import { query, type QueryAnswer } from './data.ts';
import { Cursors, type Page } from './cursors.ts';
import { columnMetadata } from './column-metadata.ts';

interface ByText {
  Params: { version: string };
  Querystring: { q?: string; columns?: string };
}
interface ByLocator {
  Params: { version: string; locator: string };
}

const DEFAULT_BATCH = 2000;

export function registerQueries(server: FastifyInstance, host: ApiHost, authenticate: Authenticate): void {
  const cursors = new Cursors();

  for (const [resource, allRows] of [['query', false], ['queryAll', true]] as const) {
    server.get<ByText>(`/services/data/v:version/${resource}`, async (request) => {
      const user = authenticate(request);
      const text = request.query.q;
      if (text === undefined || text.trim() === '') throw apiError(400, 'MALFORMED_QUERY', 'A query string has to be specified');
      const answer = await query(host, user, text, allRows);
      if (request.query.columns === 'true') return { columnMetadata: columnMetadata(answer.query, host.schema()) };
      return firstPage(answer, request, user.id);
    });
    server.get<ByLocator>(`/services/data/v:version/${resource}/:locator`, async (request) => {
      const user = authenticate(request);
      return pageAnswer(cursors.page(user.id, request.params.locator, batchSize(request), host.now()), request.params.version, resource);
    });
  }

  function firstPage(answer: QueryAnswer, request: FastifyRequest<ByText>, userId: string): object {
    if (answer.count !== undefined) return { totalSize: answer.count, done: true, records: [] };
    const page = cursors.first(userId, answer.records, batchSize(request), host.now());
    return pageAnswer(page, request.params.version, 'query');
  }
}

function pageAnswer(page: Page, version: string, resource: string): object {
  const { totalSize, records, next } = page;
  return next === undefined
    ? { totalSize, done: true, records }
    : { totalSize, done: false, nextRecordsUrl: `/services/data/v${version}/${resource}/${next}`, records };
}

/** `Sforce-Query-Options: batchSize=200`; the platform keeps it between 200 and 2,000. */
function batchSize(request: FastifyRequest): number {
  const header = request.headers['sforce-query-options'];
  const match = typeof header === 'string' ? /batchSize\s*=\s*(\d+)/i.exec(header) : null;
  if (match?.[1] === undefined) return DEFAULT_BATCH;
  return Math.min(DEFAULT_BATCH, Math.max(200, Number(match[1])));
}
