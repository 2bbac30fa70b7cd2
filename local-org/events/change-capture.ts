/**
 * Change data capture of one transaction: what it wrote to captured objects becomes change events when it ends, one per record however often the record changed;
 * records that changed in the same way share one. What a rollback or a failed statement undid is told by the store, step by step.
 * platform-facts: change-event-merging, change-event-create-delete.
 */
import type { RowWrite } from '../data/session.ts';
import type { SqlRow } from '../data/store/connection.ts';
import type { UndoneSteps } from '../data/store/undone.ts';
import { makeId } from '../values/id.ts';
import type { ChangeHeader } from '../library/org/ChangeEventHeader.ts';
import type { CapturedObject, CapturedObjects, CarriedField } from './captured-objects.ts';
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

interface CapturedWrite {
  readonly write: RowWrite;
  readonly step: number;
}

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
  readonly #undone: UndoneSteps;
  /** By folded object name and row, in the order of their first write. */
  readonly #writes = new Map<string, CapturedWrite[]>();

  constructor(objects: CapturedObjects, undone: UndoneSteps) {
    this.#objects = objects;
    this.#undone = undone;
  }

  add(write: RowWrite): void {
    const { folded } = write.layout;
    if (!this.#objects.has(folded)) return;
    const key = `${folded} ${String(write.row)}`;
    const known = this.#writes.get(key);
    const captured = { write, step: this.#undone.step };
    if (known === undefined) this.#writes.set(key, [captured]);
    else known.push(captured);
  }

  get isEmpty(): boolean {
    return this.#writes.size === 0;
  }

  /** Inside the transaction, at its end: what it has changed so far. Takes it out. */
  take(stamp: CommitStamp): PendingEvent[] {
    const histories: (readonly RowWrite[])[] = [];
    for (const captured of this.#writes.values()) {
      const lasting = captured.filter(({ step }) => !this.#undone.isUndone(step)).map(({ write }) => write);
      if (lasting.length > 0) histories.push(lasting);
    }
    this.#writes.clear();
    if (histories.length > LARGEST_TRANSACTION) return this.#overflow(histories, stamp);
    const changes: Change[] = [];
    for (const history of histories) {
      const change = this.#change(history);
      if (change !== undefined) changes.push(change);
    }
    if (changes.length === 0) return [];
    const commit = { stamp, transactionKey: stamp.transactionKey(), commitNumber: stamp.commitNumber() };
    return merged(changes).map((alike, index) => eventOf(alike, headerOf(alike, commit, index + 1)));
  }

  /** What is left of the writes to one record. */
  #change(lasting: readonly RowWrite[]): Change | undefined {
    const type = changeType(lasting);
    const last = lasting.at(-1);
    if (type === undefined || last === undefined) return undefined;
    const { layout, row, values } = last;
    const object = this.#objects.get(layout.folded)!;
    const carried = object.carried(layout);
    const told = { object, type, id: makeId(layout.keyPrefix, row) };
    if (type === 'UPDATE') return { ...told, ...updated(carried, values, changedNames(lasting)) };
    return { ...told, values: filled(type === 'DELETE' ? carried.filter(({ isEnriched }) => isEnriched) : carried, values), changed: [], nulled: [] };
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

function changedNames(writes: readonly RowWrite[]): ReadonlySet<string> {
  const names = new Set(['lastmodifieddate']);
  for (const { changed } of writes) for (const { folded } of changed) names.add(folded);
  return names;
}

/** Changed fields with the value they have now, null too; enriched ones beside them. */
function updated(carried: readonly CarriedField[], row: SqlRow, names: ReadonlySet<string>): Pick<Change, 'values' | 'changed' | 'nulled'> {
  const values: Record<string, unknown> = {};
  const changed: string[] = [];
  const nulled: string[] = [];
  for (const { apiName, folded, place, isEnriched, valueOf } of carried) {
    const isChanged = names.has(folded);
    if (!isChanged && !isEnriched) continue;
    const value = valueOf(row[place]!);
    values[apiName] = value;
    if (isChanged) changed.push(apiName);
    if (isChanged && value === null) nulled.push(apiName);
  }
  return { values, changed, nulled };
}

function filled(carried: readonly CarriedField[], row: SqlRow): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const { apiName, place, valueOf } of carried) {
    const value = valueOf(row[place]!);
    if (value !== null) values[apiName] = value;
  }
  return values;
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
  if (changes.length === 1) return [[changes[0]!]];
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

interface Commit {
  readonly stamp: CommitStamp;
  readonly transactionKey: string;
  readonly commitNumber: number;
}

function headerOf(alike: readonly Change[], { stamp, transactionKey, commitNumber }: Commit, sequenceNumber: number): ChangeHeader {
  const { object, type, changed, nulled } = alike[0]!;
  return {
    entityName: object.entityName, recordIds: alike.map(({ id }) => id), changeType: type, changeOrigin: stamp.origin, transactionKey, sequenceNumber,
    commitTimestamp: stamp.nowMs, commitNumber, commitUser: stamp.userId, nulledFields: nulled, diffFields: [], changedFields: changed,
  };
}

function eventOf(alike: readonly Change[], header: ChangeHeader): PendingEvent {
  return { objectName: alike[0]!.object.eventName, payload: { ChangeEventHeader: header, ...alike[0]!.values } };
}
