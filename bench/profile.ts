/**
 * Where the time of a call goes: processor time per call of the org and of the floor and, from a CPU profile of the org, the shares of the parts of the house and of single functions.
 *   node bench/profile.ts [hot|spread|lines|facts|sums|rows] [--seconds 5] [--warm 20000] [--connections 32] [--top 40] [--data DIR] [--save FILE.cpuprofile]
 * Processor time depends far less on what else the machine does than calls per second. A data folder that exists is taken as it is: seeded and stocked by an earlier run.
 * Carts (sums, rows) are asked of 200,000 positions at 200 locations.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startOrg } from '../e2e/support/running-org.ts';
import { root } from '../scripts/process.ts';
import { Inspector, LISTENING, type CpuProfile, type ProfileNode } from './inspector.ts';
import type { LoadResult } from './load-client.ts';
import { STANDARD, type Scenario } from './scenarios.ts';
import { startStocked, universeOf } from './stocked-org.ts';
import { connectionsFor, drive, startFloor, stockUp, unitsPerCall } from './targets.ts';

const SCENARIOS: readonly string[] = ['hot', 'spread', 'lines', 'facts', 'sums', 'rows'] satisfies readonly Scenario[];
const SAMPLING_MICROSECONDS = 200;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '5' }, warm: { type: 'string', default: '20000' }, connections: { type: 'string', default: '32' }, top: { type: 'string', default: '40' }, data: { type: 'string' }, save: { type: 'string' },
  },
});
const scenario = (positionals[0] ?? 'hot') as Scenario;
if (!SCENARIOS.includes(scenario) || positionals.length > 1) {
  process.stderr.write(`usage: node bench/profile.ts [${SCENARIOS.join('|')}] [--seconds N] [--warm UNITS] [--connections N] [--top N] [--data DIR] [--save FILE]\n`);
  process.exit(2);
}

const isStocked = values.data !== undefined && existsSync(values.data);
const isOfCarts = scenario === 'sums' || scenario === 'rows';
const universe = isOfCarts ? universeOf(1_000, 200) : STANDARD;
const dataFolder = values.data ?? mkdtempSync(path.join(tmpdir(), 'holdfast-profile-'));
const org = isStocked || !isOfCarts ? await startOrg({ seed: !isStocked, env: LISTENING, dataFolder }) : await startStocked(dataFolder, universe, LISTENING);
const floor = await startFloor(LISTENING, universe);
try {
  const token = await org.token();
  if (!isStocked && !isOfCarts) await stockUp(org, token);
  const inspector = await Inspector.attach(org.log());
  const atFloor = await Inspector.attach(floor.log());
  await count('floor', atFloor, floor.port, 'none');
  const orgPort = Number(new URL(org.url).port);
  await count('org', inspector, orgPort, token);
  const profile = await inspector.profile(SAMPLING_MICROSECONDS, () => load(orgPort, token));
  for (const attached of [inspector, atFloor]) attached.detach();
  if (values.save !== undefined) writeFileSync(values.save, JSON.stringify(profile));
  report(profile, Number(values.top));
} finally {
  await org.stop();
  floor.stop();
  if (values.data === undefined) rmSync(dataFolder, { recursive: true, force: true });
}

/** Processor time of a target, after it has served some thousand reservations, lines or facts unmeasured: V8 compiles what is busy. */
async function count(name: string, inspector: Inspector, port: number, token: string): Promise<void> {
  for (let served = 0; served < Number(values.warm);) served += (await load(port, token)).calls * unitsPerCall(scenario);
  const before = await inspector.processorTime();
  const { calls } = await load(port, token);
  const after = await inspector.processorTime();
  const perCall = (part: 'mainThread' | 'wholeProcess'): string => ((after[part] - before[part]) / calls).toFixed(0);
  process.stdout.write(`${scenario}, ${name}: ${perCall('mainThread')} us of the main thread per call, ${perCall('wholeProcess')} us of the process (${String(calls)} calls)\n`);
}

async function load(port: number, token: string): Promise<LoadResult> {
  const result = await drive({
    port, token, scenario, universe, connections: connectionsFor(scenario, Number(values.connections)), warmUpMs: 0, measureMs: Number(values.seconds) * 1000, run: `profile-${String(Date.now())}`,
  });
  if (result.failures > 0) throw new Error(`${String(result.failures)} calls failed, first: ${result.firstFailure ?? ''}`);
  return result;
}

/** Self time by part and by function, in percent of the time the main thread was busy. What is built in counts for whoever calls it. */
function report(profile: CpuProfile, top: number): void {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const callers = new Map(profile.nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node] as const)));
  const byPart = new Map<string, number>();
  const byFunction = new Map<string, number>();
  let busy = 0;
  profile.samples.forEach((id, index) => {
    const node = nodes.get(id)!;
    const time = profile.timeDeltas[index]!;
    if (node.callFrame.functionName === '(idle)' || time < 0) return;
    busy += time;
    const responsible = writtenCaller(node, callers);
    add(byPart, responsible === node ? partOf(node) : `${partOf(responsible)}: built in`, time);
    add(byFunction, responsible === node ? labelOf(node) : `${labelOf(responsible)}: built in ${node.callFrame.functionName}`, time);
  });
  print('part', byPart, busy, top);
  print('function', byFunction, busy, top);
}

/** The node itself, or the nearest caller with a source for what V8, Node or SQLite have built in. */
function writtenCaller(node: ProfileNode, callers: ReadonlyMap<number, ProfileNode>): ProfileNode {
  let found: ProfileNode | undefined = node;
  while (found !== undefined && found.callFrame.url === '') found = callers.get(found.id);
  return found ?? node;
}

function labelOf({ callFrame: { functionName, url, lineNumber } }: ProfileNode): string {
  const name = functionName === '' ? '(anonymous)' : functionName;
  return url === '' ? name : `${name}  ${shortened(url)}:${String(lineNumber + 1)}`;
}

function shortened(url: string): string {
  return url.replace('file://', '').replace(`${root}/`, '');
}

/** The folder of the local org, the package, Apex or Node itself. */
function partOf({ callFrame: { url, functionName } }: ProfileNode): string {
  if (url === '') return functionName;
  if (url.startsWith('apex:')) return 'Apex';
  if (url.startsWith('node:')) return 'Node';
  const file = shortened(url);
  const named = /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file) ?? /^(local-org\/[^/]+(?:\/[^/]+(?=\/))?)/.exec(file);
  return named?.[1] ?? file;
}

function add(sums: Map<string, number>, key: string, amount: number): void {
  sums.set(key, (sums.get(key) ?? 0) + amount);
}

function print(title: string, sums: ReadonlyMap<string, number>, all: number, top: number): void {
  process.stdout.write(`\n share  ${title}\n`);
  for (const [name, time] of [...sums].toSorted((left, right) => right[1] - left[1]).slice(0, top)) process.stdout.write(`${((time / all) * 100).toFixed(1).padStart(5)}%  ${name}\n`);
}
