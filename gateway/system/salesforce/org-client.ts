import type { Clock } from '../../shared/clock.ts';
import { Refusal, TransientFailure } from '../../shared/failures.ts';
import type { Fact, FactResult, OrgAnswer, OrgApi, Snapshot } from './org-api.ts';
import { ask, firstError, type Fetch, type HttpAnswer } from './org-http.ts';
import { logIn, type OrgLogin, type OrgSession } from './org-session.ts';

const API_VERSION = '67.0';
const APEX_REST = '/services/apexrest/holdfast/v1';
const TIMEOUT_MS = 30_000;

export interface OrgClientOptions {
  readonly login: OrgLogin;
  readonly clock: Clock;
  /** Per call; longer than the 10 s the platform waits for a lock. */
  readonly timeoutMs?: number;
  readonly fetch?: Fetch;
}

/** An org, local or real, over its public APIs. */
export class OrgClient implements OrgApi {
  readonly #login: OrgLogin;
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #fetch: Fetch;
  /** One login at a time, shared by all who wait for it. */
  #session: Promise<OrgSession> | undefined;

  constructor({ login, clock, timeoutMs = TIMEOUT_MS, fetch: request = fetch }: OrgClientOptions) {
    this.#login = login;
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#fetch = request;
  }

  async postFacts(facts: readonly Fact[], signal?: AbortSignal): Promise<readonly FactResult[]> {
    return resultsOf(await this.call('POST', '/events', { events: facts }, signal), facts.map(({ key }) => key), '/events');
  }

  async postSnapshots(source: string, snapshots: readonly Snapshot[], signal?: AbortSignal): Promise<readonly FactResult[]> {
    return resultsOf(await this.call('POST', '/snapshots', { source, snapshots }, signal), snapshots.map(({ key }) => key), '/snapshots');
  }

  call(method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown, signal?: AbortSignal): Promise<OrgAnswer> {
    return this.#ask(method, `${APEX_REST}${path}`, body, signal);
  }

  async query(soql: string, signal?: AbortSignal): Promise<readonly Record<string, unknown>[]> {
    const records: Record<string, unknown>[] = [];
    let path: string | undefined = `/services/data/v${API_VERSION}/query?q=${encodeURIComponent(soql)}`;
    while (path !== undefined) {
      const answer: OrgAnswer = await this.#ask('GET', path, undefined, signal);
      if (answer.status !== 200) throw refusalOf(answer, 'a query');
      const page = answer.body as { readonly records?: unknown; readonly nextRecordsUrl?: string } | null | undefined;
      // Something in between may answer 200 for the org, and no records would be a statement.
      if (!Array.isArray(page?.records)) throw new TransientFailure('The org answered 200 without records to a query; nothing is taken for known.');
      records.push(...(page.records as readonly Record<string, unknown>[]));
      path = page.nextRecordsUrl;
    }
    return records;
  }

  session(): Promise<OrgSession> {
    this.#session ??= logIn(this.#login, this.#fetch, this.#clock, this.#timeoutMs).catch((error: unknown) => {
      this.#session = undefined;
      throw error;
    });
    return this.#session;
  }

  forgetSession(): void {
    this.#session = undefined;
  }

  async #ask(method: string, path: string, body: unknown, signal: AbortSignal | undefined): Promise<HttpAnswer> {
    const answer = await this.#askOnce(method, path, body, signal);
    if (answer.status !== 401) return answer;
    // Tokens end, when a session times out or an administrator ends it: once with a new one.
    const again = await this.#askOnce(method, path, body, signal);
    if (again.status === 401) throw new TransientFailure(`The org refuses the new access token, too: ${firstError(again.body).code ?? '401'}.`);
    return again;
  }

  async #askOnce(method: string, path: string, body: unknown, signal: AbortSignal | undefined): Promise<HttpAnswer> {
    const session = await this.session();
    const answer = await ask(this.#fetch, `${session.url}${path}`, {
      method, signal,
      headers: { authorization: `Bearer ${session.token}`, accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }, this.#timeoutMs);
    // Only if nobody has got a new one since.
    if (answer.status === 401 && (await this.#session?.catch(() => undefined)) === session) this.forgetSession();
    return answer;
  }
}

function resultsOf(answer: OrgAnswer, keys: readonly string[], path: string): readonly FactResult[] {
  if (answer.status !== 200 && answer.status !== 202) throw refusalOf(answer, path);
  const results = (answer.body as { readonly results?: unknown } | null | undefined)?.results;
  if (!Array.isArray(results) || !results.every(isResult)) throw new TransientFailure(`The org answered ${String(answer.status)} to ${path} without saying what became of each key; nothing is taken for delivered.`);
  // The org takes white space off the ends of text.
  const isComplete = results.length === keys.length && results.every(({ key }, index) => key.trim() === keys[index]!.trim());
  if (!isComplete) throw new TransientFailure(`The org answered ${String(results.length)} results to ${String(keys.length)} keys of ${path}, or other keys; nothing is taken for delivered.`);
  return results;
}

const EFFECTS: ReadonlySet<unknown> = new Set<FactResult['effect']>(['Applied', 'Duplicate', 'Absorbed', 'Quarantined', 'Conflict', 'Queued']);

/** An effect that is not one of these is no news of a success. */
function isResult(value: unknown): value is FactResult {
  if (typeof value !== 'object' || value === null) return false;
  const { key, effect } = value as { readonly key?: unknown; readonly effect?: unknown };
  return typeof key === 'string' && EFFECTS.has(effect);
}

/** 400, 413 and an Apex exception are about what was sent. Everything else is about who sends or where, and no item may die of that. */
function refusalOf({ status, body }: OrgAnswer, path: string): Refusal | TransientFailure {
  const { code, message, fields } = firstError(body);
  const text = `${message ?? `The org answered ${String(status)} to ${path}.`}`;
  if (status === 400 || status === 413 || status >= 500) return new Refusal(code ?? `HTTP-${String(status)}`, text, { status, fields });
  return new TransientFailure(`The org answered ${String(status)} ${code ?? ''} to ${path}: ${text} Give ${status === 404 ? 'the org the app, or the gateway the right address' : "the gateway's user the permission"}; what waits goes on then.`);
}
