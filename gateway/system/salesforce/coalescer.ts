/**
 * Reservations for the org, many in one call. A row of stock takes only a few transactions a second, whatever is in them: so each position has one batch in
 * flight, and everybody who comes meanwhile shares the next one.
 */
import type { HealthLog } from '../../health/health-log.ts';
import type { Clock } from '../../shared/clock.ts';
import { Refusal, TransientFailure } from '../../shared/failures.ts';
import { firstError } from './org-http.ts';
import type { OrgApi } from './org-api.ts';

/** Shape of `ReservationRequest` in the org's API; what is not named here is passed on. */
export interface ReservationRequest {
  readonly requestKey: string;
  readonly channel: string;
  readonly lines: readonly { readonly line: number | string; readonly sku: string; readonly location?: string; readonly group?: string; readonly quantity: number }[];
}

export interface ReservationResult {
  readonly requestKey: string;
  /** Queued: the org decides later; asking again under the key tells what it decided. */
  readonly status: 'Reserved' | 'Partial' | 'Refused' | 'Queued';
  readonly reason?: string;
  readonly message?: string;
  readonly lines?: readonly {
    readonly line: number | string;
    readonly granted: number;
    readonly available: number;
    readonly reason?: string;
    readonly message?: string;
    /** Of a line that named a group, where it is promised. */
    readonly places?: readonly { readonly location: string; readonly quantity: number }[];
  }[];
}

export interface CoalescerOptions {
  readonly org: OrgApi;
  readonly clock: Clock;
  readonly health: HealthLog;
  /** Calls in flight at the same time, of different positions. */
  readonly batchesAtOnce?: number;
  readonly mostWaiting?: number;
  /** After so long in the queue a request is turned away: nothing was asked of the org yet. */
  readonly patienceMs?: number;
}

/** The org takes so much in one call. */
const REQUESTS_PER_CALL = 100;
const LINES_PER_CALL = 200;
const DEFAULTS = { batchesAtOnce: 8, mostWaiting: 2_000, patienceMs: 2_000 };

interface Waiting {
  readonly request: ReservationRequest;
  /** Positions and the request key: of each, one is in flight. */
  readonly keys: readonly string[];
  resolve(result: ReservationResult): void;
  reject(error: unknown): void;
}

export class CommandCoalescer {
  readonly #options: Required<CoalescerOptions>;
  readonly #waiting = new Set<Waiting>();
  readonly #inFlight = new Set<string>();
  /** Ends the patience of an entry that left the queue. */
  readonly #taken = new WeakMap<Waiting, AbortController>();
  #batches = 0;

  constructor(options: CoalescerOptions) {
    this.#options = { ...DEFAULTS, ...options };
  }

  /**
   * Reserves. A refusal for want of stock is a result.
   *
   * @throws Refusal GW-BUSY, status 503, when too many ask for the same; the org's own refusal when the request is malformed. TransientFailure when the org
   * does not answer: whether it was decided is found by sending it again under the same key
   */
  reserve(request: ReservationRequest): Promise<ReservationResult> {
    const { clock, health, mostWaiting, patienceMs } = this.#options;
    if (this.#waiting.size >= mostWaiting) {
      health.count(request.channel, 'refused-busy');
      return Promise.reject(busy(`${String(mostWaiting)} reservations wait already`));
    }
    return new Promise((resolve, reject) => {
      const taken = new AbortController();
      const entry: Waiting = { request, keys: keysOf(request), resolve, reject };
      this.#waiting.add(entry);
      void clock.sleep(patienceMs, taken.signal).then(() => {
        if (!this.#waiting.delete(entry)) return;
        health.count(request.channel, 'refused-busy');
        reject(busy(`it waited ${String(patienceMs)} ms behind others for the same stock`));
        this.#begin();
      });
      this.#taken.set(entry, taken);
      this.#begin();
    });
  }

  #begin(): void {
    while (this.#batches < this.#options.batchesAtOnce) {
      const batch = this.#next();
      if (batch.length === 0) return;
      void this.#send(batch);
    }
  }

