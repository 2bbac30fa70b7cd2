/** Triggers on platform events: the batch comes whole, and an exception of theirs is the batch's, not a record's. */
import { READ_ONLY } from '../values/sobject.ts';
import type { SObjectRecord } from '../values/sobject.ts';
import type { Transaction } from './transaction.ts';

export function fireEventTriggers(transaction: Transaction, objectName: string, newRecords: readonly SObjectRecord[]): void {
  for (const record of newRecords) record.$stateBits |= READ_ONLY;
  for (const trigger of transaction.installed.triggers.find(objectName.toLowerCase(), 'AFTER_INSERT')) {
    transaction.withTrigger({ operation: 'AFTER_INSERT', objectName, newRecords, oldRecords: null }, trigger.run, trigger.name);
  }
}
