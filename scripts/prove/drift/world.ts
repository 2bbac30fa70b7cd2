/**
 * A store, its tills, SAP and the gateway over some days, as they really were: what happened to the goods, who posted and told it when. Written from the words of docs/domain.md
 * and of SAP, and from nothing of the forensics that are scored on it. Quantities are whole pieces, moments milliseconds.
 */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const BEGINNING = Date.UTC(2026, 10, 16);
export const DAYS = 6;
/** When everything is looked at. */
export const NOW = BEGINNING + DAYS * DAY + 12 * HOUR;
export const LOCATION = 'LON-01';

export type Mode = 'ByReference' | 'ByDay' | 'Final';
export type Bucket = 'onHand' | 'inspection' | 'damaged';

/** What one item of a movement type does to SAP's stock. */
export interface Row {
  readonly movementType: string;
  readonly stockType: string;
  readonly bucket: Bucket;
  readonly sign: 1 | -1;
  readonly confirms: 'Reference' | 'BusinessDay' | undefined;
  /** Somebody else tells us of the same goods: a till, or we ourselves. */
  readonly isTold: boolean;
}

/** A sale, a return, a pickup handed over: at the till, on the shelf. */
export interface Happening {
  /** Keys under which the org is told, with the source; usually one. */
  tellings: { key: string; source: string; receivedAt: number }[];
  readonly sku: string;
  /** Of goods on hand. */
  readonly change: number;
  /** When it really was. */
  readonly at: number;
  /** What the clock of the till said. */
  stampedAt: number;
  readonly register: string | undefined;
  readonly sequence: number | undefined;
  readonly reference: string;
  readonly businessDay: string;
  /** Final: SAP never hears of it. */
  readonly mode: Mode;
}

export interface Item {
  readonly key: string;
  readonly sku: string;
  readonly row: Row;
  readonly quantity: number;
}

export interface Document {
  readonly number: string;
  items: readonly Item[];
  readonly reference: string | undefined;
  readonly businessDay: string | undefined;
  createdAt: number;
  /** From when SAP's stock holds it, and from when its list of documents does. */
  inStockAt: number;
  inListAt: number;
  /** `undefined`: it never rang. */
  doorbellAt: number | undefined;
  /** Told, but not yet delivered. */
  isStuck: boolean;
  readonly cancels: string | undefined;
  /** Goods never moved for it: it repeats another. */
  readonly isPhantom: boolean;
}

export interface Loss {
  readonly sku: string;
  readonly at: number;
  readonly change: number;
}

export interface World {
  readonly mode: Mode;
  readonly skus: readonly string[];
  readonly opening: ReadonlyMap<string, number>;
  readonly happenings: Happening[];
  documents: Document[];
  /** Moments of the nightly readings. */
  readonly readings: readonly number[];
  readonly counts: readonly { readonly sku: string; at: number; readonly key: string }[];
  /** Goods that vanished (or were found), seen by nobody. */
  readonly shelfLosses: Loss[];
  /** SAP's stock moved without a document. */
  readonly sapLosses: Loss[];
  /** What the map said of a movement at a moment; `undefined`: it does not know it. */
  mapAt: (item: Item, moment: number) => Row | undefined;
  /** Keys the org was told a document under besides its own. */
  readonly otherKeys: Map<string, string>;
}

export type Random = (below: number) => number;

