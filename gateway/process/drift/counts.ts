/**
 * Counts beside what happened since the measurement before them: each happening once, at its moment, whoever told it. What is left over is a document posted twice of which only
 * a count can tell, a sale whose clock put it on the wrong side of the count, a sale nobody told whose document came later, and otherwise goods that are gone (or found).
 */
import { exactly, type LocalEvidence, type ReceiptEvidence } from './evidence.ts';
import { changeText, timeText, type DriftPart } from './finding.ts';
import { isTwin } from './groups.ts';
import type { KnownDocument, Movements } from './movements.ts';
import { countsOf, gapOf, happeningsOf, type Gap } from './shelf.ts';

/** Clocks of tills are wrong by less than this, unless their own order of receipts says otherwise. */
const CLOCK_SPREAD_MS = 3 * 3_600_000;
/** Clocks that run right differ by less. */
const SECONDS_APART_MS = 90_000;
/** Receipts before and after one that are asked about its time. */
const NEIGHBOURS = 3;

export function driftOfCounts(movements: Movements): readonly DriftPart[] {
  const parts: DriftPart[] = [];
  const shifts = new Map<string, number>();
  const counts = countsOf(movements);
  const gapAt = (index: number): Gap | undefined => gapOf(counts[index]!, counts[index - 1], movements, shifts);
  for (const index of counts.keys()) {
    const repeated = postedTwice(gapAt(index), movements);
    if (repeated !== undefined) parts.push(repeated);
  }
  for (const index of counts.keys()) {
    const gap = gapAt(index);
    if (gap === undefined || gap.quantity === 0) continue;
    const next = counts[index + 1] === undefined ? undefined : gapAt(index + 1)?.quantity;
    const order = onOtherSide(gap, next, movements);
    if (order?.isProven !== true && untoldBefore(gap, movements, shifts)) continue;
    if (order === undefined) parts.push(lost(gap, movements));
    else {
      shifts.set(order.local.key, order.isBefore ? gap.count.countedAtMs + 1 : gap.count.countedAtMs);
      parts.push(outOfOrder(gap, order, next !== undefined));
    }
  }
  return parts;
}

/** A posting that was repeated, when it explains what is left over, or more than half of it. */
function postedTwice(gap: Gap | undefined, movements: Movements): DriftPart | undefined {
  if (gap === undefined || gap.quantity === 0) return undefined;
  const { count, sinceMs, quantity } = gap;
  const { evidence, doubled } = movements;
  const known = evidence.documents.flatMap((document): readonly KnownDocument[] => {
    const effect = movements.effectsOf(document.key).find(({ bucket, group }) => bucket === 'onHand' && group === undefined);
    return effect === undefined || doubled.has(document.key) ? [] : [{ ...document, effect }];
  });
  const repeated = known.filter((document, index) => document.createdAtMs > sinceMs && document.createdAtMs <= count.countedAtMs && known.slice(0, index).some((other) => isTwin(other, document)));
  const twice = repeated.findLast(({ effect }) => effect.change === -quantity) ?? repeated.findLast(({ effect }) => Math.abs(quantity + effect.change) < Math.abs(quantity) / 2);
  if (twice === undefined) return undefined;
  doubled.add(twice.key);
  return {
    driftClass: 'Duplicate', bucket: 'onHand', quantity: exactly(-twice.effect.change), firstDiverging: { key: twice.key, side: 'SAP', atMs: twice.createdAtMs }, explained: false, remedy: 'CancelInSap', alternatives: twice.effect.change === -quantity ? [] : ['TrueLoss'],
    explanation: `SAP posted ${twice.reference!} twice, the second time as ${twice.key} (${changeText(twice.effect.change, 'onHand')}); the count of ${timeText(count.countedAtMs)} found ${changeText(quantity, 'onHand')} more than that.`,
  };
}

/** A fact that says it was before the count and was after it, or the reverse. */
interface Misplaced {
  readonly local: LocalEvidence;
  readonly isBefore: boolean;
  readonly isProven: boolean;
}

