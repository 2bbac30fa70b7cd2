/** What samples are summed up to. */

/** The smallest sample that so large a share does not exceed (nearest rank). */
export function percentile(samples: readonly number[], share: number): number {
  if (samples.length === 0) throw new RangeError('There are no samples.');
  const sorted = samples.toSorted((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]!;
}

export const median = (samples: readonly number[]): number => percentile(samples, 0.5);

export interface Figure {
  readonly what: string;
  readonly samples: readonly number[];
  /** What the same road costs without the thing measured. */
  readonly floorMs?: number;
  readonly goal?: { readonly of: 'p50' | 'p95'; readonly ms: number };
}

export const HEADER = ['| what | floor | p50 | p95 | goal | met |', '|---|---|---|---|---|---|'] as const;

export function tableRow({ what, samples, floorMs, goal }: Figure): string {
  const values = { p50: median(samples), p95: percentile(samples, 0.95) };
  const isMet = goal === undefined ? '' : values[goal.of] < goal.ms ? 'yes' : 'no';
  return `| ${what} | ${floorMs === undefined ? '' : millis(floorMs)} | ${millis(values.p50)} | ${millis(values.p95)} | ${goal === undefined ? '' : `${goal.of} < ${millis(goal.ms)}`} | ${isMet} |`;
}

const millis = (value: number): string => `${value.toFixed(0)} ms`;
