/**
 * DML and queries as Apex sees them: the data port answers per row, Apex wants exceptions with Salesforce's texts, ids written back, and single records next to lists.
 * Used by DML statements and inline SOQL of emitted code and by the Database class.
 */
import type { ApexList } from '../../values/collections/list.ts';
import { DmlException, QueryException, SecurityException, SObjectException } from '../../values/exceptions.ts';
import type { DmlFailure } from '../../values/exceptions.ts';
import { keyPrefixOf } from '../../values/id.ts';
import { nullPointer } from '../../values/null-pointer.ts';
import { setSlot, SObjectRecord } from '../../values/sobject.ts';
import type { SoqlQuery } from '../../soql/syntax.ts';
import { context } from '../ports.ts';
import type { Access, DmlOperation, DmlRowResult, ObjectAccess } from '../ports.ts';

/** What DML takes: one record or a list of them. */
export type Records = SObjectRecord | ApexList<SObjectRecord | null> | null;

/** `Insert failed.` and so on: how Salesforce starts the message of a failed statement. */
const FAILED: Readonly<Record<DmlOperation, string>> = {
  insert: 'Insert failed.', update: 'Update failed.', upsert: 'Upsert failed.', delete: 'Delete failed.', undelete: 'Undelete failed.', merge: 'Merge failed.',
};

/**
 * Runs one DML statement that fails as a whole. Ids are written back by the data port.
 * @param externalId folded name of an upsert's external id field; `undefined`: by Id.
 * @throws DmlException with one failure per refused row, NullPointerException for a null record or list.
 */
export function runDml(operation: DmlOperation, records: Records, access: Access, externalId?: string): void {
  const rows = recordsOf(records);
  throwFailures(operation, rows, dmlResults(operation, rows, true, access, externalId));
}

/** Runs one DML statement and gives the port's result per row; an empty list is no statement at all and costs nothing. platform-facts: dml-empty-list */
export function dmlResults(operation: DmlOperation, records: readonly SObjectRecord[], allOrNone: boolean, access: Access, externalId?: string): readonly DmlRowResult[] {
  if (records.length === 0) return [];
  if (access.mode === 'user') requireObjectRights(operation, records, externalId);
  return context().data.dml({ operation, records, allOrNone, access, externalId });
}

type Right = 'create' | 'edit' | 'delete';

/** In user mode an object the user may not write is no matter of rows: the statement throws, whatever it says of partial success. platform-facts: user-mode-dml-errors */
function requireObjectRights(operation: DmlOperation, records: readonly SObjectRecord[], externalId: string | undefined): void {
  const { user } = context();
  const asked = new Map<string, ObjectAccess>();
  for (const record of records) {
    const { apiName } = record.$shape;
    let rights = asked.get(apiName);
    if (rights === undefined) asked.set(apiName, (rights = user.objectAccess(apiName.toLowerCase())));
    for (const right of rightsFor(operation, record, externalId)) {
      if (!rights[right]) throw new SecurityException(`Access to entity '${apiName}' denied`);
    }
  }
}

const RIGHTS: Readonly<Record<Exclude<DmlOperation, 'upsert'>, readonly Right[]>> = { insert: ['create'], update: ['edit'], delete: ['delete'], undelete: ['delete'], merge: ['edit', 'delete'] };

/** An upsert by key may do either. */
function rightsFor(operation: DmlOperation, record: SObjectRecord, externalId: string | undefined): readonly Right[] {
  if (operation !== 'upsert') return RIGHTS[operation];
  if (externalId !== undefined && externalId !== 'id') return ['create', 'edit'];
  return idOf(record) === null ? ['create'] : ['edit'];
}

/** @throws DmlException when a row failed. */
export function throwFailures(operation: DmlOperation, records: readonly SObjectRecord[], results: readonly DmlRowResult[]): void {
  if (results.every((result) => result.success)) return;
  const failures = failuresOf(operation, records, results);
  const [first] = failures;
  if (first === undefined) return;
  const exception = new DmlException(dmlMessage(operation, first));
  exception.$failures = failures;
  throw exception;
}

/** "Insert failed. First exception on row 0; first error: REQUIRED_FIELD_MISSING, Required fields are missing: [Name]: [Name]" */
function dmlMessage(operation: DmlOperation, first: DmlFailure): string {
  const row = first.id === null ? `row ${first.row}` : `row ${first.row} with id ${first.id}`;
  return `${FAILED[operation]} First exception on ${row}; first error: ${first.statusCode}, ${first.message}: [${first.fields.join(', ')}]`;
}

/** One failure per error of a row, in row order, as getNumDml counts them. */
function failuresOf(operation: DmlOperation, records: readonly SObjectRecord[], results: readonly DmlRowResult[]): DmlFailure[] {
  return results.flatMap((result, row) => {
    if (result.success) return [];
    const id = operation === 'insert' ? null : idOf(records[row]);
    const objectName = records[row]!.$shape.apiName;
    return result.errors.map((error) => ({ ...error, row, id, objectName }));
  });
}

function idOf(record: SObjectRecord | undefined): string | null {
  return (record as { $id?: string | null } | undefined)?.$id ?? null;
}

/** The records of a statement's operand, in order. */
export function recordsOf(records: Records): SObjectRecord[] {
  if (records === null) throw nullPointer();
  if (records instanceof SObjectRecord) return [records];
  return records.items.map((record) => {
    if (record === null) throw nullPointer();
    return record;
  });
}

/** An otherwise empty record of the object the id belongs to. */
export function recordOfId(id: string): SObjectRecord {
  const { schema } = context();
  const objectName = schema.objectOfKeyPrefix(keyPrefixOf(id));
  const recordClass = objectName === undefined ? undefined : schema.recordClass(objectName.toLowerCase());
  if (recordClass === undefined) throw new SObjectException(`No object has the key prefix ${keyPrefixOf(id)} of the id ${id}.`);
  const record = new recordClass();
  setSlot(record, '$id', id);
  return record;
}

/** The rows of a query. `binds` hold one value per bind index of the query. */
export function runQuery(query: SoqlQuery, binds: readonly unknown[], access: Access): SObjectRecord[] {
  return context().data.query({ query, binds, access: effectiveAccess(query, access) });
}

/** `SELECT COUNT() FROM …` */
export function runCount(query: SoqlQuery, binds: readonly unknown[], access: Access): number {
  return context().data.count({ query, binds, access: effectiveAccess(query, access) });
}

/** A WITH clause states the mode of its query whatever the caller's is; WITH SECURITY_ENFORCED is the data layer's business. */
function effectiveAccess(query: SoqlQuery, access: Access): Access {
  switch (query.accessMode) {
    case 'USER_MODE': return { mode: 'user', sharing: true };
    case 'SYSTEM_MODE': return { mode: 'system', sharing: access.sharing };
    default: return access;
  }
}

/** The one row of an assignment to a single record. */
export function singleRow(rows: readonly SObjectRecord[]): SObjectRecord {
  const [row] = rows;
  if (row === undefined) throw new QueryException('List has no rows for assignment to SObject');
  return onlyRow(row, rows);
}

/** As `singleRow`, in front of `?.` and `??`: no row gives null. */
export function singleRowOrNull(rows: readonly SObjectRecord[]): SObjectRecord | null {
  const [row] = rows;
  return row === undefined ? null : onlyRow(row, rows);
}

function onlyRow(row: SObjectRecord, rows: readonly SObjectRecord[]): SObjectRecord {
  if (rows.length > 1) throw new QueryException('List has more than 1 row for assignment to SObject');
  return row;
}
