import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { currency, date, decimal, integer, moment, percent, picklist, checkbox, text, timeOfDay } from '../../schema/standard/define.ts';
import { displayValue } from './display-value.ts';

const london = { locale: 'en-GB', timeZone: 'Europe/London' };
const newYork = { locale: 'en-US', timeZone: 'America/New_York' };

describe('how a value looks', () => {
  it('shows moments in the time zone and the order of the user', () => {
    const field = moment('At', 'At');
    assert.equal(displayValue('2026-07-01T20:05:00.000Z', field, london), '01/07/2026, 21:05');
    assert.equal(displayValue('2026-07-01T20:05:00.000Z', field, newYork), '7/1/2026, 4:05 PM');
  });

  it('shows a date as that day in every time zone', () => {
    assert.deepEqual([london, newYork].map((viewer) => displayValue('2026-01-02', date('On', 'On'), viewer)), ['02/01/2026', '1/2/2026']);
  });

  it('shows numbers with the digits of the field, grouped', () => {
    assert.equal(displayValue(1234.5, decimal('Q', 'Q', 15, 3), london), '1,234.500');
    assert.equal(displayValue(1234, integer('Q', 'Q', 9), { ...london, locale: 'de-DE' }), '1.234');
    assert.equal(displayValue(12.5, percent('Q', 'Q', 5, 1), london), '12.5%');
    assert.equal(displayValue(1234.5, currency('Q', 'Q', 15, 2), newYork), '$1,234.50');
  });

  it('shows the label of a picklist value, and an unknown value as it is', () => {
    const field = picklist('P', 'P', ['A']);
    const labelled = { ...field, picklistValues: [{ value: 'A', label: 'Alpha', isActive: true, isDefault: false }] };
    assert.deepEqual(['A', 'B'].map((value) => displayValue(value, labelled, london)), ['Alpha', 'B']);
  });

  it('shows a time of day without a zone', () => {
    assert.equal(displayValue('14:30:00.000Z', timeOfDay('T', 'T'), newYork), '2:30 PM');
  });

  it('has nothing to add to texts, checkboxes and blanks', () => {
    assert.deepEqual([displayValue('x', text('T', 'T', 10), london), displayValue(true, checkbox('C', 'C'), london), displayValue(null, moment('At', 'At'), london)], [null, null, null]);
  });
});
