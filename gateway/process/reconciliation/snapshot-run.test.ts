import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import type { Snapshot } from '../../system/salesforce/org-api.ts';
import type { DocumentMapper } from '../../system/sap/document-handler.ts';
import { testParts, type TestParts } from '../../system/sap/test/parts.ts';
import { mapDocument, type MappingRules } from '../intent/map-document.ts';
import { MovementMap } from '../intent/movement-map.ts';
import { Places } from '../intent/places.ts';
import { shippedRules } from '../intent/test/shipped-map.ts';
import { SnapshotRun } from './snapshot-run.ts';
import { MovingErp, type Happening } from './test/moving-erp.ts';

const START = Date.parse('2026-11-21T12:00:00Z');
const places = new Places([{ location: 'LYON', plant: '1010', storageLocation: '0001' }, { location: 'BACK', plant: '1010', storageLocation: '' }, { location: 'NICE', plant: '1020', storageLocation: '0001' }]);
const rules: MappingRules = { source: 'SAP', movements: new MovementMap(shippedRules()), places, tillMode: 'ByDay' };
const mapper: DocumentMapper = { map: async (document) => mapDocument(document, rules) };
const PLACES = [['LYON', '1010', '0001'], ['BACK', '1010', '0002'], ['NICE', '1020', '0001']] as const;
const MATERIALS = ['LAMP-1', 'LAMP-2'];

let parts: TestParts;
beforeEach(() => { parts = testParts(); });
afterEach(() => parts.close());

const runOver = (erp: MovingErp, change: Partial<ConstructorParameters<typeof SnapshotRun>[1]> = {}, attempts = 5) => new SnapshotRun({ source: 'SAP', overlapMinutes: 1, attempts }, {
  ...parts, sap: erp.api, rules: { current: async () => rules }, mapper, knownSkus: async (skus) => new Set(skus), booksOf: async () => new Map([['LAMP-1|LYON', 8]]), clock: erp.clock, ...change,
});
const snapshots = async (): Promise<Snapshot[]> => (await parts.store.find({ kind: 'snapshot', most: 1000 })).map(({ body }) => body as Snapshot);
const received = (quantityThousandths: number, change: Partial<Happening> = {}): Happening => ({ posting: { movementType: '501', items: [{ material: 'LAMP-1', plant: '1010', storageLocation: '0001', quantityThousandths }] }, lateMs: 0, afterMs: 1000, ...change });

/** What docs/domain.md says of a book: the newest snapshot, and every document that it neither names nor contains by its time. */
function bookOf(erp: MovingErp, told: readonly Snapshot[], sku: string, location: string): number | undefined {
  const anchor = told.filter((one) => one.sku === sku && one.location === location).sort((left, right) => (left.asOf < right.asOf ? 1 : -1))[0];
  if (anchor === undefined) return undefined;
  const named = new Set(anchor.documents?.map(({ key }) => key));
  let book = Math.round(anchor.sellable * 1000);
  for (const document of erp.all()) {
    const mapped = mapDocument(document, rules);
    for (const fact of 'facts' in mapped ? mapped.facts : []) {
      if (fact.sku === sku && fact.location === location && fact.condition === 'sellable' && !named.has(fact.key) && fact.occurredAt >= anchor.from) book += Math.round(fact.quantity * 1000);
    }
  }
  return book;
}

const happening: fc.Arbitrary<Happening> = fc.record({
  posting: fc.record({
    movementType: fc.constantFrom('251', '501', '311', '301', '321', '343', '601', '102'),
    items: fc.array(fc.record({ material: fc.constantFrom(...MATERIALS), plant: fc.constantFrom('1010', '1020'), storageLocation: fc.constant('0001'), quantityThousandths: fc.integer({ min: 1, max: 9_000 }), toPlant: fc.constantFrom('1010', '1020'), toStorageLocation: fc.constantFrom('0001') }), { minLength: 1, maxLength: 2 }),
  }),
  lateMs: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.integer({ min: 1, max: 50_000 }) }),
  afterMs: fc.integer({ min: 0, max: 20_000 }),
});

