/** How evidence was collected before the store answered by lane: all work of the window is read, and what is of other positions passed over. Kept to hold the present way against. */
import type { GatewayStore } from '../../../delivery/store.ts';
import type { WorkItem, WorkKind } from '../../../delivery/work.ts';
import type { Fact, Snapshot } from '../../../system/salesforce/org-api.ts';
import type { Window } from '../collect.ts';
import { documentOf, UNMAPPED, type EntryEvidence, type PositionEvidence, type ReceiptEvidence, type TellingEvidence } from '../evidence.ts';
import { deliveriesOf, documentsByLane, localsIn, readingOf } from '../evidence-of.ts';
import { factName, receiptOf, toldFact } from '../journal.ts';
import { ledgerOf, policiesOf } from '../org-ledger.ts';
import { laneOf, type DriftSources, type Place } from '../sources.ts';

const HOUR_MS = 3_600_000;

export async function collectFromWholeWindow(positions: readonly Place[], sources: DriftSources, { fromMs, nowMs, patience }: Window): Promise<readonly PositionEvidence[]> {
  const [journal, policies] = await Promise.all([readJournal(sources.store, sources.erp, positions, fromMs), policiesOf(sources.org)]);
  const readings = new Map(positions.map((place) => [laneOf(place), (journal.snapshots.get(laneOf(place)) ?? []).map(readingOf).toSorted((a, b) => a.asOfMs - b.asOfMs)]));
  const documentsFromMs = Math.min(fromMs, ...[...readings.values()].flatMap(([first]) => (first === undefined ? [] : [first.fromMs])));
  const documents = await documentsByLane(sources, documentsFromMs, nowMs);
  const evidence: PositionEvidence[] = [];
  for (const place of positions) {
    const ledger = await ledgerOf(sources.org, place, fromMs);
    const own = documents.get(laneOf(place)) ?? [];
    const locals = localsIn(journal.facts, policies, sources.erp)(ledger);
    const expectedHours = Math.max(0, ...[...new Set(locals.map(({ source }) => source))].map((source) => policies(source).expectedHours));
    evidence.push({
      ...place, nowMs, patience: { ...patience, postingMs: (expectedHours || policies('Default').expectedHours) * HOUR_MS }, readings: readings.get(laneOf(place))!, documents: own, locals,
      tellings: [...journal.tellings.values()].filter(({ document }) => own.some(({ key }) => key.startsWith(`${document}/`))),
      deliveries: deliveriesOf(alone(journal, sources.erp, place), journal.snapshots.get(laneOf(place)) ?? []),
      entries: ledger.filter(({ source, intent }) => source === sources.erp && intent === 'StockDocument').map(({ key, outcome, quantity, occurredAtMs, appliedAtMs }): EntryEvidence => ({ key, outcome, quantity, occurredAtMs, appliedAtMs })),
      counts: ledger.filter(({ intent, outcome }) => intent === 'StockCounted' && outcome !== 'Quarantined').map(({ key, occurredAtMs, quantity }) => ({ key, countedAtMs: occurredAtMs, quantity })),
      receipts: journal.receipts.get(place.location) ?? [],
    });
  }
  return evidence;
}

const PAGE = 500;

interface Journal {
  /** By `YEAR/NUMBER`. */
  readonly tellings: ReadonlyMap<string, TellingEvidence>;
  /** Facts by source and key, with the work that carries them. */
  readonly facts: ReadonlyMap<string, { readonly work: WorkItem; readonly fact: Fact }>;
  /** Snapshots by position. */
  readonly snapshots: ReadonlyMap<string, readonly Snapshot[]>;
  /** By location. */
  readonly receipts: ReadonlyMap<string, readonly ReceiptEvidence[]>;
}

/** @param positions facts and snapshots of others are passed over, receipts of their locations are not */
async function readJournal(store: Pick<GatewayStore, 'find'>, erp: string, positions: readonly Place[], fromMs: number): Promise<Journal> {
  const lanes = new Set(positions.map(laneOf));
  const locations = new Set(positions.map(({ location }) => location));
  const tellings = new Map<string, TellingEvidence>();
  for await (const { source, key, receivedAtMs, endedAtMs, state, reason } of workSince(store, 'document', fromMs)) {
    if (source === erp) tellings.set(key, { document: key, receivedAtMs, readAtMs: state === 'Done' || reason === UNMAPPED ? endedAtMs : undefined, state, reason });
  }
  const facts = new Map<string, { readonly work: WorkItem; readonly fact: Fact }>();
  const receipts = new Map<string, ReceiptEvidence[]>();
  for await (const work of workSince(store, 'fact', fromMs)) {
    const fact = toldFact(work);
    if (locations.has(fact.location)) receipts.set(fact.location, [...(receipts.get(fact.location) ?? []), ...receiptOf(fact)]);
    if (!lanes.has(laneOf(fact))) continue;
    facts.set(factName(work.source, work.key), { work, fact });
    // A document is told when its facts are.
    const telling = tellings.get(documentOf(work.key));
    if (work.source === erp && telling?.state === 'Done' && work.state !== 'Done') tellings.set(telling.document, { ...telling, state: work.state, reason: work.reason });
  }
  const snapshots = new Map<string, Snapshot[]>();
  for await (const { body, source, state } of workSince(store, 'snapshot', fromMs)) {
    const snapshot = body as Snapshot;
    const lane = laneOf(snapshot);
    if (source === erp && state === 'Done' && lanes.has(lane)) snapshots.set(lane, [...(snapshots.get(lane) ?? []), snapshot]);
  }
  return { tellings, facts, snapshots, receipts };
}

async function* workSince(store: Pick<GatewayStore, 'find'>, kind: WorkKind, fromMs: number): AsyncGenerator<WorkItem> {
  for (let afterId = 0; ;) {
    const page = await store.find({ kind, fromMs, afterId, most: PAGE });
    yield* page;
    if (page.length < PAGE) return;
    afterId = page.at(-1)!.id;
  }
}

/** What the ERP's documents were told as, by themselves. */
function alone({ facts }: Journal, erp: string, place: Place): readonly Fact[] {
  return [...facts.values()].filter(({ work, fact }) => work.source === erp && work.state === 'Done' && laneOf(fact) === laneOf(place)).map(({ fact }) => fact);
}
