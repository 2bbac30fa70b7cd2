/**
 * `npm test`: every check of the repository, one after the other, with one closing line `N passed, N failed`.
 * `npm test -- --only NAME[,NAME]` runs some of them. A check that cannot run here says so ("not run") and why; it is never skipped in silence.
 */
import { suites, type SuiteResult } from './test-suites.ts';

const only = optionValue('--only')?.split(',');
const chosen = suites.filter((suite) => only === undefined || only.includes(suite.name));
const unknown = only?.filter((name) => !suites.some((suite) => suite.name === name)) ?? [];
if (unknown.length > 0) {
  process.stderr.write(`Unknown suite ${unknown.join(', ')}. There are: ${suites.map((suite) => suite.name).join(', ')}\n`);
  process.exit(2);
}

const results: (SuiteResult & { readonly name: string })[] = [];
for (const suite of chosen) {
  process.stdout.write(`\n# ${suite.name}: ${suite.what}\n`);
  const started = performance.now();
  const result = await suite.run();
  results.push({ ...result, name: suite.name });
  process.stdout.write(`# ${suite.name}: ${summary(result)} (${((performance.now() - started) / 1000).toFixed(1)} s)\n`);
}

process.stdout.write('\n');
for (const result of results) process.stdout.write(`${result.name.padEnd(12)} ${summary(result)}\n`);
const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0);
process.stdout.write(`\n${String(passed)} passed, ${String(failed)} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

function summary(result: SuiteResult): string {
  return result.notRun === undefined ? `${String(result.passed)} passed, ${String(result.failed)} failed` : `not run: ${result.notRun}`;
}

function optionValue(name: string): string | undefined {
  const index = process.argv.indexOf(name);
  return index < 0 ? undefined : process.argv[index + 1];
}
