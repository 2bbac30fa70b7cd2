/** Calls of OData services: who we are, what is tried again, CSRF tokens for what writes, and what the ERP says when it refuses. */
import { XMLParser } from 'fast-xml-parser';
import { retryAfter, whyNoAnswer } from '../../shared/answers.ts';
import type { Clock } from '../../shared/clock.ts';
import { Refusal, TransientFailure } from '../../shared/failures.ts';
import { NotPosted } from './sap-api.ts';
import { ClientCredentials, type ClientCredentialsLogin } from './client-credentials.ts';

export type SapLogin =
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | ({ readonly kind: 'oauth' } & ClientCredentialsLogin);

export interface ODataOptions {
  /** `https://host:port`, without the path of a service. */
  readonly baseUrl: string;
  readonly login: SapLogin;
  readonly clock: Clock;
  readonly timeoutMs?: number;
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

interface CsrfSession {
  readonly token: string;
  readonly cookies: string;
}

const SERVICES = '/sap/opu/odata/sap/';
const TIMEOUT_MS = 30_000;
const LONGEST_TEXT = 300;
/** Message class in which the gateway framework says that it knows no such service (`/IWFND/MED/170`): that is not said of an entity. */
const SERVICE_LOOKUP = '/IWFND/MED/';

export class ODataHttp {
  readonly #options: ODataOptions;
  /** Absent: Basic. */
  readonly #tokens: ClientCredentials | undefined;
  #csrf: CsrfSession | undefined;

  constructor(options: ODataOptions) {
    this.#options = options;
    this.#tokens = options.login.kind === 'oauth' ? new ClientCredentials(options.login, options.clock) : undefined;
  }

  /**
   * @param address below `/sap/opu/odata/sap/`, or a whole address of the same host (`__next`)
   * @returns `undefined` when the service says that there is no such entity
   * @throws TransientFailure when it may work later; Refusal when it was understood and refused, with the ERP's own code
   */
  async get(address: string, signal?: AbortSignal): Promise<unknown> {
    const answer = await this.#call('GET', address, {}, undefined, signal);
    if (answer.status === 404 && errorOf(answer) !== undefined) return undefined;
    return bodyOf(answer);
  }

  async post(address: string, body: unknown, signal?: AbortSignal): Promise<unknown> {
    for (let attempt = 0; ; attempt++) {
      this.#csrf ??= await this.#fetchToken(address, signal).catch(notSent);
      const answer = await this.#call('POST', address, { 'x-csrf-token': this.#csrf.token, cookie: this.#csrf.cookies, 'content-type': 'application/json' }, JSON.stringify(body), signal);
      const isTokenOld = answer.status === 403 && answer.headers.get('x-csrf-token')?.toLowerCase() === 'required';
      if (!isTokenOld) return bodyOf(answer);
      this.#csrf = undefined;
      if (attempt > 0) throw new NotPosted('SAP refuses the CSRF token that it gave a moment before. Check that its cookies reach it, through every proxy in between.');
    }
  }

