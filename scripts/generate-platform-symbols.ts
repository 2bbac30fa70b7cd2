/**
 * Writes local-org/library/symbols/platform-types.generated.txt: every type of the Apex standard library with its members, read from the
 * BSD-3 licensed type jar that ships inside the PMD engine package. Run it after that package changes: `node scripts/generate-platform-symbols.ts`.
 * The sObject jar is left out on purpose: field names without labels, lengths and relationships are not enough to describe an object.
 */
import { writeFileSync } from 'node:fs';
import { platformTypesTable, TABLE_PATH } from './platform-symbols/table.ts';

writeFileSync(TABLE_PATH, platformTypesTable());
process.stdout.write(`Written: ${TABLE_PATH}\n`);
