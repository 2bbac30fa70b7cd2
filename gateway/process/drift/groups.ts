/**
 * Local facts beside the documents that confirm them, group by group. More documents than facts: SAP posted twice, or a till never told us. More facts than documents,
 * longer than SAP may take: told to us twice, posted under another group, or never posted.
 */
import { exactly, type Bucket, type LocalEvidence } from './evidence.ts';
import { changeText, durationText, timeText, type DriftPart } from './finding.ts';
import { speaksOf, sum, type KnownDocument, type Movements } from './movements.ts';
import { unexplainedByCounts } from './shelf.ts';

interface Group {
  readonly name: string;
  readonly bucket: Bucket;
  readonly isOut: boolean;
  readonly locals: readonly LocalEvidence[];
  readonly documents: readonly KnownDocument[];
}

export function driftOfGroups(movements: Movements): readonly DriftPart[] {
  const parts = [...toldByTwoSources(movements)];
  for (const group of groupsOf(movements)) {
    const posted = sum(group.documents, ({ effect }) => Math.abs(effect.change)) - sum(backOf(group, movements), ({ effect }) => Math.abs(effect.change));
    const excess = exactly(posted - sum(group.locals, ({ change }) => Math.abs(change)));
    if (excess > 0) parts.push(...overCovered(group, excess, movements));
    else if (excess < 0) parts.push(...underCovered(group, -excess, movements));
    else parts.push(...postedLate(group, movements));
  }
  return [...parts, ...toldLate(movements)];
}

function groupsOf(movements: Movements): readonly Group[] {
  const { evidence } = movements;
  const names = new Set([...evidence.locals.map(({ group }) => group), ...evidence.documents.flatMap(({ key }) => movements.effectsOf(key).map(({ group }) => group))]);
  names.delete(undefined);
  return [...names].flatMap((name) => (['onHand', 'inspection', 'damaged'] as const).flatMap((bucket) => [true, false].map((isOut) =>
    ({ name: name!, bucket, isOut, locals: movements.localsOf(name!, bucket, isOut), documents: movements.documentsOf(name!, bucket, isOut).filter(({ cancels }) => cancels === undefined) }))))
    .filter(({ locals, documents }) => locals.length + documents.length > 0);
}

/** Documents that cancel documents of the group: what they move has the other direction, what they take back is the side of the group. */
function backOf({ name, bucket, isOut, documents }: Group, movements: Movements): readonly KnownDocument[] {
  const own = new Set(documents.map(({ key }) => key));
  return movements.documentsOf(name, bucket, !isOut).filter(({ cancels }) => cancels !== undefined && own.has(cancels));
}

/** One receipt, told by two sources under two keys. */
function toldByTwoSources(movements: Movements): readonly DriftPart[] {
  const first = new Map<string, LocalEvidence>();
  const parts: DriftPart[] = [];
  for (const local of movements.evidence.locals.toSorted((a, b) => a.receivedAtMs - b.receivedAtMs)) {
    if (local.register === undefined || local.sequence === undefined) continue;
    const happening = `${local.register} ${String(local.sequence)} ${local.bucket} ${String(local.change)}`;
    const twin = first.get(happening);
    if (twin === undefined) first.set(happening, local);
    else if (twin.source !== local.source) parts.push(toldTwice(local, twin, movements));
  }
  return parts;
}

function toldTwice(local: LocalEvidence, twin: LocalEvidence, movements: Movements): DriftPart {
  movements.doubled.add(local.key);
  return {
    driftClass: 'Duplicate', bucket: local.bucket, quantity: exactly(-local.change), firstDiverging: { key: local.key, side: 'Org', atMs: local.occurredAtMs }, explained: false, remedy: 'ReverseInOrg', alternatives: [],
    explanation: `${local.source} told ${local.key} (${changeText(local.change, local.bucket)}), which ${twin.source} had told as ${twin.key}; it counts twice in the org.`,
  };
}

