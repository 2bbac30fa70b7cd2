/** Evidence made of what was read, piece by piece: documents by the map, snapshots, deliveries, entries of the ledger. Who read it, and how much, is no matter here. */
import type { Fact, Snapshot } from '../../system/salesforce/org-api.ts';
import type { MaterialDocument } from '../../system/sap/sap-api.ts';
import { BUCKETS, type DeliveryEvidence, type DocumentEvidence, type Effect, type LocalEvidence, type ReadingEvidence } from './evidence.ts';
import { factName, registerOfDay, type Facts } from './journal.ts';
import { bucketOfCondition, localEffectOf } from './local-effects.ts';
import type { LedgerEntry, Policies } from './org-ledger.ts';
import { laneOf, type DriftSources, type Place } from './sources.ts';

/** Items by the position they are about, mapped as the map is now. */
export async function documentsByLane({ sap, map, placeOf, plants }: DriftSources, fromMs: number, nowMs: number): Promise<ReadonlyMap<string, readonly DocumentEvidence[]>> {
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

export function deliveriesOf(alone: readonly Fact[], snapshots: readonly Snapshot[]): readonly DeliveryEvidence[] {
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

export function readingOf({ key, asOf, from, sellable, inspection = 0, damaged = 0, documents = [] }: Snapshot): ReadingEvidence {
  return { key, asOfMs: Date.parse(asOf), fromMs: Date.parse(from), stock: { onHand: sellable, inspection, damaged }, members: documents.map((document) => document.key) };
}

/** Everything that is not the ERP's: facts of tills and shops, and what the org fulfilled itself. What was taken back counts no more. */
export function localsIn(facts: Facts, policies: Policies, erp: string): (ledger: readonly LedgerEntry[]) => readonly LocalEvidence[] {
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
