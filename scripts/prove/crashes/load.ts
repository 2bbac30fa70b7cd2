/** Calls as shops and tills make them, sent as fast as a few callers can until the org dies, and what the callers remember of the answers. */
import { call } from '../../../e2e/support/running-org.ts';

export const SKUS = ['CRASH-HOT', 'CRASH-B', 'CRASH-C'] as const;
export const LOCATION = 'CRASH';
const CALLERS = 8;

/** A call with a key of its own: sent again it is the same call. */
export interface Call {
  readonly path: string;
  readonly body: object;
  /** Thousandths would be exact; pieces are whole here. */
  readonly kind: 'reserve' | 'facts' | 'fulfil' | 'release';
}

export interface Acknowledged extends Call {
  readonly answer: unknown;
}

/** Everything that was sent since the beginning, and what came back. */
export class Memory {
  readonly acknowledged: Acknowledged[] = [];
  readonly unanswered: Call[] = [];
  /** Reservations that may still be fulfilled or released. */
  readonly open: string[] = [];
  number = 0;
}

export type Random = (below: number) => number;

/** Sends until a call gets no answer any more. @throws when an answer says anything but yes */
export async function loadUntilItDies(org: { readonly url: string }, token: string, memory: Memory, random: Random): Promise<void> {
  await Promise.all(Array.from({ length: CALLERS }, async () => {
    for (;;) {
      const next = nextCall(memory, random);
      let answered: { readonly status: number; readonly body: unknown };
      try {
        answered = await call(org, token, 'POST', next.path, next.body);
      } catch {
        memory.unanswered.push(next);
        return;
      }
      remember(memory, next, answered);
    }
  }));
}

export function remember(memory: Memory, sent: Call, { status, body }: { readonly status: number; readonly body: unknown }): void {
  if (status !== 200) throw new Error(`POST ${sent.path} ${JSON.stringify(sent.body)}: ${String(status)} ${JSON.stringify(body)}`);
  memory.acknowledged.push({ ...sent, answer: body });
  if (sent.kind === 'reserve' && isGranted(body)) memory.open.push((sent.body as { requestKey: string }).requestKey);
}

/** What was refused has nothing to end. */
function isGranted(answer: unknown): boolean {
  const [result] = (answer as { results: { lines: { granted: number }[] }[] }).results;
  return result!.lines.some(({ granted }) => granted > 0);
}

function nextCall(memory: Memory, random: Random): Call {
  const number = (memory.number += 1);
  const roll = random(10);
  if (roll < 2 && memory.open.length > 0) {
    const [key] = memory.open.splice(random(memory.open.length), 1);
    const kind = roll === 0 ? 'fulfil' : 'release';
    return { kind, path: `/reservations/${key!}/${kind}`, body: {} };
  }
  return roll < 6 ? reservation(number, random) : facts(number, random);
}

function reservation(number: number, random: Random): Call {
  const lines = SKUS.slice(0, 1 + random(SKUS.length)).map((sku, index) => ({ line: index + 1, sku, location: LOCATION, quantity: 1 + random(2) }));
  return { kind: 'reserve', path: '/reservations', body: { requestKey: `crash-${String(number)}`, kind: 'Firm', purpose: 'Ship', channel: 'WEB', allOrNothing: false, lines } };
}

function facts(number: number, random: Random): Call {
  const events = Array.from({ length: 1 + random(5) }, (_, index) => {
    // More comes in than goes out, so that there is something to promise after the hundredth kill as well.
    const isReceipt = random(3) === 0;
    return {
      key: `crash-${String(number)}-${String(index)}`, source: 'CRASH-TILL', intent: isReceipt ? 'StockReceived' : 'StockSold', sku: SKUS[random(SKUS.length)]!, location: LOCATION,
      quantity: isReceipt ? 4 + random(5) : 1 + random(3), occurredAt: new Date().toISOString(),
    };
  });
  return { kind: 'facts', path: '/events', body: { events } };
}
