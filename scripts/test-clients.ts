/**
 * `npm run test:clients [-- --only NAME[,NAME]]`: real clients (the Salesforce CLI, jsforce) against local orgs they start themselves.
 * Prints what each client did with its result as a matrix and closes with `N passed, N failed`. `--only` takes the names of the files before `.clients.test.ts`.
 */
import { globSync } from 'node:fs';
import path from 'node:path';
import { run } from 'node:test';
import { readOptions } from '../local-org/cli/command.ts';
import { runScript } from './command-line.ts';
import { root } from './process.ts';

interface Row {
  readonly group: string;
  readonly command: string;
  readonly result: 'passed' | 'failed' | 'not run';
  readonly milliseconds: number;
  readonly problem: string | undefined;
}

const SUFFIX = '.clients.test.ts';

await runScript('test-clients', 'usage: npm run test:clients -- [--only NAME[,NAME]]', async (args) => {
  const { values } = readOptions(args, ['only']);
  const files = globSync(`e2e/clients/*${SUFFIX}`, { cwd: root }).sort();
  const chosen = values.only === undefined ? files : files.filter((file) => values.only!.split(',').includes(path.basename(file, SUFFIX)));
  if (chosen.length === 0) {
    process.stderr.write(`No file for --only ${values.only ?? ''}. There are: ${files.map((file) => path.basename(file, SUFFIX)).join(', ')}\n`);
    return 2;
  }
  const rows = await runFiles(chosen);
  printMatrix(rows);
  const failed = rows.filter((row) => row.result === 'failed');
  for (const { group, command, problem } of failed) process.stdout.write(`\n✖ ${group} › ${command}\n${problem ?? ''}\n`);
  process.stdout.write(`\n${String(rows.filter((row) => row.result === 'passed').length)} passed, ${String(failed.length)} failed\n`);
  return failed.length === 0 ? 0 : 1;
});

/** One file after the other: each has an org of its own, and two cores are shared with it. */
async function runFiles(files: readonly string[]): Promise<Row[]> {
  const rows: Row[] = [];
  const groups: string[] = [];
  const stream = run({ files: files.map((file) => path.join(root, file)), concurrency: 1, execArgv: ['--test-force-exit'] });
  stream.on('test:start', ({ name, nesting }) => { groups.length = nesting; groups[nesting] = name; });
  stream.on('test:pass', ({ name, nesting, details, skip, todo }) => {
    if (details.type === 'suite' || nesting === 0) return;
    rows.push({ group: groups[nesting - 1] ?? '', command: name, result: skip === undefined && todo === undefined ? 'passed' : 'not run', milliseconds: details.duration_ms, problem: undefined });
  });
  stream.on('test:fail', ({ name, nesting, details }) => {
    // A suite that fails because one of its tests did has been counted there.
    const error = details.error as Error & { readonly failureType?: string };
    if (error.failureType === 'subtestsFailed') return;
    rows.push({ group: groups[nesting - 1] ?? '', command: path.basename(name), result: 'failed', milliseconds: details.duration_ms, problem: problemOf(error) });
  });
  stream.on('test:stderr', ({ message }) => { process.stderr.write(message); });
  await new Promise((resolve, reject) => { stream.on('close', resolve).on('error', reject).resume(); });
  return rows;
}

function problemOf(error: Error): string {
  const cause = error.cause instanceof Error ? error.cause : error;
  return cause.stack ?? cause.message;
}

function printMatrix(rows: readonly Row[]): void {
  const width = Math.max(...rows.map((row) => row.command.length), 10);
  let group: string | undefined;
  for (const row of rows) {
    if (row.group !== group) process.stdout.write(`\n${row.group}\n`);
    group = row.group;
    process.stdout.write(`  ${row.command.padEnd(width)}  ${row.result.padEnd(7)}  ${(row.milliseconds / 1000).toFixed(1)} s\n`);
  }
}
