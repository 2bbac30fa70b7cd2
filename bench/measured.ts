/** Processor time, answers a second and how long callers wait, of one scenario at one target. */
import type { Inspector } from './inspector.ts';
import type { LoadResult } from './load-client.ts';
import type { Scenario, Universe } from './scenarios.ts';
import { connectionsFor, drive, unitsPerCall } from './targets.ts';

export interface MeasuredTarget {
  readonly name: string;
  readonly port: number;
  readonly token: string;
  readonly inspector: Inspector;
  readonly universe: Universe;
}

export interface Measured {
  /** Of the main thread, per call. */
  readonly microseconds: number;
  readonly result: LoadResult;
}

/** V8 compiles what is busy: so many reservations, facts or carts are served before anything is measured. */
const WARM: Readonly<Record<Scenario, number>> = { hot: 6_000, spread: 6_000, lines: 40_000, facts: 20_000, sums: 800, rows: 100 };

export async function warmUp(target: MeasuredTarget, scenario: Scenario): Promise<void> {
  for (let served = 0; served < WARM[scenario];) served += (await load(target, scenario, 2_000, undefined)).calls * unitsPerCall(scenario);
}

/** @param connections absent: as many as keep the target busy */
export async function measure(target: MeasuredTarget, scenario: Scenario, milliseconds: number, connections?: number): Promise<Measured> {
  const before = await target.inspector.processorTime();
  const result = await load(target, scenario, milliseconds, connections);
  const after = await target.inspector.processorTime();
  return { microseconds: (after.mainThread - before.mainThread) / Math.max(1, result.calls), result };
}

let runs = 0;

async function load({ name, port, token, universe }: MeasuredTarget, scenario: Scenario, measureMs: number, connections = connectionsFor(scenario, 32)): Promise<LoadResult> {
  runs += 1;
  const result = await drive({ port, token, scenario, universe, connections, warmUpMs: 0, measureMs, run: `${name}-${scenario}-${String(runs)}-${String(Date.now())}` });
  if (result.failures > 0) throw new Error(`${name} ${scenario}: ${String(result.failures)} calls failed, first: ${result.firstFailure ?? ''}`);
  return result;
}

export const median = (values: readonly number[]): number => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]!;