function overCovered(group: Group, excess: number, movements: Movements): readonly DriftPart[] {
  const { bucket } = group;
  const twice = group.documents.filter((document, index) => Math.abs(document.effect.change) === excess && group.documents.slice(0, index).some((other) => isTwin(other, document))).at(-1);
  if (twice !== undefined) {
    movements.doubled.add(twice.key);
    return [{
      driftClass: 'Duplicate', bucket, quantity: exactly(-twice.effect.change), firstDiverging: { key: twice.key, side: 'SAP', atMs: twice.createdAtMs }, explained: false, remedy: 'CancelInSap', alternatives: [],
      explanation: `SAP posted ${twice.reference ?? group.name} twice: document ${twice.key} (${changeText(twice.effect.change, bucket)}) repeats an earlier one, and only ${String(Math.abs(sum(group.locals, ({ change }) => change)))} happened.`,
    }];
  }
  // The newest documents are beyond what was told.
  const beyond = beyondTold(group, excess);
  const oldest = beyond[0]!;
  if (movements.evidence.nowMs - oldest.createdAtMs <= movements.evidence.patience.uploadMs) return [];
  return [{
    driftClass: 'Lost', bucket, quantity: group.isOut ? -excess : excess, firstDiverging: { key: oldest.key, side: 'Org', atMs: oldest.createdAtMs }, explained: true, remedy: 'AskTill', alternatives: [],
    explanation: `SAP posted ${changeText(group.isOut ? -excess : excess, bucket)} for ${group.name} with document ${oldest.key}, of which no till told us within ${durationText(movements.evidence.nowMs - oldest.createdAtMs)}; stock is right since the document came.`,
  }];
}

function beyondTold(group: Group, excess: number): readonly KnownDocument[] {
  const exact = group.documents.filter(({ effect }) => Math.abs(effect.change) === excess);
  if (exact.length > 0) return exact.slice(-1);
  let left = excess;
  const from = group.documents.findLastIndex(({ effect }) => (left -= Math.abs(effect.change)) <= 0);
  return group.documents.slice(Math.max(0, from));
}

/** The same posting under another number. */
export function isTwin(one: KnownDocument, other: KnownDocument): boolean {
  return one.reference !== undefined && one.reference === other.reference && one.movementType === other.movementType && one.stockType === other.stockType && one.quantity === other.quantity
    && one.effect.change === other.effect.change && one.key.slice(0, one.key.lastIndexOf('/')) !== other.key.slice(0, other.key.lastIndexOf('/')) && one.cancels === undefined && other.cancels === undefined;
}

function underCovered(group: Group, shortfall: number, movements: Movements): readonly DriftPart[] {
  const { evidence } = movements;
  // What SAP posted by a movement that is not in the map says so itself.
  if (evidence.documents.some(({ key, reference }) => reference !== undefined && movements.effectsOf(key).length === 0 && speaksOf(reference, group.name))) return [];
  const unconfirming = postedWithoutGroup(group, shortfall, movements);
  if (unconfirming.length > 0) return unconfirming;
  const repeated = group.locals.toSorted((a, b) => a.receivedAtMs - b.receivedAtMs).flatMap((local, index, all) => {
    const twin = all.slice(0, index).find((other) => other.register === local.register && other.sequence === local.sequence && other.reference === local.reference && other.change === local.change && other.reference !== undefined);
    return twin !== undefined && Math.abs(local.change) === shortfall ? [{ local, twin }] : [];
  }).at(-1);
  if (repeated !== undefined && group.documents.length > 0 && !countsSpeakAgainst(repeated.local, movements)) return [toldTwice(repeated.local, repeated.twin, movements)];
  const first = uncovered(group, shortfall);
  const age = evidence.nowMs - first.occurredAtMs;
  if (age <= evidence.patience.postingMs) return [];
  const change = group.isOut ? -shortfall : shortfall;
  return [{
    driftClass: 'Lost', bucket: group.bucket, quantity: change, firstDiverging: { key: first.key, side: 'SAP', atMs: first.occurredAtMs }, explained: false, remedy: 'PostInSap', alternatives: [],
    explanation: `${first.source} told ${first.key} (${group.name}); SAP has posted ${String(exactly(Math.abs(sum(group.locals, (one) => one.change)) - shortfall))} of ${String(Math.abs(sum(group.locals, (one) => one.change)))} after ${durationText(age)}, ${String(shortfall)} are missing there.`,
  }];
}

