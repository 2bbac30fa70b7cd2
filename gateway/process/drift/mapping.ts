/**
 * Rows of the movement map that do not do what SAP does. A wrong row is wrong for every document of its movement type, at every position: it is believed when it explains
 * what is left over wherever the type occurs, and contradicted where nothing is left over.
 */
import { BUCKETS, type DocumentEvidence, type Effect } from './evidence.ts';
import { changeText, type DriftPart } from './finding.ts';
import { sum, type Movements } from './movements.ts';
import { isNothing, isSame, residualsOf, stockOf, type Residual } from './readings.ts';
import { unexplainedByCounts } from './shelf.ts';

interface Hypothesis {
  readonly row: string;
  readonly what: string;
  alternative(effect: Effect): readonly Effect[];
  /** No loss of goods looks like this: goods that leave one bucket and appear in another are not lost, and a row that is missing must do something. */
  readonly isSure: boolean;
}

/** Parts per position, in their order. Corrects the effects of what it finds, the row that explains most first, until none explains anything more. */
export function driftOfMapping(positions: readonly Movements[]): readonly (readonly DriftPart[])[] {
  const found = positions.map((): DriftPart[] => []);
  const rows = new Set(positions.flatMap(({ evidence }) => evidence.documents.map(rowOf)));
  for (;;) {
    const best = bestOf(rows, positions);
    if (best === undefined) return found;
    rows.delete(best.hypothesis.row);
    for (const [index, movements] of positions.entries()) found[index]!.push(...applied(best.hypothesis, movements, best.isAmbiguous));
  }
}

function bestOf(rows: ReadonlySet<string>, positions: readonly Movements[]): { readonly hypothesis: Hypothesis; readonly isAmbiguous: boolean } | undefined {
  const residuals = positions.map((movements) => residualsOf(movements));
  if (residuals.every((ofPosition) => ofPosition.every(({ stock }) => isNothing(stock)))) return undefined;
  const believed = [...rows].flatMap((row) => hypothesesOf(row, positions)).map((hypothesis) => ({ hypothesis, ...weigh(hypothesis, positions, residuals) }))
    .filter(({ hypothesis, support, contradictions, isAlone }) => contradictions === 0 && (support > 1 || (support === 1 && (hypothesis.isSure || isAlone || countsAgree(hypothesis, positions)))));
  const best = believed.toSorted((a, b) => b.support - a.support || Number(b.hypothesis.isSure) - Number(a.hypothesis.isSure))[0];
  return best === undefined ? undefined : { hypothesis: best.hypothesis, isAmbiguous: best.support < 2 && !best.hypothesis.isSure };
}

/** Would counts be explained better by it? Then the goods did move, and not only SAP's figure. */
function countsAgree(hypothesis: Hypothesis, positions: readonly Movements[]): boolean {
  const unexplained = (): number => sum(positions, unexplainedByCounts);
  const before = unexplained();
  const documents = positions.flatMap((movements) => movements.evidence.documents.filter((document) => rowOf(document) === hypothesis.row).map((document) => ({ movements, document, effects: movements.effectsOf(document.key) })));
  for (const { movements, document } of documents) movements.correct(document.key, effectsNow(movements, document).flatMap(hypothesis.alternative));
  const after = unexplained();
  for (const { movements, document, effects } of documents) movements.correct(document.key, effects);
  return after < before;
}

const rowOf = ({ movementType, stockType }: DocumentEvidence): string => `${movementType}|${stockType}`;

function hypothesesOf(row: string, positions: readonly Movements[]): readonly Hypothesis[] {
  const [sample] = positions.flatMap((movements) => movements.evidence.documents.filter((document) => rowOf(document) === row).flatMap(({ key }) => movements.effectsOf(key)));
  if (sample === undefined) return unknownRow(row);
  const { bucket } = sample;
  const others = BUCKETS.filter((one) => one !== bucket);
  return [
    { row, what: 'the other way', isSure: false, alternative: (effect) => [{ ...effect, change: -effect.change }] },
    { row, what: 'nothing', isSure: false, alternative: () => [] },
    ...others.flatMap((other) => [
      { row, what: `into another bucket (${other})`, isSure: true, alternative: (effect: Effect) => [{ ...effect, bucket: other }] },
      { row, what: `the other way, in another bucket (${other})`, isSure: true, alternative: (effect: Effect) => [{ ...effect, bucket: other, change: -effect.change }] },
    ]),
  ];
}

