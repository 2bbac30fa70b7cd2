import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { factsOf } from './till-facts.ts';
import { normalised, receiptOf, type Transaction } from './transaction.ts';

const SALE: Transaction = { store: 'LYON', register: '3', businessDay: '2026-11-21', sequence: 123, kind: 'Sale', occurredAt: '2026-11-21T10:14:03+01:00', lines: [{ line: 1, sku: 'LAMP-1', quantity: 2 }] };
const factOf = (change: Partial<Transaction>): unknown => factsOf({ ...SALE, ...change }, 'TILL')[0];

describe('a transaction', () => {
  it('of a sale is a StockSold under store, register, day, sequence and line', () => {
    const { told, ...fact } = factsOf({ ...SALE, actor: 'Kim' }, 'TILL')[0]!;
    assert.equal(told?.store, 'LYON');
    assert.deepEqual(fact, {
      key: 'LYON-3-20261121-123-1', intent: 'StockSold', sku: 'LAMP-1', quantity: 2, occurredAt: '2026-11-21T10:14:03+01:00', source: 'TILL',
      register: 'LYON-3', sequence: 123, reference: 'LYON-3-20261121-123', businessDay: '2026-11-21', actor: 'Kim', device: 'LYON-3',
    });
  });

  it('of a return is a StockReturned, to be inspected unless somebody looked', () => {
    const lines = [{ line: 1, sku: 'LAMP-1', quantity: 1 }];
    assert.partialDeepStrictEqual(factOf({ kind: 'Return', lines }), { intent: 'StockReturned' });
    assert.equal((factOf({ kind: 'Return', lines }) as { condition?: string }).condition, undefined);
    assert.partialDeepStrictEqual(factOf({ kind: 'Return', lines: [{ ...lines[0]!, condition: 'sellable' }] }), { condition: 'sellable' });
  });

  it('of an exchange sells some lines and takes others back', () => {
    const facts = factsOf({ ...SALE, lines: [{ line: 1, sku: 'A', quantity: 1 }, { line: 2, sku: 'B', quantity: 1, kind: 'Return' }] }, 'TILL');
    assert.deepEqual(facts.map((line) => line?.intent), ['StockSold', 'StockReturned']);
  });

  it('that gives money without goods is no fact', () => {
    assert.deepEqual(factsOf({ ...SALE, kind: 'Refund', lines: [{ line: 1, quantity: 1 }] }, 'TILL'), [undefined]);
    assert.deepEqual(factsOf({ ...SALE, kind: 'NoSale', lines: undefined! }, 'TILL'), []);
  });

  it('that voids another takes each of its lines back', () => {
    const voids = { businessDay: '2026-11-20', sequence: 99 };
    assert.partialDeepStrictEqual(factOf({ kind: 'Void', voids }), { key: 'LYON-3-20261121-123-1', intent: 'Reversal', reverses: 'LYON-3-20261120-99-1', quantity: 2, sku: 'LAMP-1' });
    assert.partialDeepStrictEqual(factOf({ kind: 'Void', voids: { ...voids, register: '4' } }), { reverses: 'LYON-4-20261120-99-1' });
  });

  it('names the reservation that a customer collects', () => {
    assert.partialDeepStrictEqual(factOf({ lines: [{ line: 1, sku: 'A', quantity: 1, correlation: 'web-4711-1' }] }), { correlation: 'web-4711-1' });
  });

  it('written in capitals or not is one and the same', () => {
    const shouted = normalised({ ...SALE, store: 'lyon', register: 'a1', lines: [{ line: 1, sku: ' lamp-1 ', quantity: 1 }], kind: 'Void', voids: { register: 'b2', businessDay: '2026-11-20', sequence: 1 } });
    assert.partialDeepStrictEqual(factsOf(shouted, 'TILL')[0], { told: { store: 'LYON' }, key: 'LYON-A1-20261121-123-1', sku: 'LAMP-1', reverses: 'LYON-B2-20261120-1-1' });
  });
});

const code = (alphabet: string, maxLength: number): fc.Arbitrary<string> => fc.string({ unit: fc.constantFrom(...alphabet), minLength: 1, maxLength });
const identity = fc.record({
  store: code('AB1-._', 6), register: code('AB1._', 4), businessDay: fc.constantFrom('2026-11-21', '2026-11-02', '2026-01-12'), sequence: fc.nat({ max: 30 }), line: fc.integer({ min: 1, max: 12 }),
});

describe('the keys of facts', () => {
  it('are the same only for the same line of the same transaction', () => {
    fc.assert(fc.property(identity, identity, (one, other) => {
      const key = (of: typeof one): string => `${receiptOf(of)}-${String(of.line)}`;
      assert.equal(key(one) === key(other), JSON.stringify(one) === JSON.stringify(other));
    }), { numRuns: 5_000 });
  });

  it('come with a hash that tells any two tellings of a line apart', () => {
    const hash = (change: Partial<Transaction>): string => factsOf({ ...SALE, ...change }, 'TILL')[0]!.told!.hash;
    const told = [{}, { occurredAt: '2026-11-21T10:14:04+01:00' }, { lines: [{ line: 1, sku: 'LAMP-1', quantity: 3 }] }, { lines: [{ line: 1, gtin: '4006381333931', quantity: 2 }] }, { kind: 'Return' as const }].map(hash);
    assert.equal(new Set(told).size, told.length);
    assert.equal(hash({}), hash({}));
  });

  it('fit into the fields of the org', () => {
    const longest = factsOf({ ...SALE, store: 'S'.repeat(20), register: 'R'.repeat(19), sequence: 999_999_999_999_999, lines: [{ line: 99_999, sku: 'A', quantity: 1 }] }, 'TILL')[0]!;
    assert.ok(longest.register!.length <= 40 && longest.reference!.length <= 80 && longest.key.length <= 255);
  });
});