describe('a snapshot run', () => {
  it('anchors books that are the ERP\'s stock, whatever is posted while it reads and however late it becomes readable', async () => {
    let told = 0;
    await fc.assert(fc.asyncProperty(fc.array(happening, { maxLength: 24 }), fc.integer({ min: 0, max: 12 }), async (happenings, before) => {
      const erp = new MovingErp(START, happenings);
      erp.happen(before);
      const own = testParts(erp.clock);
      const run = runOver(erp, { store: own.store });
      await run.run();
      await run.run();
      erp.happen(happenings.length);
      erp.nowMs += 60_000;
      const all = (await own.store.find({ kind: 'snapshot', most: 1000 })).map(({ body }) => body as Snapshot);
      told += all.length;
      for (const [location, plant, storageLocation] of PLACES) {
        for (const sku of MATERIALS) {
          const book = bookOf(erp, all, sku, location);
          if (book !== undefined) assert.equal(book, erp.book.quantity({ material: sku, plant, storageLocation }, erp.nowMs), `${sku} at ${location}`);
        }
      }
      await own.close();
    }), { numRuns: 150 });
    assert.ok(told > 150, `${String(told)} snapshots were told`);
  });

  it('reads a position again that moved in between, and tells it when it is still', async () => {
    const erp = new MovingErp(START, [received(5000), received(1000), received(2000)]);
    erp.happen(1);
    const { told, left, differing } = await runOver(erp).run(['LYON']);
    assert.deepEqual([told, left, differing], [1, [], []]);
    assert.deepEqual((await snapshots()).map(({ sellable, documents }) => [sellable, documents?.map(({ quantity }) => quantity)]), [[8, [5, 1, 2]]]);
    assert.equal(parts.health.counts['snapshot-key-moved'], 1);
  });

  it('leaves to the next run, by name, what does not come to rest', async () => {
    const erp = new MovingErp(START, Array.from({ length: 30 }, () => received(1000)));
    erp.happen(1);
    const { told, left } = await runOver(erp, {}, 3).run(['LYON']);
    assert.deepEqual([told, left], [0, [{ sku: 'LAMP-1', location: 'LYON', reason: 'GW-MOVED' }]]);
  });

  it('leaves out a position with a document that is not understood: it would count again once it is', async () => {
    const erp = new MovingErp(START, [received(5000), { ...received(1000), posting: { ...received(1000).posting, shownMovementType: '951' } }, { ...received(1000), posting: { movementType: '501', items: [{ material: 'LAMP-2', plant: '1010', storageLocation: '0001', quantityThousandths: 1000 }] } }]);
    erp.happen(3);
    const { left } = await runOver(erp).run(['LYON']);
    assert.deepEqual(left, [{ sku: 'LAMP-1', location: 'LYON', reason: 'GW-UNMAPPED' }]);
    assert.deepEqual((await snapshots()).map(({ sku }) => sku), ['LAMP-2']);
  });

  it('names the documents since the last run, so that they settle what waits for them', async () => {
    const erp = new MovingErp(START, [received(5000), received(1000), received(2000)]);
    erp.happen(1);
    await runOver(erp).run();
    erp.nowMs += 30 * 60_000;
    await runOver(erp).run(['LYON']);
    const last = (await snapshots()).at(-1);
    assert.deepEqual([last?.sellable, last?.documents?.map(({ quantity }) => quantity)], [8, [5, 1, 2]], 'documents of half an hour ago, with an overlap of a minute');
  });

  it('has nothing to do with materials the org does not keep, nor with special stock', async () => {
    const erp = new MovingErp(START, [received(5000), { ...received(1000), posting: { movementType: '501', items: [{ material: 'SCREWS', plant: '1010', storageLocation: '0001', quantityThousandths: 1000 }, { material: 'LAMP-1', plant: '1010', storageLocation: '0001', quantityThousandths: 7000, specialStockType: 'K' }] } }]);
    erp.happen(2);
    const { positions, differing } = await runOver(erp, { knownSkus: async (skus) => new Set(skus.filter((sku) => sku.startsWith('LAMP'))) }).run(['LYON']);
    assert.deepEqual([positions, differing], [1, [{ sku: 'LAMP-1', location: 'LYON' }]]);
    assert.deepEqual((await snapshots()).map(({ sku, sellable }) => [sku, sellable]), [['LAMP-1', 5]]);
  });
});
