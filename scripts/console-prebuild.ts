/** Prepares the console's browser modules, so that the first `npm start` need not. */
import { resolve } from 'node:path';
import { ensurePrebuilt } from '../local-org/console/prebuild.ts';

const prebuilt = await ensurePrebuilt(resolve(import.meta.dirname, '..'), (line) => console.error(line));
console.error(`console: ${prebuilt.modules.size} modules ready in .cache/console/${prebuilt.key}`);
