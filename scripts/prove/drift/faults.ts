/** One thing that goes wrong in a world, of a known class, and what would be the whole truth about it. A fault changes what really was said, posted or lost; what is seen follows from that. */
import { readingsOf } from './sight.ts';
import { BEGINNING, DAY, groupedBy, HOUR, MINUTE, NOW, post, ROWS, type Document, type Happening, type Item, type Random, type Row, type World } from './world.ts';
import type { DriftClass } from '../../../gateway/process/drift/finding.ts';

export interface Truth {
  readonly driftClass: DriftClass;
  readonly variant: string;
  /** Any of these names the event: the legs of a transfer, the lines of a receipt. */
  readonly keys: ReadonlySet<string>;
}

/** `undefined`: there is nothing in this world it could happen to. */
type Fault = (world: World, sku: string, random: Random) => readonly string[] | undefined;

const FAULTS: Readonly<Record<DriftClass, Readonly<Record<string, Fault>>>> = {
  Late: {
    'doorbell hours later': (world, sku, random) => {
      const document = any(documentsOf(world, sku).filter(({ createdAt }) => createdAt < NOW - 2 * DAY), random);
      if (document !== undefined) document.doorbellAt = document.inListAt + HOUR + random(38 * HOUR);
      return keysOf(document, sku);
    },
    'announced, delivery stuck': (world, sku, random) => {
      const document = any(documentsOf(world, sku).filter(({ createdAt }) => createdAt < NOW - 2 * HOUR), random);
      if (document !== undefined) document.isStuck = true;
      return keysOf(document, sku);
    },
    'till offline for a day': (world, sku, random) => {
      const receipt = any(receiptsOf(world, sku).filter(([one]) => one!.at < NOW - 3 * DAY), random);
      receipt?.forEach((line) => { line.tellings = line.tellings.map((told) => ({ ...told, receivedAt: line.at + 13 * HOUR + ((line.at * 7) % (40 * HOUR)) })); });
      return receipt?.map(told);
    },
    'posted days later': (world, sku, random) => {
      const group = any(postedGroups(world, sku).filter(({ lines: [first] }) => first!.at < BEGINNING + 3 * DAY), random);
      const delay = 50 * HOUR + random(20 * HOUR);
      group?.documents.forEach((document) => { move(document, group.lines[0]!.at + delay + random(HOUR)); });
      return group === undefined ? undefined : firstLines(group.lines);
    },
  },
  Lost: {
    'document never announced': (world, sku, random) => {
      const document = any(documentsOf(world, sku).filter(({ createdAt }) => createdAt < NOW - HOUR), random);
      if (document !== undefined) document.doorbellAt = undefined;
      return keysOf(document, sku);
    },
    'receipt never told by the till': (world, sku, random) => {
      const group = any(postedGroups(world, sku).filter(({ lines: [first] }) => first!.at < BEGINNING + 5 * DAY), random);
      const receipt = group === undefined ? undefined : any(receiptsIn(group.lines), random);
      if (group === undefined || receipt === undefined) return undefined;
      for (const line of receipt) line.tellings = [];
      return group.documents.flatMap((document) => keysOf(document, sku)!);
    },
    'receipt never posted by SAP': (world, sku, random) => {
      const group = any(postedGroups(world, sku).filter(({ lines: [first] }) => first!.at < BEGINNING + 3 * DAY), random);
      const receipt = group === undefined ? undefined : any(receiptsIn(group.lines), random);
      if (group === undefined || receipt === undefined) return undefined;
      let missing = Math.abs(receipt.reduce((sum, { change }) => sum + change, 0));
      for (const document of group.documents.toReversed()) {
        const [item] = document.items as [Item];
        const taken = Math.min(item.quantity, missing);
        missing -= taken;
        if (taken === item.quantity) world.documents = world.documents.filter((other) => other !== document);
        else document.items = [{ ...item, quantity: item.quantity - taken }];
      }
      return receipt.map(told);
    },
  },
  Duplicate: {
    'receipt posted twice by SAP': (world, sku, random) => {
      const group = any(postedGroups(world, sku), random);
      const original = group === undefined ? undefined : any(group.documents, random);
      return original === undefined ? undefined : postedAgain(world, sku, original, random);
    },
    'goods receipt posted twice by SAP': (world, sku, random) => {
      const lastCount = Math.max(...world.counts.filter((count) => count.sku === sku).map(({ at }) => at));
      const original = any(documentsOf(world, sku).filter(({ items: [item], createdAt, cancels }) => item!.row === ROWS.received && cancels === undefined && createdAt < lastCount - 4 * HOUR && !world.documents.some((other) => other.cancels === item!.key)), random);
      return original === undefined ? undefined : postedAgain(world, sku, original, random);
    },
    'receipt told by two sources': (world, sku, random) => {
      const line = any(receiptsOf(world, sku).filter((lines) => lines.length === 1), random)?.[0];
      const key = `STORE:${line?.reference ?? ''}`;
      line?.tellings.push({ key, source: 'STORE-APP', receivedAt: line.tellings[0]!.receivedAt + 1_000 + random(HOUR) });
      return line === undefined ? undefined : [key];
    },
    'receipt told under two keys': (world, sku, random) => {
      const group = any(postedGroups(world, sku), random);
      const line = group === undefined ? undefined : any(receiptsIn(group.lines).filter((lines) => lines.length === 1), random)?.[0];
      const key = `${line?.tellings[0]!.key ?? ''}-A`;
      line?.tellings.push({ key, source: 'TILL', receivedAt: line.tellings[0]!.receivedAt + 1_000 + random(HOUR) });
      return line === undefined ? undefined : [key];
    },
    'document told under two keys': (world, sku, random) => {
      const key = keysOf(any(documentsOf(world, sku), random), sku)?.[0];
      if (key === undefined) return undefined;
      const other = key.replace('2026/', '2026/00');
      world.otherKeys.set(key, other);
      return [other];
    },
  },
  OutOfOrder: {
    'document committed after a reading that is past it': (world, sku, random) => {
      const readings = readingsOf(world, sku);
      const index = 2 + random(readings.length - 2);
      const [reading, before, earlier] = [readings[index]!, readings[index - 1]!, readings[index - 2]!];
      const document = any(documentsOf(world, sku).filter(({ createdAt }) => createdAt < reading.from && createdAt > earlier.asOf + 10 * MINUTE && createdAt < before.asOf), random);
      if (document === undefined) return undefined;
      document.inStockAt = document.inListAt = reading.asOf + 10 * MINUTE + random(5 * HOUR);
      document.doorbellAt = document.inListAt + 200 + random(5_000);
      return keysOf(document, sku);
    },
    'stock ahead of the list of documents': (world, sku, random) => {
      const { asOf } = readingsOf(world, sku)[1 + random(world.readings.length - 1)]!;
      const document = post(world, random, { at: asOf - MINUTE - random(2 * MINUTE), items: [[[ROWS.received, ROWS.consumed, ROWS.scrapped][random(3)]!, sku, 1 + random(4)]] });
      document.inStockAt = document.createdAt;
      document.inListAt = asOf + MINUTE + random(3 * MINUTE);
      document.doorbellAt = document.inListAt + 200 + random(5_000);
      return keysOf(document, sku);
    },
    'sale stamped on the other side of a count': (world, sku, random) => {
      const count = any(world.counts.filter((one) => one.sku === sku), random)!;
      const line = any(receiptsOf(world, sku).filter((lines) => lines.length === 1 && Math.abs(lines[0]!.at - count.at) < 5 * HOUR && Math.abs(lines[0]!.at - count.at) > 2 * MINUTE), random)?.[0];
      if (line === undefined) return undefined;
      const off = MINUTE + random(90 * MINUTE);
      line.stampedAt = line.at > count.at ? count.at - off : count.at + off;
      return [told(line)];
    },
  },
  WrongMapping: {
    'told by a wrong row, mended since': (world, sku, random) => {
      const wrong = anyWrongRow(world, sku, random);
      if (wrong === undefined) return undefined;
      const [first] = wrong.items;
      const mendedAt = first!.createdAt + HOUR + random(2 * DAY);
      world.mapAt = (item, moment) => (isOf(item, wrong.row) && moment < mendedAt ? wrong.otherRow : item.row);
      return first!.items.filter((item) => isOf(item, wrong.row)).map(({ key }) => key);
    },
    'row still wrong': (world, sku, random) => {
      const wrong = anyWrongRow(world, sku, random);
      if (wrong === undefined) return undefined;
      world.mapAt = (item) => (isOf(item, wrong.row) ? wrong.otherRow : item.row);
      return wrong.items[0]!.items.filter((item) => isOf(item, wrong.row)).map(({ key }) => key);
    },
    'movement not in the map': (world, sku, random) => {
      const wrong = anyWrongRow(world, sku, random);
      if (wrong === undefined) return undefined;
      world.mapAt = (item) => (isOf(item, wrong.row) ? undefined : item.row);
      return wrong.items[0]!.items.filter((item) => isOf(item, wrong.row)).map(({ key }) => key);
    },
  },
  TrueLoss: {
    'goods gone from the shelf': (world, sku, random) => {
      const last = Math.max(...world.counts.filter((count) => count.sku === sku).map(({ at }) => at));
      const at = BEGINNING + 3 * HOUR + random(last - BEGINNING - 3 * HOUR);
      world.shelfLosses.push({ sku, at, change: lossOf(random) });
      return [world.counts.filter((count) => count.sku === sku && count.at >= at).sort((a, b) => a.at - b.at)[0]!.key];
    },
    'stock of SAP moved without a document': (world, sku, random) => {
      const readings = readingsOf(world, sku);
      const index = 1 + random(readings.length - 1);
      const at = readings[index - 1]!.asOf + HOUR + random(20 * HOUR);
      world.sapLosses.push({ sku, at, change: lossOf(random) });
      return [readings[index]!.key];
    },
  },
};

