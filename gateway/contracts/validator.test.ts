import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Refusal } from '../shared/failures.ts';
import { Contract } from './validator.ts';

const contract = Contract.read('pos-ingest');
const sale = { store: 'LYON', register: '3', businessDay: '2026-11-21', sequence: 123, kind: 'Sale', occurredAt: '2026-11-21T10:14:03+01:00', lines: [{ line: 1, sku: 'LAMP-1', quantity: 1 }] };
const headers = { 'idempotency-key': 'K-1' };

const refused = (change: Record<string, unknown>): { message: string; fields: readonly string[] } => {
  try {
    contract.checkRequest('postTransactions', { headers, body: { transactions: [{ ...sale, ...change }] } });
  } catch (error) {
    assert.ok(error instanceof Refusal);
    assert.equal(error.code, 'GW-MALFORMED');
    return { message: error.message, fields: error.fields };
  }
  throw new Error('It was taken.');
};
const line = (change: Record<string, unknown>): Record<string, unknown> => ({ lines: [{ line: 1, sku: 'LAMP-1', quantity: 1, ...change }] });

describe('a request', () => {
  it('that keeps the contract comes out as it went in, nulls left out', () => {
    const checked = contract.checkRequest('postTransactions', { headers, body: { transactions: [{ ...sale, device: null }] } });
    assert.deepEqual(checked, { path: {}, query: {}, headers: { 'Idempotency-Key': 'K-1' }, body: { transactions: [sale] } });
  });

  it('has the texts of its query turned into what the contract says they are', () => {
    const { query } = contract.checkRequest('getRegisters', { query: { store: 'LYON', missing: 'true', other: 'x' } });
    assert.deepEqual(query, { store: 'LYON', missing: true });
  });

  for (const [name, change, message] of [
    ['a quantity below 0', line({ quantity: -1 }), 'transactions[0].lines[0].quantity is -1; it must be above 0.'],
    ['a quantity of 0', line({ quantity: 0 }), 'transactions[0].lines[0].quantity is 0; it must be above 0.'],
    ['four decimals', line({ quantity: 0.0001 }), 'transactions[0].lines[0].quantity is 0.0001; it may have at most 3 decimals.'],
    ['a huge number', line({ quantity: 1e300 }), 'transactions[0].lines[0].quantity is 1e+300; it must be at most 999999999.999.'],
    ['a number as text', line({ quantity: '1' }), 'transactions[0].lines[0].quantity is "1"; it must be a number.'],
    ['a fraction of a line', line({ line: 1.5 }), 'transactions[0].lines[0].line is 1.5; it must be an integer.'],
    ['no quantity', { lines: [{ line: 1, sku: 'A' }] }, 'transactions[0].lines[0].quantity is missing.'],
    ['a time without offset', { occurredAt: '2026-11-21T10:14:03' }, 'transactions[0].occurredAt is "2026-11-21T10:14:03"; it must be an RFC 3339 time with an offset, such as 2026-11-21T10:14:03+01:00.'],
    ['a day that is none', { businessDay: '2026-02-30' }, 'transactions[0].businessDay is "2026-02-30"; it must be a day, such as 2026-11-21.'],
    ['a kind nobody knows', { kind: 'Gift' }, 'transactions[0].kind is "Gift"; it must be one of Sale, Return, Void, NoSale, Refund.'],
    ['a list for an object', { lines: [[]] }, 'transactions[0].lines[0] is a list of 0; it must be an object.'],
  ] as const) {
    it(`with ${name} is refused with the field and its value`, () => assert.equal(refused(change).message, message));
  }

  for (const [name, change] of [
    ['| in a SKU', line({ sku: 'A|B' })], ['a control character', line({ sku: 'A\u0007' })], ['half of a surrogate pair', line({ sku: 'A\ud800' })], ['a hyphen in a register', { register: 'A-1' }],
    ['a text that is too long', line({ sku: 'A'.repeat(81) })], ['a path in a store', { store: '../../etc' }],
  ] as const) {
    it(`with ${name} is refused`, () => assert.equal(refused(change).fields.length, 1));
  }

  it('tells long and odd values short and on one line', () => {
    assert.ok(refused({ kind: 'x'.repeat(100_000) }).message.length < 250);
    assert.doesNotMatch(refused({ kind: 'a\u009bb\n\u202e' }).message, /[\u009b\n\u202e]/);
  });

  it('without its required header is refused', () => {
    assert.throws(() => contract.checkRequest('postTransactions', { headers: {}, body: { transactions: [sale] } }), /The header Idempotency-Key is missing/);
  });

  it('that nests deeper than any contract is refused before it is read', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    assert.throws(() => contract.checkRequest('postTransactions', { headers, body: { transactions: deep } }), /nested deeper than 32 levels/);
  });

  it('cannot reach prototypes through the names of its fields', () => {
    const body = { transactions: [{ ...sale, constructor: { prototype: { polluted: true } }, ['hasOwnProperty']: 1 }] };
    contract.checkRequest('postTransactions', { headers, body });
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });
});

describe('an answer', () => {
  it('is held against the contract: its status, its fields, and no others', () => {
    assert.deepEqual(contract.answerProblems('getRegisters', 200, { registers: [] }), []);
    assert.deepEqual(contract.answerProblems('getRegisters', 200, { registers: [], more: 1 }), ['the body is an object; it has no field "more".']);
    assert.equal(contract.answerProblems('getRegisters', 418, {}).length, 1);
  });
});
