/** Rows the platform itself writes and no DML may: the organization, profiles, permission sets, users. Looked up by one text field, so that writing them again changes nothing. */
import { makeId, rowOfId } from '../values/id.ts';
import type { Table, TableColumn } from './dml/table.ts';
import { StoreError } from './store/errors.ts';
import type { SqlRow, SqlValue } from './store/connection.ts';
import type { Store } from './store/store.ts';

export interface SystemRow {
  readonly objectName: string;
  /** API names of the fields that identify the row; compared as stored. */
  readonly key: readonly string[];
  /** Apex values by API name; fields not named stay at their defaults on insert and as they are on update. */
  readonly values: Readonly<Record<string, unknown>>;
}

export interface SystemRowStamp {
  /** Milliseconds. */
  readonly now: number;
  /** Id of the user the row is said to be made by; `undefined` before there is one. */
  readonly userId: string | undefined;
}

/** By folded name. */
interface Tables {
  table(folded: string): Table | undefined;
}

/** Inserts or updates the row and answers its id. Must run inside a transaction of the store. */
export function putSystemRow(store: Store, tables: Tables, row: SystemRow, stamp: SystemRowStamp): string {
  const table = tableOf(tables, row.objectName);
  const given = givenValues(table, row);
  const keys = row.key.map((name) => table.column(name.toLowerCase())!);
  const found = store.reader(`SELECT "id" FROM ${table.layout.name} WHERE ${keys.map((key) => `${key.layout.name} = ?`).join(' AND ')}`).get(...keys.map((key) => given.get(key) ?? null));
  if (found === undefined) return insertRow(store, table, given, stamp);
  const changed = [...given.keys()];
  const values: SqlValue[] = table.columns.map((column) => given.get(column) ?? null);
  store.writer(table.updateSql(changed)).run(...table.updateParameters(changed, values, Number(found[0])));
  return makeId(table.layout.keyPrefix, Number(found[0]));
}

function givenValues(table: Table, row: Omit<SystemRow, 'key'>): Map<TableColumn, SqlValue> {
  return new Map(Object.entries(row.values).map(([name, value]) => {
    const column = table.column(name.toLowerCase());
    if (column === undefined) throw new StoreError(`${row.objectName} has no field ${name}.`);
    return [column, column.encode(value)];
  }));
}

function insertRow(store: Store, table: Table, given: ReadonlyMap<TableColumn, SqlValue>, stamp: SystemRowStamp): string {
  const number = store.sequences.draw(table.layout.folded);
  const user = table.column('createdbyid');
  const system: Readonly<Record<string, SqlValue>> = {
    id: number, createddate: stamp.now, lastmodifieddate: stamp.now, systemmodstamp: stamp.now, isdeleted: 0,
    ...(user === undefined || stamp.userId === undefined ? {} : { createdbyid: user.encode(stamp.userId), lastmodifiedbyid: user.encode(stamp.userId) }),
  };
  const values: SqlRow = table.columns.map((column) => given.get(column) ?? system[column.layout.folded] ?? column.encode(column.defaultValue ?? null));
  const { sql, parameters } = table.inserts.of(values);
  store.writer(sql).run(...parameters);
  return makeId(table.layout.keyPrefix, number);
}

/** Inserts a row the platform writes, whatever rows there are; answers its id. Must run inside a transaction of the store. */
export function addSystemRow(store: Store, tables: Tables, row: Omit<SystemRow, 'key'>, stamp: SystemRowStamp): string {
  const table = tableOf(tables, row.objectName);
  return insertRow(store, table, givenValues(table, row), stamp);
}

/** Changes fields of a row the platform writes; nothing happens when there is none with the id. Must run inside a transaction of the store. */
export function changeSystemRow(store: Store, tables: Tables, id: string, row: Omit<SystemRow, 'key'>): void {
  const table = tableOf(tables, row.objectName);
  const given = givenValues(table, row);
  const values: SqlValue[] = table.columns.map((column) => given.get(column) ?? null);
  store.writer(table.updateSql([...given.keys()])).run(...table.updateParameters([...given.keys()], values, rowOfId(table.layout.keyPrefix, id)));
}

function tableOf(tables: Tables, objectName: string): Table {
  const table = tables.table(objectName.toLowerCase());
  if (table === undefined) throw new StoreError(`${objectName} has no table.`);
  return table;
}
