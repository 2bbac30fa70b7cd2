/** Writes docs/APEX_SUPPORT.md from the library as it is. Run it after the library gains or loses a member: `node scripts/generate-apex-support.ts`. */
import { writeFileSync } from 'node:fs';
import { supportDocument, SUPPORT_PATH } from './platform-symbols/support.ts';

writeFileSync(SUPPORT_PATH, supportDocument());
process.stdout.write(`Written: ${SUPPORT_PATH}\n`);
