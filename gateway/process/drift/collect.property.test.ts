/** Evidence read by lane beside evidence from all work of the window: whatever happened, what is said of it is the same. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { openSqliteStore } from '../../delivery/store-sqlite.ts';
import type { GatewayStore, WorkQuestion } from '../../delivery/store.ts';
import type { NewWork, Outcome, WorkItem } from '../../delivery/work.ts';
import { systemClock } from '../../shared/clock.ts';
import type { Fact, Snapshot } from '../../system/salesforce/org-api.ts';
import type { MaterialDocument } from '../../system/sap/sap-api.ts';
import { collect, type Window } from './collect.ts';
import type { PositionEvidence } from './evidence.ts';
import { findDrift } from './find-drift.ts';
import { laneOf, type DriftSources, type Place } from './sources.ts';
import { collectFromWholeWindow } from './test/whole-window.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const HOUR = 3_600_000;
const WINDOW: Window = { nowMs: NOW, fromMs: NOW - 7 * 24 * HOUR, patience: { doorbellMs: HOUR / 2, uploadMs: 12 * HOUR } };
const PLACES: readonly Place[] = ['A-1', 'A-10'].flatMap((sku) => ['LON', 'LON-1'].map((location) => ({ sku, location })));
const MORE_THAN_THE_WINDOW_HOURS = 9 * 24;

interface Happening {
  readonly kind: 'Receipt' | 'Document' | 'Snapshot' | 'Count';
  readonly place: number;
  readonly hoursAgo: number;
  readonly quantity: number;
  /** Later than it happened, by minutes; some come before they happened, as clocks are. */
  readonly lateMinutes: number;
  readonly state: WorkItem['state'];
  readonly register: number;
  readonly sequence: number;
  /** What makes it odd, read by its kind. */
  readonly oddity: number;
}

const happening: fc.Arbitrary<Happening> = fc.record({
  kind: fc.constantFrom('Receipt', 'Receipt', 'Document', 'Document', 'Snapshot', 'Count'), place: fc.nat(PLACES.length - 1), hoursAgo: fc.oneof(fc.integer({ min: 0, max: 48 }), fc.integer({ min: 0, max: MORE_THAN_THE_WINDOW_HOURS })), quantity: fc.integer({ min: 1, max: 4 }),
  lateMinutes: fc.constantFrom(-10, 0, 1, 5, 300, 1_000), state: fc.constantFrom('Done', 'Done', 'Done', 'Waiting', 'Dead', 'Discarded'), register: fc.nat(1), sequence: fc.integer({ min: 1, max: 30 }), oddity: fc.nat(9),
});

const at = (hoursAgo: number): string => new Date(NOW - hoursAgo * HOUR).toISOString();

/** An org, SAP and the gateway's own work of one world. */
class World {
  readonly documents: MaterialDocument[] = [];
  readonly entries = new Map<string, object[]>();
  readonly #sold = new Map<string, number>();
  readonly work: { readonly work: NewWork; readonly state: WorkItem['state']; readonly reason: string | undefined }[] = [];

  constructor(happenings: readonly Happening[]) {
    for (const [index, one] of happenings.toSorted((a, b) => b.hoursAgo - a.hoursAgo).entries()) this.#happen(one, index);
  }

  sources(store: Pick<GatewayStore, 'find'>): DriftSources {
    return {
      erp: 'SAP', store, plants: async () => ['LON'], sap: { documentsCreated: async (from, to) => this.documents.filter(({ createdAt }) => createdAt >= from && createdAt < to) },
      placeOf: async ({ material, plant }) => ({ sku: material, location: plant }),
      map: async (of) => (of.items[0]!.movementType === '951' ? { reason: 'GW-UNMAPPED', message: 'Unknown.' } : { facts: [factOf(of)] }),
      org: {
        query: async () => [{ Source__c: 'Default', Mode__c: 'Final', Expected_Hours__c: 24 }, { Source__c: 'TILL', Mode__c: 'ByReference', Expected_Hours__c: 24 }],
        call: async (_, asked) => {
          const search = new URL(asked, 'http://org').searchParams;
          return { status: 200, body: { items: [{ entries: (this.entries.get(`${search.get('sku')!}|${search.get('location')!}`) ?? []).toReversed() }] } };
        },
      },
    };
  }

