/** Rows of a query that did not fit one answer, kept until the client has read them (queryMore). */
import { randomBytes } from 'node:crypto';
import { apiError } from '../errors.ts';
import type { JsonRecord } from './query-json.ts';

interface Cursor {
  readonly userId: string;
  readonly records: readonly JsonRecord[];
  /** Of the first request: later pages have its size. */
  readonly batchSize: number;
  readonly usedAt: number;
}

export interface Page {
  readonly totalSize: number;
  readonly records: readonly JsonRecord[];
  /** Locator of the next page, `undefined` on the last. */
  readonly next: string | undefined;
}

/** As on the platform a user may have 10 open query cursors; the oldest is closed for the next. */
const CURSORS_PER_USER = 10;
const LIFETIME_MS = 15 * 60 * 1000;

export class Cursors {
  readonly #cursors = new Map<string, Cursor>();

  /** The first page; opens a cursor only when rows are left. */
  first(userId: string, records: readonly JsonRecord[], batchSize: number, nowMs: number): Page {
    if (records.length <= batchSize) return { totalSize: records.length, records, next: undefined };
    this.#closeOldest(userId, nowMs);
    const id = `01g${randomBytes(12).toString('hex').slice(0, 15)}`;
    this.#cursors.set(id, { userId, records, batchSize, usedAt: nowMs });
    return { totalSize: records.length, records: records.slice(0, batchSize), next: `${id}-${String(batchSize)}` };
  }

  /** The page at a locator `01g…-2000`. A foreign, closed or unknown cursor answers INVALID_QUERY_LOCATOR. */
  page(userId: string, locator: string, nowMs: number): Page {
    const [id = '', offsetText = ''] = locator.split('-');
    const cursor = this.#cursors.get(id);
    const offset = Number(offsetText);
    if (cursor === undefined || cursor.userId !== userId || !/^\d+$/.test(offsetText) || offset > cursor.records.length) {
      throw apiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
    }
    const end = offset + cursor.batchSize;
    const isLast = end >= cursor.records.length;
    if (isLast) this.#cursors.delete(id);
    else this.#cursors.set(id, { ...cursor, usedAt: nowMs });
    return { totalSize: cursor.records.length, records: cursor.records.slice(offset, end), next: isLast ? undefined : `${id}-${String(end)}` };
  }

  #closeOldest(userId: string, nowMs: number): void {
    const own: [string, Cursor][] = [];
    for (const [id, cursor] of this.#cursors) {
      if (cursor.usedAt < nowMs - LIFETIME_MS) this.#cursors.delete(id);
      else if (cursor.userId === userId) own.push([id, cursor]);
    }
    own.sort(([, a], [, b]) => a.usedAt - b.usedAt);
    for (const [id] of own.slice(0, Math.max(0, own.length - CURSORS_PER_USER + 1))) this.#cursors.delete(id);
  }
}
