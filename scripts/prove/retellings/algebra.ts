/**
 * What facts make of a position, written from the algebra of docs/domain.md and from nothing else: it shares no code and no thought with the Apex it judges.
 * A set of facts has one state image, whatever the order, the batches and the repetitions in which it was told.
 */
import { entryKeyOf, positionKeyOf, type Bucket, type Condition, type Confirms, type Fact, type Mode, type Snapshot, type Telling } from './told.ts';

export const BUCKETS: readonly Bucket[] = ['Damaged', 'InTransit', 'Inspection', 'OnHand'];

export type Vector = Partial<Record<Bucket, number>>;

const OF_CONDITION: Readonly<Record<Condition, Bucket>> = { sellable: 'OnHand', inspection: 'Inspection', damaged: 'Damaged', transit: 'InTransit' };
const moved = (from: Bucket, to: Bucket) => (quantity: number): Vector => ({ [from]: -quantity, [to]: quantity });
const into = (usual: Condition) => (quantity: number, condition: Condition = usual): Vector => ({ [OF_CONDITION[condition]]: quantity });
const outOf = (usual: Condition) => (quantity: number, condition: Condition = usual): Vector => ({ [OF_CONDITION[condition]]: -quantity });

/** What a fact moves, by its intent. Snapshots, counts and reversals move nothing of their own. */
const EFFECTS: Readonly<Record<string, (quantity: number, condition?: Condition) => Vector>> = {
  StockReceived: into('sellable'),
  StockSold: outOf('sellable'),
  StockReturned: into('inspection'),
  StockAdjusted: into('sellable'),
  InspectionPassed: moved('Inspection', 'OnHand'),
  InspectionFailed: moved('Inspection', 'Damaged'),
  StockBlocked: moved('OnHand', 'Damaged'),
  StockUnblocked: moved('Damaged', 'OnHand'),
  StockScrapped: outOf('damaged'),
  ReturnedToVendor: outOf('damaged'),
  StockConsumed: outOf('sellable'),
  TransferDispatched: outOf('sellable'),
  TransferExpected: (quantity) => ({ InTransit: quantity }),
  TransferReceived: (quantity, condition = 'sellable') => ({ InTransit: -quantity, [OF_CONDITION[condition]]: quantity }),
  TransferLost: (quantity) => ({ InTransit: -quantity }),
  StockDocument: into('sellable'),
  ReservationFulfilled: outOf('sellable'),
};

export const effectOf = (intent: string, quantity: number, condition: Condition | undefined): Vector => EFFECTS[intent]?.(quantity, condition) ?? {};

/** One movement that counts, with what decides how it counts. */
interface Movement {
  readonly key: string;
  readonly vector: Vector;
  /** Direction per bucket is that of the original when this takes one back, and of what is cancelled when this cancels a document. */
  readonly original: Vector;
  readonly isDocument: boolean;
  readonly isReversal: boolean;
  readonly group: string | undefined;
  readonly occurredAt: number;
}

interface Anchor {
  readonly key: string;
  readonly snapshot: Snapshot;
  readonly members: ReadonlySet<string>;
}

interface Net {
  in: number;
  out: number;
  inAtCount: number;
  outAtCount: number;
}

export interface PositionSetting {
  readonly sku: string;
  readonly location: string;
  /** A newer snapshot overrules the last count. */
  readonly adoptsSnapshots: boolean;
  /** Thousandths that are promised. */
  readonly reserved: number;
}

/** State image of a position after all of it was told. */
export function imageOf(setting: PositionSetting, told: readonly Telling[], modes: Readonly<Record<string, Mode>>): string {
  const known = new Map<string, Telling>();
  for (const telling of told.filter((one) => positionKeyOf(one) === positionKeyOf(setting)).flatMap(withMembers)) if (!known.has(entryKeyOf(telling))) known.set(entryKeyOf(telling), telling);
  const movements = [...known.values()].flatMap((telling) => movementOf(telling, known, modes));
  return text(setting, movements, newestAnchor(known), newestCount(known));
}

/** A snapshot brings the documents it contains. */
function withMembers(telling: Telling): readonly Telling[] {
  if (telling.kind === 'fact') return [telling];
  const { source, sku, location, documents } = telling;
  return [telling, ...documents.map((one): Fact => ({ kind: 'fact', intent: 'StockDocument', source, sku, location, ...one }))];
}

