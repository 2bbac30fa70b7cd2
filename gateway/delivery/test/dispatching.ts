/** A dispatcher over a real SQLite file, with time and the other system in the test's hand. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Count } from '../../health/health-log.ts';
import { silentLog } from '../../shared/log.ts';
import { Dispatcher, type DispatcherOptions } from '../dispatcher.ts';
import { openSqliteStore } from '../store-sqlite.ts';
import type { GatewayStore } from '../store.ts';
import type { Ending, NewWork, Outcome, WorkHandler, WorkItem } from '../work.ts';
import { ManualClock, settle } from './manual-clock.ts';
import { newWork } from './work-items.ts';

export const DONE: Outcome = { state: 'Done', effect: 'Applied' };

export function storeFolder(): string {
  // In memory where there is such a folder: hundreds of stores are made and nothing is lost with them.
  return mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'holdfast-dispatcher-'));
}

export interface Dispatching {
  readonly clock: ManualClock;
  readonly store: GatewayStore;
  readonly dispatcher: Dispatcher;
  /** Keys of every call, in order. */
  readonly calls: string[][];
  readonly settled: Ending[];
  readonly counts: Map<Count, number>;
  append(...work: Partial<NewWork>[]): Promise<void>;
  states(): Promise<Record<string, string>>;
  end(): Promise<void>;
}

export type Deliver = (items: readonly WorkItem[], signal: AbortSignal) => Promise<readonly Outcome[]>;

export function dispatching(deliver: Deliver, options: Partial<DispatcherOptions> = {}): Dispatching {
  const folder = storeFolder();
  const clock = new ManualClock();
  const store = openSqliteStore({ file: path.join(folder, 'gateway.db'), clock, isDurable: false });
  const calls: string[][] = [];
  const settled: Ending[] = [];
  const counts = new Map<Count, number>();
  const handler: WorkHandler = {
    kind: 'fact', system: 'org', mostPerBatch: 200,
    deliver: (items, signal) => {
      calls.push(items.map(({ key }) => key));
      return deliver(items, signal);
    },
    settled: (endings) => { settled.push(...endings); },
  };
  const health = { hop: () => undefined, count: (_: string, what: Count, by = 1) => { counts.set(what, (counts.get(what) ?? 0) + by); } };
  const dispatcher = new Dispatcher({ store, handlers: [handler], clock, log: silentLog, health }, { owner: 'one', random: () => 0.5, ...options });
  dispatcher.start();
  return {
    clock, store, dispatcher, calls, settled, counts,
    append: async (...work) => {
      await store.transaction((transaction) => transaction.append(work.map((named) => newWork({ lane: named.key ?? 'lane', ...named }))));
      await settle();
    },
    states: async () => Object.fromEntries((await store.find({ most: 1_000 })).map(({ key, state, reason }) => [key, reason === undefined ? state : `${state} ${reason}`])),
    end: async () => {
      await Promise.all([dispatcher.stop(), settle().then(() => clock.pass(60_000))]);
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}
