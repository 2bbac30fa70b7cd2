/** Each document of SAP beside what the org was told of it: late, lost, told with another effect, told under two keys. */
import { exactly, UNMAPPED, type DocumentEvidence, type Effect, type PositionEvidence } from './evidence.ts';
import { changeText, durationText, timeText, type DriftPart } from './finding.ts';
import type { Movements } from './movements.ts';

export function driftOfDocuments(movements: Movements): readonly DriftPart[] {
  return [...movements.evidence.documents.flatMap((document) => driftOf(document, movements)), ...toldUnderTwoKeys(movements)];
}

function driftOf(document: DocumentEvidence, movements: Movements): readonly DriftPart[] {
  if (document.effect === undefined) return isFirstOfRow(document, movements.evidence) ? [unmapped(document)] : [];
  const delivered = movements.evidence.deliveries.filter(({ key }) => key === document.key).at(-1)?.effect;
  const wrong = delivered === undefined ? [] : toldOtherwise(document, document.effect, delivered);
  return wrong.length > 0 ? wrong : lateOrLost(document, document.effect, movements);
}

function unmapped(document: DocumentEvidence): DriftPart {
  return {
    driftClass: 'WrongMapping', bucket: 'onHand', quantity: 0, firstDiverging: { key: document.key, side: 'Org', atMs: document.createdAtMs }, explained: false, remedy: 'CorrectMap', alternatives: [],
    explanation: `Document ${document.key} moved ${String(document.quantity)} by movement type ${document.movementType} with stock type ${document.stockType || '(none)'}, which the movement map does not know; it waits until the map says what it does.`,
  };
}

/** A row that is missing is said once, of the document that missed it first. */
function isFirstOfRow({ key, movementType, stockType, createdAtMs }: DocumentEvidence, { documents }: PositionEvidence): boolean {
  return !documents.some((other) => other.effect === undefined && other.movementType === movementType && other.stockType === stockType && (other.createdAtMs < createdAtMs || (other.createdAtMs === createdAtMs && other.key < key)));
}

function toldOtherwise(document: DocumentEvidence, now: Effect, delivered: Effect): readonly DriftPart[] {
  const part = (bucket: Effect['bucket'], quantity: number, explanation: string): DriftPart => ({
    driftClass: 'WrongMapping', bucket, quantity: exactly(quantity), firstDiverging: { key: document.key, side: 'Org', atMs: document.createdAtMs }, explained: false, remedy: 'ReverseInOrg', alternatives: [], explanation,
  });
  const said = `Document ${document.key} (movement type ${document.movementType})`;
  if (delivered.bucket !== now.bucket) {
    const explanation = `${said} was told to the org as ${changeText(delivered.change, delivered.bucket)}; the movement map now says ${changeText(now.change, now.bucket)}.`;
    return [part(now.bucket, now.change, explanation), part(delivered.bucket, -delivered.change, explanation)];
  }
  if (delivered.change !== now.change) return [part(now.bucket, now.change - delivered.change, `${said} was told to the org as ${changeText(delivered.change, delivered.bucket)}; the movement map now says ${changeText(now.change, now.bucket)}.`)];
  if (delivered.group === now.group) return [];
  return [part(now.bucket, now.group === undefined ? now.change : -now.change, `${said} was told to the org as confirming ${delivered.group ?? 'nothing'}; the movement map now says ${now.group ?? 'nothing'}. Until that is corrected, ${changeText(now.change, now.bucket)} counts ${now.group === undefined ? 'not at all' : 'twice'}.`)];
}