function movementOf(telling: Telling, known: ReadonlyMap<string, Telling>, modes: Readonly<Record<string, Mode>>): readonly Movement[] {
  if (telling.kind === 'snapshot' || telling.intent === 'StockCounted') return [];
  if (telling.intent === 'Reversal') return reversalOf(telling, known, modes);
  const vector = effectOf(telling.intent, telling.quantity, telling.condition);
  const isDocument = telling.intent === 'StockDocument';
  const group = isDocument ? groupOfDocument(telling.confirms) : groupOfLocal(telling, modes);
  const original = isDocument && telling.confirms?.takesBack === true ? negative(vector) : vector;
  return [{ key: entryKeyOf(telling), vector, original, isDocument, isReversal: false, group, occurredAt: telling.occurredAt }];
}

/** Counts once per original, and only against what moved goods itself. Which of several reversals counts makes no difference: they are all alike. */
function reversalOf(reversal: Fact, known: ReadonlyMap<string, Telling>, modes: Readonly<Record<string, Mode>>): readonly Movement[] {
  const original = known.get(entryKeyOf({ source: reversal.source, key: reversal.reverses! }));
  if (original === undefined || original.kind === 'snapshot' || original.intent === 'Reversal') return [];
  const [first] = [...known.values()].filter((one) => one.kind === 'fact' && one.intent === 'Reversal' && one.source === reversal.source && one.reverses === reversal.reverses);
  if (first !== reversal) return [];
  return movementOf(original, known, modes).map((movement) => ({ ...movement, key: entryKeyOf(reversal), vector: negative(movement.vector), isReversal: true }));
}

function negative(vector: Vector): Vector {
  return Object.fromEntries(Object.entries(vector).map(([bucket, change]) => [bucket, -change]));
}

function groupOfDocument(confirms: Confirms | undefined): string | undefined {
  if (confirms === undefined) return undefined;
  return 'reference' in confirms ? `R:${confirms.reference}` : `D:${confirms.businessDay}`;
}

function groupOfLocal({ source, key, reference, businessDay, occurredAt }: Fact, modes: Readonly<Record<string, Mode>>): string | undefined {
  switch (modes[source] ?? 'Final') {
    case 'Final': return undefined;
    case 'ByReference': return `R:${reference ?? key}`;
    case 'ByDay': return `D:${businessDay ?? new Date(occurredAt).toISOString().slice(0, 10)}`;
  }
}

function newestAnchor(known: ReadonlyMap<string, Telling>): Anchor | undefined {
  const snapshots = [...known.values()].filter((one) => one.kind === 'snapshot');
  const [snapshot] = snapshots.toSorted((a, b) => later([a.asOf, entryKeyOf(a)], [b.asOf, entryKeyOf(b)]));
  return snapshot === undefined ? undefined : { key: entryKeyOf(snapshot), snapshot, members: new Set(snapshot.documents.map(({ key }) => entryKeyOf({ source: snapshot.source, key }))) };
}

function newestCount(known: ReadonlyMap<string, Telling>): Fact | undefined {
  const counts = [...known.values()].filter((one): one is Fact => one.kind === 'fact' && one.intent === 'StockCounted');
  return counts.toSorted((a, b) => later([a.occurredAt, entryKeyOf(a)], [b.occurredAt, entryKeyOf(b)]))[0];
}

function later([oneMoment, oneKey]: readonly [number, string], [otherMoment, otherKey]: readonly [number, string]): number {
  return otherMoment - oneMoment || (otherKey > oneKey ? 1 : -1);
}

function isContained({ isDocument, isReversal, key, occurredAt }: Movement, bucket: Bucket, anchor: Anchor | undefined): boolean {
  if (!isDocument || anchor === undefined || bucket === 'InTransit') return false;
  return occurredAt < anchor.snapshot.from || (!isReversal && anchor.members.has(key));
}

