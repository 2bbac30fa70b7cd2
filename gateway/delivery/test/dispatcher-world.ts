/** Gateway processes over one store and another system, all in one test: they are killed, frozen and started again, and the other system fails as it likes. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { noHealthLog } from '../../health/health-log.ts';
import type { Clock } from '../../shared/clock.ts';
import { Refusal, TransientFailure } from '../../shared/failures.ts';
import { silentLog } from '../../shared/log.ts';
import { Dispatcher } from '../dispatcher.ts';
import { openSqliteStore } from '../store-sqlite.ts';
import type { GatewayStore } from '../store.ts';
import type { Outcome, WorkHandler, WorkItem } from '../work.ts';
import { storeFolder } from './dispatching.ts';
import { ManualClock, settle } from './manual-clock.ts';
import { newWork } from './work-items.ts';

/** What the other system makes of a key, whenever it is asked. */
export interface Nature {
  readonly isPoison: boolean;
  /** Retry before it is taken; from 8 on it never is. */
  readonly retries: number;
}

export type Mood = 'well' | 'down' | 'moody';

interface Process {
  readonly dispatcher: Dispatcher;
  isDead: boolean;
  readonly lanesInFlight: Set<string>;
  thawed: Promise<void>;
}

const never = (): Promise<never> => new Promise(() => undefined);
const MOST_LATENCY_MS = 2_000;

export class DispatcherWorld {
  readonly clock = new ManualClock();
  readonly natures = new Map<string, Nature>();
  /** First applications per lane. */
  readonly applied = new Map<string, string[]>();
  readonly violations: string[] = [];
  mood: Mood = 'well';
  readonly #folder = storeFolder();
  readonly #random: () => number;
  readonly #stores: GatewayStore[] = [];
  readonly #processes = new Map<string, Process>();
  readonly #appliedKeys = new Set<string>();
  readonly #doneKeys = new Set<string>();
  readonly #retried = new Map<string, number>();
  readonly #audit: GatewayStore;

  constructor(random: () => number) {
    this.#random = random;
    this.#audit = this.#open();
  }

  start(name: string): void {
    if (this.#processes.has(name)) return;
    const process: Process = { isDead: false, lanesInFlight: new Set(), thawed: Promise.resolve(), dispatcher: undefined as never };
    const clock: Clock = { now: () => this.clock.now(), sleep: async (milliseconds, signal) => (await this.clock.sleep(milliseconds, signal), process.isDead ? never() : undefined) };
    const dispatcher = new Dispatcher({ store: mortal(this.#open(), process, this.#random), handlers: [this.#handler(process)], clock, log: silentLog, health: noHealthLog }, { owner: name, random: this.#random, batchesAtOnce: 3 });
    Object.assign(process, { dispatcher });
    this.#processes.set(name, process);
    dispatcher.start();
  }

  /** As `kill -9`: nothing more happens in it, what it asked of the other system goes on there. */
  kill(name: string): void {
    const process = this.#processes.get(name);
    if (process !== undefined) process.isDead = true;
    this.#processes.delete(name);
  }

  /** Its store does not answer for a while, as on a machine that sleeps. */
  freeze(name: string, milliseconds: number): void {
    const process = this.#processes.get(name);
    if (process !== undefined) process.thawed = this.clock.sleep(milliseconds);
  }

  async append(items: readonly { readonly lane: string; readonly key: string }[]): Promise<void> {
    await this.#audit.transaction((transaction) => transaction.append(items.map((item) => newWork(item))));
    await settle();
  }

  /** Lets everything be well until nothing waits. */
  async recover(): Promise<readonly WorkItem[]> {
    this.mood = 'well';
    this.start('one');
    for (let minute = 0; minute < 20; minute += 1) {
      await this.clock.pass(60_000);
      if ((await this.#audit.find({ state: 'Waiting', most: 1 })).length === 0) break;
    }
    return this.#audit.find({ most: 10_000 });
  }

  async end(): Promise<void> {
    for (const { dispatcher } of this.#processes.values()) await Promise.all([dispatcher.stop(), settle().then(() => this.clock.pass(60_000))]);
    await Promise.all(this.#stores.map((store) => store.close()));
    rmSync(this.#folder, { recursive: true });
  }

  #open(): GatewayStore {
    const store = openSqliteStore({ file: path.join(this.#folder, 'gateway.db'), clock: this.clock, isDurable: false });
    this.#stores.push(store);
    return store;
  }

  #handler(process: Process): WorkHandler {
    return {
      kind: 'fact', system: 'org', mostPerBatch: 10,
      deliver: (items) => (process.isDead ? never() : this.#deliver(items, process)),
      settled: (endings) => { for (const { item, outcome } of endings) if (outcome.state === 'Done') this.#doneKeys.add(item.key); },
    };
  }

  async #deliver(items: readonly WorkItem[], by: Process): Promise<readonly Outcome[]> {
    const lanes = new Set(items.map(({ lane }) => lane));
    // What a process that died had asked for may still run when it is started again: that is for the other side to see through, by its keys.
    for (const { lanesInFlight } of this.#processes.values()) for (const lane of lanes) if (lanesInFlight.has(lane)) this.violations.push(`${lane} is in flight twice`);
    for (const { key } of items) if (this.#doneKeys.has(key)) this.violations.push(`${key} is delivered after it was done`);
    for (const lane of lanes) by.lanesInFlight.add(lane);
    await this.clock.sleep(Math.floor(this.#random() * MOST_LATENCY_MS));
    for (const lane of lanes) by.lanesInFlight.delete(lane);
    const chance = this.mood === 'well' ? 1 : this.#random();
    if (this.mood === 'down' || chance < 0.2) throw new TransientFailure('down');
    if (items.some(({ key }) => this.natures.get(key)!.isPoison)) throw new Refusal('HF-BAD-FIELD', 'poison');
    // Some are taken and the answer is lost.
    const outcomes = this.#take(chance < 0.5 ? items.slice(0, Math.floor(this.#random() * items.length)) : items);
    if (chance < 0.5) throw new TransientFailure('answer lost');
    return outcomes;
  }

  #take(items: readonly WorkItem[]): readonly Outcome[] {
    const blocked = new Set<string>();
    return items.map(({ key, lane }): Outcome => {
      if (blocked.has(lane)) return { state: 'Later' };
      const retried = this.#retried.get(key) ?? 0;
      if (!this.#appliedKeys.has(key) && retried < this.natures.get(key)!.retries) {
        this.#retried.set(key, retried + 1);
        blocked.add(lane);
        return { state: 'Retry', reason: 'GW-NOT-YET', message: 'Not yet.' };
      }
      if (!this.#appliedKeys.has(key)) this.applied.set(lane, [...(this.applied.get(lane) ?? []), key]);
      this.#appliedKeys.add(key);
      return { state: 'Done', effect: 'Applied' };
    });
  }
}

/** A store as one process has it: it answers nothing to the dead, and to the frozen late, or it hears of them late. */
function mortal(store: GatewayStore, process: Process, random: () => number): GatewayStore {
  return new Proxy(store, {
    get: (target, name) => {
      const method = target[name as keyof GatewayStore] as (...args: unknown[]) => unknown;
      if (name === 'onAppended') return method.bind(target);
      return async (...args: unknown[]): Promise<unknown> => {
        if (random() < 0.5) await process.thawed;
        if (process.isDead) return never();
        const answer = await method.apply(target, args);
        await process.thawed;
        return process.isDead ? never() : answer;
      };
    },
  });
}
