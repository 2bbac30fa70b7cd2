/** What the gateway itself wrote down about positions: doorbells, documents and snapshots it delivered, facts of tills. */
import type { GatewayStore } from '../../delivery/store.ts';
import type { WorkItem, WorkKind } from '../../delivery/work.ts';
import type { Fact, Snapshot } from '../../system/salesforce/org-api.ts';
import { documentOf, UNMAPPED, type ReceiptEvidence, type TellingEvidence } from './evidence.ts';
import { laneOf, type Place } from './sources.ts';

const PAGE = 500;

export interface Journal {
  /** By `YEAR/NUMBER`. */
  readonly tellings: ReadonlyMap<string, TellingEvidence>;
  /** Facts by source and key, with the work that carries them. */
  readonly facts: ReadonlyMap<string, { readonly work: WorkItem; readonly fact: Fact }>;
  /** Snapshots by position. */
  readonly snapshots: ReadonlyMap<string, readonly Snapshot[]>;
  /** By location. */
  readonly receipts: ReadonlyMap<string, readonly ReceiptEvidence[]>;
}

export const factName = (source: string, key: string): string => `${source}|${key}`;

/** @param positions facts and snapshots of others are passed over, receipts of their locations are not */
export async function readJournal(store: Pick<GatewayStore, 'find'>, erp: string, positions: readonly Place[], fromMs: number): Promise<Journal> {
  const lanes = new Set(positions.map(laneOf));
  const locations = new Set(positions.map(({ location }) => location));
  const tellings = new Map<string, TellingEvidence>();
  for await (const { source, key, receivedAtMs, endedAtMs, state, reason } of workSince(store, 'document', fromMs)) {
    if (source === erp) tellings.set(key, { document: key, receivedAtMs, readAtMs: state === 'Done' || reason === UNMAPPED ? endedAtMs : undefined, state, reason });
  }
  const facts = new Map<string, { readonly work: WorkItem; readonly fact: Fact }>();
  const receipts = new Map<string, ReceiptEvidence[]>();
  for await (const work of workSince(store, 'fact', fromMs)) {
    const fact = work.body as Fact;
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
export const registerOfDay = (register: string, businessDay: string | undefined): string => (businessDay === undefined ? register : `${register} of ${businessDay}`);
