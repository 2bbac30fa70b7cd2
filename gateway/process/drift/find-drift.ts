/** Takes what differs at positions apart: each part with its class and the event that diverged first, and what is left over as a true loss. Pure. */
import { exactly, type PositionEvidence } from './evidence.ts';
import { driftOfCounts } from './counts.ts';
import { driftOfDocuments } from './documents.ts';
import type { DriftClass, DriftPart, Finding } from './finding.ts';
import { driftOfGroups } from './groups.ts';
import { driftOfMapping } from './mapping.ts';
import { Movements, toldTypes } from './movements.ts';
import { driftOfOrder, lossesAtSap } from './readings.ts';

/** Of several statements about one event, the one that says most about stock counts. */
const PRECEDENCE: readonly DriftClass[] = ['Duplicate', 'WrongMapping', 'OutOfOrder', 'Lost', 'Late', 'TrueLoss'];

/** One finding per position, in their order. Positions of one movement map are judged together: a row that is wrong is wrong at all of them. */
export function findDrift(positions: readonly PositionEvidence[]): readonly Finding[] {
  const told = toldTypes(positions);
  const all = positions.map((evidence) => new Movements(evidence, told));
  const ofDocuments = all.map((movements) => [...driftOfDocuments(movements), ...driftOfOrder(movements, 'Sure')]);
  const mapped = driftOfMapping(all);
  return all.map((movements, index) => {
    const order = [...driftOfOrder(movements, 'Fitting'), ...driftOfOrder(movements, 'Partly')];
    return findingOf(movements.evidence, [...mapped[index]!, ...ofDocuments[index]!, ...order, ...driftOfGroups(movements), ...driftOfCounts(movements), ...lossesAtSap(movements)]);
  });
}

function findingOf({ sku, location }: PositionEvidence, parts: readonly DriftPart[]): Finding {
  const inOrder = withoutRepetition(parts).toSorted((a, b) => a.firstDiverging.atMs - b.firstDiverging.atMs);
  const open = inOrder.filter(({ explained }) => !explained);
  const [leading] = open.length > 0 ? open : inOrder;
  return {
    sku, location, driftClass: leading?.driftClass ?? 'None', firstDiverging: leading?.firstDiverging, parts: inOrder, explained: open.length === 0,
    quantity: exactly((open.length > 0 ? open : inOrder).filter(({ bucket }) => bucket === 'onHand').reduce((total, { quantity }) => total + quantity, 0)),
    explanation: inOrder.length === 0 ? 'Nothing differs that would not settle by itself in its usual time.' : [...new Set((open.length > 0 ? open : inOrder).map(({ explanation }) => explanation))].join(' '),
  };
}

/** One event has one class; a class may speak of several buckets. */
function withoutRepetition(parts: readonly DriftPart[]): readonly DriftPart[] {
  const rank = ({ driftClass }: DriftPart): number => PRECEDENCE.indexOf(driftClass);
  const isBetter = (other: DriftPart, part: DriftPart): boolean => rank(other) < rank(part) || (rank(other) === rank(part) && part.quantity === 0 && other.quantity !== 0);
  return parts.filter((part, index) => !parts.some((other, at) => other.firstDiverging.key === part.firstDiverging.key
    && (isBetter(other, part) || (!isBetter(part, other) && rank(other) === rank(part) && other.bucket === part.bucket && at < index))));
}
