/** What one reading of the ERP says, brought to our positions: documents per position, and stock per position. */
import type { Fact, Snapshot, SnapshotDocument } from '../../system/salesforce/org-api.ts';
import type { DocumentMapper } from '../../system/sap/document-handler.ts';
import type { MaterialDocument, StockRow } from '../../system/sap/sap-api.ts';
import { CONDITIONS } from '../intent/movement-map.ts';
import type { Places } from '../intent/places.ts';

export interface PositionKey {
  readonly sku: string;
  readonly location: string;
}

/** Documents of a time, by `SKU|LOCATION`. */
export interface Manifest {
  readonly documents: ReadonlyMap<string, readonly Fact[]>;
  /** Positions with a document that is not understood: their stock cannot be told yet, because the document would count again once it is. */
  readonly unmapped: ReadonlySet<string>;
}

export interface PositionStock {
  readonly sellable: number;
  readonly inspection: number;
  readonly damaged: number;
}

export const positionKey = ({ sku, location }: PositionKey): string => `${sku}|${location}`;

export function splitPositionKey(key: string): PositionKey {
  const at = key.lastIndexOf('|');
  return { sku: key.slice(0, at), location: key.slice(at + 1) };
}

export async function manifestOf(documents: readonly MaterialDocument[], mapper: DocumentMapper, places: Places, signal?: AbortSignal): Promise<Manifest> {
  const byPosition = new Map<string, Fact[]>();
  const unmapped = new Set<string>();
  for (const document of documents) {
    const mapped = await mapper.map(document, signal);
    if ('reason' in mapped) {
      for (const key of positionsOf(document, places)) unmapped.add(key);
      continue;
    }
    for (const fact of mapped.facts) {
      const key = positionKey(fact);
      const known = byPosition.get(key);
      if (known === undefined) byPosition.set(key, [fact]);
      else known.push(fact);
    }
  }
  return { documents: byPosition, unmapped };
}

/** Positions that a document can touch, whatever it means. */
function positionsOf(document: MaterialDocument, places: Places): readonly string[] {
  return document.items.flatMap((item) => [item.storageLocation, ''].flatMap((storageLocation) => {
    const place = places.locationOf(item.plant, storageLocation);
    return 'location' in place ? [positionKey({ sku: item.material.toUpperCase(), location: place.location })] : [];
  }));
}

/** The same documents, told by their keys. */
export function isSame(before: readonly Fact[] = [], after: readonly Fact[] = []): boolean {
  const keys = new Set(before.map(({ key }) => key));
  return keys.size === after.length && after.every(({ key }) => keys.has(key));
}

/** Own stock per position in thousandths that add up exactly. Goods in transit and tied empties are not part of a snapshot. */
export function stockByPosition(rows: readonly StockRow[], places: Places): ReadonlyMap<string, PositionStock> {
  const sums = new Map<string, { sellable: number; inspection: number; damaged: number }>();
  for (const row of rows) {
    const condition = CONDITIONS[row.stockType];
    const place = places.locationOf(row.plant, row.storageLocation);
    if (row.specialStockType !== undefined || condition === undefined || condition === 'transit' || !('location' in place)) continue;
    const key = positionKey({ sku: row.material.toUpperCase(), location: place.location });
    const sum = sums.get(key) ?? { sellable: 0, inspection: 0, damaged: 0 };
    sum[condition] = Math.round((sum[condition] + row.quantity) * 1000) / 1000;
    sums.set(key, sum);
  }
  return sums;
}

export function snapshotOf({ key, stock, documents, asOfMs, fromMs }: { key: string; stock: PositionStock | undefined; documents: readonly Fact[]; asOfMs: number; fromMs: number }): Snapshot {
  const { sku, location } = splitPositionKey(key);
  const { sellable, inspection, damaged } = stock ?? { sellable: 0, inspection: 0, damaged: 0 };
  const asOf = new Date(asOfMs).toISOString();
  return { key: `${sku}|${location}|${asOf}`, sku, location, asOf, from: new Date(fromMs).toISOString(), sellable, inspection, damaged, documents: documents.map(snapshotDocumentOf) };
}

function snapshotDocumentOf({ key, quantity, condition, occurredAt, confirms }: Fact): SnapshotDocument {
  return { key, quantity, occurredAt, ...(condition === undefined ? {} : { condition }), ...(confirms === undefined ? {} : { confirms }) };
}
