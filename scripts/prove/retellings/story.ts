/** A story and how it is told: once as it happened, then in other orders and batches, over other ways, with repetitions. All of it comes from one seed. */
import fc from 'fast-check';
import { FOLLOWING, STRIDES, tellingsOf, TILLS, STORE, type Happening } from './history.ts';
import type { Condition, Fact, Snapshot, Telling } from './told.ts';

export interface Retelling {
  /** By telling: those with smaller numbers come first. */
  readonly order: readonly number[];
  /** Tellings that come once more, and where. */
  readonly again: readonly { readonly telling: number; readonly at: number }[];
  readonly batches: readonly { readonly size: number; readonly isByBus: boolean }[];
}

export interface Story {
  /** Weighed goods are told in quarters of a unit. */
  readonly isWeighed: boolean;
  readonly opening: number;
  /** Promised before anything else happens, so that every retelling promises alike. */
  readonly promise: { readonly quantity: number; readonly end: 'open' | 'fulfil' | 'release'; readonly at: number } | undefined;
  readonly happenings: readonly Happening[];
  readonly retellings: readonly Retelling[];
}

export type Delivery =
  | { readonly by: 'rest' | 'bus'; readonly facts: readonly Fact[] }
  | { readonly by: 'snapshots'; readonly snapshots: readonly Snapshot[] }
  | { readonly by: 'promise'; readonly quantity: number }
  | { readonly by: 'end'; readonly end: 'fulfil' | 'release' };

const INTENTS: readonly (readonly [string, readonly (Condition | undefined)[]])[] = [
  ['StockSold', [undefined]], ['StockSold', [undefined]], ['StockReceived', [undefined, 'sellable', 'inspection', 'damaged']], ['StockReturned', [undefined, 'sellable', 'damaged']],
  ['StockAdjusted', [undefined, 'sellable', 'inspection', 'damaged']], ['InspectionPassed', [undefined]], ['InspectionFailed', [undefined]], ['StockBlocked', [undefined]],
  ['StockUnblocked', [undefined]], ['StockScrapped', [undefined, 'sellable', 'damaged', 'inspection']], ['ReturnedToVendor', [undefined, 'sellable', 'inspection']], ['StockConsumed', [undefined]],
  ['TransferDispatched', [undefined]], ['TransferExpected', [undefined]], ['TransferReceived', [undefined, 'damaged', 'inspection']], ['TransferLost', [undefined]],
];
const MOST_TOLD = 40;

const placed = { place: fc.nat(1), time: fc.nat(STRIDES), millisecond: fc.constantFrom(0, 0, 1, 999), quantity: fc.integer({ min: 1, max: 9 }) };
const intentAndCondition = fc.constantFrom(...INTENTS).chain(([intent, conditions]) => fc.constantFrom(...conditions).map((condition) => ({ intent, condition })));
const till: fc.Arbitrary<Happening> = fc.record({
  what: fc.constant('till' as const), ...placed, kind: intentAndCondition, till: fc.nat(TILLS.length - 1), isMinus: fc.boolean(), reference: fc.nat(2), following: fc.constantFrom(...FOLLOWING), hasDay: fc.boolean(),
}).map(({ kind, ...rest }) => ({ ...rest, ...kind }));
const document: fc.Arbitrary<Happening> = fc.record({ what: fc.constant('document' as const), ...placed, condition: fc.constantFrom(undefined, 'sellable', 'inspection', 'damaged', 'transit'), isMinus: fc.boolean(), confirms: fc.nat(3), isCancelling: fc.boolean() });
const snapshot: fc.Arbitrary<Happening> = fc.record({ what: fc.constant('snapshot' as const), ...placed, strides: fc.nat(12), drift: fc.constantFrom(0, 0, 0, -2, 3) });
const count: fc.Arbitrary<Happening> = fc.record({ what: fc.constant('count' as const), ...placed, quantity: fc.nat(15) });
const reversal: fc.Arbitrary<Happening> = fc.record({ what: fc.constant('reversal' as const), of: fc.nat(MOST_TOLD), time: fc.nat(STRIDES), isOfNothing: fc.integer({ min: 0, max: 9 }).map((roll) => roll === 9) });

