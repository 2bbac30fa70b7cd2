/**
 * `npm test`: every check of the repository, with one closing line `N passed, N failed`. Two that use one core each run side by side, the others alone.
 * `npm test -- --only NAME[,NAME]` runs some of them. A check that cannot run here says so ("not run") and why; it is never skipped in silence.
 */
import type { Print } from './process.ts';
import { suites, type Suite, type SuiteResult } from './test-suites.ts';

const SIDE_BY_SIDE = 2;

const only = optionValue('--only')?.split(',');
const chosen = suites.filter((suite) => only === undefined || only.includes(suite.name));
const unknown = only?.filter((name) => !suites.some((suite) => suite.name === name)) ?? [];
if (unknown.length > 0) {
  process.stderr.write(`Unknown suite ${unknown.join(', ')}. There are: ${suites.map((suite) => suite.name).join(', ')}\n`);
  process.exit(2);
}

const results = new Map<Suite, SuiteResult>();
await runSideBySide(chosen.filter(({ isSingle }) => isSingle));
for (const suite of chosen.filter(({ isSingle }) => !isSingle)) await runAlone(suite);

process.stdout.write('\n');
for (const suite of chosen) process.stdout.write(`${suite.name.padEnd(12)} ${summary(results.get(suite)!)}\n`);
const passed = [...results.values()].reduce((sum, result) => sum + result.passed, 0);
const failed = [...results.values()].reduce((sum, result) => sum + result.failed, 0);
process.stdout.write(`\n${String(passed)} passed, ${String(failed)} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

/** What each says is printed when it is done, so that they do not talk at once. */
async function runSideBySide(waiting: readonly Suite[]): Promise<void> {
  const left = [...waiting];
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, async () => {
    for (let suite = left.shift(); suite !== undefined; suite = left.shift()) {
      let said = '';
      const closing = await closingLineOf(suite, (text) => { said += text; });
      process.stdout.write(`${heading(suite)}${said}${closing}`);
    }
  }));
}

async function runAlone(suite: Suite): Promise<void> {
  process.stdout.write(heading(suite));
  process.stdout.write(await closingLineOf(suite, (text) => { process.stdout.write(text); }));
}

async function closingLineOf(suite: Suite, print: Print): Promise<string> {
  const started = performance.now();
  const result = await suite.run(print);
  results.set(suite, result);
  return `# ${suite.name}: ${summary(result)} (${((performance.now() - started) / 1000).toFixed(1)} s)\n`;
}

function heading(suite: Suite): string {
  return `\n# ${suite.name}: ${suite.what}\n`;
}

function summary(result: SuiteResult): string {
  return result.notRun === undefined ? `${String(result.passed)} passed, ${String(result.failed)} failed` : `not run: ${result.notRun}`;
}

function optionValue(name: string): string | undefined {
  const index = process.argv.indexOf(name);
  return index < 0 ? undefined : process.argv[index + 1];
}
