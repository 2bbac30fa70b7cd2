import type { GatewayStore } from '../../delivery/store.ts';
import type { Clock } from '../../shared/clock.ts';
import { Refusal, TransientFailure } from '../../shared/failures.ts';
import { NotPosted, type DocumentNumber, type Movement, type SapApi } from './sap-api.ts';

/** As long as an S/4HANA lets one request run (rdisp/scheduler/prio_normal/max_runtime, 600 s): what was sent to it before that will not be posted any more. */
const USUAL_UNSURE_SECONDS = 600;

export interface PostOnceParts {
  readonly sap: Pick<SapApi, 'documentByReference' | 'post'>;
  readonly store: Pick<GatewayStore, 'transaction'>;
  readonly clock: Clock;
  /** How long a posting that nobody heard the end of may still become a document. */
  readonly unsureSeconds?: number;
}

/** When a posting under a reference was begun last; without a moment nothing of it is on its way. */
interface Attempt {
  readonly atMs?: number;
}

/** A posting under the reference may still be on its way: nothing is posted before it is known what became of it. */
export class PostingUnsure extends TransientFailure {}

/**
 * Posts a movement unless one stands under its reference already: SAP knows no idempotency keys, and an answer that was lost must not post goods twice. That no document is found does not mean that
 * none will be: a request that nobody waits for any more, of this process or of one that died, can still be at work there. So it is noted durably before it is sent, and not sent again until it must be over.
 *
 * @throws PostingUnsure with the time to wait; what SapApi throws
 */
export async function postOnce({ sap, store, clock, unsureSeconds = USUAL_UNSURE_SECONDS }: PostOnceParts, movement: Movement, signal?: AbortSignal): Promise<{ readonly document: DocumentNumber; readonly isNew: boolean }> {
  const { reference } = movement;
  const known = await sap.documentByReference(reference, signal);
  if (known !== undefined) return { document: { year: known.year, number: known.number }, isNew: false };
  const waitMs = await begin(store, reference, clock.now(), unsureSeconds * 1000);
  if (waitMs > 0) throw new PostingUnsure(`SAP was sent ${reference} before, and what became of it was not heard. It may still be posted, so it is not sent again for ${String(Math.ceil(waitMs / 1000))} s.`, { retryAfterMs: waitMs });
  try {
    return { document: await sap.post(movement, signal), isNew: true };
  } catch (error) {
    if (error instanceof NotPosted || error instanceof Refusal) await store.transaction((transaction) => transaction.moveCursor(nameOf(reference), {} satisfies Attempt));
    throw error;
  }
}

/** Takes note of a posting; answers how long one that was begun before has to be waited for, 0: it may be sent. */
function begin(store: PostOnceParts['store'], reference: string, nowMs: number, unsureMs: number): Promise<number> {
  return store.transaction(async (transaction) => {
    const { atMs } = ((await transaction.cursor(nameOf(reference))) as Attempt | undefined) ?? {};
    // Of a clock that is ahead of ours nobody waits longer than of ours.
    const waitMs = atMs === undefined ? 0 : Math.min(unsureMs, atMs + unsureMs - nowMs);
    if (waitMs <= 0) await transaction.moveCursor(nameOf(reference), { atMs: nowMs } satisfies Attempt);
    return Math.max(0, waitMs);
  });
}

const nameOf = (reference: string): string => `sap-posting|${reference}`;
