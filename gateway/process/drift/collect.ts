/** Collects what a gateway can know about positions over a window: SAP's documents and stock, the org's ledger, its own journal, the movement map as it is now. */
import type { Fact, Snapshot } from '../../system/salesforce/org-api.ts';
import type { MaterialDocument } from '../../system/sap/sap-api.ts';
import { BUCKETS, documentOf, type DeliveryEvidence, type DocumentEvidence, type Effect, type EntryEvidence, type LocalEvidence, type Patience, type PositionEvidence, type ReadingEvidence } from './evidence.ts';
import { factName, Journal, registerOfDay, type Facts } from './journal.ts';
import { bucketOfCondition, localEffectOf } from './local-effects.ts';
import { ledgerOf, policiesOf, type LedgerEntry, type Policies } from './org-ledger.ts';
import { laneOf, type DriftSources, type Place } from './sources.ts';

export interface Window {
  readonly fromMs: number;
  readonly nowMs: number;
  readonly patience: Omit<Patience, 'postingMs'>;
}

const HOUR_MS = 3_600_000;

export async function collect(positions: readonly Place[], sources: DriftSources, { fromMs, nowMs, patience }: Window): Promise<readonly PositionEvidence[]> {
  const journal = new Journal(sources.store, sources.erp, fromMs);
  const [facts, snapshots, policies] = await Promise.all([journal.factsOf(positions), journal.snapshotsOf(positions), policiesOf(sources.org)]);
  const readings = new Map(positions.map((place) => [laneOf(place), (snapshots.get(laneOf(place)) ?? []).map(readingOf).toSorted((a, b) => a.asOfMs - b.asOfMs)]));
  const documentsFromMs = Math.min(fromMs, ...[...readings.values()].flatMap(([first]) => (first === undefined ? [] : [first.fromMs])));
  const documents = await documentsByLane(sources, documentsFromMs, nowMs);
  const tellings = await journal.tellingsOf([...new Set(positions.flatMap((place) => (documents.get(laneOf(place)) ?? []).map(({ key }) => documentOf(key))))], facts);
  const alone = Map.groupBy([...facts.values()].filter(({ work }) => work.source === sources.erp && work.state === 'Done').map(({ fact }) => fact), laneOf);
  const locals = localsIn(facts, policies, sources.erp);
  const evidence: PositionEvidence[] = [];
  for (const place of positions) {
    const ledger = await ledgerOf(sources.org, place, fromMs);
    const own = documents.get(laneOf(place)) ?? [];
    const ownNumbers = new Set(own.map(({ key }) => documentOf(key)));
    const ownLocals = locals(ledger);
    const counts = ledger.filter(({ intent, outcome }) => intent === 'StockCounted' && outcome !== 'Quarantined').map(({ key, occurredAtMs, quantity }) => ({ key, countedAtMs: occurredAtMs, quantity }));
    const expectedHours = Math.max(0, ...[...new Set(ownLocals.map(({ source }) => source))].map((source) => policies(source).expectedHours));
    evidence.push({
      ...place, nowMs, patience: { ...patience, postingMs: (expectedHours || policies('Default').expectedHours) * HOUR_MS }, readings: readings.get(laneOf(place))!, documents: own, locals: ownLocals,
      tellings: [...tellings.values()].filter(({ document }) => ownNumbers.has(document)),
      deliveries: deliveriesOf(alone.get(laneOf(place)) ?? [], snapshots.get(laneOf(place)) ?? []),
      entries: ledger.filter(({ source, intent }) => source === sources.erp && intent === 'StockDocument').map(({ key, outcome, quantity, occurredAtMs, appliedAtMs }): EntryEvidence => ({ key, outcome, quantity, occurredAtMs, appliedAtMs })),
      counts,
      // They tell on which side of a count a receipt was; reading all of a location for nothing else is worth it only then.
      receipts: counts.length > 0 && ownLocals.some(({ register, sequence }) => register !== undefined && sequence !== undefined) ? await journal.receiptsAt(place.location) : [],
    });
  }
  return evidence;
}

/** Items by the position they are about, mapped as the map is now. */
async function documentsByLane({ sap, map, placeOf, plants }: DriftSources, fromMs: number, nowMs: number): Promise<ReadonlyMap<string, readonly DocumentEvidence[]>> {
  const byLane = new Map<string, DocumentEvidence[]>();
  const add = (place: Place, evidence: DocumentEvidence): void => { byLane.set(laneOf(place), [...(byLane.get(laneOf(place)) ?? []), evidence]); };
  for (const document of await sap.documentsCreated(new Date(fromMs).toISOString(), new Date(nowMs).toISOString(), await plants())) {
    const mapped = await map(document);
    for (const item of document.items) {
      const key = `${document.year}/${document.number}/${item.item}`;
      const fact = 'facts' in mapped ? mapped.facts.find((one) => one.key === key) : undefined;
      const place = fact ?? ('reason' in mapped ? await placeOf(item) : undefined);
      const effect = fact === undefined ? undefined : effectOf(fact);
      // Not ours, without effect, or in transit, which no snapshot holds.
      if (place === undefined || (fact !== undefined && effect === undefined)) continue;
      add({ sku: place.sku, location: place.location }, evidenceOf(document, item, effect));
    }
  }
  return byLane;
}