/** Injects a fault of the class; of its kinds the one that comes up, or the next that can happen in this world. */
export function inject(driftClass: DriftClass, world: World, sku: string, random: Random): Truth | undefined {
  const variants = Object.entries(FAULTS[driftClass]);
  const first = random(variants.length);
  for (let tried = 0; tried < variants.length; tried++) {
    const [variant, fault] = variants[(first + tried) % variants.length]!;
    const keys = fault(world, sku, random);
    if (keys !== undefined) return { driftClass, variant, keys: new Set(keys) };
  }
  return undefined;
}

const lossOf = (random: Random): number => (random(6) === 0 ? 1 : -1) * (1 + random(5));
const told = (line: Happening): string => line.tellings[0]!.key;
const isOf = ({ row }: Item, { movementType, stockType }: Row): boolean => row.movementType === movementType && row.stockType === stockType;

function any<T>(values: readonly T[], random: Random): T | undefined {
  return values.length === 0 ? undefined : values[random(values.length)];
}

/** Documents about the goods after the first reading, before the last day. */
function documentsOf(world: World, sku: string): readonly Document[] {
  return world.documents.filter(({ items, createdAt, isPhantom }) => !isPhantom && items.some((item) => item.sku === sku) && createdAt > world.readings[0]! + HOUR && createdAt < NOW - HOUR);
}

