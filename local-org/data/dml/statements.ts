import type { DmlRequest, DmlRowResult, ImmediateRequest } from '../../library/ports.ts';
import { NO_ID, NO_ROW, rowOfId } from '../../values/id.ts';
import { ListException, NullPointerException, TypeException } from '../../values/exceptions.ts';
import { setSlot, slotOf } from '../../values/sobject.ts';
import type { RecordShape, SObjectRecord } from '../../values/sobject.ts';
import type { TriggerContext } from '../../library/ports.ts';
import type { OrgSchema } from '../../schema/schema.ts';
import type { FormulaGlobals } from '../formula/globals.ts';
import { deleteApart, insertApart } from '../big-objects/immediate.ts';
import { callOut } from '../big-objects/pending-work.ts';
import { FULL_PERMISSIONS } from '../access/permissions.ts';
import { ownSharing } from '../access/user-sharing.ts';
import { NO_TRIGGERS } from '../session.ts';
import type { DataSession } from '../session.ts';
import { checkMixture } from './mixed.ts';
import { recalculateAll } from './summaries.ts';
import type { TableLayout } from '../store/columns.ts';
import type { Store } from '../store/store.ts';
import type { RecordClassOf } from '../soql/plan/select.ts';
import { deleteChunk, undeleteChunk } from './delete.ts';
import { fillDefaults } from './computed.ts';
import { insertChunk, setDefaults } from './insert.ts';
import { mergeChunk } from './merge.ts';
import { idOf, Row } from './row.ts';
import { good, handlesAny } from './statement-context.ts';
import type { StatementContext } from './statement-context.ts';
import { Table } from './table.ts';
import { updateChunk } from './update.ts';
import { upsertById, upsertByKey } from './upsert.ts';

/** Rows that go through the triggers together. */
const CHUNK = 200;
const MAX_ATTEMPTS = 3;

/** Runs DML statements. One per installed schema. */
export class Statements {
  readonly #store: Store;
  readonly #sharingRules: OrgSchema['sharingRules'];
  readonly #globals: FormulaGlobals;
  readonly #tables: ReadonlyMap<string, Table>;
  /** Big objects, by folded name. No other statement sees them. */
  readonly #apart: ReadonlyMap<string, Table>;
  /** Tables DML may write, by the shape of their records. */
  readonly #byShape = new Map<RecordShape, Table>();
  #lastUser = { id: '', row: NO_ROW };

  constructor(store: Store, schema: OrgSchema, recordClassOf: RecordClassOf, globals: FormulaGlobals) {
    this.#store = store;
    this.#sharingRules = schema.sharingRules;
    this.#globals = globals;
    const tableOf = (layout: TableLayout): [string, Table] => [layout.folded, new Table(layout, recordClassOf(layout.folded), schema, { layout: (folded) => store.layout(folded) })];
    this.#tables = new Map(Array.from(store.layouts(), tableOf));
    this.#apart = new Map(Array.from(store.apartLayouts(), tableOf));
  }

  table(folded: string): Table | undefined {
    return this.#tables.get(folded);
  }

