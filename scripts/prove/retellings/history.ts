/**
 * What happened to a product at two places, and what sources told of it: tills whose sales an ERP confirms in one of three ways, the ERP's documents, its snapshots with the
 * documents they contain, counts, transfers and facts that are taken back. Snapshots are taken from the documents, so their values are what an ERP would say at that moment.
 */
import type { Bucket, Condition, Confirms, Fact, Mode, Snapshot, Telling } from './told.ts';
import { effectOf } from './algebra.ts';

/** The other one is a store: only the first lets a newer snapshot overrule a count. */
export const DC = 'PROOF-DC';
export const STORE = 'PROOF-STORE';
export const PLACES = [DC, STORE] as const;
export const ERP = 'PROOF-ERP';
export const TILLS: readonly { readonly source: string; readonly mode: Mode }[] = [
  { source: 'PROOF-FINAL', mode: 'Final' }, { source: 'PROOF-REFERENCE', mode: 'ByReference' }, { source: 'PROOF-DAY', mode: 'ByDay' },
];
export const MODES: Readonly<Record<string, Mode>> = Object.fromEntries(TILLS.map(({ source, mode }) => [source, mode]));

/** Times are few, so that things happen at the same moment now and then. */
export const BEGINNING = Date.UTC(2026, 10, 18, 22, 0, 0);
const STRIDE_MS = 61 * 60_000;
export const STRIDES = 40;

/** How the ERP follows a till's fact. */
export const FOLLOWING = ['none', 'whole', 'half', 'more', 'early'] as const;

interface Placed {
  readonly place: number;
  /** Strides since the beginning. */
  readonly time: number;
  readonly millisecond: number;
  readonly quantity: number;
}

export type Happening =
  | Placed & { readonly what: 'till'; readonly intent: string; readonly till: number; readonly condition: Condition | undefined; readonly isMinus: boolean; readonly reference: number; readonly following: (typeof FOLLOWING)[number]; readonly hasDay: boolean }
  | Placed & { readonly what: 'document'; readonly condition: Condition | undefined; readonly isMinus: boolean; readonly confirms: number; readonly isCancelling: boolean }
  | Placed & { readonly what: 'snapshot'; readonly strides: number; readonly drift: number }
  | Placed & { readonly what: 'count' }
  | { readonly what: 'reversal'; readonly of: number; readonly time: number; readonly isOfNothing: boolean };

export interface HistorySetting {
  readonly sku: string;
  /** Thousandths of one piece; a weighed product has other steps. */
  readonly unit: number;
}

/** Everything that is told, in the order of the story. Documents of a day come after it. */
export function tellingsOf(happenings: readonly Happening[], { sku, unit }: HistorySetting): readonly Telling[] {
  const told: Telling[] = [];
  const key = (): string => `${sku}-${String(told.length).padStart(2, '0')}`;
  const tell = (fact: Omit<Fact, 'kind' | 'sku' | 'key'>): void => { told.push({ kind: 'fact', sku, key: key(), ...withoutAbsent(fact) }); };
  for (const one of happenings) {
    if (one.what === 'till') tellOfTill(one, unit, tell);
    else if (one.what === 'document') tellOfDocument(one, unit, tell);
    else if (one.what === 'count') tell({ source: 'PROOF-FINAL', intent: 'StockCounted', quantity: one.quantity * unit, occurredAt: momentOf(one), location: PLACES[one.place]! });
  }
  for (const document of documentsOfDays(told)) tell(document);
  const snapshots = happenings.filter((one) => one.what === 'snapshot');
  for (const one of snapshots) told.push(snapshotOf(one, { sku, unit }, key(), told));
  for (const one of happenings) if (one.what === 'reversal') tellOfReversal(one, unit, told, tell);
  return told;
}

type Tell = (fact: Omit<Fact, 'kind' | 'sku' | 'key'>) => void;

function momentOf({ time, millisecond }: Placed): number {
  return BEGINNING + time * STRIDE_MS + millisecond;
}

function tellOfTill(one: Happening & { readonly what: 'till' }, unit: number, tell: Tell): void {
  const { source, mode } = TILLS[one.till]!;
  const occurredAt = momentOf(one);
  const location = PLACES[one.place]!;
  const quantity = one.quantity * unit * (one.isMinus && one.intent === 'StockAdjusted' ? -1 : 1);
  // A transfer that is named belongs to a document, which follows its facts with entries of its own.
  const reference = one.reference === 0 || one.intent.startsWith('Transfer') ? undefined : `REF-${String(one.reference)}`;
  const businessDay = one.hasDay ? dayOf(occurredAt - 6 * 3_600_000) : undefined;
  tell({ source, intent: one.intent, quantity, condition: one.condition, occurredAt, location, reference, businessDay });
  if (mode !== 'ByReference' || one.following === 'none' || reference === undefined) return;
  const postedAt = occurredAt + (one.following === 'early' ? 0 : STRIDE_MS);
  for (const [bucket, change] of Object.entries(effectOf(one.intent, quantity, one.condition)) as [Bucket, number][]) {
    const parts = one.following === 'half' ? [half(change, unit)] : one.following === 'more' ? [change, change] : [change];
    for (const part of parts) if (part !== 0) tell({ source: ERP, intent: 'StockDocument', quantity: part, condition: CONDITION_OF[bucket], occurredAt: postedAt, location, confirms: { reference } });
  }
}

