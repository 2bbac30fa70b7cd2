/** What must be on the shelf: each happening once, at its moment, whoever told it; and by how much counts found it otherwise. */
import { exactly, type CountEvidence } from './evidence.ts';
import { sum, type Movements } from './movements.ts';

export interface Happening {
  readonly key: string;
  readonly change: number;
  readonly atMs: number;
  /** It may have happened at any time since then. */
  readonly sinceMs: number;
  readonly kind: 'Local' | 'Document' | 'Untold';
}

/** What a count found beyond what happened since the measurement before it. */
export interface Gap {
  readonly count: CountEvidence;
  readonly sinceMs: number;
  readonly quantity: number;
}

export const countsOf = ({ evidence: { counts } }: Movements): readonly CountEvidence[] => counts.toSorted((a, b) => a.countedAtMs - b.countedAtMs);

/** All of what counts found beyond what was told, whatever its sign. */
export function unexplainedByCounts(movements: Movements): number {
  const counts = countsOf(movements);
  return sum(counts, (count) => Math.abs(gapOf(count, counts[counts.indexOf(count) - 1], movements, new Map())?.quantity ?? 0));
}

/** @param shifts when facts really happened, by key, where that was found to differ from what they say */
export function gapOf(count: CountEvidence, before: CountEvidence | undefined, movements: Movements, shifts: ReadonlyMap<string, number>): Gap | undefined {
  const begin = before === undefined ? stockAtFirstReading(movements) : { atMs: before.countedAtMs, quantity: before.quantity };
  if (begin === undefined || begin.atMs >= count.countedAtMs) return undefined;
  const between = happeningsOf(movements).map((one) => ({ ...one, atMs: shifts.get(one.key) ?? one.atMs })).filter(({ atMs }) => atMs > begin.atMs && atMs <= count.countedAtMs);
  return { count, sinceMs: begin.atMs, quantity: exactly(count.quantity - begin.quantity - sum(between, ({ change }) => change)) };
}

/** SAP's stock, with what SAP did not know of yet. */
function stockAtFirstReading(movements: Movements): { readonly atMs: number; readonly quantity: number } | undefined {
  const [reading] = movements.evidence.readings;
  if (reading === undefined) return undefined;
  const locals = movements.evidence.locals.filter(({ key, bucket, occurredAtMs }) => bucket === 'onHand' && occurredAtMs <= reading.asOfMs && !movements.doubled.has(key));
  const final = sum(locals.filter(({ group }) => group === undefined), ({ change }) => change);
  const pending = sum([...new Set(locals.map(({ group }) => group))].filter((group) => group !== undefined), (group) => sum([true, false], (isOut) => {
    const told = Math.abs(sum(locals.filter((one) => one.group === group && one.change < 0 === isOut), ({ change }) => change));
    const posted = Math.abs(sum(movements.documentsOf(group, 'onHand', isOut).filter((document) => movements.isContained(reading, document)), ({ effect }) => effect.change));
    return Math.max(0, told - posted) * (isOut ? -1 : 1);
  }));
  return { atMs: reading.asOfMs, quantity: exactly(reading.stock.onHand + final + pending) };
}

/** Everything that moved goods on hand, once: local facts, documents without a local side, and what documents hold beyond their local facts. */
export function happeningsOf(movements: Movements): readonly Happening[] {
  const { evidence, doubled } = movements;
  const locals = evidence.locals.filter(({ key, bucket }) => bucket === 'onHand' && !doubled.has(key)).map(({ key, change, occurredAtMs }): Happening => ({ key, change, atMs: occurredAtMs, sinceMs: occurredAtMs, kind: 'Local' }));
  const groups = new Set<string>();
  const own: Happening[] = [];
  for (const document of evidence.documents) {
    if (doubled.has(document.key)) continue;
    for (const { bucket, change, group } of movements.effectsOf(document.key)) {
      if (bucket !== 'onHand') continue;
      if (group === undefined) own.push({ key: document.key, change, atMs: document.createdAtMs, sinceMs: document.createdAtMs, kind: 'Document' });
      else groups.add(group);
    }
  }
  return [...locals, ...own, ...[...groups].flatMap((group) => [true, false].flatMap((isOut) => untold(group, isOut, movements)))];
}

function untold(group: string, isOut: boolean, movements: Movements): readonly Happening[] {
  const documents = movements.documentsOf(group, 'onHand', isOut);
  const excess = exactly(Math.abs(sum(documents, ({ effect }) => effect.change)) - Math.abs(sum(movements.localsOf(group, 'onHand', isOut), ({ change }) => change)));
  const last = documents.at(-1);
  if (excess <= 0 || last === undefined) return [];
  return [{ key: last.key, change: isOut ? -excess : excess, atMs: last.createdAtMs, sinceMs: last.createdAtMs - movements.evidence.patience.postingMs, kind: 'Untold' }];
}
