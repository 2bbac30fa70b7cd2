import { judgeScan, remainingOf } from 'c/codeTable';
import type { QueuedScan } from 'c/scanQueue';
import type { TaskDetail, TaskLine } from 'c/taskDetail';

/** A line as the associate sees it: what Apex has counted and what is on its way there. */
export interface LineProgress extends TaskLine {
  readonly remaining: number;
  readonly isDone: boolean;
}

/** Applies the scans that Apex has not answered yet, in their order, by the rules it will apply. */
export function progressOf(detail: TaskDetail, waiting: readonly QueuedScan[]): readonly LineProgress[] {
  let lines = detail.lines;
  for (const { code, quantity } of waiting) {
    const { outcome, lineId, units } = judgeScan(detail.codes, lines, code, quantity ?? undefined);
    if (outcome === 'Accepted') lines = lines.map((line) => (line.lineId === lineId ? { ...line, picked: line.picked + units } : line));
  }
  return lines.map((line) => ({ ...line, remaining: remainingOf(line), isDone: remainingOf(line) <= 0 }));
}
