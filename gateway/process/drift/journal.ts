/** What the gateway itself wrote down about positions: doorbells, documents and snapshots it delivered, facts of tills. Only what somebody asks about is read. */
import type { GatewayStore, WorkQuestion } from '../../delivery/store.ts';
import type { WorkItem } from '../../delivery/work.ts';
import type { Fact, Snapshot } from '../../system/salesforce/org-api.ts';
import { documentOf, UNMAPPED, type ReceiptEvidence, type TellingEvidence } from './evidence.ts';
import { laneOf, type Place } from './sources.ts';

const PAGE = 500;
/** Each page looks all of them up anew. */
const NAMES_PER_QUESTION = 200;

/** Facts by source and key, with the work that carries them. */
export type Facts = ReadonlyMap<string, { readonly work: WorkItem; readonly fact: Fact }>;

/**
 * A fact as the org was told it. Tills name a store and a barcode; which position that is, the lane says: it was named when it was taken. A store that was named
 * later is not found by its lane.
 */
export function toldFact({ body, lane }: WorkItem): Fact {
  const fact = body as Omit<Fact, 'location'> & { readonly location?: string };
  const middle = lane.indexOf('|');
  return fact.location === undefined ? { ...fact, sku: lane.slice(0, middle), location: lane.slice(middle + 1) } : { ...fact, location: fact.location };
}

export const factName = (source: string, key: string): string => `${source}|${key}`;

/** What was written down since a moment, the ERP's and everybody's. */
export class Journal {
  readonly #store: Pick<GatewayStore, 'find'>;
  readonly #erp: string;
  readonly #fromMs: number;
  readonly #receipts = new Map<string, readonly ReceiptEvidence[]>();

  constructor(store: Pick<GatewayStore, 'find'>, erp: string, fromMs: number) {
    this.#store = store;
    this.#erp = erp;
    this.#fromMs = fromMs;
  }

  /** Facts about positions, in the order in which they came. */
  async factsOf(positions: readonly Place[]): Promise<Facts> {
    const lanes = new Set(positions.map(laneOf));
    const facts = new Map<string, { readonly work: WorkItem; readonly fact: Fact }>();
    for (const work of await this.#inLanes({ kind: 'fact' }, positions)) {
      const fact = toldFact(work);
      if (lanes.has(laneOf(fact))) facts.set(factName(work.source, work.key), { work, fact });
    }
    return facts;
  }

  /** Snapshots that were delivered, by position. */
  async snapshotsOf(positions: readonly Place[]): Promise<ReadonlyMap<string, readonly Snapshot[]>> {
    const delivered = await this.#inLanes({ kind: 'snapshot', source: this.#erp, state: 'Done' }, positions);
    return Map.groupBy(delivered.map(({ body }) => body as Snapshot), laneOf);
  }

  /** What was heard of documents, by `YEAR/NUMBER`. A document is told when its facts are, of which some may still wait. */
  async tellingsOf(documents: readonly string[], facts: Facts): Promise<ReadonlyMap<string, TellingEvidence>> {
    const heard: WorkItem[] = [];
    for (const keys of partsOf(documents)) heard.push(...(await this.#all({ kind: 'document', source: this.#erp, keys })));
    const tellings = new Map(heard.toSorted(byArrival).map(({ key, receivedAtMs, endedAtMs, state, reason }): readonly [string, TellingEvidence] =>
      [key, { document: key, receivedAtMs, readAtMs: state === 'Done' || reason === UNMAPPED ? endedAtMs : undefined, state, reason }]));
    for (const { work } of facts.values()) {
      const telling = tellings.get(documentOf(work.key));
      if (work.source === this.#erp && telling?.state === 'Done' && work.state !== 'Done') tellings.set(telling.document, { ...telling, state: work.state, reason: work.reason });
    }
    return tellings;
  }

  /** Receipts of the registers of a location, whatever was sold. Read once, however many positions ask. */
  async receiptsAt(location: string): Promise<readonly ReceiptEvidence[]> {
    const known = this.#receipts.get(location);
    if (known !== undefined) return known;
    const receipts = (await this.#all({ kind: 'fact', location })).map(toldFact).filter((fact) => fact.location === location).flatMap(receiptOf);
    this.#receipts.set(location, receipts);
    return receipts;
  }

  async #inLanes(question: Omit<WorkQuestion, 'most'>, positions: readonly Place[]): Promise<readonly WorkItem[]> {
    const found: WorkItem[] = [];
    for (const ofLocation of Map.groupBy(positions, ({ location }) => location).values()) {
      for (const lanes of partsOf([...new Set(ofLocation.map(laneOf))])) found.push(...(await this.#all({ ...question, lanes })));
    }
    return found.toSorted(byArrival);
  }

  async #all(question: Omit<WorkQuestion, 'most'>): Promise<readonly WorkItem[]> {
    const found: WorkItem[] = [];
    for (let afterId = 0; ;) {
      const page = await this.#store.find({ ...question, fromMs: this.#fromMs, afterId, most: PAGE });
      found.push(...page);
      if (page.length < PAGE) return found;
      afterId = page.at(-1)!.id;
    }
  }
}

const byArrival = (a: WorkItem, b: WorkItem): number => a.id - b.id;

function partsOf(names: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(names.length / NAMES_PER_QUESTION) }, (_, part) => names.slice(part * NAMES_PER_QUESTION, (part + 1) * NAMES_PER_QUESTION));
}

/** None when nobody numbered it. */
export function receiptOf({ register, sequence, occurredAt, businessDay }: Fact): readonly ReceiptEvidence[] {
  return register === undefined || sequence === undefined ? [] : [{ register: registerOfDay(register, businessDay), sequence, occurredAtMs: Date.parse(occurredAt) }];
}

/** Numbers of a register begin anew every day, as far as anybody can rely on. */
export const registerOfDay = (register: string, businessDay: string | undefined): string => (businessDay === undefined ? register : `${register} of ${businessDay}`);
