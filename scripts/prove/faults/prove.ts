/** `npm run prove -- --only faults`: every cell of the fault matrix on one stage, one after another. */
import { FAULTS, HOPS, MATRIX, type Cell, type Fault, type Hop } from './plan.ts';
import { Stage } from './stage.ts';

export interface CellResult {
  readonly hop: Hop;
  readonly fault: Fault;
  /** Why there is no such cell; the rest is absent then. */
  readonly absent?: string;
  readonly figure?: string;
  /** It showed in the figure. */
  readonly isSeen?: boolean;
  /** What was wrong after recovery; none: images equal the oracle's, nothing waits, nothing is dead. */
  readonly wrong?: readonly string[];
  /** All figures, when it was not seen. */
  readonly told?: string;
  readonly seconds?: number;
}

export interface FaultProof {
  readonly results: readonly CellResult[];
}

/** @param isChosen of the cells there are; all when absent */
export async function proveFaults(seed: number, tell: (line: string) => void, isChosen: (hop: Hop, fault: Fault) => boolean = () => true): Promise<FaultProof> {
  const stage = await Stage.open(seed, tell);
  const results: CellResult[] = [];
  try {
    for (const hop of HOPS) {
      for (const fault of FAULTS) {
        const cell = MATRIX[hop][fault];
        if (typeof cell === 'string') {
          results.push({ hop, fault, absent: cell });
          continue;
        }
        if (!isChosen(hop, fault)) continue;
        const result = await runCell(stage, hop, fault, cell);
        results.push(result);
        tell(`${hop}, ${fault}: ${verdictOf(result)} (${result.seconds!.toFixed(1)} s)${[...result.wrong!, result.told!].filter((text) => text !== '').map((text) => `; ${text.slice(0, 1_500)}`).join('')}`);
        if (result.wrong!.length > 0) break;
      }
    }
  } finally {
    await stage.close();
  }
  return { results };
}

async function runCell(stage: Stage, hop: Hop, fault: Fault, cell: Cell): Promise<CellResult> {
  const begun = performance.now();
  // Figures are of the process: a new one has none of what cells before did.
  await stage.gateway.stop();
  await stage.restartGateway();
  const restarts = stage.restarts;
  await cell.run(stage);
  stage.heal();
  const wrong = await stage.settle();
  const seen = stage.gateway.isRunning ? { figures: await stage.figures(), isRestarted: stage.restarts > restarts } : undefined;
  const isSeen = seen !== undefined && cell.shows(seen);
  const told = seen === undefined || isSeen ? '' : JSON.stringify([...seen.figures.counts, ...seen.figures.slowest]);
  return { hop, fault, figure: cell.figure, isSeen, wrong, told, seconds: (performance.now() - begun) / 1_000 };
}

export function verdictOf({ absent, isSeen, wrong }: CellResult): string {
  if (absent !== undefined) return 'n/a';
  if ((wrong ?? []).length > 0) return 'WRONG';
  return isSeen === true ? 'recovered, seen' : 'recovered, NOT SEEN';
}

export function linesOf({ results }: FaultProof): readonly string[] {
  return results.map((result) => `${result.hop.padEnd(24)} ${result.fault.padEnd(17)} ${verdictOf(result).padEnd(20)} ${result.absent ?? result.figure ?? ''}`.trimEnd());
}

export const isProven = ({ results }: FaultProof): boolean => results.every((result) => ['n/a', 'recovered, seen'].includes(verdictOf(result)));
