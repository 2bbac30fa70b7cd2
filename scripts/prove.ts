/**
 * `npm run prove` proves the app in its own words, and prints what came of it: the same facts told in other orders leave the same stock (a million schedules, resumable), calls
 * interleaved at every statement break no promise and every deliberate mistake is found, a reader of the change feed misses nothing, an org that is killed under load loses nothing it acknowledged, nor do two gateways of which one or
 * the other is killed, drift between SAP and the org is classified as it came to be, and the random tests hold with other seeds than that of `npm test`.
 */
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { readOptions, UsageError } from '../local-org/cli/command.ts';
import { runScript } from './command-line.ts';
import { root } from './process.ts';
import { proveFeed, type FeedFinding } from './prove/changes/prove.ts';
import { FEED_AS_IT_IS, FEED_TWINS } from './prove/changes/twins.ts';
import { whyNoPostgres } from '../gateway/parts/postgres.ts';
import { proveCrashes } from './prove/crashes/run.ts';
import { proveGateways } from './prove/gateways/run.ts';
import { proveDrift, tablesOf } from './prove/drift/prove.ts';
import { isProven as isWithoutFault, linesOf, proveFaults } from './prove/faults/prove.ts';
import { claims, objection } from './prove/interleavings/claims.ts';
import { prove, type Finding } from './prove/interleavings/prove.ts';
import { SCENARIOS } from './prove/interleavings/scenarios.ts';
import { VARIANTS } from './prove/interleavings/variants.ts';
import { proveProperties } from './prove/properties/run.ts';
import { proveRetellings } from './prove/retellings/run.ts';
import { caught, TWINS } from './prove/retellings/twins.ts';

const PARTS = ['retellings', 'interleavings', 'changes', 'crashes', 'gateways', 'drift', 'faults', 'properties'] as const;
type Part = (typeof PARTS)[number];
const USAGE = `usage: npm run prove -- [--only ${PARTS.join('|')}] [--schedules N] [--seed S] [--processes N] [--crash N] [--variant ${VARIANTS.map(({ name }) => name).join('|')}] [--scenario ${SCENARIOS.map(({ name }) => name).join('|')}]`;
const COLUMNS = [19, 9, 10, 9, 9, 8, 9, 9, 10] as const;
const PROGRESS = path.join(root, '.cache/prove-retellings.json');

interface Request {
  /** `undefined`: what is usual for the part. */
  readonly schedules: number | undefined;
  readonly firstSeed: number;
  readonly processes: number;
  /** How often an org, or a gateway, is killed; `undefined`: what is usual for the part. */
  readonly kills: number | undefined;
  readonly variant: string | undefined;
  readonly scenario: string | undefined;
}

const PROOFS: Readonly<Record<Part, (request: Request) => Promise<boolean>>> = { retellings, interleavings, changes, crashes, gateways, drift, faults, properties };

await runScript('prove', USAGE, async (args) => {
  const { values, positionals } = readOptions(args, ['only', 'schedules', 'seed', 'processes', 'crash', 'variant', 'scenario']);
  if (positionals.length > 0) throw new UsageError(`What is "${positionals[0]!}"?`);
  const request: Request = {
    schedules: wholeNumber('schedules', values.schedules), firstSeed: wholeNumber('seed', values.seed) ?? 1, processes: wholeNumber('processes', values.processes) ?? availableParallelism(),
    kills: wholeNumber('crash', values.crash),
    variant: oneOf('variant', values.variant, VARIANTS), scenario: oneOf('scenario', values.scenario, SCENARIOS),
  };
  const only = oneOf('part', values.only, PARTS.map((name) => ({ name }))) ?? impliedPart(request, values.crash);
  let isProven = true;
  for (const part of PARTS) if (only === undefined || only === part) isProven = (await PROOFS[part](request)) && isProven;
  return isProven ? 0 : 1;
});

/** Who names a variant, a scenario or a number of crashes means that part. */
function impliedPart({ variant, scenario }: Request, crash: string | undefined): Part | undefined {
  if (variant !== undefined || scenario !== undefined) return 'interleavings';
  return crash === undefined ? undefined : 'crashes';
}

/** The same facts in any order, batches, ways and repetitions: state images equal the oracle, the ledger and each other. */
async function retellings({ schedules = 1_000_000, firstSeed, processes }: Request): Promise<boolean> {
  const retold = await proveRetellings({ schedules, firstSeed, processes, progressFile: PROGRESS, tell: (line) => { process.stderr.write(`retellings: ${line}\n`); } });
  for (const violation of retold.violations) tell(`${violation}\n`);
  const { length } = retold.violations;
  tell(`retellings: ${retold.schedules.toLocaleString('en')} schedules, seeds ${String(retold.firstSeed)} to ${String(retold.lastSeed)}, ${length === 0 ? '0' : `at least ${String(length)}`} violations (${(retold.seconds / 60).toFixed(1)} min, ${retold.resumed.toLocaleString('en')} of them examined before)`);
  const missed = [];
  for (const twin of TWINS) {
    const breach = await caught(twin, 100);
    if (breach === undefined) missed.push(twin);
    tell(`retellings: ${twin.name} (${twin.what}): ${breach === undefined ? 'NOT FOUND' : `found, first in the story of seed ${String(breach.seed)}`}`);
  }
  return length === 0 && missed.length === 0;
}

