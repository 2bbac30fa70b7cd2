import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import path from 'node:path';
import fc from 'fast-check';
import { parseCsv } from './csv.ts';
import { checkHeader, factOf, LineKeys, notGoodsReason, prepare, readLine, type ReplaySettings } from './facts.ts';

const settings = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../config/replay.json'), 'utf8')) as ReplaySettings;
const line = (text: string): ReturnType<typeof readLine> => readLine([...parseCsv(text)][0]!, 2);

describe('retail lines become facts', () => {
  it('a positive line is a sale at the location of its country', () => {
    const fact = factOf(line('536365,85123a,WHITE HANGING HEART,6,2010-12-01T08:26:00Z,2.55,17850,United Kingdom'), 'k', settings);
    assert.deepEqual(fact, { key: 'k', intent: 'StockSold', sku: '85123A', location: 'DC-DAVENTRY', quantity: 6, occurredAt: '2010-12-01T08:26:00.000Z', source: 'UCI', reference: '536365' });
  });
  it('a cancellation is a return of the positive quantity', () => {
    const fact = factOf(line('C536391,22556,PLASTERS,-12,2010-12-01T10:24:00Z,1.65,17548,EIRE'), 'k', settings);
    assert.equal(fact.intent, 'StockReturned');
    assert.equal(fact.quantity, 12);
    assert.equal(fact.location, 'DC-DUBLIN');
  });
  it('another negative line is a write-off with a reason', () => {
    const fact = factOf(line('536589,21777,,-10,2010-12-01T16:50:00Z,0,,United Kingdom'), 'k', settings);
    assert.deepEqual([fact.intent, fact.quantity, fact.reason], ['StockAdjusted', -10, 'written off']);
  });
  it('a country without a rule of its own goes to the default location', () => {
    assert.equal(factOf(line('1,22556,PLASTERS,1,2010-12-01T10:24:00Z,1.65,17548,Bahrain'), 'k', settings).location, 'DC-ROTTERDAM');
  });
  it('postage, fees and vouchers are not goods', () => {
    assert.equal(notGoodsReason(line('1,POST,POSTAGE,3,2010-12-01T08:45:00Z,18,12583,France'), settings), 'postage');
    assert.equal(notGoodsReason(line('1,gift_0001_40,Voucher,1,2010-12-20T10:14:00Z,34.04,,United Kingdom'), settings), 'gift voucher');
    assert.equal(notGoodsReason(line('1,m,Manual,1,2010-12-20T10:14:00Z,34.04,,United Kingdom'), settings), 'manual entry');
    assert.equal(notGoodsReason(line('1,DCGS0003,BOXED GLASS ASHTRAY,1,2010-12-10T14:59:00Z,2.51,,United Kingdom'), settings), undefined);
  });
  it('a line that is none is refused with its number', () => {
    assert.throws(() => line('536365,85123A,HEART,six,2010-12-01T08:26:00Z,2.55,17850,United Kingdom'), /Line 2 is not a retail line/);
  });
  it('a file with other columns is refused with the columns expected', () => {
    assert.throws(() => { checkHeader(['a', 'b']); }, /must name the columns InvoiceNo,StockCode/);
  });
});

describe('keys', () => {
  it('equal lines get different keys, and a shuffled file the same set of them', () => {
    const rows = ['1,A1,X,1,2010-12-01T08:26:00Z,2.55,1,France', '1,A1,X,1,2010-12-01T08:26:00Z,2.55,1,France', '2,A1,X,1,2010-12-01T08:26:00Z,2.55,1,France'];
    const keysOf = (order: readonly string[]): string[] => {
      const keys = new LineKeys();
      return order.map((row) => keys.key(line(row))).sort();
    };
    const expected = keysOf(rows);
    assert.equal(new Set(expected).size, 3);
    fc.assert(fc.property(fc.shuffledSubarray(rows.map((_, index) => index), { minLength: 3, maxLength: 3 }), (order) => {
      assert.deepEqual(keysOf(order.map((index) => rows[index]!)), expected);
    }));
  });
});

describe('preparation', () => {
  it('opening stock covers what leaves the shelf, rounded up, and does not depend on the order of lines', () => {
    const lines = ['1,A1,CUP,10,2010-12-02T08:26:00Z,1,1,France', 'C2,A1,CUP,-4,2010-12-03T08:26:00Z,1,1,France', '3,A1,,-5,2010-12-01T08:26:00Z,0,,France', '4,POST,POSTAGE,1,2010-12-01T08:26:00Z,1,1,France'].map(line);
    const forward = prepare(lines, settings);
    assert.deepEqual(forward.openings, [{ key: 'OPEN|A1|DC-ROTTERDAM', intent: 'StockReceived', sku: 'A1', location: 'DC-ROTTERDAM', quantity: 24, occurredAt: '2010-12-01T00:00:00.000Z', source: 'UCI' }]);
    assert.deepEqual([...forward.products], [['A1', 'CUP']]);
    assert.deepEqual(prepare([...lines].reverse(), settings).openings, forward.openings);
  });
});

describe('comma-separated text', () => {
  it('keeps commas, doubled quotes and line ends inside quotes', () => {
    assert.deepEqual([...parseCsv('a,"b, ""c""\n d",e\r\n1,,\n')], [['a', 'b, "c"\n d', 'e'], ['1', '', '']]);
  });
});
