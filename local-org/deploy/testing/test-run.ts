/** The outcome of several runs as one, and what it adds up to. */
import type { FileCoverage, TestMethodResult, TestRun } from '../../runtime/test-runner.ts';

export interface TestSummary {
  readonly passed: number;
  readonly failed: number;
  readonly notRunnable: number;
  readonly total: number;
}

export function summaryOf(results: readonly TestMethodResult[]): TestSummary {
  const count = (outcome: TestMethodResult['outcome']): number => results.filter((result) => result.outcome === outcome).length;
  return { passed: count('Pass'), failed: count('Fail'), notRunnable: count('NotRunnable'), total: results.length };
}

/** By class name, methods of a class in the order they ran: the same whoever ran which class. A line is covered when any run covered it. */
export function mergeRuns(runs: readonly TestRun[]): TestRun {
  const results = runs.flatMap((run) => run.results).toSorted((left, right) => compare(left.className, right.className));
  return { results, coverage: mergeCoverage(runs.flatMap((run) => run.coverage)) };
}

export function mergeCoverage(files: readonly FileCoverage[]): readonly FileCoverage[] {
  const byPath = Map.groupBy(files, (file) => file.path);
  return [...byPath].toSorted(([left], [right]) => compare(left, right)).map(([path, parts]) => {
    const covered = new Set(parts.flatMap((part) => part.covered));
    const lines = new Set(parts.flatMap((part) => [...part.covered, ...part.uncovered]));
    const sorted = [...lines].toSorted((left, right) => left - right);
    return { path, covered: sorted.filter((line) => covered.has(line)), uncovered: sorted.filter((line) => !covered.has(line)) };
  });
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