function evidenceOf(document: MaterialDocument, item: MaterialDocument['items'][number], effect: Effect | undefined): DocumentEvidence {
  const { reverses } = item;
  return {
    key: `${document.year}/${document.number}/${item.item}`, createdAtMs: Date.parse(document.createdAt), reference: document.reference ?? document.headerText, movementType: item.movementType, stockType: item.stockType, quantity: item.quantity,
    effect, cancels: reverses === undefined ? undefined : `${reverses.year}/${reverses.number}/${reverses.item}`,
  };
}

/** Of a document's fact, or of a document that a snapshot names. */
function effectOf({ quantity, condition, confirms }: Pick<Fact, 'quantity' | 'condition' | 'confirms'>): Effect | undefined {
  const bucket = bucketOfCondition(condition);
  const group = confirms === undefined ? undefined : 'reference' in confirms ? `R:${confirms.reference}` : `D:${confirms.businessDay}`;
  return bucket === undefined ? undefined : { bucket, change: quantity, group };
}

function deliveriesOf(alone: readonly Fact[], snapshots: readonly Snapshot[]): readonly DeliveryEvidence[] {
  const inSnapshots = snapshots.flatMap(({ documents = [] }) => documents);
  // Whichever came first is what the org keeps: a document's own telling, as a rule.
  const seen = new Set<string>();
  return [...alone, ...inSnapshots].flatMap((told): readonly DeliveryEvidence[] => {
    const effect = effectOf(told);
    if (effect === undefined || seen.has(told.key)) return [];
    seen.add(told.key);
    return [{ key: told.key, effect }];
  });
}

function readingOf({ key, asOf, from, sellable, inspection = 0, damaged = 0, documents = [] }: Snapshot): ReadingEvidence {
  return { key, asOfMs: Date.parse(asOf), fromMs: Date.parse(from), stock: { onHand: sellable, inspection, damaged }, members: documents.map((document) => document.key) };
}

/** Everything that is not the ERP's: facts of tills and shops, and what the org fulfilled itself. What was taken back counts no more. */
function localsIn(facts: Facts, policies: Policies, erp: string): (ledger: readonly LedgerEntry[]) => readonly LocalEvidence[] {
  const back = new Set([...facts.values()].flatMap(({ work, fact }) => (fact.intent === 'Reversal' && fact.reverses !== undefined ? [factName(work.source, fact.reverses)] : [])));
  return (ledger) => ledger.flatMap((entry) => {
    const { source, key, intent, outcome, quantity, occurredAtMs, appliedAtMs, changes } = entry;
    if (source === erp || outcome === 'Quarantined' || back.has(factName(source, key))) return [];
    const told = facts.get(factName(source, key));
    // A sale at the till of what was handed over before moves nothing.
    if (outcome === 'Absorbed' && told?.fact.correlation !== undefined) return [];
    const condition = told?.fact.condition ?? BUCKETS.map((bucket) => (changes[bucket] === 0 ? undefined : CONDITION_OF[bucket])).find((one) => one !== undefined);
    const effect = localEffectOf(intent, quantity, condition);
    const receipt = told?.fact.register === undefined ? undefined : registerOfDay(told.fact.register, told.fact.businessDay);
    return (effect ?? []).map(([bucket, change]): LocalEvidence => ({
      key, source, bucket, change, group: groupOf(entry, told?.fact, policies), occurredAtMs, receivedAtMs: told?.work.receivedAtMs ?? appliedAtMs,
      reference: told?.fact.reference ?? entry.reference, register: receipt, sequence: told?.fact.sequence,
    }));
  });
}

const CONDITION_OF = { onHand: 'sellable', inspection: 'inspection', damaged: 'damaged' } as const;

function groupOf({ source, key, intent, reference, occurredAtMs }: LedgerEntry, fact: Fact | undefined, policies: Policies): string | undefined {
  switch (policies(source).mode) {
    case 'Final': return undefined;
    // Entries of a reservation are named request key, line and leg.
    case 'ByReference': return `R:${intent === 'ReservationFulfilled' ? (key.split('|')[0] ?? key) : (fact?.reference ?? reference ?? key)}`;
    case 'ByDay': return `D:${fact?.businessDay ?? new Date(occurredAtMs).toISOString().slice(0, 10)}`;
  }
}
