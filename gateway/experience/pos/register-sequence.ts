/** Which transactions of a register were told, as few numbers as that takes: up to where without a hole, the highest, and the holes between. Pure. */

export interface RegisterSequence {
  /** Everything from the beginning to here was told. */
  readonly contiguous: number;
  readonly lowest: number;
  readonly highest: number;
  /** Ranges between the two that were not told, ascending and apart. */
  readonly missing: readonly MissingRange[];
  /** How many were told, each once. */
  readonly told: number;
  /** When the latest of them happened, milliseconds since the epoch. */
  readonly lastAtMs: number;
}

export interface MissingRange {
  readonly from: number;
  readonly to: number;
  /** When the gap was seen first, milliseconds since the epoch. */
  readonly sinceMs: number;
}

export interface SequenceChange {
  readonly sequence: RegisterSequence;
  readonly isNew: boolean;
  /** A hole was made. */
  readonly opened: boolean;
  /** A hole is gone, or a part of one. */
  readonly filled: boolean;
  readonly closed: boolean;
}

export interface Told {
  readonly number: number;
  readonly occurredAtMs: number;
  readonly nowMs: number;
}

/**
 * @param before `undefined`: nothing was told yet
 * @param first where numbers begin; `undefined`: they run on for ever, and what was told first is the beginning until something lower is told
 */
export function tell(before: RegisterSequence | undefined, { number, occurredAtMs, nowMs }: Told, first: number | undefined): SequenceChange {
  if (before === undefined) return beginning(number, Math.min(first ?? number, number), occurredAtMs, nowMs);
  const lastAtMs = Math.max(before.lastAtMs, occurredAtMs);
  const base = { lowest: before.lowest, highest: before.highest, told: before.told + 1, lastAtMs };
  if (number > before.highest) {
    const skipped = range(before.highest + 1, number - 1, nowMs);
    return changed({ ...base, highest: number }, [...before.missing, ...skipped], { opened: skipped.length > 0 });
  }
  if (number < before.lowest) {
    const skipped = range(number + 1, before.lowest - 1, nowMs);
    return changed({ ...base, lowest: number }, [...skipped, ...before.missing], { opened: skipped.length > 0 });
  }
  const hole = before.missing.findIndex(({ from, to }) => from <= number && number <= to);
  if (hole < 0) return { sequence: { ...before, lastAtMs }, isNew: false, opened: false, filled: false, closed: false };
  const { from, to, sinceMs } = before.missing[hole]!;
  const rest = [...range(from, number - 1, sinceMs), ...range(number + 1, to, sinceMs)];
  return changed(base, before.missing.toSpliced(hole, 1, ...rest), { filled: true, closed: rest.length === 0 });
}

function beginning(number: number, lowest: number, lastAtMs: number, nowMs: number): SequenceChange {
  const missing = range(lowest, number - 1, nowMs);
  return changed({ lowest, highest: number, told: 1, lastAtMs }, missing, { opened: missing.length > 0 });
}

function range(from: number, to: number, sinceMs: number): readonly MissingRange[] {
  return from <= to ? [{ from, to, sinceMs }] : [];
}

function changed(rest: Omit<RegisterSequence, 'contiguous' | 'missing'>, missing: readonly MissingRange[], what: { readonly opened?: boolean; readonly filled?: boolean; readonly closed?: boolean }): SequenceChange {
  const contiguous = missing[0] === undefined ? rest.highest : missing[0].from - 1;
  return { sequence: { contiguous, ...rest, missing }, isNew: true, opened: what.opened === true, filled: what.filled === true, closed: what.closed === true };
}
