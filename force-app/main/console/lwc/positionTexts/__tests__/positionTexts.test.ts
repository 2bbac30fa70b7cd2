import { changeText, intentText, outcomeText } from 'c/positionTexts';

describe('positionTexts', () => {
  it.each([['StockSold', 'Sold'], ['ReservationFulfilled', 'Handed over'], ['StockLoanedOut', 'Stock loaned out'], [null, 'Change']])('says %s as %s', (intent, text) => {
    expect(intentText(intent)).toBe(text);
  });

  it.each([[3, '+3'], [-2.5, '−2.5'], [0, '0']])('shows the change %s as %s', (change, text) => {
    expect(changeText(change)).toBe(text);
  });

  it('says what became of an entry only when it was not applied', () => {
    expect([outcomeText('Applied'), outcomeText(null), outcomeText('Quarantined'), outcomeText('Other')]).toEqual(['', '', 'Waits: nothing was changed', 'Other']);
  });
});
