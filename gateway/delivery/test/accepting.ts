/** A process that accepts as fast as it can, until somebody kills it. It is told where its store is, and tells every key that it answered. */
import { systemClock } from '../../shared/clock.ts';
import { openPostgresStore } from '../store-postgres.ts';
import type { GatewayStore } from '../store.ts';
import { newWork } from './work-items.ts';

export const CALLERS = 32;

/** As inlets do it: two items, a sequence that all callers move, and the answer. */
export function accept(store: GatewayStore, key: string): Promise<void> {
  return store.transaction(async (transaction) => {
    if ((await transaction.answerOf('pos', key)) !== undefined) return;
    await transaction.append([newWork({ key: `${key}-1`, lane: `${key}|LYON` }), newWork({ key: `${key}-2`, lane: `${key}|LYON` })]);
    await transaction.moveCursor('accepted', (((await transaction.cursor('accepted')) as number | undefined) ?? 0) + 1);
    await transaction.remember('pos', key, { hash: 'h', answer: key });
  });
}

/** Ends by an error of the store, or never. */
export async function acceptForEver(store: GatewayStore, name: string, answered: (key: string) => void): Promise<void> {
  await Promise.all(Array.from({ length: CALLERS }, async (_, caller) => {
    for (let call = 0; ; call += 1) {
      const key = `${name}-${String(caller)}-${String(call)}`;
      await accept(store, key);
      answered(key);
    }
  }));
}

if (process.send !== undefined && import.meta.main) {
  process.once('message', (url: string) => {
    void openPostgresStore({ url, clock: systemClock }).then((store) => acceptForEver(store, 'killed', (key) => { process.send!(key); }));
  });
}
