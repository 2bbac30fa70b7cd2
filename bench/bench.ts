/**
 * `npm run bench [-- --only hot,spread,lines,facts,carts,catalogue,start,apex,sharing,console,integration] [--runs N] [--seconds S]`: the numbers of docs/ARCHITECTURE.md, each beside its floor in the same run.
 * Medians of interleaved runs; machines are shared and noisy, so read the ratios.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startOrg } from '../e2e/support/running-org.ts';
import { reportApex } from './apex/report.ts';
import { reportCalls } from './calls.ts';
import { reportCarts, reportCatalogue } from './catalogue.ts';
import { reportConsole } from './console/report.ts';
import { reportIntegration } from './integration/report.ts';
import { reportSharing } from './sharing.ts';
import type { CallScenario } from './scenarios.ts';

const { values } = parseArgs({ options: { only: { type: 'string' }, runs: { type: 'string', default: '3' }, seconds: { type: 'string', default: '3' } } });
const calls = ['hot', 'spread', 'lines', 'facts'] as const satisfies readonly CallScenario[];
const all = [...calls, 'carts', 'catalogue', 'start', 'apex', 'sharing', 'console', 'integration'] as const;
const chosen: readonly (typeof all)[number][] = values.only === undefined ? all : all.filter((name) => values.only?.split(',').includes(name) === true);
if (chosen.length === 0) {
  process.stderr.write(`Nothing to run. There are: ${all.join(', ')}\n`);
  process.exit(2);
}

const scenarios = calls.filter((name) => chosen.includes(name));
const rounds = { runs: Number(values.runs), milliseconds: Number(values.seconds) * 1000, tell };
if (scenarios.length > 0) process.stdout.write(`${await reportCalls(scenarios, rounds)}\n`);
if (chosen.includes('carts')) process.stdout.write(`${await reportCarts(rounds)}\n`);
if (chosen.includes('catalogue')) process.stdout.write(`${await reportCatalogue(rounds)}\n`);
if (chosen.includes('start')) process.stdout.write(`${await benchStart()}\n`);
if (chosen.includes('apex')) process.stdout.write(`${await reportApex(tell)}\n`);
if (chosen.includes('console')) process.stdout.write(`${await reportConsole(tell)}\n`);
if (chosen.includes('integration')) process.stdout.write(`${await reportIntegration(rounds)}\n`);
if (chosen.includes('sharing')) process.stdout.write(`${reportSharing(tell)}\n`);

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