function keysOf(document: Document | undefined, sku: string): readonly string[] | undefined {
  return document?.items.filter((item) => item.sku === sku).map(({ key }) => key);
}

/** Lines of one receipt about the goods. */
function receiptsOf(world: World, sku: string): readonly (readonly Happening[])[] {
  return receiptsIn(world.happenings.filter((one) => one.sku === sku && one.register !== undefined && one.tellings.length === 1));
}

const receiptsIn = (lines: readonly Happening[]): readonly (readonly Happening[])[] => groupedBy(lines, ({ reference, change }) => `${reference} ${String(change < 0)}`);

interface Posted {
  readonly lines: readonly Happening[];
  readonly documents: readonly Document[];
}

/** Receipts, or days, with what SAP posted of them. */
function postedGroups(world: World, sku: string): readonly Posted[] {
  if (world.mode === 'Final') return [];
  const lines = world.happenings.filter((one) => one.sku === sku && one.register !== undefined && one.tellings.length === 1);
  const groups = world.mode === 'ByReference' ? receiptsIn(lines) : groupedBy(lines, ({ businessDay, change }) => `${businessDay} ${String(change < 0)}`);
  return groups.map((group) => {
    const [{ reference, businessDay, change }] = group as [Happening];
    const documents = world.documents.filter(({ items: [item], isPhantom, ...document }) => !isPhantom && item!.sku === sku && item!.row.isTold && item!.row.sign < 0 === change < 0 && (world.mode === 'ByReference' ? document.reference === reference : document.businessDay === businessDay));
    return { lines: group, documents };
  }).filter(({ documents }) => documents.length > 0);
}

/** Lines of the first receipt. */
function firstLines(lines: readonly Happening[]): readonly string[] {
  const [first] = lines.toSorted((a, b) => a.at - b.at);
  return lines.filter(({ reference }) => reference === first!.reference).map(told);
}

function move(document: Document, at: number): void {
  const ring = (document.doorbellAt ?? document.inListAt) - document.inListAt;
  document.createdAt = at;
  document.inStockAt = document.inListAt = at + 1_000;
  document.doorbellAt = document.inListAt + ring;
}

function postedAgain(world: World, sku: string, { items: [item], createdAt, reference, businessDay }: Document, random: Random): readonly string[] {
  const again = post(world, random, { at: createdAt + MINUTE + random(3 * HOUR), items: [[item!.row, sku, item!.quantity]], isPhantom: true, ...(reference === undefined ? {} : { reference }), ...(businessDay === undefined ? {} : { businessDay }) });
  return keysOf(again, sku)!;
}

interface WrongRow {
  readonly row: Row;
  readonly otherRow: Row;
  /** Documents of the row about the goods, oldest first. */
  readonly items: readonly Document[];
}

function anyWrongRow(world: World, sku: string, random: Random): WrongRow | undefined {
  const last = world.readings.at(-1)!;
  const documents = documentsOf(world, sku).filter(({ createdAt }) => createdAt < last - HOUR).toSorted((a, b) => a.createdAt - b.createdAt);
  const row = any([...new Map(documents.flatMap(({ items }) => items).map((item) => [`${item.row.movementType}|${item.row.stockType}`, item.row])).values()], random);
  if (row === undefined) return undefined;
  const others = (['onHand', 'inspection', 'damaged'] as const).filter((bucket) => bucket !== row.bucket);
  const ways: Row[] = [{ ...row, sign: row.sign === 1 ? -1 : 1 }, { ...row, bucket: others[random(2)]! }, ...(row.isTold ? [{ ...row, confirms: undefined }] : [])];
  return { row, otherRow: ways[random(ways.length)]!, items: documents.filter(({ items }) => items.some((item) => isOf(item, row))) };
}