  /**
   * One result per record, in order. All-or-none: when a row fails nothing of the statement stays, the good rows report no success and no error of their own.
   * Ids are written into inserted records when the statement has succeeded for them. Exceptions undo the statement and pass.
   */
  run(request: DmlRequest, session: DataSession): readonly DmlRowResult[] {
    session.limits.consume('dmlStatements', 1);
    session.limits.consume('dmlRows', request.records.length);
    const rows = request.records.map((record) => new Row(record, this.#tableOf(record, request)));
    refuseRepeats(request);
    if (rows.length === 0) return [];
    checkMixture(session.written, request, rows);
    if (rows.some((row) => row.failed)) return rows.map((row) => row.result(false));
    const context = this.#context(request, session);
    if (isAtomic(context, request, rows)) return this.#runChunks(context, request, rows) ? rows.map(finished) : rows.map((row) => row.result(false));
    return this.#undoable(session, () => this.#runChunks(context, request, rows)) ? rows.map(finished) : rows.map((row) => row.result(false));
  }

  /** Writes rows of one big object at once. Counts as a callout and as no DML. */
  immediate(request: ImmediateRequest, session: DataSession): readonly DmlRowResult[] {
    const [first] = request.records;
    if (first === undefined) return [];
    const table = this.#apart.get(first.$shape.apiName.toLowerCase());
    const stranger = request.records.find((record) => record.$shape !== first.$shape);
    if (table === undefined || stranger !== undefined) throw new TypeException(`DML operation ${request.operation.toUpperCase()}_IMMEDIATE not allowed on ${(table === undefined ? first : stranger ?? first).$shape.apiName}`);
    callOut(session);
    if (session.written !== undefined) session.written.apart ??= table.layout.object.apiName;
    const rows = request.records.map((record) => new Row(record, table));
    const context = this.#context({ ...NO_REQUEST, access: request.access }, session);
    if (request.operation === 'insert') insertApart(context, table, rows);
    else deleteApart(context, table, rows);
    return rows.map(({ errors, failed }) => ({ success: !failed, id: failed ? null : NO_ID, created: !failed && request.operation === 'insert', errors }));
  }

  fillDefaults(record: SObjectRecord, session: DataSession): void {
    const table = this.#tables.get(record.$shape.apiName.toLowerCase());
    if (table === undefined) return;
    const row = new Row(record, table);
    if (table.formulas !== undefined) fillDefaults(this.#context(NO_REQUEST, session), table, row);
    setDefaults(table, row.record);
    for (const { layout: { slot } } of table.writeable) if (slotOf(record, slot) === undefined && slotOf(row.record, slot) !== undefined) setSlot(record, slot, slotOf(row.record, slot));
  }

  /** A deploy may have brought roll-up summaries: those that are not what they should be are written, without triggers. */
  recalculateSummaries(): void {
    if (![...this.#tables.values()].some((table) => table.summaries.length > 0)) return;
    this.#store.transaction(() => recalculateAll(this.#context(NO_REQUEST, NO_SESSION)));
    this.#store.flush();
  }

  /** Runs `body` in a savepoint and undoes it when it answers false or throws. */
  #undoable({ outbox }: DataSession, body: () => boolean): boolean {
    const savepoint = this.#store.enterSavepoint();
    const published = outbox?.mark() ?? 0;
    try {
      const isKept = body();
      if (!isKept) {
        this.#store.rollbackToSavepoint(savepoint);
        outbox?.cutTo(published);
      }
      this.#store.leaveSavepoint(savepoint);
      return isKept;
    } catch (error) {
      this.#store.noteFailure();
      outbox?.cutTo(published);
      if (this.#store.isSavepointOpen(savepoint)) {
        this.#store.rollbackToSavepoint(savepoint);
        this.#store.leaveSavepoint(savepoint);
      }
      throw error;
    }
  }

  #tableOf(record: SObjectRecord | null, request: DmlRequest): Table {
    if (record === null) throw new NullPointerException('Attempt to de-reference a null object');
    const table = this.#writeableTable(record, request);
    const isRemoval = request.operation === 'delete' || request.operation === 'undelete';
    if (isRemoval && table.layout.object.isDeletable === false) throw notAllowed(record, request);
    return table;
  }

  #writeableTable(record: SObjectRecord, request: DmlRequest): Table {
    const known = this.#byShape.get(record.$shape);
    if (known !== undefined) return known;
    const table = this.#tables.get(record.$shape.apiName.toLowerCase());
    if (table === undefined || !table.layout.object.isWriteable) throw notAllowed(record, request);
    this.#byShape.set(record.$shape, table);
    return table;
  }

  #context(request: DmlRequest, session: DataSession): StatementContext {
    return {
      store: this.#store,
      session,
      globals: this.#globals,
      access: request.access,
      now: Math.floor(session.clock.now() / 1_000) * 1_000,
      userRow: this.#rowOfUser(session.user.id),
      sharingRules: this.#sharingRules,
      table: (folded) => this.#tables.get(folded),
      tables: () => this.#tables.values(),
    };
  }

  #rowOfUser(id: string): number {
    if (this.#lastUser.id !== id) this.#lastUser = { id, row: rowOfId('005', id) };
    return this.#lastUser.row;
  }

  /** False when all-or-none has to undo the statement. */
  #runChunks(context: StatementContext, request: DmlRequest, rows: readonly Row[]): boolean {
    for (const chunk of chunksOf(rows)) {
      if (!request.allOrNone) {
        this.#saveGoodOnes(context, request, chunk);
        continue;
      }
      runChunk(context, request, chunk);
      if (chunk.some((row) => row.failed)) return false;
    }
    return true;
  }

  /**
   * Partial save, as documented: when rows fail and triggers have run, everything is undone and the others are saved anew, at most three times in all.
   * Without triggers there is nothing to undo: failed rows were not written. platform-facts: partial-save-attempts
   */
  #saveGoodOnes(context: StatementContext, request: DmlRequest, chunk: readonly Row[]): void {
    const hasTriggers = isWatched(context, chunk[0]!.table) || request.operation === 'delete' || request.operation === 'undelete';
    const beginAgain = context.session.triggers.beginAttempts();
    let rows = chunk;
    for (let attempt = 1; rows.length > 0; attempt++) {
      const trying = rows;
      const isSaved = this.#undoable(context.session, () => {
        runChunk(context, request, trying);
        return !hasTriggers || trying.every((row) => !row.failed);
      });
      if (isSaved) return;
      const left = good(trying);
      if (attempt === MAX_ATTEMPTS) return failAll(left);
      beginAgain();
      for (const row of left) row.reset();
      rows = left;
    }
  }
}