export function randomOf(seed: number): Random {
  let state = (seed * 2_654_435_761) >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const SKUS = ['HF-1001', 'HF-1002', 'HF-1003'] as const;
const row = (movementType: string, stockType: string, bucket: Bucket, sign: 1 | -1, confirms?: Row['confirms'], isTold = false): Row => ({ movementType, stockType, bucket, sign, confirms, isTold });
export const ROWS = {
  received: row('101', '01', 'onHand', 1, 'Reference'), receivedForInspection: row('101', '02', 'inspection', 1, 'Reference'), cancelled: row('102', '01', 'onHand', -1, 'Reference'),
  sold: row('251', '01', 'onHand', -1, undefined, true), returned: row('252', '01', 'onHand', 1, undefined, true), handedOver: row('601', '01', 'onHand', -1, 'Reference', true),
  consumed: row('201', '01', 'onHand', -1), scrapped: row('551', '01', 'onHand', -1),
  inspected: [row('321', '02', 'inspection', -1), row('321', '01', 'onHand', 1)], blocked: [row('344', '01', 'onHand', -1), row('344', '07', 'damaged', 1)],
} as const;

const dayText = (moment: number): string => new Date(moment).toISOString().slice(0, 10);

export function worldOf(random: Random): World {
  const mode = (['ByReference', 'ByReference', 'ByDay', 'ByDay', 'Final'] as const)[random(5)]!;
  const readings = Array.from({ length: DAYS + 1 }, (_, day) => BEGINNING + day * DAY + 2 * HOUR + random(20 * MINUTE));
  const world: World = {
    mode, skus: SKUS, opening: new Map(SKUS.map((sku) => [sku, 60 + random(60)])), happenings: [], documents: [], readings, shelfLosses: [], sapLosses: [], otherKeys: new Map(),
    counts: SKUS.flatMap((sku) => [2, 4, 5].map((day) => ({ sku, at: BEGINNING + day * DAY + 8 * HOUR + random(10 * HOUR), key: `COUNT-${sku}-${String(day)}` }))),
    mapAt: (item) => item.row,
  };
  const clockOff = new Map(['R1', 'R2'].map((register) => [register, random(2 * MINUTE) - MINUTE]));
  const sequences = new Map([['R1', 1_000 + random(500)], ['R2', 1_000 + random(500)]]);
  for (let day = 0; day < DAYS; day++) {
    sellAllDay(world, day, random, clockOff, sequences);
    for (const sku of SKUS) moveInTheBack(world, sku, day, random);
  }
  quietCounts(world);
  world.documents.sort((a, b) => a.createdAt - b.createdAt);
  return world;
}

/** Nothing is sold while a count is going on: clocks that are right to the minute cannot put a sale on its other side. */
function quietCounts(world: World): void {
  for (const count of world.counts) while (world.happenings.some(({ sku, at }) => sku === count.sku && Math.abs(at - count.at) < 2 * MINUTE)) count.at += MINUTE;
}

function sellAllDay(world: World, day: number, random: Random, clockOff: ReadonlyMap<string, number>, sequences: Map<string, number>): void {
  const opens = BEGINNING + day * DAY + 9 * HOUR;
  const moments = Array.from({ length: 8 + random(16) }, () => opens + random(11 * HOUR)).sort((a, b) => a - b);
  const today: Happening[] = [];
  for (const at of moments) {
    const sku = SKUS[random(SKUS.length)]!;
    if (random(12) === 0) {
      today.push(handOver(world, sku, at, random));
      continue;
    }
    const register = random(2) === 0 ? 'R1' : 'R2';
    const sequence = sequences.get(register)! + 1 + random(3);
    sequences.set(register, sequence);
    const change = random(12) === 0 ? 1 : -(1 + random(3));
    const stampedAt = at + clockOff.get(register)!;
    const reference = `${register}-${dayText(at).replaceAll('-', '').slice(2)}-${String(sequence)}`;
    const receivedAt = Math.max(at, stampedAt) + (random(10) === 0 ? random(6 * HOUR) : 500 + random(20_000));
    // Some receipts have two lines of the same goods.
    for (let line = 1; line <= (random(15) === 0 ? 2 : 1); line++) {
      today.push({ tellings: [{ key: `${LOCATION}-${reference}-${String(line)}`, source: 'TILL', receivedAt }], sku, change, at, stampedAt, register, sequence, reference, businessDay: dayText(at), mode: world.mode });
    }
  }
  world.happenings.push(...today);
  const ofTills = today.filter(({ register }) => register !== undefined);
  if (world.mode === 'ByReference') for (const receipt of groupedBy(ofTills, ({ reference, sku, change }) => `${reference} ${sku} ${String(change < 0)}`)) postReceipt(world, receipt, random);
  if (world.mode === 'ByDay') for (const sold of groupedBy(ofTills, ({ sku, change }) => `${sku} ${String(change < 0)}`)) postDay(world, sold, day, random);
}

function handOver(world: World, sku: string, at: number, random: Random): Happening {
  const reference = `W${String(100_000 + random(900_000))}${String(random(1_000))}`;
  const change = -(1 + random(2));
  post(world, random, { at: at + 5_000 + random(50_000), reference, items: [[ROWS.handedOver, sku, -change]] });
  return { tellings: [{ key: `${reference}|1|F1`, source: 'HOLDFAST', receivedAt: at }], sku, change, at, stampedAt: at, register: undefined, sequence: undefined, reference, businessDay: dayText(at), mode: 'ByReference' };
}

/** Most receipts are posted in the night after, some within the hour. */
function postReceipt(world: World, lines: readonly Happening[], random: Random): void {
  const [{ at, sku, change, reference }] = lines as [Happening];
  const postedAt = random(4) === 0 ? at + 10 * MINUTE + random(50 * MINUTE) : nightAfter(at) + random(3 * HOUR);
  post(world, random, { at: postedAt, reference, items: [[{ ...(change < 0 ? ROWS.sold : ROWS.returned), confirms: 'Reference' }, sku, Math.abs(total(lines))]] });
}

/** One to three documents hold a day, cut anywhere. */
function postDay(world: World, sold: readonly Happening[], day: number, random: Random): void {
  const [{ sku, change, businessDay }] = sold as [Happening];
  let left = Math.abs(total(sold));
  for (let run = 1; left > 0; run++) {
    const quantity = run === 3 ? left : 1 + random(left);
    const postedAt = BEGINNING + day * DAY + 22 * HOUR + run * 40 * MINUTE + random(30 * MINUTE);
    post(world, random, { at: postedAt, reference: `POS${businessDay.replaceAll('-', '')}-${String(run)}`, businessDay, items: [[{ ...(change < 0 ? ROWS.sold : ROWS.returned), confirms: 'BusinessDay' }, sku, quantity]] });
    left -= quantity;
  }
}

function moveInTheBack(world: World, sku: string, day: number, random: Random): void {
  const at = (): number => BEGINNING + day * DAY + 6 * HOUR + random(14 * HOUR);
  if (random(2) === 0) {
    const reference = `DN${String(10_000 + random(90_000))}`;
    const quantity = 4 + random(20);
    const received = post(world, random, { at: at(), reference, items: [[ROWS.received, sku, quantity]] });
    // Deliveries come in parts, now and then in equal ones, and are cancelled now and then.
    if (random(6) === 0) post(world, random, { at: received.createdAt + 20 * MINUTE + random(3 * HOUR), reference, items: [[ROWS.received, sku, random(2) === 0 ? quantity : 1 + random(9)]] });
    else if (random(8) === 0) post(world, random, { at: received.createdAt + 5 * MINUTE + random(HOUR), reference, items: [[ROWS.cancelled, sku, quantity]], cancels: received.items[0]!.key });
  }
  if (random(3) === 0) post(world, random, { at: at(), items: [[ROWS.receivedForInspection, sku, 1 + random(5)]] });
  if (random(3) === 0) transfer(world, ROWS.inspected, sku, 1 + random(3), at(), random);
  if (random(4) === 0) transfer(world, ROWS.blocked, sku, 1 + random(2), at(), random);
  if (random(4) === 0) post(world, random, { at: at(), items: [[ROWS.consumed, sku, 1 + random(2)]] });
  if (random(4) === 0) post(world, random, { at: at(), items: [[ROWS.scrapped, sku, 1 + random(2)]] });
}

function transfer(world: World, legs: readonly Row[], sku: string, quantity: number, at: number, random: Random): void {
  post(world, random, { at, items: legs.map((leg): readonly [Row, string, number] => [leg, sku, quantity]) });
}

interface Posting {
  readonly at: number;
  readonly items: readonly (readonly [Row, string, number])[];
  readonly reference?: string;
  readonly businessDay?: string;
  readonly cancels?: string;
  readonly isPhantom?: boolean;
}

export function post(world: World, random: Random, { at, items, reference, businessDay, cancels, isPhantom = false }: Posting): Document {
  const number = String(4_900_000_000 + world.documents.length * 7 + random(7));
  // Commits take a moment, a few of them a minute; doorbells ring within seconds, a few of them within twenty minutes.
  const visibleAt = at + (random(50) === 0 ? random(90_000) : random(3_000));
  const document: Document = {
    number, reference, businessDay, cancels, isPhantom, createdAt: at, inStockAt: visibleAt, inListAt: visibleAt, isStuck: false,
    doorbellAt: visibleAt + (random(30) === 0 ? random(20 * MINUTE) : 200 + random(5_000)),
    items: items.map(([of, sku, quantity], index) => ({ key: `2026/${number}/${String(index + 1).padStart(4, '0')}`, sku, row: of, quantity })),
  };
  world.documents.push(document);
  return document;
}

export const nightAfter = (at: number): number => Math.floor((at - BEGINNING) / DAY) * DAY + BEGINNING + 22 * HOUR;
export const total = (happenings: readonly Happening[]): number => happenings.reduce((sum, { change }) => sum + change, 0);

export function groupedBy<T>(values: readonly T[], name: (value: T) => string): readonly (readonly T[])[] {
  return [...Map.groupBy(values, name).values()];
}

/** What really was on the shelf. */
export function onShelf(world: World, sku: string, moment: number): number {
  const happened = total(world.happenings.filter((one) => one.sku === sku && one.at <= moment));
  // Goods of documents that no till told move when the document is written.
  const moved = world.documents.filter(({ createdAt, isPhantom }) => createdAt <= moment && !isPhantom).flatMap(({ items }) => items).filter((item) => item.sku === sku && item.row.bucket === 'onHand' && !item.row.isTold)
    .reduce((sum, { row: { sign }, quantity }) => sum + sign * quantity, 0);
  return world.opening.get(sku)! + happened + moved + lossesUntil(world.shelfLosses, sku, moment);
}

export function lossesUntil(losses: readonly Loss[], sku: string, moment: number): number {
  return losses.filter((loss) => loss.sku === sku && loss.at <= moment).reduce((sum, { change }) => sum + change, 0);
}
