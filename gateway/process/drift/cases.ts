/** Findings over time: a case opens when drift is found, stays the same one while it lasts, and closes itself when it is explained or gone. */
import { timeText, type DivergingEvent, type DriftClass, type DriftPart, type Finding, type Remedy } from './finding.ts';

/** As it is kept, reported to the org and shown. */
export interface DriftCase {
  /** The same as long as it is the same event at the same position. */
  readonly key: string;
  readonly sku: string;
  readonly location: string;
  readonly quantity: number;
  readonly driftClass: DriftClass;
  readonly firstDiverging: DivergingEvent;
  readonly explanation: string;
  readonly explained: boolean;
  readonly remedy: Remedy;
  readonly alternatives: readonly DriftClass[];
  readonly foundAtMs: number;
  readonly explainedAtMs?: number;
}

/**
 * The cases of one position after another look at it.
 * @param before as they were kept; closed ones are forgotten after `keepMs`
 */
export function casesAfter(before: readonly DriftCase[], finding: Finding, nowMs: number, keepMs: number): readonly DriftCase[] {
  const found = new Map([...Map.groupBy(finding.parts, ({ firstDiverging }) => `${finding.sku}|${finding.location}|${firstDiverging.key}`)].map(([key, parts]) => [key, caseOf(key, finding, parts, nowMs)]));
  const known = before.filter(({ explainedAtMs }) => explainedAtMs === undefined || nowMs - explainedAtMs < keepMs).map((one) => {
    const now = found.get(one.key);
    found.delete(one.key);
    if (now === undefined) return one.explained ? one : closed({ ...one, explanation: `${one.explanation} Nothing of it is left at ${timeText(nowMs)}.` }, nowMs);
    if (now.explained && one.explained) return one;
    // That we told it late is our own doing.
    if (now.explained && one.remedy === 'Deliver') return closed({ ...one, explanation: `${one.explanation} It was read and told to the org by ${timeText(nowMs)}.` }, nowMs);
    if (now.explained) return closed({ ...now, foundAtMs: one.foundAtMs }, nowMs);
    return { ...now, foundAtMs: one.foundAtMs };
  });
  // What is explained when it is first seen never was a case for anybody; it is kept to be looked up.
  return [...known, ...[...found.values()].map((one) => (one.explained ? closed(one, nowMs) : one))];
}

function caseOf(key: string, { sku, location }: Finding, parts: readonly DriftPart[], nowMs: number): DriftCase {
  const [first] = parts as readonly [DriftPart];
  const leading = parts.find(({ bucket, driftClass }) => bucket === 'onHand' && driftClass === first.driftClass) ?? first;
  const { driftClass, firstDiverging, quantity, remedy, alternatives } = leading;
  return { key, sku, location, quantity, driftClass, firstDiverging, remedy, alternatives, explained: parts.every(({ explained }) => explained), explanation: [...new Set(parts.map(({ explanation }) => explanation))].join(' '), foundAtMs: nowMs };
}

const closed = (one: DriftCase, nowMs: number): DriftCase => ({ ...one, explained: true, explainedAtMs: nowMs });