/** Of the platform itself. */
const NO_REQUEST: DmlRequest = { operation: 'update', records: [], allOrNone: true, access: { mode: 'system', sharing: false }, externalId: undefined };
const NO_SESSION: DataSession = {
  user: { id: '', timeZone: 'GMT' }, sharing: ownSharing([]), permissions: FULL_PERMISSIONS, clock: { now: () => 0 }, triggers: NO_TRIGGERS,
  limits: { used: () => 0, allowed: () => Number.MAX_SAFE_INTEGER, consume: () => undefined },
};

const ALL_EVENTS: readonly TriggerContext['operation'][] = ['BEFORE_INSERT', 'AFTER_INSERT', 'BEFORE_UPDATE', 'AFTER_UPDATE', 'BEFORE_DELETE', 'AFTER_DELETE', 'AFTER_UNDELETE'];

/** One row that no trigger sees is written by one SQL statement, which SQLite undoes by itself: a savepoint would only cost time. */
function isAtomic(context: StatementContext, request: DmlRequest, rows: readonly Row[]): boolean {
  return rows.length === 1 && (request.operation === 'insert' || request.operation === 'update') && !isWatched(context, rows[0]!.table);
}

/** Does anything follow from a write that would have to be undone with it: triggers, summaries of masters? */
function isWatched(context: StatementContext, table: Table): boolean {
  return table.summaries.length > 0 || handlesAny(context, table, ALL_EVENTS);
}

/** platform-facts: too-many-batch-retries (the text is documented, its status code is not). */
function failAll(rows: readonly Row[]): void {
  for (const row of rows) row.errors.push({ statusCode: 'UNKNOWN_EXCEPTION', message: 'Too many batch retries in the presence of Apex triggers and partial failures.', fields: [] });
}

/** Consecutive rows of one object, 200 at most. */
function* chunksOf(rows: readonly Row[]): Iterable<Row[]> {
  let chunk: Row[] = [];
  for (const row of rows) {
    if (chunk.length === CHUNK || (chunk.length > 0 && chunk[0]!.table !== row.table)) {
      yield chunk;
      chunk = [];
    }
    chunk.push(row);
  }
  if (chunk.length > 0) yield chunk;
}

function runChunk(context: StatementContext, request: DmlRequest, rows: readonly Row[]): void {
  const { table } = rows[0]!;
  switch (request.operation) {
    case 'insert': return insertChunk(context, table, rows);
    case 'update': return updateChunk(context, table, rows);
    case 'delete': return deleteChunk(context, table, rows);
    case 'undelete': return undeleteChunk(context, table, rows);
    case 'upsert': return upsertChunk(context, request, table, rows);
    case 'merge': return mergeChunk(context, table, rows as [Row, ...Row[]]);
  }
}

function upsertChunk(context: StatementContext, request: DmlRequest, table: Table, rows: readonly Row[]): void {
  if (request.externalId === undefined || request.externalId === 'id') return upsertById(context, table, rows);
  const key = table.column(request.externalId);
  if (key === undefined || (!key.layout.field.isExternalId && !key.layout.field.isUnique)) {
    throw new TypeException(`Invalid field for upsert, must be an External Id custom or standard indexed field: ${request.externalId}`);
  }
  upsertByKey(context, table, rows, key);
}

function finished(row: Row): DmlRowResult {
  if (row.failed) return row.result(false);
  if (row.id !== null && idOf(row.source) === null) setSlot(row.source, '$id', row.id);
  return row.result(true);
}

/** A list may name a row once. */
function refuseRepeats(request: DmlRequest): void {
  if (request.records.length === 1) return;
  const seen = new Set<unknown>();
  for (const record of request.records) {
    const id = idOf(record);
    if (request.operation === 'insert' || (request.operation === 'upsert' && id === null)) {
      if (seen.has(record)) throw new ListException('Before Insert or Upsert list must not have two identically equal elements');
      seen.add(record);
    } else if (id !== null) {
      if (seen.has(id)) throw new ListException(`Duplicate id in list: ${id}`);
      seen.add(id);
    }
  }
}

function notAllowed(record: SObjectRecord, { operation }: DmlRequest): Error {
  return new TypeException(`DML operation ${operation.toUpperCase()} not allowed on ${record.$shape.apiName}`);
}
