/** Contexts inside a transaction that have statics of their own: asynchronous work and event triggers run by a test. */
import { machine, nextEpoch } from './machine.ts';
import type { Program, StaticsHolder } from './program.ts';

/** Runs `body` with fresh statics and gives the present ones back afterwards. */
export function withFreshStatics<T>(program: Program, body: () => T): T {
  const { epoch } = machine;
  const kept = program.statics.filter((holder) => holder.$epoch === epoch).map((holder) => ({ holder, values: { ...holder } }));
  machine.epoch = nextEpoch();
  try {
    return body();
  } finally {
    machine.epoch = epoch;
    restore(kept);
  }
}

function restore(kept: readonly { readonly holder: StaticsHolder; readonly values: StaticsHolder }[]): void {
  for (const { holder, values } of kept) Object.assign(holder, values);
}
