/** `npm run contracts [-- --check]`: writes the types of `gateway/contracts/generated` from the contracts; with --check only says whether they are up to date. */
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { CONTRACT_NAMES, contractFile } from '../gateway/contracts/document.ts';
import { readOptions, UsageError } from '../local-org/cli/command.ts';
import { runScript } from './command-line.ts';
import { root } from './process.ts';

const FOLDER = path.join(root, 'gateway/contracts/generated');

await runScript('contracts', 'usage: npm run contracts -- [--check]', async (args) => {
  const { values, positionals } = readOptions(args, [], ['check']);
  if (positionals.length > 0) throw new UsageError(`Unexpected argument ${positionals.join(' ')}.`);
  const wanted: ReadonlyMap<string, string> = new Map(await Promise.all(CONTRACT_NAMES.map(async (name) => [`${name}.generated.ts`, await typesOf(name)] as const)));
  const stale = [...wanted].filter(([file, text]) => readIfThere(file) !== text).map(([file]) => file);
  const orphans = readdirSync(FOLDER).filter((file) => !wanted.has(file));
  if (values.check === true) return tell(stale, orphans);
  for (const file of stale) writeFileSync(path.join(FOLDER, file), wanted.get(file)!);
  for (const file of orphans) rmSync(path.join(FOLDER, file));
  process.stdout.write(`contracts: ${String(stale.length)} written, ${String(orphans.length)} removed, ${String(wanted.size - stale.length)} up to date\n`);
  return 0;
});

async function typesOf(name: (typeof CONTRACT_NAMES)[number]): Promise<string> {
  const tree = await openapiTS(pathToFileURL(contractFile(name)), { silent: true });
  return `/** Written by "npm run contracts" from ${name}.openapi.yaml. */\n${astToString(tree)}`;
}

function tell(stale: readonly string[], orphans: readonly string[]): number {
  for (const file of stale) process.stderr.write(`gateway/contracts/generated/${file} does not say what its contract says\n`);
  for (const file of orphans) process.stderr.write(`gateway/contracts/generated/${file} is of a contract that is gone\n`);
  if (stale.length + orphans.length === 0) return 0;
  process.stderr.write('Run "npm run contracts" and commit what it writes.\n');
  return 1;
}

function readIfThere(file: string): string | undefined {
  const whole = path.join(FOLDER, file);
  return existsSync(whole) ? readFileSync(whole, 'utf8') : undefined;
}