  #happen(one: Happening, index: number): void {
    if (one.kind === 'Receipt') this.#sell(one, index);
    else if (one.kind === 'Document') this.#post(one, index);
    else if (one.kind === 'Snapshot') this.#read(one, index);
    else this.#tell(PLACES[one.place]!, 'COUNT', { key: `C-${String(index)}`, intent: 'StockCounted', quantity: 50 + (this.#sold.get(laneOf(PLACES[one.place]!)) ?? 0) - (one.oddity < 5 ? 0 : one.quantity) }, one.hoursAgo);
  }

  #sell({ place, hoursAgo, quantity, lateMinutes, state, register, sequence, oddity }: Happening, index: number): void {
    const { sku, location } = PLACES[place]!;
    const reference = `R${String(register)}-${String(sequence)}`;
    const source = oddity === 1 ? 'APP' : 'TILL';
    const earlier = this.work.findLast(({ work }) => work.source === source)?.work.key;
    const fact: Fact = {
      key: `${reference}-${String(index)}`, source, sku, location, quantity, occurredAt: at(hoursAgo), intent: oddity === 2 ? 'StockReturned' : 'StockSold', reference,
      ...(oddity === 3 ? {} : { register: `R${String(register)}`, sequence, businessDay: at(hoursAgo).slice(0, 10) }), ...(oddity === 4 ? { correlation: 'web-1' } : {}),
      ...(oddity === 5 && earlier !== undefined ? { intent: 'Reversal', reverses: earlier } : {}),
    };
    this.#append({ kind: 'fact', source, key: fact.key, lane: laneOf(fact), body: oddity === 6 ? { ...fact, location: undefined } : fact, occurredAtMs: NOW - hoursAgo * HOUR }, hoursAgo - lateMinutes / 60, state);
    if (oddity === 8) {
      const again = { ...fact, key: `AGAIN-${fact.key}`, source: 'APP' };
      this.#append({ kind: 'fact', source: 'APP', key: again.key, lane: laneOf(again), body: again, occurredAtMs: NOW - hoursAgo * HOUR }, hoursAgo, 'Done');
      this.#tell({ sku, location }, 'APP', again, hoursAgo);
    }
    this.#sold.set(laneOf(fact), (this.#sold.get(laneOf(fact)) ?? 0) - quantity);
    if (state === 'Done') this.#tell({ sku, location }, source, fact, hoursAgo, oddity === 4 ? 'Absorbed' : oddity === 7 ? 'Quarantined' : 'Applied');
  }

  #post({ place, hoursAgo, quantity, lateMinutes, state, register, sequence, oddity }: Happening, index: number): void {
    const { sku, location } = PLACES[place]!;
    const document: MaterialDocument = {
      year: '2026', number: String(index), createdAt: at(hoursAgo), postingDate: at(hoursAgo).slice(0, 10), ...(oddity < 5 ? { reference: `R${String(register)}-${String(sequence)}` } : {}),
      items: [{ item: '0001', material: sku, plant: location, storageLocation: '0001', movementType: oddity === 1 ? '951' : oddity === 2 ? '101' : '251', stockType: '01', quantity, baseUnit: 'EA', isAutomatic: false, isCancelled: false }],
    };
    if (oddity !== 3) this.documents.push(document);
    const lane = `2026/${document.number}`;
    if (oddity !== 4) this.#append({ kind: 'document', source: oddity === 8 ? 'OTHER' : 'SAP', key: lane, lane, body: { year: '2026', number: document.number }, occurredAtMs: NOW - hoursAgo * HOUR }, hoursAgo - lateMinutes / 60, oddity === 9 ? 'Done' : state, oddity === 1 ? 'GW-UNMAPPED' : undefined);
    if (state === 'Waiting' && oddity !== 9) return;
    const fact = factOf(document);
    // Told with another effect than the map has now.
    const body = oddity === 7 ? { ...fact, quantity: -fact.quantity } : fact;
    this.#append({ kind: 'fact', source: 'SAP', key: fact.key, lane: laneOf(fact), body, occurredAtMs: NOW - hoursAgo * HOUR }, hoursAgo - lateMinutes / 60, state);
    if (state === 'Done') this.#tell({ sku, location }, 'SAP', fact, hoursAgo - lateMinutes / 60);
  }

  #read({ place, hoursAgo, quantity, state, oddity }: Happening, index: number): void {
    const { sku, location } = PLACES[place]!;
    const from = at(hoursAgo + 30);
    const inStock = this.documents.filter(({ createdAt, items: [item] }) => createdAt < at(hoursAgo) && item!.material === sku && item!.plant === location && item!.movementType !== '951').map(factOf);
    const contained = inStock.filter(({ occurredAt }) => occurredAt >= from);
    const body: Snapshot = { key: `S-${String(index)}`, sku, location, asOf: at(hoursAgo), from, sellable: 50 + sumOf(oddity === 3 ? inStock.slice(0, -1) : inStock) - (oddity === 4 ? quantity : 0), ...(oddity === 1 ? {} : { documents: contained.map(({ key, quantity: change, condition, occurredAt }) => ({ key, quantity: change, condition: condition!, occurredAt })) }) };
    this.#append({ kind: 'snapshot', source: oddity === 2 ? 'OTHER' : 'SAP', key: body.key, lane: laneOf(body), body, occurredAtMs: NOW - hoursAgo * HOUR }, hoursAgo, state);
  }

  #append(work: Omit<NewWork, 'receivedAtMs'>, hoursAgo: number, state: WorkItem['state'], reason?: string): void {
    this.work.push({ work: { ...work, receivedAtMs: Math.round(NOW - hoursAgo * HOUR) }, state, reason });
  }

  #tell(place: Place, source: string, { key, intent, quantity }: Pick<Fact, 'key' | 'intent' | 'quantity'>, hoursAgo: number, outcome = 'Applied'): void {
    const entry = { key: `${source}|${key}|0|0`, intent, outcome, quantity, occurredAt: at(hoursAgo), appliedAt: at(hoursAgo), onHandChange: quantity };
    this.entries.set(laneOf(place), [...(this.entries.get(laneOf(place)) ?? []), entry]);
  }
}