function onOtherSide({ count, sinceMs, quantity }: Gap, next: number | undefined, movements: Movements): Misplaced | undefined {
  const candidates = movements.evidence.locals.filter(({ key, bucket }) => bucket === 'onHand' && !movements.doubled.has(key)).flatMap((local): readonly Misplaced[] => {
    const isBefore = local.occurredAtMs <= count.countedAtMs;
    // Taking it out of the time before the count adds its change to what is left over; bringing it in takes it off.
    const fits = isBefore ? local.change === -quantity && local.occurredAtMs > sinceMs && local.receivedAtMs > count.countedAtMs : local.change === quantity;
    if (!fits || (next !== undefined && next !== -quantity)) return [];
    const isProven = hasWrongClock(local, movements);
    const isNear = Math.abs(local.occurredAtMs - count.countedAtMs) <= CLOCK_SPREAD_MS;
    const wasToldAfter = isBefore && local.receivedAtMs - local.occurredAtMs > SECONDS_APART_MS;
    return isProven || (isNear && (next !== undefined || wasToldAfter)) ? [{ local, isBefore, isProven }] : [];
  });
  const distance = ({ local }: Misplaced): number => Math.abs(local.occurredAtMs - count.countedAtMs);
  return candidates.toSorted((a, b) => Number(b.isProven) - Number(a.isProven) || distance(a) - distance(b))[0];
}

function outOfOrder({ count }: Gap, { local, isBefore, isProven }: Misplaced, isConfirmed: boolean): DriftPart {
  return {
    driftClass: 'OutOfOrder', bucket: 'onHand', quantity: isBefore ? local.change : exactly(-local.change), firstDiverging: { key: local.key, side: 'Org', atMs: local.occurredAtMs }, explained: isConfirmed, remedy: 'Count', alternatives: isProven || isConfirmed ? [] : ['TrueLoss'],
    explanation: `${local.key} (${changeText(local.change, 'onHand')}) says ${timeText(local.occurredAtMs)}, ${isBefore ? 'before' : 'after'} the count of ${timeText(count.countedAtMs)}, but happened ${isBefore ? 'after' : 'before'} it${isProven ? `: the receipts of register ${local.register ?? '(unknown)'} follow each other in another order than their times` : ''}.`,
  };
}

/** Do the receipts of its register follow each other in another order than their times say? Or was it told before it says that it happened? */
function hasWrongClock({ register, sequence, occurredAtMs, receivedAtMs }: LocalEvidence, { evidence: { receipts } }: Movements): boolean {
  if (receivedAtMs < occurredAtMs - SECONDS_APART_MS) return true;
  if (register === undefined || sequence === undefined) return false;
  const others = receipts.filter((other) => other.register === register && other.sequence !== sequence);
  const before = others.filter((other) => other.sequence < sequence).toSorted((a, b) => b.sequence - a.sequence).slice(0, NEIGHBOURS);
  const after = others.filter((other) => other.sequence > sequence).toSorted((a, b) => a.sequence - b.sequence).slice(0, NEIGHBOURS);
  // A neighbour with a wrong clock of its own convicts nobody: most of them must say so.
  const isWrong = (neighbours: readonly ReceiptEvidence[], isInverted: (other: ReceiptEvidence) => boolean): boolean => neighbours.length > 0 && neighbours.filter(isInverted).length * 2 > neighbours.length;
  return isWrong(before, (other) => other.occurredAtMs > occurredAtMs) || isWrong(after, (other) => other.occurredAtMs < occurredAtMs);
}

/** Was it missing when it was counted because its document had not come yet, and no till had told it? */
function untoldBefore({ count, quantity }: Gap, movements: Movements, shifts: Map<string, number>): boolean {
  const found = happeningsOf(movements).find(({ kind, change, atMs, sinceMs }) => kind === 'Untold' && change === quantity && atMs > count.countedAtMs && sinceMs <= count.countedAtMs);
  if (found !== undefined) shifts.set(found.key, count.countedAtMs);
  return found !== undefined;
}

function lost({ count, sinceMs, quantity }: Gap, { evidence }: Movements): DriftPart {
  const isSold = quantity < 0;
  return {
    driftClass: 'TrueLoss', bucket: 'onHand', quantity, firstDiverging: { key: count.key, side: 'Shelf', atMs: count.countedAtMs }, explained: false, remedy: 'PostInSap',
    // A sale that no till ever told and SAP never posted leaves the same trace as goods that are gone.
    alternatives: isSold && evidence.nowMs - count.countedAtMs <= evidence.patience.uploadMs ? ['Late', 'Lost'] : [],
    explanation: `The count of ${timeText(count.countedAtMs)} found ${String(count.quantity)}, ${String(Math.abs(quantity))} ${isSold ? 'less' : 'more'} than everything told since ${timeText(sinceMs)} adds up to.`,
  };
}
