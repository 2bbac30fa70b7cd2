/**
 * SAP's stock at two moments beside the documents between them. What is left over is explained, in this order, by a document that one side counted before a reading and the
 * other after it, by a row of the movement map that does not do what SAP did, and otherwise by nothing anybody told.
 */
import { BUCKETS, documentOf, exactly, type Bucket, type DocumentEvidence, type ReadingEvidence, type Stock } from './evidence.ts';
import { changeText, timeText, type DriftPart } from './finding.ts';
import type { Movements } from './movements.ts';

/** Documents and stock are read within minutes of each other. */
const READING_SPREAD_MS = 10 * 60_000;

export type Trust = 'Sure' | 'Fitting' | 'Partly';

/** Between a reading and the one before it, what SAP's stock moved beyond its documents. */
export interface Residual {
  readonly reading: ReadingEvidence;
  readonly before: ReadingEvidence;
  readonly stock: Stock;
}

export function residualsOf(movements: Movements): readonly Residual[] {
  const { readings, documents } = movements.evidence;
  return readings.slice(1).map((reading, index) => {
    const before = readings[index]!;
    const between = documents.filter((document) => movements.isContained(reading, document) !== movements.isContained(before, document));
    const moved = (bucket: Bucket): number => between.reduce((total, document) => total + movements.changeOf(document.key, bucket) * (movements.isContained(reading, document) ? 1 : -1), 0);
    return { reading, before, stock: stockOf((bucket) => reading.stock[bucket] - before.stock[bucket] - moved(bucket)) };
  });
}

export const isNothing = (stock: Stock): boolean => BUCKETS.every((bucket) => stock[bucket] === 0);
export const isSame = (one: Stock, other: Stock): boolean => BUCKETS.every((bucket) => one[bucket] === other[bucket]);

export function stockOf(of: (bucket: Bucket) => number): Stock {
  return { onHand: exactly(of('onHand')), inspection: exactly(of('inspection')), damaged: exactly(of('damaged')) };
}

/**
 * Documents that stand on the other side of a reading than the org thinks: with them, what is left over between readings vanishes.
 * @param trust `Sure`: what is left over before the reading and, the other way round, after it must vanish; `Fitting`: where there is only one reading to compare with, that one is
 * enough; `Partly`: one of the two may be left over, when something is left over on both sides
 */
export function driftOfOrder(movements: Movements, trust: Trust): readonly DriftPart[] {
  const parts: DriftPart[] = [];
  let residuals = residualsOf(movements);
  for (const reading of movements.evidence.readings) {
    const found = onOtherSide(reading, residuals, movements, trust);
    if (found === undefined || (trust === 'Sure' && !found.isBetterByTwo)) continue;
    parts.push(...found.items.flatMap((item) => partsOf(item, reading, found.isBetterByTwo, movements)));
    for (const item of found.items) movements.moveToOtherSide(reading, item);
    residuals = residualsOf(movements);
  }
  return parts;
}

function partsOf(document: DocumentEvidence, reading: ReadingEvidence, isBetterByTwo: boolean, movements: Movements): readonly DriftPart[] {
  const wasContained = movements.isContained(reading, document);
  const isProven = isBetterByTwo || (wasContained && wasLateTo(document, reading, movements));
  return movements.effectsOf(document.key).map(({ bucket, change }) => ({
    driftClass: 'OutOfOrder', bucket, quantity: wasContained ? change : exactly(-change), firstDiverging: { key: document.key, side: 'Org', atMs: document.createdAtMs }, remedy: 'TakeSnapshot', alternatives: isProven ? [] : ['TrueLoss'],
    explained: movements.evidence.readings.at(-1) !== reading,
    explanation: wasContained
      ? `Document ${document.key} (${changeText(change, bucket)}, created ${timeText(document.createdAtMs)}) reached SAP's stock after the reading of ${timeText(reading.asOfMs)}; the org took it as part of that reading.`
      : `SAP's stock at the reading of ${timeText(reading.asOfMs)} held document ${document.key} (${changeText(change, bucket)}) already, though its list of documents did not; the org counted it again.`,
  }));
}

