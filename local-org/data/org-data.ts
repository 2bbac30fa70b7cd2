import type { DmlRequest, DmlRowResult, ImmediateRequest, QueryRequest } from '../library/ports.ts';
import type { OrgSchema } from '../schema/schema.ts';
import type { SObjectRecord } from '../values/sobject.ts';
import { loadCustomMetadata } from './custom-metadata.ts';
import { Statements } from './dml/statements.ts';
import { FormulaGlobals } from './formula/globals.ts';
import { loadRecordTypes } from './record-types.ts';
import type { DataSession } from './session.ts';
import type { RecordClassOf } from './soql/plan/select.ts';
import { Queries } from './soql/queries.ts';
import { addSystemRow, changeSystemRow, putSystemRow } from './system-rows.ts';
import type { SystemRow, SystemRowStamp } from './system-rows.ts';
import type { SqlRow } from './store/connection.ts';
import type { Store } from './store/store.ts';

/**
 * Queries and DML over a store, for one schema. A deploy makes a new one on the same store: plans, statements and record classes belong to their schema.
 * Everything runs inside a transaction of the store, for one session.
 */
export class OrgData {
  readonly store: Store;
  readonly #queries: Queries;
  readonly #statements: Statements;

  /** Installs the schema's tables and custom metadata rows, then plans lazily. `recordClassOf` gives the class for a folded object name. */
  constructor(store: Store, schema: OrgSchema, recordClassOf: RecordClassOf) {
    store.install(schema);
    this.store = store;
    const globals = new FormulaGlobals(store, schema);
    this.#queries = new Queries(store, { layout: (folded) => store.layout(folded), sharingRules: schema.sharingRules }, recordClassOf, globals);
    this.#statements = new Statements(store, schema, recordClassOf, globals);
    loadCustomMetadata(store, schema.customMetadata, this.#statements);
    loadRecordTypes(store, schema, this.#statements);
    this.#statements.recalculateSummaries();
  }

  query(request: QueryRequest, session: DataSession): SObjectRecord[] {
    return this.#queries.query(request, session);
  }

  count(request: QueryRequest, session: DataSession): number {
    return this.#queries.count(request, session);
  }

  /** Names, types and rights of a query, without running it. */
  check(request: QueryRequest, session: DataSession): void {
    this.#queries.check(request, session);
  }

  dml(request: DmlRequest, session: DataSession): readonly DmlRowResult[] {
    return this.#statements.run(request, session);
  }

  /** Writes of big objects. */
  immediate(request: ImmediateRequest, session: DataSession): readonly DmlRowResult[] {
    return this.#statements.immediate(request, session);
  }

  /** Sets the fields of a new record that have a default and that nobody set, as an insert would. Objects without a table have no defaults here. */
  fillDefaults(record: SObjectRecord, session: DataSession): void {
    this.#statements.fillDefaults(record, session);
  }

  /** Writes a row that no DML may write; answers its id. */
  putSystemRow(row: SystemRow, stamp: SystemRowStamp): string {
    return putSystemRow(this.store, this.#statements, row, stamp);
  }

  /** Inserts a row that no DML may write; answers its id. */
  addSystemRow(row: Omit<SystemRow, 'key'>, stamp: SystemRowStamp): string {
    return addSystemRow(this.store, this.#statements, row, stamp);
  }

  /** Changes fields of a row that no DML may write. */
  changeSystemRow(id: string, row: Omit<SystemRow, 'key'>): void {
    changeSystemRow(this.store, this.#statements, id, row);
  }

  /** The record of a stored row, as RowWrite gives it. */
  readRow(foldedObject: string, values: SqlRow): SObjectRecord {
    const table = this.#statements.table(foldedObject);
    if (table === undefined) throw new Error(`${foldedObject} has no table.`);
    return table.readRow(values);
  }

  /** Every row of a small object, every field set; asks for no rights and counts nothing. */
  systemRows(foldedObject: string): SObjectRecord[] {
    const table = this.#statements.table(foldedObject);
    if (table === undefined) throw new Error(`${foldedObject} has no table.`);
    return this.store.reader(table.selectAllSql).all().map((row) => table.readRow(row));
  }

  /** Savepoints of the running transaction; the depth identifies them. The caller counts the statement. */
  setSavepoint(): number {
    return this.store.enterSavepoint();
  }
  rollback(savepoint: number): void {
    this.store.rollbackToSavepoint(savepoint);
  }
  releaseSavepoint(savepoint: number): void {
    this.store.leaveSavepoint(savepoint);
  }
}
