/**
 * Reads what changed in a shop: at once when its webhook rings, and all of the last while now and then, because webhooks get lost (Square:
 * https://developer.squareup.com/docs/webhooks/overview; Shopify: https://shopify.dev/docs/apps/build/webhooks/best-practices, "reconciliation jobs"; Lightspeed says the
 * same). Position and facts are moved in one transaction; what is read again is known and not stored again.
 */
import type { GatewayStore } from '../../delivery/store.ts';
import { messageOf, Refusal, TransientFailure } from '../../shared/failures.ts';
import type { Log } from '../../shared/log.ts';
import type { ShopFeed } from './feed.ts';
import { ShopIntake, type IntakeParts, type Taken } from './intake.ts';
import { countMissed, found, readAhead, swept, type PollState } from './poll-state.ts';

export interface PollerParts extends IntakeParts {
  readonly store: GatewayStore;
  readonly log: Log;
  readonly pollSeconds: number;
  /** Between 0 and 1; absent: Math.random. */
  readonly random?: () => number;
}

/** A sweep reads again so much before its position: what was written first is not always shown first. */
export const SWEEP_OVERLAP_MS = 600_000;
/** A bell is about what happened just now. */
const RING_OVERLAP_MS = 30_000;
/** Bells that ring within this are answered by one pass. */
const RING_GAP_MS = 1_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

export class ShopPoller<Change> {
  readonly #parts: PollerParts;
  readonly #feed: ShopFeed<Change>;
  readonly #intake: ShopIntake;
  readonly #end = new AbortController();
  #sleep = new AbortController();
  #hasRung = false;
  #running: Promise<void> | undefined;

  constructor(parts: PollerParts, feed: ShopFeed<Change>) {
    this.#parts = parts;
    this.#feed = feed;
    this.#intake = new ShopIntake(parts);
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** A webhook told that something happened. */
  ring(): void {
    this.#hasRung = true;
    this.#sleep.abort();
  }

  async stop(): Promise<void> {
    this.#end.abort();
    this.#sleep.abort();
    await this.#running;
  }

  /** Reads once. Throws TransientFailure or Refusal; what was stored before stays, and is not told twice when it is read again. */
  async pass(isSweep: boolean): Promise<void> {
    const { store, clock } = this.#parts;
    const begun = await this.#begin();
    const afterMs = Math.max(begun.begunAtMs, isSweep ? begun.positionMs - SWEEP_OVERLAP_MS : begun.aheadMs - RING_OVERLAP_MS) - 1;
    let readMs = begun.begunAtMs;
    let next: string | undefined;
    do {
      const page = await this.#feed.api.changes(afterMs, next, this.#end.signal);
      await this.#feed.prepare(page.changes, this.#end.signal);
      next = page.next;
      readMs = page.changes.reduce((latest, change) => Math.max(latest, this.#feed.momentOf(change)), readMs);
      const isLast = next === undefined;
      const stored = await store.transaction(async (transaction) => {
        const state = await this.#intake.state(transaction);
        const nowMs = clock.now();
        const taken = await this.#intake.take(transaction, await this.#feed.factsOf(transaction, page.changes, { begunAtMs: state.begunAtMs, nowMs }));
        const counted = countMissed(found(state, bellsOf(taken, afterMs), nowMs), nowMs);
        const ended = isSweep ? swept(counted.state, readMs, { nowMs, overlapMs: SWEEP_OVERLAP_MS }) : readAhead(counted.state, readMs);
        await this.#intake.keep(transaction, isLast ? ended : counted.state);
        return { taken, missed: counted.missed };
      });
      this.#say(stored);
    } while (next !== undefined);
  }

  /** The first start is durable before anything is read: what happens from here on is found, however long the first answer takes. */
  #begin(): Promise<PollState> {
    return this.#parts.store.transaction(async (transaction) => {
      const state = await this.#intake.state(transaction);
      await this.#intake.keep(transaction, state);
      return state;
    });
  }

  async #run(): Promise<void> {
    let failures = 0;
    let sweepAtMs = 0;
    while (!this.#end.signal.aborted) {
      const isSweep = this.#parts.clock.now() >= sweepAtMs;
      this.#hasRung = false;
      this.#sleep = new AbortController();
      try {
        if (!isSweep || !(await this.#isSweptByAnother())) await this.pass(isSweep);
        failures = 0;
        if (isSweep) sweepAtMs = this.#parts.clock.now() + this.#parts.pollSeconds * 1000;
        await this.#rest(sweepAtMs);
      } catch (error) {
        if (this.#end.signal.aborted) return;
        failures += 1;
        await this.#parts.clock.sleep(this.#failed(error, failures), this.#end.signal);
      }
    }
  }

  /** Processes of a group sweep for each other. */
  async #isSweptByAnother(): Promise<boolean> {
    const { sweptAtMs } = await this.#begin();
    return this.#parts.clock.now() - sweptAtMs < (this.#parts.pollSeconds * 1000) / 2;
  }

  async #rest(sweepAtMs: number): Promise<void> {
    const { clock } = this.#parts;
    await clock.sleep(Math.min(RING_GAP_MS, Math.max(0, sweepAtMs - clock.now())), this.#end.signal);
    if (!this.#hasRung) await clock.sleep(Math.max(0, sweepAtMs - clock.now()), this.#sleep.signal);
  }

  /** Says what went wrong, and answers how long to wait. Nothing but its end stops a poller: what it does not read is read later. */
  #failed(error: unknown, failures: number): number {
    const { shop: { source }, health, log, random = Math.random } = this.#parts;
    const isExpected = error instanceof TransientFailure || error instanceof Refusal;
    log.write(error instanceof TransientFailure ? 'warn' : 'error', 'shop-poll-failed', { source, failures, message: messageOf(error), kind: isExpected ? error.name : 'Mistake' });
    health.count(source, 'retry');
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 10));
    const asked = error instanceof TransientFailure ? error.retryAfterMs ?? 0 : 0;
    return Math.max(asked, longest * (0.5 + random() / 2));
  }

  #say({ taken, missed }: { readonly taken: Taken; readonly missed: number }): void {
    const { shop: { source }, health } = this.#parts;
    this.#intake.sayTaken(taken);
    if (missed > 0) health.count(source, 'doorbell-missed', missed);
  }
}

/** Of what is older than the pass looks for (an order of long ago that changed today) nobody knows any more whether a bell rang. One bell tells of all lines of an order. */
function bellsOf({ facts }: Taken, afterMs: number): readonly ShopBell[] {
  return [...new Map(facts.filter(({ bell }) => bell.atMs > afterMs).map(({ bell }) => [`${bell.subject} ${String(bell.atMs)}`, bell])).values()];
}

type ShopBell = Taken['facts'][number]['bell'];
