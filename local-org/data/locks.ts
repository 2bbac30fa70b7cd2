/**
 * Row and key locks, by name. Requests that run one at a time need none, so a session without a lock port pays nothing; whoever interleaves transactions
 * hands one in and decides who waits.
 */
import { makeId } from '../values/id.ts';
import { type ApexException, QueryException } from '../values/exceptions.ts';
import { RowProblem } from './dml/problem.ts';
import { fold } from './store/fold.ts';
import type { ColumnLayout, TableLayout } from './store/columns.ts';
import type { SqlValue } from './store/connection.ts';

/** `stock_position__c/17` for a row, `stock_entry__c.entry_key__c=a|1` for a value of a unique field. */
export type LockName = string;

export interface LockPort {
  /**
   * Locks all of the names, waiting for each that another transaction holds. True when a name was new to the transaction: what was read of it before is to be read again.
   * @throws LockTimeout when a name was not to be had in time; none of the names asked for is held then.
   */
  take(names: readonly LockName[]): boolean;
}

/** The wait for a lock was over before it was granted. */
export class LockTimeout extends Error {}

export const rowLock = (layout: TableLayout, row: number): LockName => `${layout.folded}/${String(row)}`;

export function keyLock(layout: TableLayout, column: ColumnLayout, value: Exclude<SqlValue, null>): LockName {
  const text = typeof value === 'string' && column.storage === 'text' ? fold(value) : String(value);
  return `${layout.folded}.${column.folded}=${text}`;
}

/** Salesforce's words for a query that locks. platform-facts: lock-timeout-text. */
export function queryLockFailure(): ApexException {
  return new QueryException('Record Currently Unavailable: The record you are attempting to edit, or one of its related records, is currently being modified by another user. Please try again.');
}

/** Salesforce's words for the row of a DML statement. platform-facts: lock-timeout-row-text. */
export function rowLockFailure(layout: TableLayout, row: number | undefined): RowProblem {
  const id = row === undefined ? '' : `: ${makeId(layout.keyPrefix, row).slice(0, 15)}`;
  return new RowProblem('UNABLE_TO_LOCK_ROW', `unable to obtain exclusive access to this record or 1 records${id}`);
}
