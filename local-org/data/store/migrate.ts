import { isApart, isStored, layoutOf, quoted, sqlTypeOf } from './columns.ts';
import type { ColumnLayout, Storage, TableLayout } from './columns.ts';
import type { Connection } from './connection.ts';
import { StoreError } from './errors.ts';
import type { ObjectSchema, OrgSchema } from '../../schema/schema.ts';

interface KnownColumn {
  readonly storage: Storage;
  readonly scale: number;
}

const CATALOGUE = `
  CREATE TABLE IF NOT EXISTS "~columns" (object TEXT NOT NULL, name TEXT NOT NULL, storage TEXT NOT NULL, scale INTEGER NOT NULL, PRIMARY KEY (object, name)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS "~numbers" (name TEXT PRIMARY KEY, reserved INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS "~bin" (root TEXT NOT NULL, root_row INTEGER NOT NULL, object TEXT NOT NULL, row INTEGER NOT NULL, field TEXT);
  CREATE INDEX IF NOT EXISTS "~bin.root" ON "~bin" (root, root_row);`;

/** Kinds of storage whose values lie the same way: a field may move between them. */
const interchangeable: readonly (readonly Storage[])[] = [['integer', 'scaled'], ['text', 'exactText']];

/**
 * Brings the tables to the schema: new tables and columns appear, removed ones stay with their data but out of sight, a change that would reinterpret
 * stored values is refused. Runs inside the caller's transaction; returns the layouts by folded object name.
 */
export function migrate(connection: Connection, schema: OrgSchema): Map<string, TableLayout> {
  return migrateObjects(connection, schema, isStored);
}

/** The same for the database of big objects. Their index cannot change once it is there. platform-facts: big-object-index */
export function migrateApart(connection: Connection, schema: OrgSchema): Map<string, TableLayout> {
  return migrateObjects(connection, schema, isApart);
}

function migrateObjects(connection: Connection, schema: OrgSchema, isMine: (object: ObjectSchema) => boolean): Map<string, TableLayout> {
  connection.execute(CATALOGUE);
  const layouts = new Map<string, TableLayout>();
  for (const [folded, object] of schema.objects) {
    if (!isMine(object)) continue;
    const layout = layoutOf(object, schema);
    const known = knownColumns(connection, folded);
    if (known.size === 0) createTable(connection, layout);
    else extendTable(connection, layout, known);
    if (layout.bigIndex.length > 0) installKey(connection, layout);
    else installIndexes(connection, layout);
    layouts.set(folded, layout);
  }
  return layouts;
}

function knownColumns(connection: Connection, folded: string): Map<string, KnownColumn> {
  const rows = connection.reader('SELECT name, storage, scale FROM "~columns" WHERE object = ?').all(folded);
  return new Map(rows.map(([name, storage, scale]) => [String(name), { storage: storage as Storage, scale: Number(scale) }]));
}

function createTable(connection: Connection, layout: TableLayout): void {
  const definitions = layout.columns.map((column) => `${column.name} ${sqlTypeOf[column.storage]}`);
  if (!layout.byName.has('isdeleted')) definitions.push('"isdeleted" INTEGER');
  for (const column of layout.columns) if (column.foldName !== undefined) definitions.push(`${column.foldName} TEXT`);
  connection.execute(`CREATE TABLE ${layout.name} (${definitions.join(', ')})`);
  for (const column of layout.columns) remember(connection, layout, column);
}

function extendTable(connection: Connection, layout: TableLayout, known: ReadonlyMap<string, KnownColumn>): void {
  for (const column of layout.columns) {
    const before = known.get(column.folded);
    if (before === undefined) {
      addColumn(connection, layout, column);
      continue;
    }
    if (before.storage !== column.storage && !interchangeable.some((kinds) => kinds.includes(before.storage) && kinds.includes(column.storage))) {
      throw new StoreError(
        `${layout.object.apiName}.${column.field.apiName} is stored as ${before.storage} and would become ${column.storage}; stored values cannot be reinterpreted. ` +
          'Give the new field another name, or start with an empty data folder (local-org reset).');
    }
    if (sqlTypeOf[before.storage] !== sqlTypeOf[column.storage]) recollate(connection, layout, column);
    if (before.scale !== column.scale) rescale(connection, layout, column, before.scale);
    settleFoldColumn(connection, layout, column);
    if (before.storage !== column.storage || before.scale !== column.scale) remember(connection, layout, column);
  }
}

function addColumn(connection: Connection, layout: TableLayout, column: ColumnLayout): void {
  connection.execute(`ALTER TABLE ${layout.name} ADD COLUMN ${column.name} ${sqlTypeOf[column.storage]}`);
  settleFoldColumn(connection, layout, column);
  if (column.storage === 'boolean') connection.execute(`UPDATE ${layout.name} SET ${column.name} = ${column.field.defaultValue === true ? 1 : 0}`);
  remember(connection, layout, column);
}

