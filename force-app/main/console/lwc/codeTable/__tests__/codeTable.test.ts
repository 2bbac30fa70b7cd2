import fc from 'fast-check';
import { hasRightCheckDigit, judgeScan, readScan } from 'c/codeTable';
import type { CodeEntry, CountedLine } from 'c/codeTable';
import scanCodes from '../../../../../../e2e/fixtures/scan-codes.json';

const SEPARATOR = '\u001d';
const MUG = '04006381333931';
const MUG_CASE = '14006381333938';

const line = (lineId: string, sku: string, quantity: number, picked = 0, missing = 0): CountedLine => ({ lineId, sku, quantity, picked, missing });
const codes: readonly CodeEntry[] = [
  { code: MUG, sku: 'MUG', lineId: 'L1', packQuantity: 1 },
  { code: MUG_CASE, sku: 'MUG', lineId: 'L1', packQuantity: 6 },
  { code: MUG, sku: 'MUG', lineId: 'L3', packQuantity: 1 },
  { code: '4711', sku: 'LAMP', lineId: 'L2', packQuantity: 1 },
];
const lines = [line('L1', 'MUG', 7), line('L2', 'LAMP', 1), line('L3', 'MUG', 1)];

const withCheckDigit = (digits: string): string => [...'0123456789'].map((digit) => digits + digit).find(hasRightCheckDigit)!;
const digits = (length: number): fc.Arbitrary<string> => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const gtins = digits(13).map(withCheckDigit);
const variable = fc.string({ unit: fc.constantFrom(...'ABCxyz0189-/.'), minLength: 1, maxLength: 20 });

describe('codeTable', () => {
  it.each(scanCodes.map((example) => [example.name, example] as const))('reads %s', (_name, { scanned, gtin, text, quantity }) => {
    const read = readScan(scanned);
    expect([read.gtin ?? null, read.text ?? null, read.quantity ?? null]).toEqual([gtin, text, quantity]);
  });

  it('finds the trade item and the count in whatever order a label holds its elements', () => {
    const elements = fc.record({ gtin: gtins, batch: variable, serial: variable, expiry: digits(6), count: fc.integer({ min: 1, max: 99_999_999 }) });
    fc.assert(fc.property(elements, fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), ({ gtin, batch, serial, expiry, count }, order) => {
      const parts = [`01${gtin}`, `10${batch}${SEPARATOR}`, `21${serial}${SEPARATOR}`, `17${expiry}`, `30${count}${SEPARATOR}`];
      const label = `]C1${order.map((index) => parts[index]).join('')}`;
      expect(readScan(label)).toEqual({ gtin, text: undefined, quantity: count });
    }));
  });

  it('refuses a number with one digit changed', () => {
    fc.assert(fc.property(gtins, fc.nat(13), fc.integer({ min: 1, max: 9 }), (gtin, position, change) => {
      const changed = String((Number(gtin[position]) + change) % 10);
      expect(readScan(gtin.slice(0, position) + changed + gtin.slice(position + 1)).gtin).toBeUndefined();
    }));
  });

  it('never throws, whatever is scanned', () => {
    fc.assert(fc.property(fc.string(), (scanned) => {
      expect(['Accepted', 'Surplus', 'Wrong', 'Unknown']).toContain(judgeScan(codes, lines, scanned).outcome);
    }));
  });

  it.each([
    ['one piece', '4006381333931', undefined, { outcome: 'Accepted', lineId: 'L1', units: 1 }],
    ['a case of six', MUG_CASE, undefined, { outcome: 'Accepted', lineId: 'L1', units: 6 }],
    ['a label that says two packs', `01${MUG}302`, undefined, { outcome: 'Accepted', lineId: 'L1', units: 2 }],
    ['three packs keyed in', MUG, 3, { outcome: 'Accepted', lineId: 'L1', units: 3 }],
    ['a short code', '4711', undefined, { outcome: 'Accepted', lineId: 'L2', units: 1 }],
    ['a SKU in lower case', 'lamp', undefined, { outcome: 'Accepted', lineId: 'L2', units: 1 }],
    ['more than a line has left', MUG, 8, { outcome: 'Surplus', lineId: 'L1', units: 8 }],
    ['a product of another order', '036000291452', undefined, { outcome: 'Wrong', lineId: undefined, units: 1 }],
    ['a number with a wrong check digit', '4006381333932', undefined, { outcome: 'Unknown', lineId: undefined, units: 1 }],
    ['a label nobody can read', ']C1010', undefined, { outcome: 'Unknown', lineId: undefined, units: 1 }],
  ])('judges %s', (_name, scanned, packs, judgement) => {
    expect(judgeScan(codes, lines, scanned, packs)).toEqual(judgement);
  });

  it('counts for the next line of the same product when the first is full', () => {
    expect(judgeScan(codes, [line('L1', 'MUG', 7, 5, 2), line('L3', 'MUG', 1)], MUG)).toEqual({ outcome: 'Accepted', lineId: 'L3', units: 1 });
  });

  it('accepts no part of a case', () => {
    expect(judgeScan(codes, [line('L1', 'MUG', 7, 2)], MUG_CASE).outcome).toBe('Surplus');
  });

  it('answers well within a frame for an order of two hundred lines', () => {
    const many = Array.from({ length: 200 }, (_, index) => line(`L${index}`, `SKU-${index}`, 3));
    const table = many.flatMap(({ lineId, sku }, index) => [1, 6].map((packQuantity) => ({ code: withCheckDigit(String(4_000_000_000_000 + index * 10 + packQuantity)), sku, lineId, packQuantity })));
    expect(judgeScan(table, many, table.at(-2)!.code)).toEqual({ outcome: 'Accepted', lineId: 'L199', units: 1 });
  });
});