function lateOrLost(document: DocumentEvidence, effect: Effect, movements: Movements): readonly DriftPart[] {
  const { evidence } = movements;
  const entry = evidence.entries.find(({ key }) => key === document.key);
  const isKnown = entry !== undefined && entry.outcome !== 'Quarantined';
  const telling = movements.tellingOf(document.key);
  const age = evidence.nowMs - document.createdAtMs;
  const part = (driftClass: 'Late' | 'Lost', explained: boolean, remedy: DriftPart['remedy'], explanation: string): readonly DriftPart[] =>
    [{ driftClass, bucket: effect.bucket, quantity: effect.change, firstDiverging: { key: document.key, side: 'Org', atMs: document.createdAtMs }, explained, remedy, alternatives: [], explanation: `Document ${document.key} (${changeText(effect.change, effect.bucket)}, created ${timeText(document.createdAtMs)}) ${explanation}` }];
  if (telling?.reason === UNMAPPED) {
    // Its other legs are missing in the map and say so; what a snapshot brought of it is not missing.
    return isKnown ? [] : [{ ...part('Late', false, 'CorrectMap', `waits, because the movement map does not know another item of it.`)[0]!, driftClass: 'WrongMapping' }];
  }
  if (telling === undefined) {
    if (age <= evidence.patience.doorbellMs) return [];
    return isKnown
      ? part('Lost', true, 'Wait', `was never announced; a snapshot brought it to the org at ${timeText(entry.appliedAtMs)}.`)
      : part('Lost', false, 'Deliver', `was never announced, and the org does not know it after ${durationText(age)}.`);
  }
  const lag = telling.receivedAtMs - document.createdAtMs;
  if (!isKnown && telling.state !== 'Done') return stillWaiting(telling.state, telling.reason, age > evidence.patience.doorbellMs, part);
  if (entry?.outcome === 'Quarantined') return part('Late', false, 'Redrive', 'waits in the quarantine of the org.');
  if (!isKnown) return age > evidence.patience.doorbellMs ? part('Lost', false, 'Deliver', `was announced at ${timeText(telling.receivedAtMs)} and handled, but the org does not know it.`) : [];
  if (telling.state !== 'Done' && age > evidence.patience.doorbellMs) return part('Late', telling.state === 'Waiting', telling.state === 'Waiting' ? 'Wait' : 'Redrive', `was announced at ${timeText(telling.receivedAtMs)} and is still to be delivered; a snapshot brought it to the org at ${timeText(entry.appliedAtMs)}.`);
  if (lag <= evidence.patience.doorbellMs) return [];
  return part('Late', true, 'Wait', `was announced ${durationText(lag)} after its creation; the org has it since ${timeText(entry.appliedAtMs)}.`);
}

function stillWaiting(state: 'Waiting' | 'Dead' | 'Discarded', reason: string | undefined, isOld: boolean, part: (driftClass: 'Late' | 'Lost', explained: boolean, remedy: DriftPart['remedy'], explanation: string) => readonly DriftPart[]): readonly DriftPart[] {
  const why = reason === undefined ? '' : ` (${reason})`;
  switch (state) {
    case 'Waiting': return isOld ? part('Late', false, 'Wait', `was announced and waits for its delivery${why}.`) : [];
    case 'Dead': return part('Late', false, 'Redrive', `was announced and could not be delivered${why}.`);
    case 'Discarded': return part('Lost', false, 'Deliver', `was announced and discarded${why}; the org does not know it.`);
  }
}

/** Document numbers come with leading zeros or without them; an org that was told both counts one item twice. */
function toldUnderTwoKeys({ evidence, doubled }: Movements): readonly DriftPart[] {
  const seen = new Map<string, PositionEvidence['entries'][number]>();
  const parts: DriftPart[] = [];
  for (const entry of evidence.entries.toSorted((a, b) => a.appliedAtMs - b.appliedAtMs)) {
    const first = seen.get(normalKey(entry.key));
    if (first === undefined) seen.set(normalKey(entry.key), entry);
    else if (first.key !== entry.key && !evidence.documents.some(({ key }) => key === entry.key && evidence.documents.some((other) => other.key === first.key))) {
      doubled.add(entry.key);
      const bucket = evidence.deliveries.find(({ key }) => key === entry.key)?.effect.bucket ?? 'onHand';
      parts.push({
        driftClass: 'Duplicate', bucket, quantity: -entry.quantity, firstDiverging: { key: entry.key, side: 'Org', atMs: entry.occurredAtMs }, explained: false, remedy: 'ReverseInOrg', alternatives: [],
        explanation: `The org was told document item ${first.key} a second time as ${entry.key}; ${changeText(entry.quantity, bucket)} counts twice.`,
      });
    }
  }
  return parts;
}

const normalKey = (key: string): string => key.split('/').map((part) => part.replace(/^0+(?=.)/, '')).join('/');