interface Candidate {
  /** Items of one document about the position. */
  readonly items: readonly DocumentEvidence[];
  readonly isBetterByTwo: boolean;
}

function onOtherSide(reading: ReadingEvidence, residuals: readonly Residual[], movements: Movements, trust: Trust): Candidate | undefined {
  const position = movements.evidence.readings.indexOf(reading);
  const into = residuals[position - 1]?.stock;
  const outOf = residuals[position]?.stock;
  if ((into === undefined || isNothing(into)) && (outOf === undefined || isNothing(outOf))) return undefined;
  const uncertain = movements.evidence.documents.filter((document) => isUncertain(document, reading, movements));
  const fitting = [...Map.groupBy(uncertain, ({ key }) => documentOf(key)).values()].flatMap((items): readonly Candidate[] => {
    const sign = movements.isContained(reading, items[0]!) ? 1 : -1;
    // Moving it changes what is left over before the reading by +effect, and after it by −effect.
    const effect = stockOf((bucket) => items.reduce((total, { key }) => total + movements.changeOf(key, bucket) * sign, 0));
    if (isNothing(effect)) return [];
    const fitsInto = into === undefined ? undefined : isNothing(stockOf((bucket) => into[bucket] + effect[bucket]));
    const fitsOutOf = outOf === undefined ? undefined : isNothing(stockOf((bucket) => outOf[bucket] - effect[bucket]));
    const isOpen = (stock: Stock | undefined): boolean => stock === undefined || !isNothing(stock);
    const fits = trust === 'Partly' ? isOpen(into) && isOpen(outOf) && (fitsInto === true || fitsOutOf === true) : fitsInto !== false && fitsOutOf !== false;
    return fits ? [{ items, isBetterByTwo: fitsInto === true && fitsOutOf === true }] : [];
  });
  const distance = ({ items: [item] }: Candidate): number => Math.abs(item!.createdAtMs - reading.asOfMs);
  const wasLate = ({ items: [item] }: Candidate): number => Number(wasLateTo(item!, reading, movements));
  return fitting.toSorted((a, b) => wasLate(b) - wasLate(a) || distance(a) - distance(b))[0];
}

/** Could it be read only after a reading that the org takes it as part of? */
function wasLateTo(document: DocumentEvidence, reading: ReadingEvidence, movements: Movements): boolean {
  const telling = movements.tellingOf(document.key);
  return !movements.isMember(reading, document.key) && document.createdAtMs < reading.fromMs && (telling?.readAtMs === undefined || telling.readAtMs > reading.asOfMs);
}

function isUncertain(document: DocumentEvidence, reading: ReadingEvidence, movements: Movements): boolean {
  if (movements.isMember(reading, document.key)) return document.createdAtMs > reading.asOfMs - READING_SPREAD_MS;
  if (document.createdAtMs >= reading.fromMs) return document.createdAtMs <= reading.asOfMs + READING_SPREAD_MS;
  const wasSeen = movements.evidence.readings.some((other) => other.asOfMs < reading.asOfMs && movements.isMember(other, document.key));
  return !wasSeen && wasLateTo(document, reading, movements);
}

/** What no document, no order and no row of the map explains. */
export function lossesAtSap(movements: Movements): readonly DriftPart[] {
  return residualsOf(movements).flatMap(({ reading, before, stock }) => BUCKETS.filter((bucket) => stock[bucket] !== 0).map((bucket): DriftPart => ({
    driftClass: 'TrueLoss', bucket, quantity: stock[bucket], firstDiverging: { key: reading.key, side: 'SAP', atMs: reading.asOfMs }, explained: false, remedy: 'Count', alternatives: [],
    explanation: `Between ${timeText(before.asOfMs)} and ${timeText(reading.asOfMs)} SAP's stock moved ${changeText(stock[bucket], bucket)} more than all its documents say.`,
  })));
}