  /** The longest waiting first; nobody overtakes an earlier one that waits for the same position. */
  #next(): readonly Waiting[] {
    const batch: Waiting[] = [];
    const requestKeys = new Set<string>();
    const blocked = new Set(this.#inFlight);
    let lines = 0;
    for (const entry of this.#waiting) {
      const count = entry.request.lines.length;
      const isFree = !entry.keys.some((key) => blocked.has(key)) && !requestKeys.has(entry.request.requestKey);
      // What is larger than any call goes alone: the org says what is wrong with it.
      if (isFree && batch.length < REQUESTS_PER_CALL && (lines + count <= LINES_PER_CALL || batch.length === 0)) {
        batch.push(entry);
        requestKeys.add(entry.request.requestKey);
        lines += count;
      } else {
        for (const key of entry.keys) blocked.add(key);
      }
      if (batch.length === REQUESTS_PER_CALL || lines >= LINES_PER_CALL) break;
    }
    for (const entry of batch) {
      this.#waiting.delete(entry);
      this.#taken.get(entry)?.abort();
    }
    return batch;
  }

  async #send(batch: readonly Waiting[]): Promise<void> {
    const keys = new Set(batch.flatMap((entry) => entry.keys));
    this.#batches += 1;
    for (const key of keys) this.#inFlight.add(key);
    if (batch.length > 1) this.#options.health.count(batch[0]!.request.channel, 'coalesced', batch.length - 1);
    try {
      await this.#decide(batch);
    } finally {
      this.#batches -= 1;
      for (const key of keys) this.#inFlight.delete(key);
      this.#begin();
    }
  }

  async #decide(batch: readonly Waiting[]): Promise<void> {
    try {
      const { status, body } = await this.#options.org.call('POST', '/reservations', { requests: batch.map(({ request }) => request) });
      if (status === 200 || status === 202) answerAll(batch, body);
      // One malformed request refuses the whole call, before anything is decided: each is asked alone then.
      else if (batch.length > 1 && (status === 400 || status === 413 || status >= 500)) for (const entry of batch) await this.#decide([entry]);
      else for (const { reject } of batch) reject(refusalOf(status, body));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}

function keysOf({ requestKey, lines }: ReservationRequest): readonly string[] {
  // A group stands for places only the org knows; the same SKU in the same group is the same queue.
  return [...new Set([`request ${requestKey}`, ...lines.map(({ sku, location, group }) => `${sku}|${location ?? `group ${group ?? ''}`}`.toUpperCase())])];
}

function answerAll(batch: readonly Waiting[], body: unknown): void {
  const results = (body as { readonly results?: readonly ReservationResult[] } | null | undefined)?.results;
  if (results === undefined) throw new TransientFailure('The org answered reservations without results; whether they were decided is found by sending them again.');
  const byKey = new Map(results.map((result) => [result.requestKey.trim(), result]));
  for (const { request, resolve, reject } of batch) {
    const result = byKey.get(request.requestKey.trim());
    if (result === undefined) reject(new TransientFailure(`The org's answer does not name ${request.requestKey}.`));
    else resolve(result);
  }
}

function refusalOf(status: number, body: unknown): Refusal | TransientFailure {
  const { code, message, fields } = firstError(body);
  if (status === 400 || status === 409 || status === 413) return new Refusal(code ?? `HTTP-${String(status)}`, message ?? `The org answered ${String(status)}.`, { status, fields });
  return new TransientFailure(`The org answered ${String(status)} ${code ?? ''} to a reservation: ${message ?? ''}`);
}

function busy(why: string): Refusal {
  return new Refusal('GW-BUSY', `Too many reservations at once: ${why}. Nothing was reserved; send it again under the same key after Retry-After.`, { status: 503 });
}
