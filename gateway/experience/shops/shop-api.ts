/** What the gateway asks of a shop system's API, and how its answers are told apart. */
import { retryAfter } from '../../shared/answers.ts';
import { messageOf, Refusal, TransientFailure } from '../../shared/failures.ts';
import type { ShopCatalog } from './shop-names.ts';

export interface ShopPage<Change> {
  readonly changes: readonly Change[];
  /** What asks for the page after this one; absent: it was the last. */
  readonly next?: string;
}

/** Throws TransientFailure or Refusal, as its catalogue does. */
export interface ShopApi<Change> extends ShopCatalog {
  /** What was changed after this moment, one page of it. */
  changes(afterMs: number, next?: string, signal?: AbortSignal): Promise<ShopPage<Change>>;
}

export interface ShopCall {
  readonly fetch: typeof fetch;
  /** How people call the system, for messages. */
  readonly name: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON by POST; absent: GET. */
  readonly body?: unknown;
  /** 404 says that one thing is not there; absent: that the address is wrong. */
  readonly mayBeMissing?: boolean;
  readonly signal: AbortSignal | undefined;
}

export interface ShopReply {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

const CALL_MS = 30_000;
const SHOWN_CHARACTERS = 200;

/** Answers 2xx, and 404 where it may be missing. Throws TransientFailure (no answer, 408, 429, 5xx) or Refusal GW-SHOP-REFUSED (everything else); neither tells the token. */
export async function callShop({ fetch: send, name, url, headers, body, mayBeMissing, signal }: ShopCall): Promise<ShopReply> {
  const deadline = AbortSignal.timeout(CALL_MS);
  const place = `${name} ${new URL(url).pathname}`;
  let reply: ShopReply;
  try {
    const response = await send(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // A token follows nobody to another address.
      redirect: 'error',
      signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
    });
    reply = { status: response.status, text: await response.text(), headers: response.headers };
  } catch (error) {
    throw new TransientFailure(`${place} does not answer: ${messageOf(error)}.`, { cause: error });
  }
  if ((reply.status >= 200 && reply.status < 300) || (reply.status === 404 && mayBeMissing === true)) return reply;
  if (reply.status === 429 || reply.status === 408 || reply.status >= 500) throw new TransientFailure(`${place} answers ${String(reply.status)}.`, retryAfter(reply.headers));
  throw new Refusal('GW-SHOP-REFUSED', `${place} answers ${String(reply.status)}: ${errorText(reply.text)}. Look at the token and what it may read.`);
}

/** The JSON of an answer. An answer that is none comes from something between us and them, and may be better next time. */
export function jsonOf(reply: ShopReply, place: string, parse: (text: string) => unknown = JSON.parse): Readonly<Record<string, unknown>> {
  try {
    const parsed = parse(reply.text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new TransientFailure(`${place} answers something that is no JSON.`, { cause: error });
  }
  throw new TransientFailure(`${place} answers something that is no object.`);
}

/** A list of an answer, empty when it is left out. */
export function listOf(body: Readonly<Record<string, unknown>>, name: string): readonly unknown[] {
  const list = body[name];
  return Array.isArray(list) ? list : [];
}

/** Control characters would break a line of the log. */
function errorText(text: string): string {
  return text.replaceAll(/[\p{Cc}\s]+/gu, ' ').slice(0, SHOWN_CHARACTERS);
}
