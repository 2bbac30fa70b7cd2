/** Collects what a gateway can know about positions over a window: SAP's documents and stock, the org's ledger, its own journal, the movement map as it is now. */
import { documentOf, type EntryEvidence, type Patience, type PositionEvidence } from './evidence.ts';
import { deliveriesOf, documentsByLane, localsIn, readingOf } from './evidence-of.ts';
import { Journal } from './journal.ts';
import { ledgerOf, policiesOf } from './org-ledger.ts';
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
