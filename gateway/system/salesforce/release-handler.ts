import { TransientFailure } from '../../shared/failures.ts';
import { oneByOne } from '../../delivery/one-by-one.ts';
import type { Outcome, WorkHandler } from '../../delivery/work.ts';
import { firstError } from './org-http.ts';
import type { OrgApi } from './org-api.ts';

const RELEASES_PER_BATCH = 20;

/** Body of `release` work: the reservation to give back, all that is open of it or some lines. */
export interface ReleaseWork {
  readonly requestKey: string;
  readonly lines?: readonly { readonly line: number | string; readonly quantity?: number }[];
}

/** Gives reservations back. A release may overtake its reservation: the org then blocks the key. */
export function releaseHandler({ org }: { readonly org: OrgApi }): WorkHandler {
  return {
    kind: 'release',
    system: 'org',
    mostPerBatch: RELEASES_PER_BATCH,
    deliver: (items, signal) => oneByOne(items, async ({ body }) => release(org, body as ReleaseWork, signal)),
  };
}

async function release(org: OrgApi, { requestKey, lines }: ReleaseWork, signal: AbortSignal): Promise<Outcome> {
  const { status, body } = await org.call('POST', `/reservations/${encodeURIComponent(requestKey)}/release`, lines === undefined ? {} : { lines }, signal);
  const { code, message } = firstError(body);
  if (status === 200) return { state: 'Done', effect: 'Released' };
  // Handed over in the meantime: there is nothing left to give back.
  if (code === 'HF-ALREADY-FULFILLED') return { state: 'Done', effect: 'Fulfilled', reason: code, ...(message === undefined ? {} : { message }) };
  const reason = code ?? `HTTP-${String(status)}`;
  if (status >= 500) return { state: 'Retry', reason, message: message ?? 'The org failed at it.' };
  if (status === 400 || status === 409) return { state: 'Dead', reason, message: message ?? `The org answered ${String(status)}.` };
  throw new TransientFailure(`The org answered ${String(status)} ${reason} to a release: ${message ?? ''}`);
}
