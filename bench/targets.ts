/** What the benchmarks measure: a seeded org with plenty of stock, the floor beside it, and the load that drives either. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import jsforce from 'jsforce';
import type { RunningOrg } from '../e2e/support/running-org.ts';
import { root } from '../scripts/process.ts';
import { newStatistics, sendAll } from '../scripts/replay/sender.ts';
import { upsertAll } from '../scripts/upsert.ts';
import type { LoadOrder, LoadResult } from './load-client.ts';
import { FACTS_PER_CALL, LINES_PER_CALL, LOCATIONS, SKU_COUNT, skuOf, STANDARD, type Scenario, type Universe } from './scenarios.ts';

/** Of every fact: facts of long ago would come too late. */
const HAPPENED_AT = new Date().toISOString();

/** How many reservations, lines or facts one call carries. */
export const unitsPerCall = (scenario: Scenario): number => ({ hot: 1, spread: 1, lines: LINES_PER_CALL, facts: FACTS_PER_CALL, sums: 1, rows: 1 })[scenario];

/** Big calls need fewer connections to keep a server busy. */
export const connectionsFor = (scenario: Scenario, connections: number): number => (scenario === 'hot' || scenario === 'spread' ? connections : Math.min(connections, 8));

/** Drives the load from a process of its own. */
export function drive(order: LoadOrder): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(root, 'bench/load-client.ts')], { stdio: ['pipe', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => { output += text; });
    child.on('close', (code) => { if (code === 0) resolve(JSON.parse(output) as LoadResult); else reject(new Error(`The load client ended with exit code ${String(code)}.`)); });
    child.stdin.end(JSON.stringify(order));
  });
}

/** Products and stock that no run can exhaust, at every location. Answers the number of positions. */
export async function stockUp(org: RunningOrg, token: string): Promise<number> {
  const connection = new jsforce.Connection({ instanceUrl: org.url, accessToken: token, version: '67.0' });
  const products = Array.from({ length: SKU_COUNT }, (_, number) => ({ attributes: { type: 'Product2' }, SKU__c: skuOf(number), Name: skuOf(number), IsActive: true }));
  for (let start = 0; start < products.length; start += 200) await upsertAll(connection, 'Product2', 'SKU__c', products.slice(start, start + 200), true);
  const facts = products.flatMap(({ SKU__c: sku }) => LOCATIONS.map((location) => ({
    key: `OPEN|${sku}|${location}`, intent: 'StockReceived' as const, sku, location, quantity: 100_000_000, occurredAt: HAPPENED_AT, source: 'BENCH',
  })));
  const batches = Array.from({ length: Math.ceil(facts.length / FACTS_PER_CALL) }, (_, index) => facts.slice(index * FACTS_PER_CALL, (index + 1) * FACTS_PER_CALL));
  await sendAll({ url: org.url, token }, batches, 2, newStatistics());
  return facts.length;
}

export interface Floor {
  readonly port: number;
  /** What it wrote to standard error so far. */
  log(): string;
  stop(): void;
}

export function startFloor(env: NodeJS.ProcessEnv = {}, universe: Universe = STANDARD): Promise<Floor> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(root, 'bench/floor-server.ts'), JSON.stringify(universe)], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let log = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => { log += text; });
    child.stdout.setEncoding('utf8').once('data', (text: string) => { resolve({ port: Number(text), log: () => log, stop: () => { child.kill('SIGTERM'); } }); });
    child.on('close', (code) => { reject(new Error(`The floor server ended with exit code ${String(code)}:\n${log}`)); });
  });
}
