import type { SqlRow, SqlValue } from '../store/connection.ts';
import type { StatementContext } from './statement-context.ts';
import type { Table, TableColumn } from './table.ts';

/** Fields the platform makes from other fields of the row whenever those are written. */
export interface DerivedField {
  readonly column: TableColumn;
  readonly sources: readonly TableColumn[];
  value(context: StatementContext, values: SqlRow): SqlValue;
}

/** The derived fields of a table: the name of a person, the type of a user. */
export function derivedFieldsOf(table: Table): readonly DerivedField[] {
  return [personName(table), userType(table)].filter((field) => field !== undefined);
}

function personName(table: Table): DerivedField | undefined {
  const column = table.column('name');
  const first = table.column('firstname');
  const last = table.column('lastname');
  if (column === undefined || first === undefined || last === undefined || column.isWriteable) return undefined;
  const sources = [first, last];
  return { column, sources, value: (_context, values) => sources.map((source) => values[source.place]).filter((part) => part !== null).join(' ') };
}

/** A user has the type of the profile. */
function userType(table: Table): DerivedField | undefined {
  const column = table.column('usertype');
  const profile = table.column('profileid');
  if (table.layout.folded !== 'user' || column === undefined || profile === undefined) return undefined;
  return { column, sources: [profile], value: (context, values) => context.store.reader('SELECT "usertype" FROM "profile" WHERE "id" = ?').get(values[profile.place]!)?.[0] ?? null };
}

export function deriveAll(context: StatementContext, table: Table, values: SqlRow): void {
  for (const { column, value } of table.derivedFields) values[column.place] = value(context, values);
}

/** Derives what the changed columns touch and adds it to them. */
export function deriveChanged(context: StatementContext, table: Table, values: SqlRow, changed: TableColumn[]): void {
  for (const { column, sources, value } of table.derivedFields) {
    if (!sources.some((source) => changed.includes(source))) continue;
    values[column.place] = value(context, values);
    changed.push(column);
  }
}
