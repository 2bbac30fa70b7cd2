/** The shipped movement map against the books of the simulated ERP, which know nothing of each other. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { SapBook, type Posting, type StoredDocument } from '../../simulator/sap/book.ts';
import { headerEntity, itemEntity } from '../../simulator/sap/entities.ts';
import { MOVEMENT_TYPES } from '../../simulator/sap/movement-effects.ts';
import { documentOf } from '../../system/sap/odata-entities.ts';
import { mapDocument, type MappingRules } from './map-document.ts';
import { CONDITIONS, MovementMap } from './movement-map.ts';
import { Places, type ErpPlace } from './places.ts';
import { shippedRules } from './test/shipped-map.ts';

const places: readonly ErpPlace[] = [
  { location: 'LYON', plant: '1010', storageLocation: '0001' },
  { location: 'LYON-BACK', plant: '1010', storageLocation: '' },
  { location: 'NICE', plant: '1020', storageLocation: '0001' },
];
const rules: MappingRules = { source: 'SAP', movements: new MovementMap(shippedRules()), places: new Places(places), tillMode: 'ByReference' };
const read = (document: StoredDocument) => documentOf({ ...headerEntity(document), to_MaterialDocumentItem: { results: document.items.map((item) => itemEntity(document, item)) } });
const posted = (posting: Posting) => read(new SapBook().post(posting, { createdAtMs: Date.parse('2026-11-21T12:00:00Z') }));
const mapped = (posting: Posting, change: Partial<MappingRules> = {}, own?: string) => mapDocument(posted(posting), { ...rules, ...change }, own);
const factsOf = (answer: ReturnType<typeof mapDocument>) => {
  assert.ok('facts' in answer, JSON.stringify(answer));
  return answer.facts;
};
const LAMP = { material: 'lamp-1', plant: '1010', storageLocation: '0001', quantityThousandths: 2500 };

const anyPosting: fc.Arbitrary<Posting> = fc.record({
  movementType: fc.constantFrom(...MOVEMENT_TYPES),
  items: fc.array(fc.record({
    material: fc.constantFrom('LAMP-1', 'LAMP-2'), plant: fc.constantFrom('1010', '1020'), storageLocation: fc.constant('0001'), quantityThousandths: fc.integer({ min: 1, max: 9_000 }),
    toPlant: fc.constantFrom('1010', '1020'), toStorageLocation: fc.constantFrom('0001'),
  }), { minLength: 1, maxLength: 3 }),
});

describe('a mapped document', () => {
  it('does to our stock what it did to the stock of the ERP, whatever its type, both items of transfers and transit included', () => {
    fc.assert(fc.property(fc.array(anyPosting, { minLength: 1, maxLength: 6 }), fc.array(fc.nat(5), { maxLength: 3 }), (postings, cancelled) => {
      const book = new SapBook();
      const documents = postings.map((posting, index) => book.post(posting, { createdAtMs: index }));
      for (const index of new Set(cancelled)) {
        const document = documents[index];
        if (document !== undefined && document.items.length > 0) documents.push(book.cancel(document.year, document.number, { createdAtMs: 100 }));
      }
      const sums = new Map<string, number>();
      const add = (key: string, thousandths: number): void => { sums.set(key, (sums.get(key) ?? 0) + thousandths); };
      for (const document of documents) for (const fact of factsOf(mapDocument(read(document), rules))) add(`${fact.sku}|${fact.location}|${fact.condition!}`, Math.round(fact.quantity * 1000));
      for (const row of book.stock(1000)) {
        const place = rules.places.locationOf(row.plant, row.storageLocation);
        assert.ok('location' in place);
        add(`${row.material}|${place.location}|${CONDITIONS[row.stockType]!}`, -row.changeThousandths);
      }
      assert.deepEqual([...sums].filter(([, thousandths]) => thousandths !== 0), []);
    }), { numRuns: 400 });
  });

  for (const [tillMode, confirms] of [['ByReference', { reference: 'S-1', takesBack: true }], ['ByDay', { businessDay: '2026-11-20', takesBack: true }], ['Final', undefined]] as const) {
    it(`takes back what the document confirmed that it cancels, tills ${tillMode}: ${JSON.stringify(confirms)}`, () => {
      const book = new SapBook();
      const sold = book.post({ movementType: '251', reference: 'S-1', postingDate: '2026-11-20', items: [LAMP] }, { createdAtMs: Date.parse('2026-11-20T22:00:00Z') });
      const cancelling = read(book.cancel(sold.year, sold.number, { createdAtMs: Date.parse('2026-11-21T09:00:00Z') }));
      const facts = factsOf(mapDocument(cancelling, { ...rules, tillMode }, undefined, read(sold)));
      assert.deepEqual(facts.map((fact) => [fact.quantity, fact.confirms]), [[2.5, confirms]]);
    });
  }

  it('has a key per item, once and for ever', () => {
    const facts = factsOf(mapped({ movementType: '101', items: [{ ...LAMP, toPlant: '1020' }, { ...LAMP, material: 'LAMP-2' }] }));
    assert.deepEqual(facts.map(({ key, sku, location, quantity, condition }) => [key, sku, location, quantity, condition]), [
      ['2026/4900000001/0001', 'LAMP-1', 'LYON', 2.5, 'sellable'], ['2026/4900000001/0001/T', 'LAMP-1', 'LYON-BACK', -2.5, 'transit'], ['2026/4900000001/0002', 'LAMP-2', 'LYON', 2.5, 'sellable'],
    ]);
  });

  for (const [stockType, condition] of [['01', 'sellable'], ['02', 'inspection'], ['03', 'inspection'], ['07', 'damaged'], ['08', 'damaged'], ['10', 'damaged']] as const) {
    it(`puts what is received as stock type ${stockType} among the ${condition}`, () => {
      assert.deepEqual(factsOf(mapped({ movementType: '101', items: [{ ...LAMP, stockType }] })).map((fact) => fact.condition), [condition]);
    });
  }

  for (const [what, posting, message] of [
    ['a type that is not in the map', { movementType: '251', shownMovementType: '951', items: [LAMP] }, /item 0001: movement type 951 is not in the movement map/],
    ['a stock type without a place of ours', { movementType: '501', items: [LAMP, { ...LAMP, stockType: '09' }] }, /item 0002: stock type 09 of movement type 501/],
    ['a stock type its type does not take', { movementType: '251', shownMovementType: '321', items: [{ ...LAMP, stockType: '07' }] }, /stock type 07 of movement type 321/],
  ] as const) {
    it(`waits as a whole for ${what}`, () => {
      const answer = mapped(posting);
      assert.ok('reason' in answer);
      assert.equal(answer.reason, 'GW-UNMAPPED');
      assert.match(answer.message, message);
    });
  }

  it('leaves out, by name, what is not ours', () => {
    const answer = mapped({ movementType: '251', items: [{ ...LAMP, plant: '9000' }, { ...LAMP, specialStockType: 'K' }, LAMP] });
    assert.ok('ignored' in answer);
    assert.deepEqual(answer.ignored, [{ item: '0001', why: 'plant 9000 is not ours' }, { item: '0002', why: 'special stock K is not ours' }]);
    assert.equal(answer.facts.length, 1);
  });

  it('does not ask what movements of others mean', () => {
    assert.deepEqual(mapped({ movementType: '251', shownMovementType: '951', items: [{ ...LAMP, plant: '9000' }] }), { facts: [], ignored: [{ item: '0001', why: 'plant 9000 is not ours' }] });
  });

  it('waits while a place of a plant of ours is not said', () => {
    for (const [plant, storageLocation] of [['1020', '0099'], ['1030', '0001']]) {
      const answer = mapped({ movementType: '251', items: [{ ...LAMP, plant: plant!, storageLocation: storageLocation! }] }, { places: new Places(places, { plants: ['1030'] }) });
      assert.ok('reason' in answer);
      assert.equal(answer.reason, 'GW-UNKNOWN-PLANT');
    }
    const ignored = mapped({ movementType: '251', items: [{ ...LAMP, plant: '1020', storageLocation: '0099' }] }, { places: new Places(places, { ignoredPlaces: ['1020/0099'] }) });
    assert.ok('ignored' in ignored);
  });

  const sale = { movementType: '251', items: [LAMP] };
  for (const [what, posting, tillMode, own, confirms] of [
    ['a sale, tills by reference', { ...sale, reference: 'R-18' }, 'ByReference', undefined, { reference: 'R-18' }],
    ['a sale under a receipt too long for a reference', { ...sale, reference: '18', headerText: 'LYON-3-20261121-17' }, 'ByReference', undefined, { reference: 'LYON-3-20261121-17' }],
    ['a sale without reference, tills by reference', sale, 'ByReference', undefined, undefined],
    ['sales of a day, tills by day', { ...sale, postingDate: '2026-11-20', reference: 'X' }, 'ByDay', undefined, { businessDay: '2026-11-20' }],
    ['a sale, tills final', { ...sale, reference: 'R-18' }, 'Final', undefined, undefined],
    ['what we posted ourselves', { ...sale, reference: 'HF0123456789ABCD' }, 'ByDay', 'order-1', { reference: 'order-1' }],
    ['a delivery', { ...sale, movementType: '601', reference: 'D-1' }, 'ByDay', undefined, { reference: 'D-1' }],
    ['scrapping', { ...sale, movementType: '551', reference: 'D-1' }, 'ByDay', undefined, undefined],
  ] as const) {
    it(`confirms for ${what}: ${JSON.stringify(confirms)}`, () => {
      assert.deepEqual(factsOf(mapped(posting, { tillMode }, own)).map((fact) => fact.confirms), [confirms]);
    });
  }
});
