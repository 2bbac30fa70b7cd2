import { retryAfter, whyNoAnswer } from '../../shared/answers.ts';
import { TransientFailure } from '../../shared/failures.ts';

export type Fetch = typeof fetch;

export interface HttpAnswer {
  readonly status: number;
  /** JSON, `undefined` when there was no body. */
  readonly body: unknown;
}

export interface HttpRequest {
  readonly method?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal | undefined;
}

/** A limit of the org that more calls only make worse is asked again after a while. */
const LIMIT_RETRY_MS = 60_000;

/**
 * One call. Throws TransientFailure when there is no answer in time, or one that says nothing of the request: 429, 5xx but for APEX_ERROR, a limit of the org
 * that is used up, a redirect, something other than JSON.
 */
export async function ask(request: Fetch, url: string, { signal, ...init }: HttpRequest, timeoutMs: number): Promise<HttpAnswer> {
  const path = new URL(url).pathname;
  const { response, text } = await answered(request, url, { ...init, redirect: 'manual', signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])]) });
  const { status } = response;
  const body = parsed(text);
  const { code, message } = firstError(body);
  const failure = `The org answered ${String(status)}${code === undefined ? '' : ` ${code}`} to ${path}${message === undefined ? '' : `: ${message}`}`;
  const isTransient = status === 429 || (status >= 500 && code !== 'APEX_ERROR') || (status >= 300 && status < 400) || body === NOT_JSON;
  if (isTransient) throw new TransientFailure(failure, retryAfter(response.headers));
  // platform-facts: request-limit-exceeded.
  if (code === 'REQUEST_LIMIT_EXCEEDED') throw new TransientFailure(failure, { retryAfterMs: LIMIT_RETRY_MS });
  return { status, body };
}

/** Code and message of an error as Salesforce answers it: `[{errorCode, message, fields?}]`. */
export function firstError(body: unknown): { readonly code: string | undefined; readonly message: string | undefined; readonly fields: readonly string[] } {
  const [error] = (Array.isArray(body) ? body : []) as readonly unknown[];
  if (typeof error !== 'object' || error === null) return { code: undefined, message: undefined, fields: [] };
  const { errorCode, message, fields } = error as Readonly<Record<string, unknown>>;
  return { code: textOf(errorCode), message: textOf(message), fields: Array.isArray(fields) ? fields.filter((field) => typeof field === 'string') : [] };
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

async function answered(request: Fetch, url: string, init: RequestInit): Promise<{ readonly response: Response; readonly text: string }> {
  try {
    const response = await request(url, init);
    return { response, text: await response.text() };
  } catch (error) {
    throw new TransientFailure(`${new URL(url).origin} does not answer: ${whyNoAnswer(error)}.`, { cause: error });
  }
}

const NOT_JSON = Symbol('not JSON');

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return NOT_JSON;
  }
}
