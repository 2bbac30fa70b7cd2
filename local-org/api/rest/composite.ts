/** `/composite`: sub-requests that refer to each other, answered in order. */
import type { FastifyInstance } from 'fastify';
import type { ApiHost } from '../host.ts';
import type { Authenticate } from '../authentication.ts';
import { apiError } from '../errors.ts';
import { bodyOf } from './records.ts';

interface Versioned {
  Params: { version: string };
}
interface SubRequest {
  readonly method: string;
  readonly url: string;
  readonly referenceId: string;
  readonly body?: unknown;
  readonly httpHeaders?: Readonly<Record<string, string>>;
}
interface SubAnswer {
  readonly body: unknown;
  readonly httpHeaders: Readonly<Record<string, string>>;
  readonly httpStatusCode: number;
  readonly referenceId: string;
}

const MAXIMUM_SUBREQUESTS = 25;

export function registerComposite(server: FastifyInstance, host: ApiHost, authenticate: Authenticate): void {
  server.post<Versioned>('/services/data/v:version/composite', async (request) => {
    authenticate(request);
    const { allOrNone, compositeRequest } = bodyOf(request.body) as { allOrNone?: unknown; compositeRequest?: unknown };
    if (allOrNone === true) throw apiError(400, 'UNSUPPORTED', 'The local org does not support composite with allOrNone: true; use /composite/sobjects with allOrNone.');
    const requests = subRequests(compositeRequest);
    const answers = new Map<string, SubAnswer>();
    for (const one of requests) {
      answers.set(one.referenceId, await runSubRequest(server, one, answers, request.headers.authorization));
    }
    return { compositeResponse: [...answers.values()] };
  });
}

function subRequests(value: unknown): readonly SubRequest[] {
  if (!Array.isArray(value) || value.length === 0) throw apiError(400, 'JSON_PARSER_ERROR', 'compositeRequest must be a list of sub-requests.');
  if (value.length > MAXIMUM_SUBREQUESTS) throw apiError(400, 'INVALID_INPUT', `Composite request limit of ${String(MAXIMUM_SUBREQUESTS)} sub-requests exceeded: ${String(value.length)}`);
  for (const one of value as Partial<SubRequest>[]) {
    if (typeof one.method !== 'string' || typeof one.url !== 'string' || typeof one.referenceId !== 'string') {
      throw apiError(400, 'JSON_PARSER_ERROR', 'Each sub-request needs method, url and referenceId.');
    }
  }
  return value as readonly SubRequest[];
}

async function runSubRequest(server: FastifyInstance, one: SubRequest, answers: ReadonlyMap<string, SubAnswer>, authorization: string | undefined): Promise<SubAnswer> {
  if (!/^\/services\/data\/v\d+\.\d+\/(sobjects|query|queryAll|composite\/sobjects)\b/.test(one.url)) {
    return failure(one, 400, 'INVALID_INPUT', `The local org does not support this sub-request URL: ${one.url}`);
  }
  let url: string;
  let payload: string | undefined;
  try {
    url = resolveReferences(one.url, answers, encodeURIComponent);
    payload = one.body === undefined ? undefined : resolveReferences(JSON.stringify(one.body), answers, (text) => JSON.stringify(text).slice(1, -1));
  } catch (error) {
    if (error instanceof UnresolvedReference) return failure(one, 400, 'PROCESSING_HALTED', error.message);
    throw error;
  }
  const answer = await server.inject({
    method: one.method as 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url,
    headers: { ...one.httpHeaders, ...(authorization === undefined ? {} : { authorization }), ...(payload === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(payload === undefined ? {} : { payload }),
  });
  const body: unknown = answer.payload === '' ? null : JSON.parse(answer.payload);
  return { body, httpHeaders: {}, httpStatusCode: answer.statusCode, referenceId: one.referenceId };
}

function failure(one: SubRequest, status: number, errorCode: string, message: string): SubAnswer {
  return { body: [{ errorCode, message }], httpHeaders: {}, httpStatusCode: status, referenceId: one.referenceId };
}

class UnresolvedReference extends Error {}

/** Replaces `@{ref.path[0].field}` by the value in an earlier answer. */
function resolveReferences(text: string, answers: ReadonlyMap<string, SubAnswer>, encode: (value: string) => string): string {
  return text.replace(/@\{([^}]+)\}/g, (_whole, expression: string) => {
    const [reference = '', ...path] = expression.split(/[.[\]]+/).filter((part) => part !== '');
    const answer = answers.get(reference);
    if (answer === undefined || answer.httpStatusCode >= 400) {
      throw new UnresolvedReference(`The transaction was rolled back since another operation in the same transaction failed or does not exist: ${reference}`);
    }
    let value: unknown = answer.body;
    for (const part of path) value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined;
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') throw new UnresolvedReference(`Invalid reference specified. No value for ${expression} found in ${reference}`);
    return encode(String(value));
  });
}
