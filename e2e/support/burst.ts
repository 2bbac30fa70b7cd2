/** Reservations sent as fast as a few callers can, until something happens to the org. */
import { call, type RunningOrg } from './running-org.ts';

export const LINES_PER_REQUEST = 3;
const CALLERS = 8;

export interface Burst {
  /** By request key: what was sent and what was answered. */
  readonly acknowledged: Map<string, { readonly request: object; readonly answer: unknown }>;
  /** Sent, or about to be, without an answer. */
  readonly unanswered: object[];
}

/** Sends until `acknowledged` calls are answered, then does `then` while the callers go on; ends when none of them gets an answer any more. */
export async function reserveUntil(org: RunningOrg, token: string, options: { readonly acknowledged: number; then(): Promise<void> }): Promise<Burst> {
  const burst: Burst = { acknowledged: new Map(), unanswered: [] };
  let number = 0;
  let isOver: Promise<void> | undefined;
  const caller = async (): Promise<void> => {
    for (;;) {
      const request = requestOf((number += 1));
      try {
        const { status, body } = await call(org, token, 'POST', '/reservations', request);
        if (status !== 200) throw new UnexpectedAnswer(`${String(status)} ${JSON.stringify(body)}`);
        burst.acknowledged.set(request.requestKey, { request, answer: body });
      } catch (error) {
        if (error instanceof UnexpectedAnswer || isOver === undefined) throw error;
        burst.unanswered.push(request);
        return;
      }
      if (burst.acknowledged.size >= options.acknowledged) isOver ??= options.then();
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  await isOver;
  return burst;
}

class UnexpectedAnswer extends Error {}

/** Two SKUs at a warehouse and one at a shop, one of them asked for by every request. */
function requestOf(number: number): { readonly requestKey: string } {
  const lines = [
    { line: 1, sku: 'HF-1001', location: 'DC-DAVENTRY', quantity: 1 },
    { line: 2, sku: `HF-${String(1002 + (number % 7))}`, location: 'DC-DUBLIN', quantity: 1 },
    { line: 3, sku: 'HF-1010', location: 'LON-01', quantity: 1 },
  ];
  return { requestKey: `burst-${String(number)}`, kind: 'Firm', purpose: 'Ship', channel: 'WEB', allOrNothing: false, lines } as { requestKey: string };
}