/** Calls interleaved at every statement: the app is never wrong, and every mistake its rules forbid is found. */
async function interleavings({ schedules = 1_000, firstSeed, variant, scenario }: Request): Promise<boolean> {
  const chosen = claims(variant, scenario);
  if (chosen.length === 0) throw new UsageError(`Nothing is claimed of ${String(variant)} in ${String(scenario)}.`);
  for (const { name, what } of VARIANTS) tell(`${name.padEnd(COLUMNS[0])} ${what}`);
  for (const { name, what, search } of SCENARIOS) tell(`${name.padEnd(COLUMNS[0])} ${what} (${search === 'seeds' ? 'seeded schedules' : 'every schedule, up to equal effects'})`);
  tell('');
  tell(row(['variant', 'scenario', 'schedules', 'per s', 'steps/s', 'results', 'time-outs', 'promised', '', 'found']));
  let failed = 0;
  for (const claim of chosen) {
    const finding = await prove(claim.scenario, claim.variant, { schedules, firstSeed });
    const reason = objection(claim, finding);
    if (reason !== undefined) failed += 1;
    tell(describe(finding, reason));
  }
  tell(`interleavings: ${String(chosen.length - failed)} passed, ${String(failed)} failed`);
  return failed === 0;
}

/** A reader of the change feed, interleaved with writers that are slow, fail or crash, misses nothing; feeds with mistakes are found out. */
async function changes({ schedules = 10_000, firstSeed }: Request): Promise<boolean> {
  const found = await proveFeed(FEED_AS_IT_IS, { schedules, firstSeed });
  tell(`changes: ${found.schedules.toLocaleString('en')} schedules, ${found.steps.toLocaleString('en')} steps: ${foundInFeed(found) || 'nothing missed'} (${(found.seconds / 60).toFixed(1)} min)`);
  let missed = 0;
  for (const twin of FEED_TWINS) {
    const finding = await proveFeed(twin, { schedules: 1_000, firstSeed }, (violations) => violations.size > 0);
    if (finding.violations.size === 0) missed += 1;
    tell(`changes: ${twin.name} (${twin.what}): ${foundInFeed(finding) || 'NOT FOUND'}`);
  }
  return found.violations.size === 0 && missed === 0;
}

function foundInFeed({ violations }: FeedFinding): string {
  return [...violations].map(([name, { count, first }]) => `${name} ${String(count)} (first seed ${String(first)})`).join(', ');
}

/** An org killed under load loses nothing it acknowledged and does nothing twice. */
async function crashes({ kills = 100, firstSeed }: Request): Promise<boolean> {
  const { acknowledged, unanswered, doneAllTheSame, violations } = await proveCrashes(kills, firstSeed, (line) => { process.stderr.write(`crashes: ${line}\n`); });
  for (const violation of violations) tell(violation);
  tell(`crashes: ${String(kills)} kills, ${acknowledged.toLocaleString('en')} calls acknowledged, ${unanswered.toLocaleString('en')} left without an answer (${doneAllTheSame.toLocaleString('en')} of them done all the same), ${String(violations.length)} violations`);
  return violations.length === 0;
}

/** Faults of known classes, injected into seeded worlds, are classified and their first diverging event is named. What must hold is held by drift.test.ts; this prints how well. */
async function drift({ schedules = 1_000, firstSeed }: Request): Promise<boolean> {
  const begun = performance.now();
  const proof = proveDrift(schedules, firstSeed, (line) => { process.stderr.write(`drift: ${line}\n`); });
  for (const line of tablesOf(proof)) tell(line);
  tell(`drift: ${schedules.toLocaleString('en')} faults of each class, seeds from ${String(firstSeed)} (${((performance.now() - begun) / 60_000).toFixed(1)} min)`);
  return proof.single.every(({ precision, recall }) => precision >= 0.95 && recall >= 0.95);
}

/** Two gateways on one PostgreSQL, killed under load, lose nothing they acknowledged and do nothing twice. */
async function gateways({ kills = 50, firstSeed }: Request): Promise<boolean> {
  const reason = whyNoPostgres();
  if (reason !== undefined) {
    tell(`gateways: ${reason}`);
    return true;
  }
  const { takeovers, lines, failedUploads, duplicates, violations } = await proveGateways(kills, firstSeed, (line) => { process.stderr.write(`gateways: ${line}\n`); });
  for (const violation of violations) tell(violation);
  for (const [what, count] of [['kills', kills], ['waited for the other to take over', takeovers], ['lines acknowledged', lines], ['uploads sent again', failedUploads], ['facts the org heard twice', duplicates], ['violations', violations.length]] as const) {
    tell(`gateways: ${what.padEnd(34)} ${count.toLocaleString('en').padStart(8)}`);
  }
  return violations.length === 0;
}

/** Every hop × every fault, with real processes: afterwards the org holds what the oracle says, nothing waits, nothing is dead, and the fault shows in the figures. */
async function faults({ firstSeed }: Request): Promise<boolean> {
  const begun = performance.now();
  const proof = await proveFaults(firstSeed, (line) => { process.stderr.write(`faults: ${line}\n`); });
  for (const line of linesOf(proof)) tell(line);
  const done = proof.results.filter(({ absent }) => absent === undefined).length;
  tell(`faults: ${String(done)} cells, ${String(proof.results.length - done)} that do not exist, seed ${String(firstSeed)} (${((performance.now() - begun) / 60_000).toFixed(1)} min)`);
  return isWithoutFault(proof);
}

/** `schedules` counts seeds. */
async function properties({ schedules = 10, firstSeed }: Request): Promise<boolean> {
  const seeds = Array.from({ length: schedules }, (_, index) => firstSeed + index);
  const failed = await proveProperties(seeds, (line) => { process.stderr.write(`properties: ${line}\n`); });
  for (const { file, seed, report } of failed) tell(`properties: ${file} with PROPERTY_SEED=${String(seed)}\n${report}`);
  tell(`properties: ${String(schedules)} seeds from ${String(firstSeed)}, ${String(failed.length)} files failed`);
  return failed.length === 0;
}

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
