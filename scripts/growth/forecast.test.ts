import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forecastOf } from './forecast.ts';

test('what is kept grows for a year, what leaves the ledger only fills the hot window', () => {
  const { growths, megabytes, archivedRecords } = forecastOf([{ object: 'Stock_Reservation__c', stay: 'kept', records: 1024 }, { object: 'Stock_Entry__c', stay: 'hot window', records: 4096 }], 2, 4, 7);
  assert.deepEqual(growths.map(({ perStoreAndDay }) => perStoreAndDay), [128, 512]);
  assert.deepEqual(growths.map((growth) => growth.megabytes), [365, 28]);
  assert.equal(megabytes, 393);
  assert.equal(archivedRecords, 2048 * 358);
});