const sumOf = (facts: readonly Fact[]): number => facts.reduce((sum, { quantity }) => sum + quantity, 0);

const factOf = ({ year, number, createdAt, reference, items: [item] }: MaterialDocument): Fact => ({
  key: `${year}/${number}/0001`, source: 'SAP', intent: 'StockDocument', sku: item!.material, location: item!.plant, quantity: item!.movementType === '251' ? -item!.quantity : item!.quantity, condition: 'sellable', occurredAt: createdAt,
  ...(reference === undefined ? {} : { confirms: { reference } }),
});

const OUTCOMES: Partial<Record<WorkItem['state'], (reason: string | undefined) => Outcome>> = {
  Done: () => ({ state: 'Done', effect: 'Applied' }), Dead: (reason = 'GW-CONFLICT') => ({ state: 'Dead', reason, message: 'no' }),
};

async function keep(store: GatewayStore, { work }: World): Promise<void> {
  await store.transaction((transaction) => transaction.append(work.map((one) => one.work)));
  const items = await store.find({ most: 1_000 });
  await store.transaction(async (transaction) => {
    await transaction.finish(items.flatMap((item, index) => {
      const outcome = OUTCOMES[work[index]!.state]?.(work[index]!.reason);
      return outcome === undefined ? [] : [{ item, outcome }];
    }));
    await transaction.discard(items.filter((_, index) => work[index]!.state === 'Discarded').map(({ id }) => id), NOW);
  });
}

const withoutReceipts = (evidence: readonly PositionEvidence[]): readonly unknown[] => evidence.map((one) => ({ ...one, receipts: [] }));

describe('evidence that is read by lane', () => {
  let folder: string;
  let worlds = 0;
  beforeEach(() => { folder = mkdtempSync(path.join(tmpdir(), 'holdfast-drift-')); });
  afterEach(() => { rmSync(folder, { recursive: true }); });

  it('says what all work of the window says', async () => {
    const met = new Set<string>();
    await fc.assert(fc.asyncProperty(fc.array(happening, { maxLength: 60, size: 'max' }), fc.uniqueArray(fc.nat(PLACES.length - 1), { minLength: 1 }), async (happenings, asked) => {
      const store = openSqliteStore({ file: path.join(folder, `${String((worlds += 1))}.db`), clock: systemClock, isDurable: false });
      try {
        const world = new World(happenings);
        await keep(store, world);
        const positions = asked.map((index) => PLACES[index]!);
        const before = await collectFromWholeWindow(positions, world.sources(store), WINDOW);
        const now = await collect(positions, world.sources(store), WINDOW);
        assert.deepEqual(withoutReceipts(now), withoutReceipts(before));
        const [found, expected] = [findDrift(now), findDrift(before)];
        assert.deepEqual(found, expected);
        for (const { parts } of found) for (const { driftClass } of parts) met.add(driftClass);
        for (const { receipts } of now) met.add(receipts.length > 0 ? 'receipts' : 'no receipts');
      } finally {
        await store.close();
      }
    }), { numRuns: 300 });
    assert.deepEqual([...met].toSorted(), ['Duplicate', 'Late', 'Lost', 'OutOfOrder', 'TrueLoss', 'WrongMapping', 'no receipts', 'receipts'], 'worlds that show every class');
  });

  it('costs what the positions asked for have, not what the window has', async (test) => {
    const store = openSqliteStore({ file: path.join(folder, 'store.db'), clock: systemClock, isDurable: false });
    test.after(() => store.close());
    const elsewhere = Array.from({ length: 3_000 }, (_, index): NewWork => {
      const fact: Fact = { key: `E-${String(index)}`, source: 'TILL', intent: 'StockSold', sku: `E-${String(index % 50)}`, location: 'LON', quantity: 1, occurredAt: at(1) };
      return { kind: 'fact', source: 'TILL', key: fact.key, lane: laneOf(fact), body: fact, occurredAtMs: NOW - HOUR, receivedAtMs: NOW - HOUR };
    });
    await store.transaction((transaction) => transaction.append(elsewhere));
    const questions: WorkQuestion[] = [];
    let read = 0;
    const counting: Pick<GatewayStore, 'find'> = { find: async (question) => {
      questions.push(question);
      const found = await store.find(question);
      read += found.length;
      return found;
    } };
    await collect([{ sku: 'E-7', location: 'LON' }, { sku: 'E-7', location: 'LON-1' }], new World([]).sources(counting), WINDOW);
    assert.equal(read, 60);
    assert.ok(questions.every(({ lanes, keys, location }) => lanes !== undefined || keys !== undefined || location !== undefined));
  });
});
