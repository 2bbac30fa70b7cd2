/** Compiled Apex beside the same work written in JavaScript by hand, in one process and one run. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { machine } from '../../local-org/runtime/machine.ts';
import { ADMINISTRATOR, ScriptOrg } from '../../local-org/runtime/test/script-org.ts';
import { byHand } from './by-hand.ts';

export interface LoopTimes {
  readonly name: string;
  readonly iterations: number;
  readonly apexMs: number;
  readonly javascriptMs: number;
}

/** Short runs and the best of many: other jobs on the machine then disturb least. */
const RUNS = 30;
const WARM_UP_CALLS = 2_000;
const WARM_UP_ITERATIONS = 15;
/** More than any work here burns, and still a small integer to V8, as in a real transaction. */
const PLENTY = 2_000_000_000;

const ITERATIONS: Readonly<Record<string, number>> = {
  integers: 10_000_000, fib: 30, text: 100_000, maps: 100_000, lists: 100_000, records: 1_000_000, objects: 10_000_000, decimals: 100_000, exceptions: 10_000,
};

export async function measureLoops(): Promise<readonly LoopTimes[]> {
  const host = new ScriptOrg();
  const program = host.install([{ path: 'Loops.cls', text: readFileSync(path.join(import.meta.dirname, 'Loops.cls'), 'utf8'), kind: 'class' }]);
  const times: LoopTimes[] = [];
  for (const [name, iterations] of Object.entries(ITERATIONS)) {
    const apexMs = await host.org.run({ user: ADMINISTRATOR, kind: 'ANONYMOUS' }, () => bestOf((count) => {
      machine.fuel = PLENTY;
      return program.invoke('Loops', name, [count]);
    }, iterations));
    times.push({ name, iterations, apexMs, javascriptMs: bestOf(byHand[name]!, iterations) });
  }
  return times;
}

/** Many short calls first, so that V8 has compiled the code as it would in a busy org. */
function bestOf(work: (iterations: number) => unknown, iterations: number): number {
  for (let call = 0; call < WARM_UP_CALLS; call++) work(Math.min(iterations, WARM_UP_ITERATIONS));
  let best = Infinity;
  for (let run = 0; run < RUNS; run++) {
    const started = performance.now();
    work(iterations);
    best = Math.min(best, performance.now() - started);
  }
  return best;
}
