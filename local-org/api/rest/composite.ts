/** `/composite`, `/composite/graph` and `/composite/batch`: several requests in one. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ApiHost } from '../host.ts';
import type { Authenticate } from '../authentication.ts';
import { apiError } from '../errors.ts';
import type { Cursors } from './cursors.ts';
import { bodyOf } from './records.ts';
import type { ResourceAnswer, ResourceCall, ResourceTable } from './resource.ts';
import { RolledBack } from './rolled-back.ts';
import { DATA_ROOT, handled, requireVersion, runResource } from './serve-resources.ts';
import { answerOfError, halted, prepare, resolve, subAnswer, subRequestsOf, UnresolvedReference, type SubAnswer, type SubRequest } from './sub-requests.ts';

const MAXIMUM_SUBREQUESTS = 25;
const MAXIMUM_GRAPHS = 75;
const MAXIMUM_NODES = 500;

const ROLLED_BACK = 'The transaction was rolled back since another operation in the same transaction failed.';

export function registerComposite(server: FastifyInstance, host: ApiHost, authenticate: Authenticate, table: ResourceTable, cursors: Cursors): void {
  const callOf = (request: FastifyRequest): ResourceCall => {
    const { version } = request.params as { version: string };
    const user = authenticate(request);
    requireVersion(version);
    return { host, user, cursors, version, parameters: {}, query: {}, headers: {}, body: request.body };
  };

  server.post(`${DATA_ROOT}/composite`, async (request) => {
    const call = callOf(request);
    const { allOrNone, compositeRequest } = bodyOf(call.body) as { allOrNone?: unknown; compositeRequest?: unknown };
    const requests = subRequestsOf(compositeRequest, MAXIMUM_SUBREQUESTS);
    const { answers } = allOrNone === true ? await runTogether(table, call, requests) : { answers: await runEach(table, call, requests) };
    return { compositeResponse: answers };
  });

  server.post(`${DATA_ROOT}/composite/graph`, async (request) => {
    const call = callOf(request);
    const graphs = graphsOf(bodyOf(call.body)['graphs']);
    const answers = [];
    for (const { graphId, requests } of graphs) {
      const { isSuccessful, answers: compositeResponse } = await runTogether(table, call, requests);
      answers.push({ graphId, graphResponse: { compositeResponse }, isSuccessful });
    }
    return { graphs: answers };
  });

  server.post(`${DATA_ROOT}/composite/batch`, async (request) => runBatch(table, callOf(request)));
}

/** Each sub-request is a transaction of its own; the ones that refer to a failed one are halted. */
async function runEach(table: ResourceTable, call: ResourceCall, requests: readonly SubRequest[]): Promise<readonly SubAnswer[]> {
  const answers = new Map<string, SubAnswer>();
  for (const request of requests) answers.set(request.referenceId, await runOne(table, call, request, answers));
  return [...answers.values()];
}

async function runOne(table: ResourceTable, call: ResourceCall, request: SubRequest, answers: ReadonlyMap<string, SubAnswer>): Promise<SubAnswer> {
  try {
    const { resource, call: prepared } = prepare(table, call, resolve(request, answers));
    return subAnswer(request, await runResource(resource, prepared));
  } catch (error) {
    return error instanceof UnresolvedReference ? halted(request, error.message) : subAnswer(request, answerOfError(error));
  }
}

/** Leaves the transaction of sub-requests that succeed or fail together. */
class Failed extends Error {
  readonly answer: SubAnswer;
  constructor(answer: SubAnswer) {
    super('A sub-request failed.');
    this.answer = answer;
  }
}

interface Together {
  readonly isSuccessful: boolean;
  readonly answers: readonly SubAnswer[];
}

/** All sub-requests are one transaction: the first that fails undoes the others. */
async function runTogether(table: ResourceTable, call: ResourceCall, requests: readonly SubRequest[]): Promise<Together> {
  try {
    return await call.host.run({ user: call.user, kind: 'REST' }, () => {
      const answers = new Map<string, SubAnswer>();
      for (const request of requests) {
        const answer = answerWithin(table, call, request, answers);
        if (answer.httpStatusCode >= 400) throw new Failed(answer);
        answers.set(request.referenceId, answer);
      }
      return { isSuccessful: true, answers: [...answers.values()] };
    });
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    const { answer } = error;
    return { isSuccessful: false, answers: requests.map((request) => (request.referenceId === answer.referenceId ? answer : halted(request, ROLLED_BACK))) };
  }
}

