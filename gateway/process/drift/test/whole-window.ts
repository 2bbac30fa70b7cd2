/** How evidence was collected before the store answered by lane: all work of the window is read, and what is of other positions passed over. Kept to hold the present way against. */
import type { GatewayStore } from '../../../delivery/store.ts';
import type { WorkItem, WorkKind } from '../../../delivery/work.ts';
import type { Fact, Snapshot } from '../../../system/salesforce/org-api.ts';
import type { MaterialDocument } from '../../../system/sap/sap-api.ts';
import type { Window } from '../collect.ts';
import { BUCKETS, documentOf, UNMAPPED, type DeliveryEvidence, type DocumentEvidence, type Effect, type EntryEvidence, type LocalEvidence, type PositionEvidence, type ReadingEvidence, type ReceiptEvidence, type TellingEvidence } from '../evidence.ts';
import { toldFact } from '../journal.ts';
import { bucketOfCondition, localEffectOf } from '../local-effects.ts';
import { ledgerOf, policiesOf, type LedgerEntry, type Policies } from '../org-ledger.ts';
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
    const locals = localsOf(ledger, journal, policies, sources.erp);
    const expectedHours = Math.max(0, ...[...new Set(locals.map(({ source }) => source))].map((source) => policies(source).expectedHours));
    evidence.push({
      ...place, nowMs, patience: { ...patience, postingMs: (expectedHours || policies('Default').expectedHours) * HOUR_MS }, readings: readings.get(laneOf(place))!, documents: own, locals,
      tellings: [...journal.tellings.values()].filter(({ document }) => own.some(({ key }) => key.startsWith(`${document}/`))),
      deliveries: deliveriesOf(place, journal, sources.erp),
      entries: ledger.filter(({ source, intent }) => source === sources.erp && intent === 'StockDocument').map(({ key, outcome, quantity, occurredAtMs, appliedAtMs }): EntryEvidence => ({ key, outcome, quantity, occurredAtMs, appliedAtMs })),
      counts: ledger.filter(({ intent, outcome }) => intent === 'StockCounted' && outcome !== 'Quarantined').map(({ key, occurredAtMs, quantity }) => ({ key, countedAtMs: occurredAtMs, quantity })),
      receipts: journal.receipts.get(place.location) ?? [],
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

function deliveriesOf(place: Place, { facts, snapshots }: Journal, erp: string): readonly DeliveryEvidence[] {
  const alone = [...facts.values()].filter(({ work, fact }) => work.source === erp && work.state === 'Done' && laneOf(fact) === laneOf(place)).map(({ fact }) => fact);
  const inSnapshots = (snapshots.get(laneOf(place)) ?? []).flatMap(({ documents = [] }) => documents);
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
function localsOf(ledger: readonly LedgerEntry[], { facts }: Journal, policies: Policies, erp: string): readonly LocalEvidence[] {
  const back = new Set([...facts.values()].flatMap(({ work, fact }) => (fact.intent === 'Reversal' && fact.reverses !== undefined ? [factName(work.source, fact.reverses)] : [])));
  return ledger.flatMap((entry) => {
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

const factName = (source: string, key: string): string => `${source}|${key}`;

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

function receiptOf({ register, sequence, occurredAt, businessDay }: Fact): readonly ReceiptEvidence[] {
  return register === undefined || sequence === undefined ? [] : [{ register: registerOfDay(register, businessDay), sequence, occurredAtMs: Date.parse(occurredAt) }];
}

/** Numbers of a register begin anew every day, as far as anybody can rely on. */
const registerOfDay = (register: string, businessDay: string | undefined): string => (businessDay === undefined ? register : `${register} of ${businessDay}`);
