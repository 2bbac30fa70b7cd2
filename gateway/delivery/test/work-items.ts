/** Work for tests: what a test does not name is the same everywhere. */
import type { NewWork, WorkItem } from '../work.ts';

export function newWork(named: Partial<NewWork> = {}): NewWork {
  return { kind: 'fact', source: 'TILL', key: 'R1-1-1', lane: 'LAMP-1|LYON', body: { quantity: 1 }, occurredAtMs: 1_000, ...named };
}

export function workItem(named: Partial<WorkItem> = {}): WorkItem {
  return {
    id: 1, kind: 'fact', source: 'TILL', key: 'R1-1-1', lane: 'LAMP-1|LYON', body: { quantity: 1 }, occurredAtMs: 1_000, receivedAtMs: 2_000,
    state: 'Waiting', attempts: 1, nextAttemptAtMs: 0, endedAtMs: undefined, effect: undefined, reason: undefined, message: undefined, ...named,
  };
}
