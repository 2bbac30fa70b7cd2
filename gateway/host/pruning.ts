/** Forgets, now and then, what was done long ago. */
import type { Operations } from '../delivery/operations.ts';
import { messageOf } from '../shared/failures.ts';
import type { Core } from './core.ts';

const EVERY_MS = 3_600_000;
/** Longer than any source repeats a key, and than the org keeps facts hot. */
const KEEP_DONE_DAYS = 30;

export async function keepPruning({ configuration: { delivery }, clock, log }: Core, operations: Operations, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const forgotten = await operations.prune(delivery?.keepDoneDays ?? KEEP_DONE_DAYS);
      if (forgotten > 0) log.write('info', 'pruned', { forgotten });
    } catch (error) {
      log.write('warn', 'store-failed', { message: messageOf(error) });
    }
    await clock.sleep(EVERY_MS, signal);
  }
}
