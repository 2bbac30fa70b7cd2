/**
 * `npm run bench [-- --only hot,spread,lines,facts,carts,catalogue,start,apex,sharing,console] [--runs N] [--seconds S]`: the numbers of docs/ARCHITECTURE.md, each beside its floor in the same run.
 * Medians of interleaved runs; machines are shared and noisy, so read the ratios.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startOrg } from '../e2e/support/running-org.ts';
import { reportApex } from './apex/report.ts';
import { reportCarts, reportCatalogue } from './catalogue.ts';
import { reportConsole } from './console/report.ts';
import type { LoadResult } from './load-client.ts';
import { reportSharing } from './sharing.ts';
import type { CallScenario } from './scenarios.ts';
import { connectionsFor, drive, startFloor, stockUp, unitsPerCall } from './targets.ts';

const { values } = parseArgs({ options: { only: { type: 'string' }, runs: { type: 'string', default: '3' }, seconds: { type: 'string', default: '3' }, connections: { type: 'string', default: '32' } } });
const calls = ['hot', 'spread', 'lines', 'facts'] as const satisfies readonly CallScenario[];
const all = [...calls, 'carts', 'catalogue', 'start', 'apex', 'sharing', 'console'] as const;
const chosen: readonly (typeof all)[number][] = values.only === undefined ? all : all.filter((name) => values.only?.split(',').includes(name) === true);
if (chosen.length === 0) {
  process.stderr.write(`Nothing to run. There are: ${all.join(', ')}\n`);
  process.exit(2);
}

const WARM_UP_MS = 5_000;

interface Target {
  readonly name: string;
  readonly port: number;
  readonly token: string;
}

const scenarios = calls.filter((name) => chosen.includes(name));
const rounds = { runs: Number(values.runs), milliseconds: Number(values.seconds) * 1000, tell };
const rows: string[] = ['| what | floor | org | org / floor | org p50 | org p99 |', '|---|---|---|---|---|---|'];
if (scenarios.length > 0) rows.push(...(await benchCalls(scenarios)));
process.stdout.write(`${rows.length > 2 ? `${rows.join('\n')}\n` : ''}`);
if (chosen.includes('carts')) process.stdout.write(`${await reportCarts(rounds)}\n`);
if (chosen.includes('catalogue')) process.stdout.write(`${await reportCatalogue(rounds)}\n`);
if (chosen.includes('start')) process.stdout.write(`${await benchStart()}\n`);
if (chosen.includes('apex')) process.stdout.write(`${await reportApex(tell)}\n`);
if (chosen.includes('console')) process.stdout.write(`${await reportConsole(tell)}\n`);
if (chosen.includes('sharing')) process.stdout.write(`${reportSharing(tell)}\n`);

async function benchCalls(names: readonly CallScenario[]): Promise<string[]> {
  tell('starting the org and the floor');
  const org = await startOrg({ seed: true });
  const floor = await startFloor();
  try {
    const token = await org.token();
    tell(`${String(await stockUp(org, token))} positions`);
    const targets: readonly Target[] = [{ name: 'floor', port: floor.port, token: 'none' }, { name: 'org', port: Number(new URL(org.url).port), token }];
    const results: string[] = [];
    for (const scenario of names) results.push(await compare(scenario, targets));
    return results;
  } finally {
    await org.stop();
    floor.stop();
  }
}

/** Interleaves the targets, so that a slow minute of the machine hits both. A first run of each warms them up and counts for nothing. */
async function compare(scenario: CallScenario, targets: readonly Target[]): Promise<string> {
  const measured = new Map<string, LoadResult[]>(targets.map((target) => [target.name, []]));
  for (const { name, port, token } of targets) await drive({ port, token, scenario, connections: connectionsFor(scenario, Number(values.connections)), warmUpMs: 0, measureMs: WARM_UP_MS, run: `${name}-${scenario}-warm-${String(Date.now())}` });
  for (let run = 0; run < Number(values.runs); run++) {
    for (const target of targets) {
      const result = await drive({
        port: target.port, token: target.token, scenario, connections: connectionsFor(scenario, Number(values.connections)),
        warmUpMs: 1_000, measureMs: Number(values.seconds) * 1000, run: `${target.name}-${scenario}-${String(run)}-${String(Date.now())}`,
      });
      if (result.failures > 0) throw new Error(`${target.name} ${scenario}: ${String(result.failures)} calls failed, first: ${result.firstFailure ?? ''}`);
      measured.get(target.name)!.push(result);
      tell(`${scenario} ${target.name} run ${String(run + 1)}: ${rate(result, scenario).toFixed(0)}/s`);
    }
  }
  const median = (name: string): LoadResult => measured.get(name)!.sort((a, b) => a.calls - b.calls)[Math.floor(Number(values.runs) / 2)]!;
  const [floor, org] = [median('floor'), median('org')];
  const unit = { hot: 'reservations/s, one hot SKU', spread: 'reservations/s, 500 SKUs', lines: 'lines/s in 100-line calls', facts: 'facts/s in 200-fact calls' }[scenario];
  return `| ${unit} | ${rate(floor, scenario).toFixed(0)} | ${rate(org, scenario).toFixed(0)} | ${(rate(org, scenario) / rate(floor, scenario)).toFixed(2)} | ${String(org.p50Ms)} ms | ${String(org.p99Ms)} ms |`;
}

function rate(result: LoadResult, scenario: CallScenario): number {
  return (result.calls * unitsPerCall(scenario)) / result.seconds;
}

/** `npm start` from nothing (compile, seed) and again on the same folder. */
async function benchStart(): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-start-'));
  const times: number[] = [];
  for (let run = 0; run <= Number(values.runs); run++) {
    const started = performance.now();
    const org = await startOrg({ seed: true, dataFolder: folder });
    times.push(performance.now() - started);
    await org.stop();
  }
  rmSync(folder, { recursive: true, force: true });
  const [first = 0, ...warm] = times;
  const median = warm.sort((a, b) => a - b)[Math.floor(warm.length / 2)] ?? 0;
  return `start to ready: first with seed ${(first / 1000).toFixed(1)} s, warm ${(median / 1000).toFixed(1)} s (goals 15 s cold, 3 s warm)`;
}

function tell(text: string): void {
  process.stderr.write(`bench: ${text}\n`);
}
