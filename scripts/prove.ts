/**
 * `npm run prove -- [--schedules N] [--seed S] [--variant NAME] [--scenario NAME]` runs the app's own Apex interleaved at every statement, as it is and with the mistakes its
 * rules forbid, and prints what came of it. The app must never be wrong, every mistake must be found. Equal seeds give equal schedules; ranges of seeds can be shared out.
 */
import { readOptions, UsageError } from '../local-org/cli/command.ts';
import { runScript } from './command-line.ts';
import { claims, objection } from './prove/claims.ts';
import { prove, type Finding } from './prove/prove.ts';
import { SCENARIOS } from './prove/scenarios.ts';
import { VARIANTS } from './prove/variants.ts';

const USAGE = `usage: npm run prove -- [--schedules N] [--seed S] [--variant ${VARIANTS.map(({ name }) => name).join('|')}] [--scenario ${SCENARIOS.map(({ name }) => name).join('|')}]`;
const USUAL_SCHEDULES = 1_000;
const COLUMNS = [19, 9, 10, 9, 9, 8, 9, 9, 10] as const;

await runScript('prove', USAGE, async (args) => {
  const { values, positionals } = readOptions(args, ['schedules', 'seed', 'variant', 'scenario']);
  if (positionals.length > 0) throw new UsageError(`What is "${positionals[0]!}"?`);
  const options = { schedules: wholeNumber('schedules', values.schedules) ?? USUAL_SCHEDULES, firstSeed: wholeNumber('seed', values.seed) ?? 1 };
  const chosen = claims(oneOf('variant', values.variant, VARIANTS), oneOf('scenario', values.scenario, SCENARIOS));
  if (chosen.length === 0) throw new UsageError(`Nothing is claimed of ${String(values.variant)} in ${String(values.scenario)}.`);
  for (const { name, what } of VARIANTS) tell(`${name.padEnd(COLUMNS[0])} ${what}`);
  for (const { name, what, search } of SCENARIOS) tell(`${name.padEnd(COLUMNS[0])} ${what} (${search === 'seeds' ? 'seeded schedules' : 'every schedule, up to equal effects'})`);
  tell('');
  tell(row(['variant', 'scenario', 'schedules', 'per s', 'steps/s', 'results', 'time-outs', 'promised', '', 'found']));
  let failed = 0;
  for (const claim of chosen) {
    const finding = await prove(claim.scenario, claim.variant, options);
    const reason = objection(claim, finding);
    if (reason !== undefined) failed += 1;
    tell(describe(finding, reason));
  }
  process.stdout.write(`${String(chosen.length - failed)} passed, ${String(failed)} failed\n`);
  return failed === 0 ? 0 : 1;
});

function describe(finding: Finding, reason: string | undefined): string {
  const { scenario, variant, schedules, isComplete, steps, outcomes, timeouts, granted, violations, seconds } = finding;
  const found = [...violations].map(([name, { count, first }]) => `${name} ${String(count)} (first ${String(first)})`).join(', ');
  return row([
    variant.name, scenario.name, `${String(schedules)}${isComplete ? ' all' : ''}`, (schedules / seconds).toFixed(0), (steps / seconds).toFixed(0), String(outcomes), String(timeouts),
    granted[0] === granted[1] ? String(granted[0]) : granted.join('-'), reason === undefined ? 'passed' : 'FAILED', reason === undefined ? found || 'nothing wrong' : `${reason}${found === '' ? '' : `; ${found}`}`,
  ]);
}

function row(cells: readonly string[]): string {
  return cells.map((cell, index) => cell.padEnd(COLUMNS[index] ?? 0)).join(' ').trimEnd();
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

function wholeNumber(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 1) throw new UsageError(`--${name} takes a whole number above 0, not ${value}.`);
  return number;
}

function oneOf(what: string, name: string | undefined, known: readonly { readonly name: string }[]): string | undefined {
  if (name !== undefined && !known.some((each) => each.name === name)) throw new UsageError(`There is no ${what} ${name}; there are ${known.map((each) => each.name).join(', ')}.`);
  return name;
}