/** Two lines of a receipt look alike when the same goods were rung up twice: then counts miss the goods of both. */
function countsSpeakAgainst({ key }: LocalEvidence, movements: Movements): boolean {
  const before = unexplainedByCounts(movements);
  movements.doubled.add(key);
  const after = unexplainedByCounts(movements);
  movements.doubled.delete(key);
  return after > before;
}

/** The one fact that makes the difference, if there is one; otherwise the first one. */
function uncovered({ locals, documents }: Group, shortfall: number): LocalEvidence {
  const inOrder = locals.toSorted((a, b) => a.occurredAtMs - b.occurredAtMs);
  return (documents.length > 0 ? inOrder.findLast(({ change }) => Math.abs(change) === shortfall) : undefined) ?? inOrder[0]!;
}

/** Documents of just this, of which the map says that they confirm nothing (or something else). */
function postedWithoutGroup(group: Group, shortfall: number, movements: Movements): readonly DriftPart[] {
  let left = shortfall;
  return movements.evidence.documents.flatMap((document): readonly DriftPart[] => {
    const effect = movements.effectsOf(document.key)[0];
    if (effect === undefined || document.reference === undefined || movements.doubled.has(document.key) || !speaksOf(document.reference, group.name)) return [];
    if (effect.group === group.name || effect.bucket !== group.bucket || effect.change < 0 !== group.isOut || Math.abs(effect.change) > left) return [];
    left = exactly(left - Math.abs(effect.change));
    movements.correct(document.key, [{ ...effect, group: group.name }]);
    return [{
      driftClass: 'WrongMapping', bucket: group.bucket, quantity: exactly(-effect.change), firstDiverging: { key: document.key, side: 'Org', atMs: document.createdAtMs }, explained: false, remedy: 'CorrectMap', alternatives: [],
      explanation: `Document ${document.key} (${changeText(effect.change, group.bucket)}) is SAP's posting of ${group.name}, but movement type ${document.movementType} is mapped as confirming ${effect.group ?? 'nothing'}; it counts twice.`,
    }];
  });
}

/** Both sides agree by now; SAP may have taken its time. */
function postedLate({ name, bucket, locals, documents }: Group, { evidence: { patience } }: Movements): readonly DriftPart[] {
  const first = locals.toSorted((a, b) => a.occurredAtMs - b.occurredAtMs)[0];
  const last = documents.toSorted((a, b) => a.createdAtMs - b.createdAtMs).at(-1);
  if (first === undefined || last === undefined || last.createdAtMs - first.occurredAtMs <= patience.postingMs) return [];
  return [{
    driftClass: 'Late', bucket, quantity: last.effect.change, firstDiverging: { key: first.key, side: 'SAP', atMs: first.occurredAtMs }, explained: true, remedy: 'Wait', alternatives: [],
    explanation: `SAP posted ${name} (${changeText(last.effect.change, bucket)}, happened ${timeText(first.occurredAtMs)}) ${durationText(last.createdAtMs - first.occurredAtMs)} later with document ${last.key}.`,
  }];
}

function toldLate({ evidence: { locals, patience }, doubled }: Movements): readonly DriftPart[] {
  return locals.filter(({ key, occurredAtMs, receivedAtMs }) => !doubled.has(key) && receivedAtMs - occurredAtMs > patience.uploadMs).map((local) => ({
    driftClass: 'Late', bucket: local.bucket, quantity: local.change, firstDiverging: { key: local.key, side: 'Org', atMs: local.occurredAtMs }, explained: true, remedy: 'Wait', alternatives: [],
    explanation: `${local.source} told ${local.key} (${changeText(local.change, local.bucket)}) ${durationText(local.receivedAtMs - local.occurredAtMs)} after it happened.`,
  }));
}
