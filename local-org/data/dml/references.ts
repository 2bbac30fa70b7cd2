import { keyPrefixOf, makeId, normalizeId, rowOfId } from '../../values/id.ts';
import { SObjectRecord, setSlot, slotOf } from '../../values/sobject.ts';
import type { SqlValue } from '../store/connection.ts';
import { invalidReference } from './encode.ts';
import { keyLookup } from './keys.ts';
import { RowProblem } from './problem.ts';
import type { Row } from './row.ts';
import type { StatementContext } from './statement-context.ts';
import type { Table, TableColumn } from './table.ts';

/** References must lead to rows that are there. `changed` says which of a row's columns to look at. */
export function checkReferences(context: StatementContext, rows: readonly Row[], changed: (row: Row) => readonly TableColumn[]): void {
  const known: KnownRows = new Map();
  for (const row of rows) {
    for (const column of changed(row)) {
      const { storage } = column.layout;
      const value = row.values[column.place]!;
      if (value === null || (storage !== 'reference' && storage !== 'idText')) continue;
      if (!isThere(context, column, value, known)) {
        row.errors.push(invalidReference().error);
        break;
      }
    }
  }
}

/** Rows looked for so far: by table, whether a row number is there. */
type KnownRows = Map<Table, Map<number, boolean>>;

function isThere(context: StatementContext, column: TableColumn, value: SqlValue, known: KnownRows): boolean {
  if (value === context.session.user.id) return true;
  const target = targetOf(context, column, value);
  if (target === undefined) return false;
  const { table, row } = target;
  let ofTable = known.get(table);
  if (ofTable === undefined) known.set(table, (ofTable = new Map<number, boolean>()));
  let answer = ofTable.get(row);
  if (answer === undefined) ofTable.set(row, (answer = context.store.reader(table.existsSql).get(row) !== undefined));
  return answer;
}

export function targetOf(context: StatementContext, column: TableColumn, value: SqlValue): { table: Table; row: number } | undefined {
  if (column.layout.storage === 'reference') {
    const table = context.table(column.layout.target!);
    return table === undefined ? undefined : { table, row: value as number };
  }
  const id = value as string;
  for (const name of column.layout.field.reference!.targets) {
    const table = context.table(name.toLowerCase());
    if (table?.layout.keyPrefix === keyPrefixOf(id)) return { table, row: rowOfId(table.layout.keyPrefix, id) };
  }
  return undefined;
}

/**
 * `new Line__c(Product__r = new Product2(SKU__c = 'A'))`: the parent is found by its external id. Gives the row a record of its own, with the reference set.
 */
export function resolveParents(context: StatementContext, row: Row): void {
  for (const column of row.table.references) {
    const parent = slotOf(row.source, column.parentSlot);
    if (!(parent instanceof SObjectRecord) || slotOf(row.source, column.layout.slot) !== undefined) continue;
    const id = idOfParent(context, parent);
    if (id === undefined) continue;
    if (row.record === row.source) row.record = row.table.copy(row.source);
    setSlot(row.record, column.layout.slot, id);
  }
}

function idOfParent(context: StatementContext, parent: SObjectRecord): string | undefined {
  const table = context.table(parent.$shape.apiName.toLowerCase());
  const given = slotOf(parent, '$id');
  if (typeof given === 'string') return normalizeId(given);
  const key = table?.columns.find((column) => (column.layout.field.isExternalId || column.layout.field.isUnique) && (slotOf(parent, column.layout.slot) ?? null) !== null);
  if (table === undefined || key === undefined) return undefined;
  const value = key.encode(slotOf(parent, key.layout.slot));
  const found = keyLookup(context.store, table, key, value);
  const { apiName } = key.layout.field;
  if (found.length === 0) throw new RowProblem('INVALID_FIELD', `Foreign key external ID: ${String(value)} not found for field ${apiName} in entity ${table.layout.object.apiName}`);
  if (found.length > 1) throw new RowProblem('DUPLICATE_VALUE', `Foreign key external ID: ${String(value)} found more than once for field ${apiName} in entity ${table.layout.object.apiName}`);
  return makeId(table.layout.keyPrefix, found[0]!);
}
