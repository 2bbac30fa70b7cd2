/** What is left of objects and fields that were deleted for good. */
import { quoted } from './columns.ts';
import type { Connection } from './connection.ts';

/** @param name folded: `object` or `object.field`. One that is not stored is left alone. */
export function forgetStored(connection: Connection, name: string): void {
  const [object = '', field] = name.split('.');
  const columns = connection.reader('SELECT name FROM "~columns" WHERE object = ?').all(object).map(([column]) => String(column));
  if (field === undefined) forgetTable(connection, object);
  else if (columns.includes(field)) forgetColumn(connection, object, field);
}

function forgetTable(connection: Connection, object: string): void {
  connection.execute(`DROP TABLE IF EXISTS ${quoted(object)}`);
  connection.writer('DELETE FROM "~columns" WHERE object = ?').run(object);
  connection.writer('DELETE FROM "~bin" WHERE object = ? OR root = ?').run(object, object);
}

function forgetColumn(connection: Connection, object: string, field: string): void {
  const indexes = connection.reader("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL").all(object).map(([name]) => String(name));
  for (const index of indexes.filter((name) => name.startsWith(`${object}.${field}.`) || name.startsWith(`${object}.${field}~`))) connection.execute(`DROP INDEX ${quoted(index)}`);
  const present = connection.reader('SELECT name FROM pragma_table_info(?)').all(object).map(([name]) => String(name));
  for (const column of [field, `${field}~fold`]) if (present.includes(column)) connection.execute(`ALTER TABLE ${quoted(object)} DROP COLUMN ${quoted(column)}`);
  connection.writer('DELETE FROM "~columns" WHERE object = ? AND name = ?').run(object, field);
}
