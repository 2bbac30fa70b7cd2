/**
 * Change data capture of one transaction: what it wrote to captured objects becomes change events when it ends, one per record however often the record changed;
 * records that changed in the same way share one. What a rollback or a failed statement undid is recognised by the rows as they are at the end.
 * platform-facts: change-event-merging, change-event-create-delete.
 */
import type { OrgData } from '../data/org-data.ts';
import type { RowWrite } from '../data/session.ts';
import type { SqlRow } from '../data/store/connection.ts';
import { makeId } from '../values/id.ts';
import { slotOf } from '../values/sobject.ts';
import type { ChangeHeader } from '../library/org/ChangeEventHeader.ts';
import type { CapturedObject, CapturedObjects } from './captured-objects.ts';
import { eventValue } from './event-value.ts';
import type { PendingEvent } from './outbox.ts';

type ChangeType = 'CREATE' | 'UPDATE' | 'DELETE' | 'UNDELETE';

export interface CommitStamp {
  readonly nowMs: number;
  readonly userId: string;
  /** `com/salesforce/api/rest/67.0` for data APIs, empty for Apex. */
  readonly origin: string;
  /** A UUID. */
  transactionKey(): string;
  /** Grows with every commit. */
  commitNumber(): number;
}

/** More changes than this in a transaction are told as one overflow per object. platform-facts: change-event-overflow. */
const LARGEST_TRANSACTION = 100_000;

interface Change {
  readonly object: CapturedObject;
  readonly type: ChangeType;
  readonly id: string;
  /** Field values by API name, JSON. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly changed: readonly string[];
  readonly nulled: readonly string[];
}

export class ChangeCapture {
  readonly #objects: CapturedObjects;
  /** By folded object name and row, in the order of their first write. */
  readonly #writes = new Map<string, RowWrite[]>();

  constructor(objects: CapturedObjects) {
    this.#objects = objects;
  }

