import { present } from 'c/present';

interface Hit {
  readonly sku?: string | null;
  readonly quantity?: number | null;
  readonly note?: string | null;
}

describe('c-present', () => {
  it('hands on an answer that has what is needed, zero and empty text included', () => {
    const answer: Hit = { sku: '', quantity: 0 };
    expect(present(answer, 'sku', 'quantity')).toBe(answer);
  });

  it('names what an answer lacks', () => {
    const answer: Hit = { sku: null, note: 'x' };
    expect(() => present(answer, 'sku', 'quantity', 'note')).toThrow("The org's answer lacks sku, quantity.");
    expect(() => present<Hit, 'sku'>(null, 'sku')).toThrow("The org's answer lacks sku.");
  });
});