const happening = fc.oneof({ weight: 12, arbitrary: till }, { weight: 4, arbitrary: document }, { weight: 3, arbitrary: snapshot }, { weight: 2, arbitrary: count }, { weight: 3, arbitrary: reversal });
const retelling: fc.Arbitrary<Retelling> = fc.record({
  order: fc.array(fc.nat(999), { minLength: MOST_TOLD, maxLength: MOST_TOLD }),
  again: fc.array(fc.record({ telling: fc.nat(MOST_TOLD), at: fc.nat(999) }), { maxLength: 4 }),
  batches: fc.array(fc.record({ size: fc.integer({ min: 1, max: 6 }), isByBus: fc.integer({ min: 0, max: 3 }).map((roll) => roll === 0) }), { minLength: 4, maxLength: 4 }),
});

export const story: fc.Arbitrary<Story> = fc.record({
  isWeighed: fc.boolean(),
  opening: fc.constantFrom(20, 0),
  promise: fc.option(fc.record({ quantity: fc.integer({ min: 1, max: 20 }), end: fc.constantFrom('open', 'fulfil', 'release'), at: fc.nat(999) }), { freq: 2, nil: undefined }),
  happenings: fc.array(happening, { minLength: 1, maxLength: 9 }),
  retellings: fc.tuple(retelling),
});

/** As it happened, and each retelling. */
export const SCHEDULES_PER_STORY = 2;

const UNIT = { piece: 1_000, weighed: 250 };

/** Thousandths of one piece in this story. */
export const unitOf = ({ isWeighed }: Story): number => (isWeighed ? UNIT.weighed : UNIT.piece);

/** Everything the story tells of a product, the opening first. */
export function toldIn(story: Story, sku: string): readonly Telling[] {
  const unit = unitOf(story);
  return [...openingOf(story, sku), ...tellingsOf(story.happenings, { sku, unit })];
}

function openingOf({ opening, promise, ...rest }: Story, sku: string): readonly Fact[] {
  if (opening === 0 && promise === undefined) return [];
  const unit = unitOf({ opening, promise, ...rest });
  return [{ kind: 'fact', source: 'PROOF-FINAL', key: `${sku}-opening`, sku, location: STORE, intent: 'StockReceived', quantity: 20 * unit, occurredAt: Date.UTC(2026, 10, 18, 20, 0, 0) }];
}

/** The deliveries of a retelling, or of the story as it happened. */
export function deliveriesOf(story: Story, told: readonly Telling[], retelling: Retelling | undefined): readonly Delivery[] {
  const { promise } = story;
  const [opening, rest] = promise === undefined ? [[], told] : [told.slice(0, 1), told.slice(1)];
  const ordered = retelling === undefined ? rest.toSorted((a, b) => momentOf(a) - momentOf(b)) : reordered(rest, retelling);
  const batches = cut(ordered, retelling?.batches ?? [{ size: 5, isByBus: false }]);
  if (promise === undefined) return batches;
  const start: readonly Delivery[] = [{ by: 'rest', facts: opening as readonly Fact[] }, { by: 'promise', quantity: promise.quantity * unitOf(story) }];
  if (promise.end === 'open') return [...start, ...batches];
  const at = retelling === undefined ? batches.length : promise.at % (batches.length + 1);
  return [...start, ...batches.slice(0, at), { by: 'end', end: promise.end }, ...batches.slice(at)];
}

const momentOf = (telling: Telling): number => (telling.kind === 'fact' ? telling.occurredAt : telling.asOf);

function reordered(told: readonly Telling[], { order, again }: Retelling): readonly Telling[] {
  const shuffled = told.map((telling, index) => ({ telling, at: order[index % order.length]! })).toSorted((a, b) => a.at - b.at).map(({ telling }) => telling);
  for (const { telling, at } of again) if (told.length > 0) shuffled.splice(at % (shuffled.length + 1), 0, told[telling % told.length]!);
  return shuffled;
}

/** Batches in order; the snapshots of a batch follow its facts, as they have a call of their own. */
function cut(told: readonly Telling[], batches: Retelling['batches']): readonly Delivery[] {
  const deliveries: Delivery[] = [];
  for (let start = 0, turn = 0; start < told.length; turn++) {
    const { size, isByBus } = batches[turn % batches.length]!;
    const part = told.slice(start, start + size);
    start += size;
    const facts = part.filter((one) => one.kind === 'fact');
    const snapshots = part.filter((one) => one.kind === 'snapshot');
    if (facts.length > 0) deliveries.push({ by: isByBus ? 'bus' : 'rest', facts });
    if (snapshots.length > 0) deliveries.push({ by: 'snapshots', snapshots });
  }
  return deliveries;
}