function answerWithin(table: ResourceTable, call: ResourceCall, request: SubRequest, answers: ReadonlyMap<string, SubAnswer>): SubAnswer {
  try {
    const { resource, call: prepared } = prepare(table, call, resolve(request, answers));
    return subAnswer(request, handled(resource, prepared));
  } catch (error) {
    if (error instanceof UnresolvedReference) return halted(request, error.message);
    const answer = subAnswer(request, answerOfError(error));
    // A collection that was itself all-or-none answers 200 with its rows' errors; here it is a failure.
    return error instanceof RolledBack ? { ...answer, httpStatusCode: 400 } : answer;
  }
}

function graphsOf(value: unknown): readonly { readonly graphId: string; readonly requests: readonly SubRequest[] }[] {
  if (!Array.isArray(value) || value.length === 0) throw apiError(400, 'JSON_PARSER_ERROR', 'graphs must be a list of graphs.');
  if (value.length > MAXIMUM_GRAPHS) throw apiError(400, 'LIMIT_EXCEEDED', `Limit of ${String(MAXIMUM_GRAPHS)} graphs exceeded: ${String(value.length)}`);
  const graphs = (value as ({ graphId?: unknown; compositeRequest?: unknown } | null)[]).map((graph) => {
    if (typeof graph?.graphId !== 'string') throw apiError(400, 'JSON_PARSER_ERROR', 'Each graph needs graphId and compositeRequest.');
    return { graphId: graph.graphId, requests: subRequestsOf(graph.compositeRequest, MAXIMUM_NODES) };
  });
  const nodes = graphs.reduce((sum, graph) => sum + graph.requests.length, 0);
  if (nodes > MAXIMUM_NODES) throw apiError(400, 'LIMIT_EXCEEDED', `Limit of ${String(MAXIMUM_NODES)} nodes exceeded: ${String(nodes)}`);
  if (new Set(graphs.map((graph) => graph.graphId)).size < graphs.length) throw apiError(400, 'INVALID_INPUT', 'Each graph needs a graphId of its own.');
  return graphs;
}

interface BatchAnswer {
  readonly statusCode: number;
  readonly result: unknown;
}

async function runBatch(table: ResourceTable, call: ResourceCall): Promise<{ readonly hasErrors: boolean; readonly results: readonly BatchAnswer[] }> {
  const { batchRequests, haltOnError } = bodyOf(call.body) as { batchRequests?: unknown; haltOnError?: unknown };
  if (!Array.isArray(batchRequests) || batchRequests.length === 0) throw apiError(400, 'JSON_PARSER_ERROR', 'batchRequests must be a list of sub-requests.');
  if (batchRequests.length > MAXIMUM_SUBREQUESTS) throw apiError(400, 'LIMIT_EXCEEDED', `Limit of ${String(MAXIMUM_SUBREQUESTS)} subrequests exceeded: ${String(batchRequests.length)}`);
  const results: BatchAnswer[] = [];
  let hasErrors = false;
  for (const one of batchRequests as ({ method?: unknown; url?: unknown; richInput?: unknown } | null)[]) {
    if (typeof one?.method !== 'string' || typeof one.url !== 'string') throw apiError(400, 'JSON_PARSER_ERROR', 'Each sub-request needs method and url.');
    if (hasErrors && haltOnError === true) {
      results.push({ statusCode: 412, result: [{ errorCode: 'BATCH_PROCESSING_HALTED', message: 'Batch processing halted per request' }] });
      continue;
    }
    const answer = await batched(table, call, one.method, one.url, one.richInput);
    if (answer.status >= 400) hasErrors = true;
    results.push({ statusCode: answer.status, result: answer.body ?? null });
  }
  return { hasErrors, results };
}

/** Addresses in a batch begin with the version: `v67.0/sobjects/…`, or are whole. */
async function batched(table: ResourceTable, call: ResourceCall, method: string, url: string, body: unknown): Promise<ResourceAnswer> {
  try {
    const { resource, call: prepared } = prepare(table, call, { method, url: url.startsWith('/services/') ? url : `/services/data/${url.replace(/^\/+/, '')}`, body });
    return await runResource(resource, prepared);
  } catch (error) {
    return answerOfError(error);
  }
}
