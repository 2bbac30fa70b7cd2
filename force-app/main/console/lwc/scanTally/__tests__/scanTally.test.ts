import { newDocumentNo, tallyOf } from 'c/scanTally';

const CODES = [
  { code: '04006381333931', sku: 'LAMP-1', packQuantity: 1 },
  { code: '14006381333938', sku: 'LAMP-1', packQuantity: 6 },
  { code: '4711', sku: 'LAMP-1', packQuantity: 1 },
  { code: 'VASE-1', sku: 'VASE-1', packQuantity: 1 },
];

describe('scanTally', () => {
  it('knows goods by barcode, pack, short code and SKU', () => {
    expect(tallyOf(CODES, '4006381333931')).toEqual({ sku: 'LAMP-1', units: 1 });
    expect(tallyOf(CODES, '14006381333938')).toEqual({ sku: 'LAMP-1', units: 6 });
    expect(tallyOf(CODES, '4711')).toEqual({ sku: 'LAMP-1', units: 1 });
    expect(tallyOf(CODES, 'vase-1')).toEqual({ sku: 'VASE-1', units: 1 });
  });

  it('multiplies the packs that a label says', () => {
    expect(tallyOf(CODES, '0114006381333938302')).toEqual({ sku: 'LAMP-1', units: 12 });
  });

  it('says that other goods are none of the document', () => {
    expect(tallyOf(CODES, '036000291452')).toBeUndefined();
    expect(tallyOf(CODES, 'rubbish')).toBeUndefined();
  });

  it('makes numbers that differ and that the org takes', () => {
    const numbers = new Set(Array.from({ length: 50 }, () => newDocumentNo('TR')));
    expect(numbers.size).toBe(50);
    for (const number of numbers) expect(number).toMatch(/^TR-\d{6}-[0-9A-Z]{7}$/);
  });
});