/** The fold of a key lies beside it exactly as long as the key needs it: while nobody writes it, it would go stale. */
function settleFoldColumn(connection: Connection, layout: TableLayout, column: ColumnLayout): void {
  const isPresent = connection.reader('SELECT 1 FROM pragma_table_info(?) WHERE name = ?').get(layout.folded, `${column.folded}~fold`) !== undefined;
  if (isPresent === (column.foldName !== undefined)) return;
  if (column.foldName === undefined) {
    dropIndexes(connection, layout, (name) => name.startsWith(`${layout.folded}.${column.folded}~`));
    connection.execute(`ALTER TABLE ${layout.name} DROP COLUMN ${quoted(`${column.folded}~fold`)}`);
    return;
  }
  connection.execute(`ALTER TABLE ${layout.name} ADD COLUMN ${column.foldName} TEXT`);
  connection.execute(`UPDATE ${layout.name} SET ${column.foldName} = fold(${column.name}) WHERE ${column.name} GLOB '*[^' || char(1) || '-' || char(127) || ']*'`);
}

/** A column cannot change how it compares: its values move to a new one of the same name. */
function recollate(connection: Connection, layout: TableLayout, column: ColumnLayout): void {
  dropIndexes(connection, layout, (name) => name.startsWith(`${layout.folded}.${column.folded}.`) || name.startsWith(`${layout.folded}.${column.folded}~`));
  connection.execute(`ALTER TABLE ${layout.name} ADD COLUMN "~moved" ${sqlTypeOf[column.storage]}`);
  connection.execute(`UPDATE ${layout.name} SET "~moved" = ${column.name}`);
  connection.execute(`ALTER TABLE ${layout.name} DROP COLUMN ${column.name}`);
  connection.execute(`ALTER TABLE ${layout.name} RENAME COLUMN "~moved" TO ${column.name}`);
}

function dropIndexes(connection: Connection, layout: TableLayout, chosen: (name: string) => boolean): void {
  for (const name of indexNames(connection, layout)) if (chosen(name)) connection.execute(`DROP INDEX ${quoted(name)}`);
}

function indexNames(connection: Connection, layout: TableLayout): Set<string> {
  return new Set(connection.reader("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL").all(layout.folded).map(([name]) => String(name)));
}

/** Values keep their meaning when decimals are added; losing decimals is refused while any value needs them. */
function rescale(connection: Connection, layout: TableLayout, column: ColumnLayout, before: number): void {
  const factor = 10n ** BigInt(Math.abs(column.scale - before));
  if (column.scale > before) {
    connection.execute(`UPDATE ${layout.name} SET ${column.name} = ${column.name} * ${factor} WHERE ${column.name} IS NOT NULL`);
    return;
  }
  const losing = connection.reader(`SELECT COUNT(*) FROM ${layout.name} WHERE ${column.name} % ${factor} <> 0`).get()?.[0];
  if (losing !== 0) {
    throw new StoreError(`${layout.object.apiName}.${column.field.apiName} cannot go from ${before} to ${column.scale} decimals: ${String(losing)} rows hold more. Round them first.`);
  }
  connection.execute(`UPDATE ${layout.name} SET ${column.name} = ${column.name} / ${factor} WHERE ${column.name} IS NOT NULL`);
}

function remember(connection: Connection, layout: TableLayout, column: ColumnLayout): void {
  connection.writer('INSERT INTO "~columns" (object, name, storage, scale) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET storage = excluded.storage, scale = excluded.scale')
    .run(layout.folded, column.folded, column.storage, column.scale);
}

/** Makes the indexes of the layout and drops those of fields that are no longer keys (or no longer there: a hidden column must not refuse anything). */
function installIndexes(connection: Connection, layout: TableLayout): void {
  const wanted = new Map<string, string>();
  for (const column of layout.columns) for (const [name, sql] of indexesOf(layout, column)) wanted.set(name, sql);
  dropIndexes(connection, layout, (name) => !wanted.has(name));
  const present = indexNames(connection, layout);
  for (const [name, sql] of wanted) if (!present.has(name)) createIndex(connection, layout, sql);
}

function installKey(connection: Connection, layout: TableLayout): void {
  const name = `${layout.folded}.~key`;
  const columns = layout.bigIndex.map(({ column, isDescending }) => `${column.name}${isDescending ? ' DESC' : ''}`);
  const wanted = `CREATE UNIQUE INDEX ${quoted(name)} ON ${layout.name} (${columns.join(', ')})`;
  const present = connection.reader("SELECT sql FROM sqlite_master WHERE type = 'index' AND name = ?").get(name)?.[0];
  if (present === undefined) connection.execute(wanted);
  else if (present !== wanted) throw new StoreError(`The index of ${layout.object.apiName} cannot be changed once it is deployed. Begin again with a big object of another name.`);
}

function createIndex(connection: Connection, layout: TableLayout, sql: string): void {
  try {
    connection.execute(sql);
  } catch (error) {
    throw new StoreError(`A field of ${layout.object.apiName} cannot become unique: stored rows hold the same value twice (${(error as Error).message}).`, { cause: error });
  }
}

function indexesOf(layout: TableLayout, column: ColumnLayout): [string, string][] {
  if (column.index === 'none') return [];
  const unique = column.index === 'unique';
  const kind = unique ? 'UNIQUE INDEX' : 'INDEX';
  const indexes: [string, string][] = [];
  const add = (name: string, suffix: string): void => {
    const indexName = `${layout.folded}.${column.folded}${suffix}.${unique ? 'unique' : 'plain'}`;
    // Rows in the recycle bin do not hold their keys.
    indexes.push([indexName, `CREATE ${kind} ${quoted(indexName)} ON ${layout.name} (${name}) WHERE "isdeleted" = 0 AND ${name} IS NOT NULL`]);
  };
  add(column.name, '');
  if (column.foldName !== undefined) add(column.foldName, '~fold');
  return indexes;
}