/** The map does not know it; SAP's own stock shows what it does. */
function unknownRow(row: string): readonly Hypothesis[] {
  return BUCKETS.flatMap((bucket) => [1, -1].map((sign) => ({ row, what: `${sign > 0 ? 'adds' : 'takes away'} (${bucket})`, isSure: true, alternative: (effect: Effect) => [{ ...effect, bucket, change: sign * Math.abs(effect.change) }] })));
}

function effectsNow(movements: Movements, document: DocumentEvidence): readonly Effect[] {
  const known = movements.effectsOf(document.key);
  return known.length > 0 ? known : [{ bucket: 'onHand', change: document.quantity, group: movements.groupByReference(document) }];
}

function difference({ alternative }: Hypothesis, movements: Movements, { reading, before }: Residual, row: string): { readonly documents: readonly DocumentEvidence[]; readonly stock: Residual['stock'] } {
  const documents = movements.evidence.documents.filter((document) => rowOf(document) === row && movements.isContained(reading, document) && !movements.isContained(before, document));
  const stock = stockOf((bucket) => documents.reduce((total, document) => {
    const then = effectsNow(movements, document).flatMap(alternative).filter((effect) => effect.bucket === bucket).reduce((all, { change }) => all + change, 0);
    return total + then - movements.changeOf(document.key, bucket);
  }, 0));
  return { documents, stock };
}

/** In how many stretches it explains what is left over, and in how many nothing is left over although it should be. `isAlone`: it is the only thing that moved in its stretch. */
function weigh(hypothesis: Hypothesis, positions: readonly Movements[], residuals: readonly (readonly Residual[])[]): { readonly support: number; readonly contradictions: number; readonly isAlone: boolean } {
  let [support, contradictions, isAlone] = [0, 0, false];
  for (const [index, movements] of positions.entries()) {
    for (const residual of residuals[index]!) {
      const { documents, stock } = difference(hypothesis, movements, residual, hypothesis.row);
      if (isNothing(stock)) continue;
      if (isSame(stock, residual.stock)) {
        support += 1;
        isAlone ||= documents.length > 1;
      } else if (isNothing(residual.stock)) contradictions += 1;
    }
  }
  return { support, contradictions, isAlone };
}

function applied(hypothesis: Hypothesis, movements: Movements, isAmbiguous: boolean): readonly DriftPart[] {
  const documents = movements.evidence.documents.filter((document) => rowOf(document) === hypothesis.row);
  const [first] = documents.toSorted((a, b) => a.createdAtMs - b.createdAtMs);
  if (first === undefined) return [];
  const before = stockOf((bucket) => documents.reduce((total, { key }) => total + movements.changeOf(key, bucket), 0));
  for (const document of documents) movements.correct(document.key, effectsNow(movements, document).flatMap(hypothesis.alternative));
  const after = stockOf((bucket) => documents.reduce((total, { key }) => total + movements.changeOf(key, bucket), 0));
  return BUCKETS.filter((bucket) => after[bucket] !== before[bucket]).map((bucket) => ({
    driftClass: 'WrongMapping', bucket, quantity: stockOf((one) => after[one] - before[one])[bucket], firstDiverging: { key: first.key, side: 'Org', atMs: first.createdAtMs }, explained: false, remedy: 'CorrectMap', alternatives: isAmbiguous ? ['TrueLoss'] : [],
    explanation: `SAP's stock shows that movement type ${first.movementType} (stock type ${first.stockType || 'none'}) does something else than the movement map says: ${changeText(stockOf((one) => after[one] - before[one])[bucket], bucket)} over ${String(documents.length)} ${documents.length === 1 ? 'document' : 'documents'} (it moves ${hypothesis.what}), beginning with ${first.key}.`,
  }));
}
