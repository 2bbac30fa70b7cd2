/** What sources tell about stock, in the words of the public surface. Quantities are thousandths of a base unit, moments milliseconds since the epoch: both are exact. */

export type Condition = 'sellable' | 'inspection' | 'damaged' | 'transit';
export type Bucket = 'OnHand' | 'Inspection' | 'Damaged' | 'InTransit';
export type Mode = 'Final' | 'ByReference' | 'ByDay';

/** Which local facts a document confirms, or of which it cancels another document. */
export type Confirms = ({ readonly reference: string } | { readonly businessDay: string }) & { readonly takesBack?: boolean };

interface Told {
  readonly source: string;
  readonly key: string;
  readonly sku: string;
  readonly location: string;
}

export interface Fact extends Told {
  readonly kind: 'fact';
  readonly intent: string;
  readonly quantity: number;
  readonly condition?: Condition | undefined;
  readonly occurredAt: number;
  readonly reference?: string | undefined;
  readonly businessDay?: string | undefined;
  readonly confirms?: Confirms | undefined;
  /** Key of the fact of the same source that is taken back. */
  readonly reverses?: string | undefined;
}

export interface Member {
  readonly key: string;
  readonly quantity: number;
  readonly condition?: Condition | undefined;
  readonly occurredAt: number;
  readonly confirms?: Confirms | undefined;
}

export interface Snapshot extends Told {
  readonly kind: 'snapshot';
  readonly asOf: number;
  /** Documents that occurred before are contained, whether named or not. */
  readonly from: number;
  readonly sellable: number;
  readonly inspection: number;
  readonly damaged: number;
  readonly documents: readonly Member[];
}

export type Telling = Fact | Snapshot;

export function entryKeyOf({ source, key }: { readonly source: string; readonly key: string }): string {
  return `${source}|${key}|0|0`;
}

export const positionKeyOf = ({ sku, location }: { readonly sku: string; readonly location: string }): string => `${sku}|${location}|0`;

/** As `POST /events` takes it. */
export function bodyOfFact({ source, key, sku, location, intent, quantity, condition, occurredAt, reference, businessDay, confirms, reverses }: Fact): object {
  return {
    source, key, sku, location, intent, quantity: quantity / 1_000, condition, occurredAt: timeOf(occurredAt), reference, businessDay, confirms, reverses,
    ...(intent === 'StockAdjusted' ? { reason: 'found' } : {}),
  };
}

/** As `POST /snapshots` takes it, below its source. */
export function bodyOfSnapshot({ key, sku, location, asOf, from, sellable, inspection, damaged, documents }: Snapshot): object {
  return {
    key, sku, location, asOf: timeOf(asOf), from: timeOf(from), sellable: sellable / 1_000, inspection: inspection / 1_000, damaged: damaged / 1_000,
    documents: documents.map(({ quantity, occurredAt, ...rest }) => ({ ...rest, quantity: quantity / 1_000, occurredAt: timeOf(occurredAt) })),
  };
}

const timeOf = (moment: number): string => new Date(moment).toISOString();
