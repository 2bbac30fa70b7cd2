/** Puts together what the screen shows. An org or gateway that is down leaves its figures out; the screen says so. */
import type { DemoBroker } from './brokers.ts';
import type { DeadWork, Figures } from '../gateway/operations.ts';
import type { OrgPosition } from './org-side.ts';
import { PRODUCTS, STORES } from './plan.ts';
import type { DemoState, Lag, PositionState, Stop, Tone } from './state.ts';
import type { SimulatedTill } from '../../gateway/simulator/tills/till.ts';

export interface Seen {
  readonly tills: readonly SimulatedTill[];
  readonly figures: Figures | undefined;
  readonly dead: readonly DeadWork[];
  readonly positions: ReadonlyMap<string, OrgPosition> | undefined;
  readonly truth: ReadonlyMap<string, number>;
  readonly sapBook: ReadonlyMap<string, number>;
  readonly sap: { readonly documents: number; readonly rung: number; readonly lost: number; readonly waiting: number };
  readonly queue: DemoBroker['queue'];
}

const toneOf = (isBad: boolean): { tone: Tone } | Record<string, never> => (isBad ? { tone: 'warn' } : {});

export function tillsStop({ tills }: Seen): Stop {
  const waiting = tills.reduce((sum, till) => sum + till.waiting, 0);
  const offline = tills.filter(({ faults }) => faults.isOffline).length;
  return {
    state: offline > 0 ? 'troubled' : 'running',
    figures: [
      { label: 'Registers', value: tills.length },
      { label: 'Transactions', value: tills.reduce((sum, { journal }) => sum + journal.length, 0) },
      { label: 'Not uploaded', value: waiting, ...toneOf(waiting > 20) },
      { label: 'Offline', value: offline, ...toneOf(offline > 0) },
    ],
  };
}

export function gatewayStop({ figures, dead }: Seen): Stop {
  if (figures === undefined) return { state: 'down', figures: [{ label: 'State', value: 'does not answer', tone: 'bad' }] };
  const waiting = figures.work.filter(({ state }) => state === 'Waiting');
  const oldest = Math.min(...waiting.map(({ oldestReceivedAt }) => Date.parse(oldestReceivedAt ?? figures.at)));
  const ageSeconds = waiting.length === 0 ? 0 : Math.max(0, Math.round((Date.parse(figures.at) - oldest) / 1000));
  const total = (what: string): number => figures.sources.reduce((sum, { counts }) => sum + (counts[what] ?? 0), 0);
  const count = (work: typeof figures.work): number => work.reduce((sum, one) => sum + one.count, 0);
  const open = figures.breakers.filter(({ state }) => state !== 'Closed');
  return {
    state: dead.length > 0 || open.length > 0 ? 'troubled' : 'running',
    figures: [
      { label: 'Received', value: total('received') },
      { label: 'Waiting', value: count(waiting), ...toneOf(ageSeconds > 5) },
      { label: 'Oldest', value: `${String(ageSeconds)} s`, ...toneOf(ageSeconds > 5) },
      { label: 'Repeats absorbed', value: total('duplicate') + total('replayed-answer') + total('doorbell-repeated') },
      { label: 'Dead letters', value: dead.length, ...toneOf(dead.length > 0) },
      { label: 'Open breakers', value: open.length === 0 ? 'none' : open.map(({ system }) => system).join(', '), ...toneOf(open.length > 0) },
    ],
  };
}

export function orgStop({ positions }: Seen): Stop {
  if (positions === undefined) return { state: 'down', figures: [{ label: 'State', value: 'does not answer', tone: 'bad' }] };
  const values = [...positions.values()];
  return {
    state: 'running',
    figures: [
      { label: 'Positions', value: values.length },
      { label: 'On hand', value: values.reduce((sum, { onHand }) => sum + onHand, 0) },
      { label: 'Not in SAP yet', value: values.reduce((sum, { onHand, book }) => sum + onHand - book, 0) },
    ],
  };
}

export function sapStop({ sap, queue }: Seen): Stop {
  return {
    state: queue === undefined ? 'troubled' : 'running',
    figures: [
      { label: 'Documents', value: sap.documents },
      { label: 'Doorbells rung', value: sap.rung },
      { label: 'Doorbells lost', value: sap.lost, ...toneOf(sap.lost > 0) },
      { label: 'Still to ring', value: sap.waiting, ...toneOf(sap.waiting > 5) },
      { label: 'In the queue', value: queue === undefined ? 'broker down' : queue.waiting ?? 'RabbitMQ', ...toneOf(queue === undefined) },
    ],
  };
}

export function positionStates({ positions, truth, sapBook }: Seen): readonly PositionState[] {
  return STORES.flatMap(({ location }) => PRODUCTS.map(({ sku }): PositionState => {
    const key = `${sku}|${location}`;
    const position = positions?.get(key);
    const shelf = truth.get(key) ?? 0;
    const common = { sku, location, truth: shelf, sapBook: sapBook.get(key) ?? 0 };
    if (position === undefined) return { ...common, verdict: 'unknown', tone: 'warn' };
    const difference = position.onHand - shelf;
    const known = { ...common, onHand: position.onHand, pending: position.onHand - position.book };
    return difference === 0 ? { ...known, verdict: 'exact', tone: 'good' } : { ...known, verdict: `${difference > 0 ? '+' : ''}${String(difference)}, on its way`, tone: 'warn' };
  }));
}

export function lagsOf(figures: Figures | undefined): readonly Lag[] {
  return figures?.sources.flatMap(({ source, hops }) => hops.map(({ hop, p50Ms, p95Ms, p99Ms }) => ({ source, hop: hop.replaceAll('-', ' '), p50Ms: Math.round(p50Ms), p95Ms: Math.round(p95Ms), p99Ms: Math.round(p99Ms) }))) ?? [];
}

export function foundOf({ figures, dead }: Seen): DemoState['found'] {
  const letters = dead.slice(0, 5).map(({ source, key, reason, message }): Found => ({ text: `Dead: ${source} ${key}: ${message ?? reason ?? ''}`, tone: 'bad' }));
  const counted = Object.entries(FOUND_TEXTS).map(([what, text]): Found & { readonly sum: number } => {
    const sum = figures?.sources.reduce((total, { counts }) => total + (counts[what] ?? 0), 0) ?? 0;
    return { sum, text: `${String(sum)} × ${text}`, tone: 'good' };
  });
  return [...letters, ...counted.filter(({ sum }) => sum > 0)];
}

type Found = DemoState['found'][number];

const FOUND_TEXTS = {
  'sequence-gap': 'a register’s numbers had a gap', 'sequence-gap-closed': 'a gap was closed by a late upload', 'doorbell-missed': 'a document nobody rang for was found by polling',
  unmapped: 'a movement type nobody mapped was held back', late: 'a transaction came late', 'refused-clock': 'an upload of a wrong clock was refused', drift: 'drift was found',
  'drift-explained': 'drift explained itself and was closed', 'subscription-resumed': 'a subscription resumed where it was', 'connection-lost': 'a connection was lost and taken up again',
};
