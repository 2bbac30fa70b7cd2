/** Reservations and facts over HTTP beside their floor: calls a second, how long callers wait, and what a call costs the main thread, which other work on the machine moves least. */
import { startOrg } from '../e2e/support/running-org.ts';
import type { Rounds } from './catalogue.ts';
import { Inspector, LISTENING } from './inspector.ts';
import { measure, median, warmUp, type Measured, type MeasuredTarget } from './measured.ts';
import { STANDARD, type CallScenario } from './scenarios.ts';
import { startFloor, stockUp, unitsPerCall } from './targets.ts';

const UNITS: Readonly<Record<CallScenario, string>> = { hot: 'reservations/s, one hot SKU', spread: 'reservations/s, 500 SKUs', lines: 'lines/s in 100-line calls', facts: 'facts/s in 200-fact calls' };

export async function reportCalls(names: readonly CallScenario[], rounds: Rounds): Promise<string> {
  rounds.tell('starting the org and the floor');
  const org = await startOrg({ seed: true, env: LISTENING });
  const floor = await startFloor(LISTENING);
  const inspectors = [await Inspector.attach(floor.log()), await Inspector.attach(org.log())] as const;
  try {
    const token = await org.token();
    rounds.tell(`${String(await stockUp(org, token))} positions`);
    const targets = [
      { name: 'floor', port: floor.port, token: 'none', inspector: inspectors[0], universe: STANDARD },
      { name: 'org', port: Number(new URL(org.url).port), token, inspector: inspectors[1], universe: STANDARD },
    ] as const;
    const rows = ['| what | floor | org | org / floor | org p50 | org p99 | us per call: floor | org |', '|---|---|---|---|---|---|---|---|'];
    for (const scenario of names) rows.push(await compare(scenario, targets, rounds));
    return rows.join('\n');
  } finally {
    for (const inspector of inspectors) inspector.detach();
    await org.stop();
    floor.stop();
  }
}

/** Interleaves the targets, so that a slow minute of the machine hits both. */
async function compare(scenario: CallScenario, [floor, org]: readonly [MeasuredTarget, MeasuredTarget], { runs, milliseconds, tell }: Rounds): Promise<string> {
  const measured = new Map<MeasuredTarget, Measured[]>([[floor, []], [org, []]]);
  for (const target of measured.keys()) await warmUp(target, scenario);
  for (let run = 0; run < runs; run++) {
    for (const [target, results] of measured) {
      const one = await measure(target, scenario, milliseconds);
      results.push(one);
      tell(`${scenario} ${target.name} run ${String(run + 1)}: ${rate(one, scenario).toFixed(0)}/s, ${one.microseconds.toFixed(0)} us a call`);
    }
  }
  const middle = (target: MeasuredTarget, value: (one: Measured) => number): number => median(measured.get(target)!.map(value));
  const [atFloor, atOrg] = [floor, org].map((target) => middle(target, (one) => rate(one, scenario))) as [number, number];
  const cost = (target: MeasuredTarget): string => middle(target, ({ microseconds }) => microseconds).toFixed(0);
  const waits = (['p50Ms', 'p99Ms'] as const).map((part) => `${String(middle(org, ({ result }) => result[part]))} ms`);
  return `| ${UNITS[scenario]} | ${atFloor.toFixed(0)} | ${atOrg.toFixed(0)} | ${(atOrg / atFloor).toFixed(2)} | ${waits.join(' | ')} | ${cost(floor)} | ${cost(org)} |`;
}

const rate = ({ result }: Measured, scenario: CallScenario): number => (result.calls * unitsPerCall(scenario)) / result.seconds;