  async #fetchToken(address: string, signal?: AbortSignal): Promise<CsrfSession> {
    const service = `${address.split('/')[0]!}/`;
    const answer = await this.#call('GET', service, { 'x-csrf-token': 'Fetch' }, undefined, signal);
    bodyOf(answer);
    const token = answer.headers.get('x-csrf-token');
    if (token === null) throw new TransientFailure('SAP gave no CSRF token, so nothing can be posted.');
    return { token, cookies: answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]!).join('; ') };
  }

  async #call(method: 'GET' | 'POST', address: string, headers: Readonly<Record<string, string>>, body: string | undefined, signal?: AbortSignal): Promise<Answer> {
    const url = this.#urlOf(address);
    for (let attempt = 0; ; attempt++) {
      const token = await this.#tokens?.token(signal).catch(notSent);
      const answer = await this.#send(method, url, { accept: 'application/json', authorization: this.#authorization(token), ...headers }, body, signal);
      if (answer.status !== 401 || token === undefined || attempt > 0) return checked(answer, url);
      // Tokens end before their time when somebody ends them: once with a new one.
      this.#tokens?.forget(token);
    }
  }

  #urlOf(address: string): URL {
    const base = new URL(SERVICES, this.#options.baseUrl);
    if (!/^https?:/.test(address)) return new URL(`${SERVICES}${address}`, base);
    const url = new URL(address);
    // Behind a proxy the ERP names its own host; what is asked is asked where we were told to ask.
    return new URL(`${url.pathname}${url.search}`, base);
  }

  async #send(method: string, url: URL, headers: Readonly<Record<string, string>>, body: string | undefined, signal?: AbortSignal): Promise<Answer> {
    const timeout = AbortSignal.timeout(this.#options.timeoutMs ?? TIMEOUT_MS);
    try {
      const answer = await fetch(url, { method, headers, signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]), ...(body === undefined ? {} : { body }) });
      return { status: answer.status, headers: answer.headers, text: await answer.text() };
    } catch (error) {
      const Failure = wasNeverConnected(error) ? NotPosted : TransientFailure;
      throw new Failure(`SAP does not answer ${method} ${url.pathname}: ${whyNoAnswer(error)}.`, { cause: error });
    }
  }

  #authorization(token: string | undefined): string {
    const { login } = this.#options;
    return login.kind === 'basic' ? `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}` : `Bearer ${token!}`;
  }
}

/** Nothing was sent to the service. */
function notSent(error: unknown): never {
  throw error instanceof TransientFailure ? new NotPosted(error.message, { cause: error }) : error;
}

const NEVER_CONNECTED: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

function wasNeverConnected(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && NEVER_CONNECTED.has(cause.code);
}

function checked(answer: Answer, url: URL): Answer {
  const { status, headers } = answer;
  const isTokenMissing = status === 403 && headers.get('x-csrf-token')?.toLowerCase() === 'required';
  if (status === 401 || (status === 403 && !isTokenMissing)) throw new NotPosted(`SAP refuses our user (${String(status)}) at ${url.pathname}. Check user and password, or the OAuth client, and the authorisations; everything waits until then.`);
  if (status === 408 || status === 425 || status === 429 || status === 503) throw new NotPosted(`SAP answered ${String(status)} to ${url.pathname}.`, retryAfter(headers));
  // A proxy says 502 or 504 of what may go on behind it, and a 500 does not tell when it went wrong.
  if (status >= 500) throw new TransientFailure(`SAP answered ${String(status)} to ${url.pathname}.`, retryAfter(headers));
  const isServiceMissing = status === 404 && (errorOf(answer)?.code.startsWith(SERVICE_LOOKUP) ?? true);
  if (isServiceMissing) throw new NotPosted(`There is no service at ${url.host}${url.pathname} (404). Check the address of SAP, and that the service is active there.`);
  return answer;
}

function bodyOf(answer: Answer): unknown {
  if (answer.status >= 400) {
    const { code, message } = errorOf(answer) ?? { code: `SAP-${String(answer.status)}`, message: answer.text.slice(0, LONGEST_TEXT) };
    throw new Refusal(code, `SAP refused: ${message}`, { status: 422 });
  }
  try {
    return JSON.parse(answer.text);
  } catch (error) {
    throw new TransientFailure(`SAP answered ${String(answer.status)} with what is not JSON.`, { cause: error });
  }
}

/** The error in an answer, whether it came as JSON or, as some parts of the ERP have it, as XML; `undefined` when it is neither. */
function errorOf({ text }: Answer): { readonly code: string; readonly message: string } | undefined {
  const parsed = text.trimStart().startsWith('<') ? parseXml(text) : parseJson(text);
  const error = (parsed as { error?: { code?: unknown; message?: unknown } } | undefined)?.error;
  if (error?.code === undefined) return undefined;
  const message = typeof error.message === 'object' && error.message !== null ? (Object.entries(error.message).find(([name]) => name === 'value' || name === '#text')?.[1] as unknown) : error.message;
  return { code: textual(error.code), message: textual(message) };
}

const textual = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? ''));

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parseXml(text: string): unknown {
  try {
    return new XMLParser({ ignoreAttributes: true, processEntities: false, parseTagValue: false }).parse(text);
  } catch {
    return undefined;
  }
}
