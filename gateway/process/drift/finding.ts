/** What is said about a position whose stock differs between SAP, the org and the shelf. */
import type { Bucket } from './evidence.ts';

/**
 * - `Late`: it stands on one side and reached, or will reach, the other later than usual.
 * - `Lost`: it stands on one side and was never told to the other; found by comparing.
 * - `Duplicate`: one happening stands twice on one side.
 * - `OutOfOrder`: both know it, but one side counted it before a snapshot or count and the other after.
 * - `WrongMapping`: both know the document, but what the org was told it does is not what the map says now, or not what SAP's own stock did.
 * - `TrueLoss`: both know the same and agree on what it does, and yet a reading of SAP's stock or a count differs.
 */
export type DriftClass = 'Late' | 'Lost' | 'Duplicate' | 'OutOfOrder' | 'WrongMapping' | 'TrueLoss';

export const DRIFT_CLASSES: readonly DriftClass[] = ['Late', 'Lost', 'Duplicate', 'OutOfOrder', 'WrongMapping', 'TrueLoss'];

/** Where the event is missing, doubled or wrong; of a true loss, where it was measured (`Shelf`: by a count). */
export type Side = 'SAP' | 'Org' | 'Shelf';

export interface DivergingEvent {
  /** Document item, fact, count or snapshot, as its source named it. */
  readonly key: string;
  readonly side: Side;
  /** When it happened, milliseconds since the epoch. Of a true loss: when it was found. */
  readonly atMs: number;
}

/** What to do about it. `Wait`: it is on its way or has arrived. `Deliver`: read the document and tell it to the org. The others need a person. */
export type Remedy = 'Wait' | 'Deliver' | 'Redrive' | 'CorrectMap' | 'CancelInSap' | 'ReverseInOrg' | 'PostInSap' | 'AskTill' | 'TakeSnapshot' | 'Count';

export interface DriftPart {
  readonly driftClass: DriftClass;
  readonly bucket: Bucket;
  /** Signed: what has to be added at the side it names; of a true loss, by how much the stock moved without anybody's word. */
  readonly quantity: number;
  readonly firstDiverging: DivergingEvent;
  /** Nothing is left to be done: both sides agree about it by now, or will when what is on its way arrives. */
  readonly explained: boolean;
  /** One sentence for people, with values. */
  readonly explanation: string;
  readonly remedy: Remedy;
  /** What it might be as well: evidence cannot tell them apart. */
  readonly alternatives: readonly DriftClass[];
}

export interface Finding {
  readonly sku: string;
  readonly location: string;
  /** Of the part that diverged first; `None`: nothing differs that would not settle by itself in its usual time. */
  readonly driftClass: DriftClass | 'None';
  readonly firstDiverging: DivergingEvent | undefined;
  /** Of all parts about goods on hand. */
  readonly quantity: number;
  readonly explained: boolean;
  readonly explanation: string;
  /** In the order of their moments. */
  readonly parts: readonly DriftPart[];
}

export const timeText = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

export function durationText(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return `${String(minutes)} min`;
  const hours = Math.round(minutes / 60);
  return hours < 72 ? `${String(hours)} h` : `${String(Math.round(hours / 24))} days`;
}

const BUCKET_TEXT: Readonly<Record<Bucket, string>> = { onHand: 'on hand', inspection: 'in inspection', damaged: 'damaged' };

/** `-3 on hand`. */
export const changeText = (change: number, bucket: Bucket): string => `${change > 0 ? '+' : ''}${String(change)} ${BUCKET_TEXT[bucket]}`;