  add(write: RowWrite): void {
    const { folded } = write.layout;
    if (!this.#objects.has(folded)) return;
    const key = `${folded} ${String(write.row)}`;
    const known = this.#writes.get(key);
    if (known === undefined) this.#writes.set(key, [write]);
    else known.push(write);
  }

  get isEmpty(): boolean {
    return this.#writes.size === 0;
  }

  /** Inside the transaction, at its end: what it has changed so far. Takes it out. */
  take(data: OrgData, stamp: CommitStamp): PendingEvent[] {
    const histories = [...this.#writes.values()];
    this.#writes.clear();
    if (histories.length > LARGEST_TRANSACTION) return this.#overflow(histories, stamp);
    const changes = histories.flatMap((history) => this.#change(history, data) ?? []);
    if (changes.length === 0) return [];
    const [transactionKey, commitNumber] = [stamp.transactionKey(), stamp.commitNumber()];
    return merged(changes).map((alike, index) => eventOf(alike, headerOf(alike, { stamp, transactionKey, commitNumber, sequenceNumber: index + 1 })));
  }

  /** What is left of the writes to one record. */
  #change(history: readonly RowWrite[], data: OrgData): Change | undefined {
    const lasting = lastingWrites(history, data);
    const type = changeType(lasting);
    const last = lasting.at(-1);
    if (type === undefined || last === undefined) return undefined;
    const { layout, row, values } = last;
    const object = this.#objects.get(layout.folded)!;
    const id = makeId(layout.keyPrefix, row);
    const record = data.readRow(layout.folded, values);
    const changedNames = new Set([...lasting.flatMap((write) => write.changed.map((column) => column.folded)), 'lastmodifieddate']);
    const carried = object.fields.filter(({ folded }) => (type === 'UPDATE' ? changedNames.has(folded) || object.enriched.has(folded) : type === 'DELETE' ? object.enriched.has(folded) : true));
    const read = carried.map(({ apiName, folded, slot }) => ({ apiName, folded, value: eventValue(slotOf(record, slot)) }));
    const changed = type === 'UPDATE' ? read.filter(({ folded }) => changedNames.has(folded)) : [];
    return {
      object, type, id, values: Object.fromEntries(read.filter(({ value }) => type === 'UPDATE' || value !== null).map(({ apiName, value }) => [apiName, value])),
      changed: changed.map(({ apiName }) => apiName), nulled: changed.filter(({ value }) => value === null).map(({ apiName }) => apiName),
    };
  }

  #overflow(histories: readonly (readonly RowWrite[])[], stamp: CommitStamp): PendingEvent[] {
    const [transactionKey, commitNumber] = [stamp.transactionKey(), stamp.commitNumber()];
    const objects = new Set(histories.map(([first]) => this.#objects.get(first!.layout.folded)!));
    return [...objects].map((object, index) => ({
      objectName: object.eventName,
      payload: { ChangeEventHeader: { ...emptyHeader(object, stamp), changeType: 'GAP_OVERFLOW', transactionKey, commitNumber, sequenceNumber: index + 1 } },
    }));
  }
}

/** Writes that nothing undid: the last one that left the row as it is now, and those before it. */
function lastingWrites(history: readonly RowWrite[], data: OrgData): readonly RowWrite[] {
  const { layout, row } = history[0]!;
  const names = layout.columns.map(({ name }) => name).join(', ');
  const now = data.store.reader(`SELECT ${names} FROM ${layout.name} WHERE "id" = ?`).get(row);
  const isDeleted = now === undefined || isInBin(now, history[0]!);
  const last = history.findLastIndex((write) => (write.kind === 'delete' ? isDeleted : !isDeleted && isSameRow(write.values, now)));
  return history.slice(0, last + 1);
}

function isInBin(values: SqlRow, { layout }: RowWrite): boolean {
  const place = layout.columns.findIndex(({ folded }) => folded === 'isdeleted');
  return place >= 0 && Number(values[place]) === 1;
}

function isSameRow(written: SqlRow, stored: SqlRow): boolean {
  return written.every((value, place) => String(value) === String(stored[place]));
}

/** A record that was made and deleted in the same transaction never was there for others. */
function changeType(writes: readonly RowWrite[]): ChangeType | undefined {
  const first = writes[0]?.kind;
  const last = writes.at(-1)?.kind;
  if (first === undefined || last === undefined) return undefined;
  if (first === 'insert') return last === 'delete' ? undefined : 'CREATE';
  if (last === 'delete') return first === 'undelete' ? undefined : 'DELETE';
  return first === 'undelete' ? 'UNDELETE' : 'UPDATE';
}

/** Changes of one kind that say the same of several records, in the order of the first of them. A created record has values of its own. */
function merged(changes: readonly Change[]): Change[][] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const key = change.type === 'CREATE' ? change.id : JSON.stringify([change.object.eventName, change.type, change.values, change.changed]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [change]);
    else group.push(change);
  }
  return [...groups.values()];
}

function emptyHeader(object: CapturedObject, { nowMs, userId, origin }: CommitStamp): Omit<ChangeHeader, 'changeType' | 'transactionKey' | 'commitNumber' | 'sequenceNumber'> {
  return { entityName: object.entityName, recordIds: [], changeOrigin: origin, commitTimestamp: nowMs, commitUser: userId, nulledFields: [], diffFields: [], changedFields: [] };
}

function headerOf(alike: readonly Change[], commit: { readonly stamp: CommitStamp; readonly transactionKey: string; readonly commitNumber: number; readonly sequenceNumber: number }): ChangeHeader {
  const [first] = alike;
  const { stamp, ...numbers } = commit;
  return {
    ...emptyHeader(first!.object, stamp), ...numbers, changeType: first!.type, recordIds: alike.map(({ id }) => id), changedFields: first!.changed, nulledFields: first!.nulled,
  };
}

function eventOf(alike: readonly Change[], header: ChangeHeader): PendingEvent {
  return { objectName: alike[0]!.object.eventName, payload: { ChangeEventHeader: header, ...alike[0]!.values } };
}
