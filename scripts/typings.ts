/** `npm run typings [-- --check]`: writes `types/generated`, what components may import of the org; with --check only says whether it is up to date. */
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CommandFailure, readOptions, UsageError } from '../local-org/cli/command.ts';
import { readProjectFiles } from '../local-org/cli/read-project.ts';
import { openProjectCache } from '../local-org/cli/syntax-cache.ts';
import { runScript } from './command-line.ts';
import { root } from './process.ts';
import { generateTypings } from './typings/generate.ts';
import { TypingsProblem } from './typings/world.ts';

const FOLDER = path.join(root, 'types/generated');

await runScript('typings', 'usage: npm run typings -- [--check]', async (args) => {
  const { values, positionals } = readOptions(args, [], ['check']);
  if (positionals.length > 0) throw new UsageError(`Unexpected argument ${positionals.join(' ')}.`);
  const wanted = generate();
  const stale = [...wanted].filter(([file, text]) => readIfThere(path.join(FOLDER, file)) !== text).map(([file]) => file);
  const orphans = globSync('**/*.{d.ts,json}', { cwd: FOLDER }).map((file) => file.split(path.sep).join('/')).filter((file) => !wanted.has(file));
  if (values.check === true) return tell(stale, orphans);
  for (const file of stale) write(path.join(FOLDER, file), wanted.get(file)!);
  for (const file of orphans) rmSync(path.join(FOLDER, file));
  process.stdout.write(`typings: ${String(stale.length)} written, ${String(orphans.length)} removed, ${String(wanted.size - stale.length)} up to date\n`);
  return 0;
});

function generate(): ReadonlyMap<string, string> {
  const cache = openProjectCache((line) => process.stderr.write(`typings: ${line}\n`));
  const components = globSync('force-app/**/lwc/*/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.d.ts')).map((file) => file.split(path.sep).join('/')).toSorted();
  try {
    return generateTypings({ files: readProjectFiles(root), components: new Map(components.map((file) => [file, readFileSync(path.join(root, file), 'utf8')])), parse: (file) => cache.parse(file) });
  } catch (error) {
    throw error instanceof TypingsProblem ? new CommandFailure(error.message) : error;
  }
}

function tell(stale: readonly string[], orphans: readonly string[]): number {
  for (const file of stale) process.stderr.write(`types/generated/${file} does not say what the project says\n`);
  for (const file of orphans) process.stderr.write(`types/generated/${file} is of something that is gone\n`);
  if (stale.length + orphans.length === 0) return 0;
  process.stderr.write('Run "npm run typings" and commit what it writes.\n');
  return 1;
}

function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