function text({ sku, location, adoptsSnapshots, reserved }: PositionSetting, movements: readonly Movement[], anchor: Anchor | undefined, count: Fact | undefined): string {
  const nets = netsOf(movements, count);
  const pending = (bucket: Bucket, of: (net: Net) => readonly [number, number]): number => sum([...nets].filter(([name]) => name.startsWith(`${bucket} `)), ([, net]) => {
    const [incoming, outgoing] = of(net);
    return Math.max(0, incoming) - Math.max(0, outgoing);
  });
  const booked = (bucket: Bucket, counts: (movement: Movement) => boolean): number => sum(movements.filter((one) => (one.isDocument || one.group === undefined) && counts(one)), ({ vector }) => vector[bucket] ?? 0);
  const ofAnchor: Record<Bucket, number> = { OnHand: anchor?.snapshot.sellable ?? 0, Inspection: anchor?.snapshot.inspection ?? 0, Damaged: anchor?.snapshot.damaged ?? 0, InTransit: 0 };
  const book = (bucket: Bucket): number => ofAnchor[bucket] + booked(bucket, (one) => !isContained(one, bucket, anchor));
  const all = (net: Net): readonly [number, number] => [net.in, net.out];
  const quantity = (bucket: Bucket): number => {
    const isInForce = bucket === 'OnHand' && count !== undefined && !(adoptsSnapshots && anchor !== undefined && anchor.snapshot.asOf > count.occurredAt);
    if (!isInForce) return book(bucket) + pending(bucket, all);
    return count.quantity + booked('OnHand', ({ occurredAt }) => occurredAt > count.occurredAt) + pending('OnHand', all) - pending('OnHand', (net) => [net.inAtCount, net.outAtCount]);
  };
  const perBucket = (of: (bucket: Bucket) => number): string => `{"damaged":${number(of('Damaged'))},"inTransit":${number(of('InTransit'))},"inspection":${number(of('Inspection'))},"onHand":${number(of('OnHand'))}}`;
  return `{"anchor":${anchor === undefined ? 'null' : anchorText(anchor)},"book":${perBucket(book)},"buckets":${perBucket(quantity)},"count":${count === undefined ? 'null' : countText(count)},`
    + `"key":${JSON.stringify(positionKeyOf({ sku, location }))},"pending":[${pendingText(nets)}],"reserved":${number(reserved)}}`;
}

const anchorText = ({ key, snapshot: { asOf, from, sellable, inspection, damaged } }: Anchor): string =>
  `{"at":${String(asOf)},"damaged":${number(damaged)},"from":${String(from)},"inspection":${number(inspection)},"key":${JSON.stringify(key)},"onHand":${number(sellable)}}`;

const countText = (count: Fact): string => `{"at":${String(count.occurredAt)},"key":${JSON.stringify(entryKeyOf(count))},"quantity":${number(count.quantity)}}`;

/** By bucket and group, separated by a space that no bucket contains. */
function netsOf(movements: readonly Movement[], count: Fact | undefined): ReadonlyMap<string, Net> {
  const nets = new Map<string, Net>();
  for (const { vector, original, isDocument, group, occurredAt } of movements) {
    if (group === undefined) continue;
    for (const bucket of BUCKETS) {
      const change = vector[bucket] ?? 0;
      if (change === 0) continue;
      const name = `${bucket} ${group}`;
      const net = nets.get(name) ?? { in: 0, out: 0, inAtCount: 0, outAtCount: 0 };
      nets.set(name, net);
      const isOut = original[bucket]! < 0;
      const share = (isOut ? -change : change) * (isDocument ? -1 : 1);
      const isBeforeCount = count !== undefined && occurredAt <= count.occurredAt;
      net[isOut ? 'out' : 'in'] += share;
      if (isBeforeCount) net[isOut ? 'outAtCount' : 'inAtCount'] += share;
    }
  }
  return nets;
}

function pendingText(nets: ReadonlyMap<string, Net>): string {
  const rows = [...nets].filter(([, net]) => net.in !== 0 || net.out !== 0 || net.inAtCount !== 0 || net.outAtCount !== 0).map(([name, net]) => {
    const space = name.indexOf(' ');
    return { bucket: name.slice(0, space), group: name.slice(space + 1), net };
  });
  const sorted = rows.toSorted((a, b) => (a.bucket !== b.bucket ? (a.bucket < b.bucket ? -1 : 1) : a.group < b.group ? -1 : 1));
  return sorted.map(({ bucket, group, net }) => `{"bucket":"${bucket}","group":${JSON.stringify(group)},"in":${number(net.in)},"inAtCount":${number(net.inAtCount)},"out":${number(net.out)},"outAtCount":${number(net.outAtCount)}}`).join();
}

/** Thousandths as a number without trailing zeros. */
const number = (thousandths: number): string => String(thousandths / 1_000 + 0);

function sum<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((total, value) => total + of(value), 0);
}
