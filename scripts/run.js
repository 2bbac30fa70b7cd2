// `node scripts/run.js NAME …` runs scripts/NAME.ts with the arguments that follow, after the check of the Node version.
import './node-version.js';
import './compile-cache.js';
import { existsSync } from 'node:fs';

const [name = '', ...rest] = process.argv.slice(2);
const script = new URL(`${name}.ts`, import.meta.url);
if (!/^[a-z-]+$/.test(name) || !existsSync(script)) {
  process.stderr.write(`There is no script "${name}". The scripts are those that package.json names: npm run.\n`);
  process.exit(2);
}
process.argv = [process.argv[0], `scripts/${name}`, ...rest];
await import(script.href);
