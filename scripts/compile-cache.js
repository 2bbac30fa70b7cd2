/**
 * Every entry point imports this before its TypeScript: Node keeps what it compiles (without types, and as the engine wants it) for the next start, which takes half the time.
 * A folder that cannot be written is no failure: then Node compiles every time.
 */
// As a whole: an older Node has no such name in it and would end here, before it is told that it is too old.
import nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';

nodeModule.enableCompileCache(fileURLToPath(new URL('../.cache/node', import.meta.url)));
