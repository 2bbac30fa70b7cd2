/** What the size of the catalogue costs, and what a cart at many locations costs beside its floor. Positions are copied, see stocked-org.ts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Inspector, LISTENING } from './inspector.ts';
import { measure, median, warmUp, type Measured, type MeasuredTarget } from './measured.ts';
import type { Scenario, Universe } from './scenarios.ts';
import { startStocked, universeOf } from './stocked-org.ts';
import { startFloor } from './targets.ts';

export interface Rounds {
  readonly runs: number;
  readonly milliseconds: number;
  tell(text: string): void;
}

/** The same locations at every size, so that a cart of 10 SKUs is as large. */
const SIZES: readonly Universe[] = [universeOf(10, 100), universeOf(200, 100), universeOf(10_000, 100)];
const AT_EVERY_SIZE: readonly { readonly scenario: Scenario; readonly text: string }[] = [
  { scenario: 'spread', text: 'reservation of one line, over all positions' },
  { scenario: 'facts', text: '200 facts in a call, over all positions' },
  { scenario: 'sums', text: 'sums of 10 SKUs x 100 locations' },
  { scenario: 'rows', text: '10 SKUs x 100 locations, every position' },
];

/** One column per size: microseconds of the main thread per call, and calls a second. */
export async function reportCatalogue(rounds: Rounds): Promise<string> {
  const columns: Map<Scenario, string>[] = [];
  for (const universe of SIZES) columns.push(await withOrg(universe, rounds.tell, (org) => measureEach(org, rounds)));
  const sizes = SIZES.map(({ skuCount, locations }) => `${(skuCount * locations.length).toLocaleString('en')} positions`);
  return [
    `| us of the main thread per call (calls/s) | ${sizes.join(' | ')} |`, `|---|${sizes.map(() => '---|').join('')}`,
    ...AT_EVERY_SIZE.map(({ scenario, text }) => `| ${text} | ${columns.map((column) => column.get(scenario)!).join(' | ')} |`),
  ].join('\n');
}

async function measureEach(org: MeasuredTarget, { runs, milliseconds, tell }: Rounds): Promise<Map<Scenario, string>> {
  const figures = new Map<Scenario, string>();
  for (const { scenario } of AT_EVERY_SIZE) {
    await warmUp(org, scenario);
    const measured: Measured[] = [];
    for (let run = 0; run < runs; run++) measured.push(await measure(org, scenario, milliseconds));
    const text = `${median(measured.map(({ microseconds }) => microseconds)).toFixed(0)} (${median(measured.map(({ result }) => result.calls / result.seconds)).toFixed(0)}/s)`;
    tell(`${org.name} ${scenario}: ${text}`);
    figures.set(scenario, text);
  }
  return figures;
}

const CARTS = universeOf(1_000, 200);
const QUESTIONS: readonly { readonly scenario: Scenario; readonly text: string }[] = [{ scenario: 'sums', text: 'sums per SKU' }, { scenario: 'rows', text: 'all 2,000 rows' }];

/** A cart of 10 SKUs at 200 locations out of 200,000 positions: what one caller waits, and what eight keep the org busy with. */
export async function reportCarts(rounds: Rounds): Promise<string> {
  return withOrg(CARTS, rounds.tell, async (org) => {
    const floor = await startFloor(LISTENING, CARTS);
    const inspector = await Inspector.attach(floor.log());
    try {
      const targets: readonly MeasuredTarget[] = [{ name: 'floor', port: floor.port, token: 'none', inspector, universe: CARTS }, org];
      const rows = ['| 10 SKUs x 200 locations | floor p50 | org p50 | org / floor | floor calls/s | org calls/s | us of the org per call |', '|---|---|---|---|---|---|---|'];
      for (const question of QUESTIONS) rows.push(await compareCarts(question, targets, rounds));
      return rows.join('\n');
    } finally {
      inspector.detach();
      floor.stop();
    }
  });
}

async function compareCarts({ scenario, text }: (typeof QUESTIONS)[number], targets: readonly MeasuredTarget[], { runs, milliseconds, tell }: Rounds): Promise<string> {
  const alone = new Map<string, number[]>();
  const busy = new Map<string, Measured[]>();
  for (const target of targets) await warmUp(target, scenario);
  for (let run = 0; run < runs; run++) {
    for (const target of targets) {
      const { result } = await measure(target, scenario, milliseconds, 1);
      alone.set(target.name, [...(alone.get(target.name) ?? []), result.p50Ms]);
      busy.set(target.name, [...(busy.get(target.name) ?? []), await measure(target, scenario, milliseconds)]);
      tell(`${scenario} ${target.name} run ${String(run + 1)}: p50 ${String(result.p50Ms)} ms`);
    }
  }
  const [floorMs, orgMs] = [median(alone.get('floor')!), median(alone.get('org')!)];
  const perSecond = (name: string): string => median(busy.get(name)!.map(({ result }) => result.calls / result.seconds)).toFixed(0);
  const cost = median(busy.get('org')!.map(({ microseconds }) => microseconds)).toFixed(0);
  return `| ${text} | ${floorMs.toFixed(2)} ms | ${orgMs.toFixed(2)} ms | ${(orgMs / floorMs).toFixed(1)} | ${perSecond('floor')} | ${perSecond('org')} | ${cost} |`;
}

async function withOrg<T>(universe: Universe, tell: (text: string) => void, body: (org: MeasuredTarget) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-catalogue-'));
  tell(`stocking ${(universe.skuCount * universe.locations.length).toLocaleString('en')} positions`);
  const org = await startStocked(folder, universe, LISTENING);
  const inspector = await Inspector.attach(org.log());
  try {
    return await body({ name: 'org', port: Number(new URL(org.url).port), token: await org.token(), inspector, universe });
  } finally {
    inspector.detach();
    await org.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
