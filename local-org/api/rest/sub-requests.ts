/** Sub-requests of composite, graph and batch: they name resources of this org and may use values of earlier answers. */
import { apiError } from '../errors.ts';
import { errorAnswer } from '../error-answer.ts';
import { pathBelowVersion } from './serve-resources.ts';
import type { Resource, ResourceAnswer, ResourceCall, ResourceTable } from './resource.ts';
import { isKnownVersion } from './versions.ts';

export interface SubRequest {
  readonly method: string;
  readonly url: string;
  readonly referenceId: string;
  readonly body?: unknown;
  readonly httpHeaders?: Readonly<Record<string, string>>;
}
export interface SubAnswer {
  readonly body: unknown;
  readonly httpHeaders: Readonly<Record<string, string>>;
  readonly httpStatusCode: number;
  readonly referenceId: string;
}

/** A sub-request ready to run. */
export interface PreparedRequest {
  readonly resource: Resource;
  readonly call: ResourceCall;
}

/** @throws 400 when the list, a sub-request or a reference id is not one */
export function subRequestsOf(value: unknown, maximum: number): readonly SubRequest[] {
  if (!Array.isArray(value) || value.length === 0) throw apiError(400, 'JSON_PARSER_ERROR', 'compositeRequest must be a list of sub-requests.');
  if (value.length > maximum) throw apiError(400, 'LIMIT_EXCEEDED', `Limit of ${String(maximum)} subrequests exceeded: ${String(value.length)}`);
  const seen = new Set<string>();
  for (const one of value as (Partial<SubRequest> | null)[]) {
    if (typeof one?.method !== 'string' || typeof one.url !== 'string' || typeof one.referenceId !== 'string') {
      throw apiError(400, 'JSON_PARSER_ERROR', 'Each sub-request needs method, url and referenceId.');
    }
    if (!/^[A-Za-z0-9]\w*$/.test(one.referenceId)) {
      throw apiError(400, 'INVALID_INPUT', `Provided referenceId ('${one.referenceId.slice(0, 80)}') must start with a letter or a number, and it can contain only letters, numbers, and underscores ('_').`);
    }
    if (seen.has(one.referenceId)) throw apiError(400, 'INVALID_INPUT', `Duplicate ReferenceId provided in the request: ${one.referenceId}`);
    seen.add(one.referenceId);
  }
  return value as readonly SubRequest[];
}

/** The resource a method and an address name. @throws ApiError when there is none */
export function prepare(table: ResourceTable, parent: ResourceCall, request: { readonly method: string; readonly url: string; readonly body?: unknown; readonly httpHeaders?: Readonly<Record<string, string>> }): PreparedRequest {
  const [address = '', queryText = ''] = splitOnce(request.url, '?');
  const path = pathBelowVersion(address);
  const version = /^\/services\/data\/v([^/?]+)/.exec(address)?.[1] ?? '';
  const method = request.method.toUpperCase();
  const found = path === undefined || !isKnownVersion(version) ? undefined : table.find(method, path);
  if (found === undefined) {
    const methods = path === undefined ? [] : table.methods(path);
    if (methods.length > 0) throw apiError(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed. Allowed are ${methods.join(',')}`);
    throw apiError(404, 'NOT_FOUND', `The requested resource does not exist, or is not supported as a sub-request by the local org: ${request.url.slice(0, 200)}`);
  }
  const headers = Object.fromEntries(Object.entries(request.httpHeaders ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    resource: found.resource,
    call: { ...parent, version, parameters: found.parameters, query: Object.fromEntries(new URLSearchParams(queryText)), headers, body: request.body },
  };
}

/** An error that is the local org's own passes. */
export function answerOfError(error: unknown): ResourceAnswer {
  const answer = errorAnswer(error);
  if (answer === undefined) throw error;
  return answer;
}

export function subAnswer(request: SubRequest, answer: ResourceAnswer): SubAnswer {
  const location = answer.headers?.['location'];
  return { body: answer.body ?? null, httpHeaders: location === undefined ? {} : { Location: location }, httpStatusCode: answer.status, referenceId: request.referenceId };
}

export const halted = (request: SubRequest, message: string): SubAnswer =>
  ({ body: [{ errorCode: 'PROCESSING_HALTED', message }], httpHeaders: {}, httpStatusCode: 400, referenceId: request.referenceId });

export class UnresolvedReference extends Error {}

/** The request with `@{ref.path[0].field}` replaced by values of earlier answers. @throws UnresolvedReference */
export function resolve(request: SubRequest, answers: ReadonlyMap<string, SubAnswer>): SubRequest {
  const url = resolveText(request.url, answers, encodeURIComponent);
  return { ...request, url, ...(request.body === undefined ? {} : { body: resolveBody(request.body, answers) }) };
}

function resolveBody(value: unknown, answers: ReadonlyMap<string, SubAnswer>): unknown {
  if (typeof value === 'string') return resolveText(value, answers, (text) => text);
  if (Array.isArray(value)) return value.map((item) => resolveBody(item, answers));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolveBody(item, answers)]));
}

function resolveText(text: string, answers: ReadonlyMap<string, SubAnswer>, encode: (value: string) => string): string {
  return text.replace(/@\{([^}]+)\}/g, (_whole, expression: string) => encode(String(referred(expression, answers))));
}

function referred(expression: string, answers: ReadonlyMap<string, SubAnswer>): string | number | boolean {
  const [reference = '', ...path] = expression.split(/[.[\]]+/).filter((part) => part !== '');
  const answer = answers.get(reference);
  let value: unknown = answer === undefined || answer.httpStatusCode >= 400 ? undefined : answer.body;
  for (const part of path) value = typeof value === 'object' && value !== null && Object.hasOwn(value, part) ? (value as Record<string, unknown>)[part] : undefined;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  throw new UnresolvedReference(`Invalid reference specified. No value for ${expression} found in ${reference}`);
}

function splitOnce(text: string, separator: string): readonly string[] {
  const index = text.indexOf(separator);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}
