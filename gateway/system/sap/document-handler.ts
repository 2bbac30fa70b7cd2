/** Work of the kind `document`: read the document that a doorbell named, turn its items into facts, and let those follow in the same transaction. */
import { oneByOne } from '../../delivery/one-by-one.ts';
import type { NewWork, Outcome, WorkHandler, WorkItem } from '../../delivery/work.ts';
import type { HealthLog } from '../../health/health-log.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Fact } from '../salesforce/org-api.ts';
import { NOT_VISIBLE, type DocumentWork } from './document-work.ts';
import type { MaterialDocument, SapApi } from './sap-api.ts';

/** Facts of a document; nothing of it is told while a part of it is not understood. */
export type MappedDocument =
  | { readonly facts: readonly Fact[]; readonly ignored: readonly IgnoredItem[] }
  | { readonly reason: 'GW-UNMAPPED' | 'GW-UNKNOWN-PLANT'; readonly message: string };

export interface IgnoredItem {
  /** Four digits. */
  readonly item: string;
  /** What was seen, in words: another plant than ours, stock that is not ours, no effect. */
  readonly why: string;
}

/** The process layer knows what movements mean. */
export interface DocumentMapper {
  map(document: MaterialDocument, signal?: AbortSignal): Promise<MappedDocument>;
}

export interface DocumentHandlerParts {
  readonly source: string;
  readonly sap: SapApi;
  readonly mapper: DocumentMapper;
  readonly health: HealthLog;
  readonly clock: Clock;
}

const MOST_PER_BATCH = 40;
const FIRST_LOOK_AGAIN_MS = 500;

export function documentHandler(parts: DocumentHandlerParts): WorkHandler {
  return {
    kind: 'document', system: 'SAP', mostPerBatch: MOST_PER_BATCH,
    deliver: (items, signal) => oneByOne(items, (item) => readAndMap(parts, item, signal)),
    settled: (endings) => {
      for (const { outcome } of endings) if (outcome.state === 'Dead' && outcome.reason === 'GW-UNMAPPED') parts.health.count(parts.source, 'unmapped');
    },
  };
}

async function readAndMap({ source, sap, mapper, health, clock }: DocumentHandlerParts, item: WorkItem, signal: AbortSignal): Promise<Outcome> {
  const { year, number } = item.body as DocumentWork;
  const document = await sap.document({ year, number }, signal);
  // A doorbell can be faster than the commit it tells of.
  if (document === undefined) return { state: 'Retry', reason: NOT_VISIBLE, message: `Document ${number} of ${year} cannot be read at SAP yet.`, afterMs: FIRST_LOOK_AGAIN_MS * 2 ** Math.min(item.attempts - 1, 7) };
  if (item.attempts === 1) health.hop(source, 'doorbell-to-read', Math.max(0, clock.now() - item.receivedAtMs));
  const mapped = await mapper.map(document, signal);
  if ('reason' in mapped) return { state: 'Dead', reason: mapped.reason, message: mapped.message };
  const follow = mapped.facts.map((fact) => workOf(fact, item.receivedAtMs));
  if (follow.length > 0) return { state: 'Done', effect: 'Read', follow };
  return { state: 'Done', effect: 'Ignored', message: mapped.ignored.map(({ item: itemNumber, why }) => `${itemNumber}: ${why}`).join('; ') };
}

function workOf(fact: Fact, receivedAtMs: number): NewWork {
  return { kind: 'fact', source: fact.source, key: fact.key, lane: `${fact.sku}|${fact.location}`, body: fact, occurredAtMs: Date.parse(fact.occurredAt), receivedAtMs };
}
