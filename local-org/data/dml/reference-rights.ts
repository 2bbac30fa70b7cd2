/** Sharing of the records a row refers to: nobody links to what is not theirs to see, nor adds to a master they may not write. */
import { controllingFields } from '../../schema/controlling-parents.ts';
import { keyPrefixOf, makeId, rowOfId } from '../../values/id.ts';
import type { SharingLevel } from '../access/user-sharing.ts';
import { parentLevel } from '../soql/plan/sharing.ts';
import { isSharingEnforced, sharedRows } from './rights.ts';
import type { Row } from './row.ts';
import type { StatementContext } from './statement-context.ts';
import type { Table, TableColumn } from './table.ts';

interface Link {
  readonly row: Row;
  readonly target: number;
}

/** `changed` says which of a row's columns to look at. */
export function checkReferenceSharing(context: StatementContext, table: Table, rows: readonly Row[], changed: (row: Row) => readonly TableColumn[]): void {
  if (!isSharingEnforced(context)) return;
  for (const [column, linked] of Map.groupBy(rows.flatMap((row) => changed(row).filter(isLink).map((column) => ({ column, row }))), ({ column }) => column)) {
    const level = levelOf(table, column);
    for (const [target, links] of Map.groupBy(linked, ({ row }) => targetOf(context, column, row))) {
      if (target !== undefined) checkLinks(context, target, links.map(({ row }) => ({ row, target: rowNumber(target, column, row) })), level);
    }
  }
}

/** Owners are no records of somebody; who may be one is asked elsewhere. */
function isLink(column: TableColumn): boolean {
  return (column.layout.storage === 'reference' || column.layout.storage === 'idText') && column.layout.folded !== 'ownerid' && column.layout.folded !== 'userorgroupid';
}

function levelOf(table: Table, column: TableColumn): SharingLevel {
  const { object } = table.layout;
  return controllingFields(object).includes(column.layout.field) ? parentLevel(object, column.layout.field, 'edit') : 'read';
}

function targetOf(context: StatementContext, column: TableColumn, row: Row): Table | undefined {
  const value = row.values[column.place]!;
  if (value === null) return undefined;
  if (column.layout.target !== undefined) return context.table(column.layout.target);
  const name = column.layout.field.reference!.targets.find((target) => context.table(target.toLowerCase())?.layout.keyPrefix === keyPrefixOf(value as string));
  return name === undefined ? undefined : context.table(name.toLowerCase());
}

function rowNumber(target: Table, column: TableColumn, row: Row): number {
  const value = row.values[column.place]!;
  return column.layout.target === undefined ? rowOfId(target.layout.keyPrefix, value as string) : (value as number);
}

function checkLinks(context: StatementContext, target: Table, links: readonly Link[], level: SharingLevel): void {
  const shared = sharedRows(context, target, links.map((link) => link.target), level);
  if (shared === undefined) return;
  for (const { row, target: number } of links) {
    if (shared.has(number) || row.failed) continue;
    const id = makeId(target.layout.keyPrefix, number).slice(0, 15);
    row.errors.push({ statusCode: 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', message: `insufficient access rights on cross-reference id: ${id}`, fields: [] });
  }
}
