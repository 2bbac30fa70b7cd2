/**
 * Writes the tables in local-org/library/symbols: every type of the Apex standard library with its members, and the names of the standard objects with
 * their fields, read from the BSD-3 licensed type jars that ship inside the PMD engine package. Run it after that package changes:
 * `node scripts/generate-platform-symbols.ts`. Names without labels, lengths and relationships are not enough to describe an object: the second table
 * only tells what Salesforce has and the local org lacks from what nobody has.
 */
import { writeFileSync } from 'node:fs';
import { OBJECT_TABLE_PATH, standardObjectsTable } from './platform-symbols/object-table.ts';
import { platformTypesTable, TABLE_PATH } from './platform-symbols/table.ts';

for (const [path, text] of [[TABLE_PATH, platformTypesTable()], [OBJECT_TABLE_PATH, standardObjectsTable()]] as const) {
  writeFileSync(path, text);
  process.stdout.write(`Written: ${path}\n`);
}
