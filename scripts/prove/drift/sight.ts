/** What a gateway sees of a world: evidence, and nothing of the truth. */
import type { DeliveryEvidence, DocumentEvidence, Effect, EntryEvidence, LocalEvidence, PositionEvidence, ReadingEvidence, TellingEvidence } from '../../../gateway/process/drift/evidence.ts';
import { DAY, HOUR, LOCATION, lossesUntil, MINUTE, NOW, onShelf, type Document, type Happening, type Item, type Mode, type World } from './world.ts';

const OVERLAP = 15 * MINUTE;

/** A reading of SAP's stock of one material: documents, stock, documents again, until both lists are the same. */
export interface Taken {
  readonly key: string;
  readonly asOf: number;
  readonly from: number;
  readonly stock: { readonly onHand: number; readonly inspection: number; readonly damaged: number };
  readonly members: readonly Item[];
}

export function readingsOf(world: World, sku: string): readonly Taken[] {
  const taken: Taken[] = [];
  for (const [index, begun] of world.readings.entries()) {
    const from = (taken.at(-1)?.asOf ?? begun - DAY) - OVERLAP;
    const listed = (moment: number): readonly Item[] => world.documents.filter(({ createdAt, inListAt }) => createdAt >= from && inListAt <= moment).flatMap(({ items }) => items).filter((item) => item.sku === sku);
    let moment = begun;
    while (listed(moment).length !== listed(moment + 2_000).length) moment += 15_000;
    const asOf = moment + 1_000;
    const inStock = world.documents.filter(({ inStockAt }) => inStockAt <= asOf).flatMap(({ items }) => items).filter((item) => item.sku === sku);
    const of = (bucket: string): number => inStock.filter(({ row }) => row.bucket === bucket).reduce((sum, { row, quantity }) => sum + row.sign * quantity, 0);
    taken.push({ key: `SNAP-${sku}-${String(index)}`, asOf, from, members: listed(moment), stock: { onHand: world.opening.get(sku)! + of('onHand') + lossesUntil(world.sapLosses, sku, asOf), inspection: of('inspection'), damaged: of('damaged') } });
  }
  return taken;
}

/** A document item as it came to the org, by itself or in a snapshot, whichever was first. */
export interface Delivered {
  readonly key: string;
  readonly document: Document;
  readonly item: Item;
  readonly at: number;
  readonly effect: Effect;
  readonly isBySnapshot: boolean;
}

export function deliveriesOf(world: World, sku: string): readonly Delivered[] {
  const readings = readingsOf(world, sku);
  return world.documents.flatMap((document) => document.items.filter((item) => item.sku === sku).flatMap((item): readonly Delivered[] => {
    const isUnmapped = document.items.some((one) => world.mapAt(one, document.doorbellAt ?? NOW) === undefined);
    const rung = document.doorbellAt === undefined || document.isStuck || isUnmapped ? Infinity : document.doorbellAt + 1_000;
    const read = readings.find(({ members }) => members.includes(item));
    const readAt = read === undefined ? Infinity : read.asOf + 20_000;
    const at = Math.min(rung, readAt);
    if (at > NOW) return [];
    const effect = effectOf(world, document, item, at);
    if (effect === undefined) return [];
    const first = { key: item.key, document, item, at, effect, isBySnapshot: readAt < rung };
    const otherKey = world.otherKeys.get(item.key);
    return otherKey === undefined ? [first] : [first, { ...first, key: otherKey, at: at + 3 * MINUTE, isBySnapshot: false }];
  }));
}

function effectOf(world: World, document: Document, item: Item, moment: number): Effect | undefined {
  const row = world.mapAt(item, moment);
  if (row === undefined) return undefined;
  const group = row.confirms === 'Reference' && document.reference !== undefined ? `R:${document.reference}` : row.confirms === 'BusinessDay' ? `D:${document.businessDay ?? ''}` : undefined;
  return { bucket: row.bucket, change: row.sign * item.quantity, group };
}

export function groupOf({ reference, businessDay }: Happening, source: string, mode: Mode): string | undefined {
  if (source === 'HOLDFAST' || mode === 'ByReference') return `R:${reference}`;
  return mode === 'ByDay' ? `D:${businessDay}` : undefined;
}

export function sightOf(world: World, sku: string): PositionEvidence {
  const readings = readingsOf(world, sku);
  const [first] = readings;
  const delivered = deliveriesOf(world, sku);
  const visible = world.documents.filter(({ createdAt, inListAt }) => createdAt >= first!.from && inListAt <= NOW);
  return {
    sku, location: LOCATION, nowMs: NOW,
    patience: { doorbellMs: 30 * MINUTE, uploadMs: 12 * HOUR, postingMs: 48 * HOUR },
    readings: readings.map(({ key, asOf, from, stock, members }): ReadingEvidence => ({ key, asOfMs: asOf, fromMs: from, stock, members: members.map((item) => item.key) })),
    documents: visible.flatMap((document) => document.items.filter((item) => item.sku === sku).map((item): DocumentEvidence => ({
      key: item.key, createdAtMs: document.createdAt, reference: document.reference, movementType: item.row.movementType, stockType: item.row.stockType, quantity: item.quantity,
      effect: effectOf(world, document, item, NOW), cancels: document.cancels,
    }))),
    tellings: visible.filter(({ doorbellAt, items }) => doorbellAt !== undefined && doorbellAt <= NOW && items.some((item) => item.sku === sku)).map((document): TellingEvidence => {
      const isUnmapped = document.items.some((item) => world.mapAt(item, document.doorbellAt!) === undefined);
      return { document: `2026/${document.number}`, receivedAtMs: document.doorbellAt!, readAtMs: document.isStuck ? undefined : document.doorbellAt! + 1_000, state: isUnmapped ? 'Dead' : document.isStuck ? 'Waiting' : 'Done', reason: isUnmapped ? 'GW-UNMAPPED' : undefined };
    }),
    deliveries: delivered.map(({ key, effect }): DeliveryEvidence => ({ key, effect })),
    entries: delivered.map(({ key, document, effect, at, isBySnapshot }): EntryEvidence => ({ key, outcome: isBySnapshot ? 'InAnchor' : 'Applied', quantity: effect.change, occurredAtMs: document.createdAt, appliedAtMs: at })),
    locals: world.happenings.filter((one) => one.sku === sku).flatMap((one) => one.tellings.filter(({ receivedAt }) => receivedAt <= NOW).map(({ key, source, receivedAt }): LocalEvidence => ({
      key, source, bucket: 'onHand', change: one.change, group: groupOf(one, source, one.mode), occurredAtMs: one.stampedAt, receivedAtMs: receivedAt, reference: one.reference, register: one.register, sequence: one.sequence,
    }))),
    receipts: world.happenings.flatMap(({ register, sequence, stampedAt, tellings }) => (register === undefined || sequence === undefined || tellings.length === 0 ? [] : [{ register, sequence, occurredAtMs: stampedAt }])),
    counts: world.counts.filter((count) => count.sku === sku && count.at <= NOW).map(({ key, at }) => ({ key, countedAtMs: at, quantity: onShelf(world, sku, at) })),
  };
}
