/** Raw calls to the data APIs, for what client libraries would hide. */
import type { RunningOrg } from './running-org.ts';

export interface RestAnswer {
  readonly status: number;
  /** Parsed when it is JSON, text otherwise, `undefined` without a body. */
  readonly body: unknown;
  readonly headers: Headers;
}

export type RestCall = (method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>) => Promise<RestAnswer>;

/** `path` is below `/services/data/v67.0`, or a whole one that begins with `/services/`. A text body is sent as it is. */
export function restClient(org: Pick<RunningOrg, 'url'>, token: string | undefined): RestCall {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(`${org.url}${path.startsWith('/services/') ? path : `/services/data/v67.0${path}`}`, {
      method,
      headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, body: parsed(await response.text()), headers: response.headers };
  };
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Status and code of an error answer. */
export function errorOf({ status, body }: RestAnswer): readonly [number, string | undefined] {
  return [status, (body as { errorCode?: string }[] | undefined)?.[0]?.errorCode];
}
