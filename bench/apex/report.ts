/** `npm run bench -- --only apex`: compiler, tests, loops beside hand-written JavaScript, and what an idle org keeps in memory. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startOrg } from '../../e2e/support/running-org.ts';
import { runCommand } from '../../scripts/process.ts';
import { measureLoops, type LoopTimes } from './loops.ts';
import { measureCompile, measureTests } from './project.ts';

/** After a start, until the garbage of compiling and seeding has been collected. */
const SETTLE_MS = 15_000;

export async function reportApex(tell: (line: string) => void): Promise<string> {
  tell('apex: compiling force-app');
  const compile = measureCompile();
  tell('apex: running the tests of force-app');
  const tests = await measureTests();
  tell('apex: loops');
  const loops = await measureLoops();
  tell('apex: memory of an idle org');
  const idleMegabytes = await measureIdleMemory();
  return [
    `compile: ${compile.coldPerSecond.toFixed(1)} KLOC/s cold, ${compile.cachedPerSecond.toFixed(1)} KLOC/s with cached syntax trees (force-app, ${compile.kiloLines.toFixed(1)} KLOC)`,
    `tests: ${(tests.tests / tests.seconds).toFixed(0)}/s (${String(tests.tests)} in ${tests.seconds.toFixed(1)} s, start of the process and compiling included)`,
    `memory: ${String(idleMegabytes)} MB resident, idle with demo data`,
    '', '| loop | iterations | Apex ms | JavaScript ms | ratio |', '|---|---|---|---|---|', ...loops.map(row),
  ].join('\n');
}

function row({ name, iterations, apexMs, javascriptMs }: LoopTimes): string {
  return `| ${name} | ${String(iterations)} | ${apexMs.toFixed(1)} | ${javascriptMs.toFixed(1)} | ${(apexMs / javascriptMs).toFixed(1)} |`;
}

async function measureIdleMemory(): Promise<number> {
  const org = await startOrg({ seed: true });
  try {
    await new Promise((resolve) => { setTimeout(resolve, SETTLE_MS); });
    const pid = readFileSync(path.join(org.dataFolder, 'org.pid'), 'utf8').trim();
    const { output } = await runCommand('ps', ['-o', 'rss=', '-p', pid], { show: false });
    return Math.round(Number(output.trim()) / 1024);
  } finally {
    await org.stop();
  }
}
