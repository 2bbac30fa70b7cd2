import { QueryException } from '../../values/exceptions.ts';
import type { TableLayout } from '../store/columns.ts';
import type { Store } from '../store/store.ts';

/** Objects with more rows are large for the platform. platform-facts: non-selective-size (the message says 200,000, newer documentation one million). */
const LARGE = 200_000;
const MILLION = 1_000_000;
const MOST_SELECTED = 333_333;

const MESSAGE = 'Non-selective query against large object type (more than 200000 rows). Consider an indexed filter or contact salesforce.com about custom indexing.\n'
  + 'Even if a field is indexed a filter might still not be selective when:\n'
  + '1. The filter value includes null (for instance binding with a list that contains null)\n'
  + '2. Data skew exists whereby the number of matching rows is very large (for instance, filtering for a particular foreign key value that occurs many times)';

/**
 * Triggers may ask large objects only what an index answers: 10 % of the first million rows, 5 % beyond, at most 333,333.
 * `countIndexed` runs only for objects that are large; `undefined` when no part of the filter is indexed.
 */
export function requireSelective(store: Store, layout: TableLayout, countIndexed: (() => number) | undefined): void {
  const newest = Number(store.reader(`SELECT MAX("id") FROM ${layout.name}`).get()?.[0] ?? 0);
  if (newest <= LARGE) return;
  const rows = Number(store.reader(`SELECT COUNT(*) FROM ${layout.name}`).get()![0]);
  if (rows <= LARGE) return;
  const most = Math.min(0.1 * Math.min(rows, MILLION) + 0.05 * Math.max(rows - MILLION, 0), MOST_SELECTED);
  if (countIndexed === undefined || countIndexed() >= most) throw new QueryException(MESSAGE);
}