const CONDITION_OF: Readonly<Record<Bucket, Condition>> = { OnHand: 'sellable', Inspection: 'inspection', Damaged: 'damaged', InTransit: 'transit' };

const half = (change: number, unit: number): number => Math.trunc(change / unit / 2) * unit;

function tellOfDocument(one: Happening & { readonly what: 'document' }, unit: number, tell: Tell): void {
  const occurredAt = momentOf(one);
  const confirms: readonly (Confirms | undefined)[] = [undefined, { reference: 'REF-1' }, { reference: 'REF-2' }, { businessDay: dayOf(occurredAt) }];
  tell({ source: ERP, intent: 'StockDocument', quantity: one.quantity * unit * (one.isMinus ? -1 : 1), condition: one.condition, occurredAt, location: PLACES[one.place]!, confirms: cancelling(confirms[one.confirms], one.isCancelling) });
}

const cancelling = (confirms: Confirms | undefined, isCancelling: boolean): Confirms | undefined => (confirms !== undefined && isCancelling ? { ...confirms, takesBack: true } : confirms);

/** The ERP posts sums of a day: what went out and what came in, per bucket, after the day. The day of the last fact is still open. */
function documentsOfDays(told: readonly Telling[]): readonly Omit<Fact, 'kind' | 'sku' | 'key'>[] {
  const sums = new Map<string, { readonly location: string; readonly bucket: Bucket; readonly businessDay: string; quantity: number }>();
  const facts = told.filter((one): one is Fact => one.kind === 'fact' && MODES[one.source] === 'ByDay');
  for (const fact of facts) {
    const businessDay = fact.businessDay ?? dayOf(fact.occurredAt);
    for (const [bucket, change] of Object.entries(effectOf(fact.intent, fact.quantity, fact.condition)) as [Bucket, number][]) {
      const name = [fact.location, bucket, businessDay, change < 0].join();
      const known = sums.get(name) ?? { location: fact.location, bucket, businessDay, quantity: 0 };
      sums.set(name, { ...known, quantity: known.quantity + change });
    }
  }
  const lastDay = facts.map((fact) => fact.businessDay ?? dayOf(fact.occurredAt)).sort().at(-1);
  return [...sums.values()].filter(({ businessDay, quantity }) => businessDay !== lastDay && quantity !== 0).map(({ location, bucket, businessDay, quantity }) => ({
    source: ERP, intent: 'StockDocument', quantity, condition: CONDITION_OF[bucket], occurredAt: Date.parse(`${businessDay}T00:00:00Z`) + 30 * 3_600_000, location, confirms: { businessDay },
  }));
}

/** What the ERP's documents up to then add up to, and those of them since `from` by name. A drift is what its documents do not explain. */
function snapshotOf(one: Happening & { readonly what: 'snapshot' }, { sku, unit }: HistorySetting, key: string, told: readonly Telling[]): Snapshot {
  const asOf = momentOf(one);
  const from = asOf - one.strides * STRIDE_MS;
  const location = PLACES[one.place]!;
  const posted = told.filter((each): each is Fact => each.kind === 'fact' && each.intent === 'StockDocument' && each.location === location && each.occurredAt <= asOf);
  const value = (condition: Condition): number => posted.filter((each) => (each.condition ?? 'sellable') === condition).reduce((sum, { quantity }) => sum + quantity, 0);
  const documents = posted.filter(({ occurredAt }) => occurredAt >= from).map(({ key: document, quantity, condition, occurredAt, confirms }) => withoutAbsent({ key: document, quantity, condition, occurredAt, confirms }));
  return { kind: 'snapshot', source: ERP, key, sku, location, asOf, from, sellable: value('sellable') + one.drift * unit, inspection: value('inspection'), damaged: value('damaged'), documents };
}

/** Anything may be taken back, also what cannot be: that is refused by name and changes nothing. */
function tellOfReversal({ of, time, isOfNothing }: Happening & { readonly what: 'reversal' }, unit: number, told: readonly Telling[], tell: Tell): void {
  const original = told[of % Math.max(told.length, 1)];
  if (original === undefined) return;
  const { source, location, key } = original;
  const quantity = original.kind === 'fact' ? original.quantity : unit;
  tell({ source, intent: 'Reversal', quantity, occurredAt: BEGINNING + time * STRIDE_MS, location, reverses: isOfNothing ? `${key}-NOT` : key });
}

const dayOf = (moment: number): string => new Date(moment).toISOString().slice(0, 10);

/** JSON has no undefined. */
function withoutAbsent<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;
}
