/** Calls of the user interface API, and failures in the shape in which the platform gives them to components. */
import { request } from '../connection.ts';
import { requestHeaders } from '../page.ts';

const ROOT = '/services/data/v67.0/ui-api';

export interface FetchFailure {
  readonly ok: false;
  readonly status: number;
  readonly statusText: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly errorType: 'fetchResponse';
  /** Reads: a list of errors; writes: one object, with `output` where fields are concerned. */
  readonly body: unknown;
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** A path below `/ui-api` with its query; parameters that are `undefined` are left out. */
export function address(path: string, parameters: Readonly<Record<string, unknown>> = {}): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0));
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}

export const read = <Answer>(path: string): Promise<Answer> => call<Answer>('GET', path, undefined, {});

/** A read whose question is too long or too rich for an address. */
export const ask = <Answer>(path: string, question: object): Promise<Answer> => call<Answer>('POST', path, question, {});

export const write = <Answer>(method: Exclude<Method, 'GET'>, path: string, body?: object, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  call<Answer>(method, path, body, headers).catch((failure: unknown) => {
    const body = (failure as FetchFailure).body;
    const [first] = Array.isArray(body) ? (body as { message: string; statusCode?: number }[]) : [];
    throw first === undefined ? failure : { ...(failure as FetchFailure), body: { statusCode: (failure as FetchFailure).status, ...first } };
  });

async function call<Answer>(method: Method, path: string, body: object | undefined, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const response = await request(`${ROOT}${path}`, { method, headers: { ...requestHeaders, ...headers }, cache: 'no-store', ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    .catch(() => {
      throw failure(0, 'Disconnected', { message: 'The org cannot be reached. What was sent may or may not have been done.' });
    });
  const text = await response.text();
  const answer: unknown = text === '' ? undefined : JSON.parse(text);
  if (!response.ok) throw failure(response.status, response.statusText, answer);
  return answer as Answer;
}

const failure = (status: number, statusText: string, body: unknown): FetchFailure => ({ ok: false, status, statusText, headers: {}, errorType: 'fetchResponse', body });

/** One sentence for a person, whatever failed. */
export function failureText(error: unknown): string {
  const { body, message } = error as { body?: unknown; message?: string };
  const parts = Array.isArray(body) ? (body as { message?: string }[]) : [body as { message?: string; output?: { errors?: { message: string }[] } } | undefined];
  const texts = parts.flatMap((part) => {
    const own = (part as { output?: { errors?: { message: string }[] } } | undefined)?.output?.errors?.map((one) => one.message) ?? [];
    return own.length > 0 ? own : part?.message ?? [];
  });
  return texts.join(' ') || message || 'Something went wrong. Try again.';
}
