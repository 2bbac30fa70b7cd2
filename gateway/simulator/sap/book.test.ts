import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { SapBook, type Posting } from './book.ts';
import { MOVEMENT_TYPES } from './movement-effects.ts';

const LAMP = { material: 'LAMP-1', plant: '1010', storageLocation: '0001' };
const at = (createdAtMs: number) => ({ createdAtMs });

const posting = fc.record({
  movementType: fc.constantFrom(...MOVEMENT_TYPES),
  items: fc.array(fc.record({
    material: fc.constantFrom('LAMP-1', 'LAMP-2'), plant: fc.constantFrom('1010', '1020'), storageLocation: fc.constantFrom('0001', '0002'),
    quantityThousandths: fc.integer({ min: 1, max: 50_000 }), toPlant: fc.constantFrom('1010', '1020'), toStorageLocation: fc.constantFrom('0001', '0002'),
  }), { minLength: 1, maxLength: 3 }),
}) satisfies fc.Arbitrary<Posting>;

describe('the books of the simulated ERP', () => {
  it('show at any moment the stock that the documents visible then add up to', () => {
    fc.assert(fc.property(fc.array(fc.record({ posting, lateMs: fc.constantFrom(0, 0, 5, 50) }), { maxLength: 20 }), (postings) => {
      const book = new SapBook();
      for (const [index, one] of postings.entries()) {
        const createdAtMs = index * 10;
        book.post(one.posting, { createdAtMs, visibleAtMs: createdAtMs + one.lateMs });
        const sums = new Map<string, number>();
        for (const { items, silentChanges } of book.documents(createdAtMs)) {
          for (const change of [...items, ...silentChanges]) {
            const key = `${change.material}|${change.plant}|${change.storageLocation}|${change.stockType}`;
            sums.set(key, (sums.get(key) ?? 0) + change.changeThousandths);
          }
        }
        const shown = new Map(book.stock(createdAtMs).map((row) => [`${row.material}|${row.plant}|${row.storageLocation}|${row.stockType}`, row.changeThousandths]));
        assert.deepEqual(new Map([...sums].sort()), new Map([...shown].sort()));
      }
    }));
  });

  it('are as before when a document is cancelled, whatever its type', () => {
    fc.assert(fc.property(posting, (one) => {
      const book = new SapBook();
      const { year, number, items } = book.post(one, at(0));
      if (items.length === 0) return;
      book.cancel(year, number, at(1));
      assert.ok(book.stock(1).every(({ changeThousandths }) => changeThousandths === 0));
      assert.throws(() => book.cancel(year, number, at(2)), /cancelled already/);
    }));
  });

  it('give a transfer a second item, made by itself', () => {
    const { items } = new SapBook().post({ movementType: '311', items: [{ ...LAMP, quantityThousandths: 2000, toStorageLocation: '0002' }] }, at(0));
    assert.deepEqual(items.map(({ item, storageLocation, changeThousandths, isAutomatic }) => [item, storageLocation, changeThousandths, isAutomatic]), [['0001', '0001', -2000, false], ['0002', '0002', 2000, true]]);
  });

  it('keep a document that is committed late from who reads too early, and its stock with it', () => {
    const book = new SapBook();
    const { year, number } = book.post({ movementType: '501', items: [{ ...LAMP, quantityThousandths: 1000 }] }, { createdAtMs: 0, visibleAtMs: 100 });
    assert.deepEqual([book.document(year, number, 99), book.quantity(LAMP, 99)], [undefined, 0]);
    assert.deepEqual([book.document(year, number, 100)?.createdAtMs, book.quantity(LAMP, 100)], [0, 1000]);
  });

  for (const [what, change, message] of [
    ['an unknown type', { movementType: '999' }, /999 does not exist/],
    ['no quantity', { items: [{ ...LAMP, quantityThousandths: 0 }] }, /Enter a quantity for LAMP-1/],
    ['a reference of 17 characters', { reference: 'A'.repeat(17) }, /takes 16 characters/],
  ] as const) {
    it(`refuse ${what}`, () => {
      assert.throws(() => new SapBook().post(Object.assign({ movementType: '501', items: [{ ...LAMP, quantityThousandths: 1 }] }, change), at(0)), message);
    });
  }
});
