/** `npm run prove -- --only drift`: drift forensics scored on seeded faults, one at a position and two at a position, printed as tables. */
import { DRIFT_CLASSES, type DriftClass } from '../../../gateway/process/drift/finding.ts';
import { caseOf, classesOf, ratio, scoresOf, type Case, type ClassScore } from './score.ts';

export interface DriftProof {
  readonly single: readonly ClassScore[];
  readonly double: readonly ClassScore[];
  /** Worlds without a fault of which something was said all the same. */
  readonly falseAlarmsOfNothing: number;
  readonly worldsOfNothing: number;
  /** Of two overlapping faults: how often both are found, and nothing else. */
  readonly bothFound: number;
  readonly pairs: number;
  readonly variants: readonly { readonly name: string; readonly faults: number; readonly found: number; readonly named: number }[];
}

const PAIRS = DRIFT_CLASSES.flatMap((one, index) => DRIFT_CLASSES.slice(index + 1).map((other): readonly [DriftClass, DriftClass] => [one, other]));

/** @param perClass faults of each class; as many worlds have none; pairs of classes share as many as one class has, twice over */
export function proveDrift(perClass: number, firstSeed: number, tell: (line: string) => void = () => undefined): DriftProof {
  const seeds = Array.from({ length: perClass }, (_, index) => firstSeed + index);
  const nothing = seeds.map((seed) => caseOf([], seed));
  const cases = DRIFT_CLASSES.flatMap((driftClass) => {
    tell(`${driftClass}: ${String(perClass)} worlds`);
    return seeds.map((seed) => caseOf([driftClass], seed));
  });
  tell(`pairs of ${String(PAIRS.length)} kinds`);
  const perPair = Math.max(1, Math.ceil((perClass * 2) / PAIRS.length));
  const pairs = PAIRS.flatMap((pair) => seeds.slice(0, perPair).map((seed) => caseOf(pair, seed)));
  return {
    single: scoresOf([...nothing, ...cases]), double: scoresOf(pairs), worldsOfNothing: nothing.length, pairs: pairs.length, variants: variantsOf(cases),
    falseAlarmsOfNothing: nothing.filter(({ finding, others }) => [finding, ...others].some(({ parts }) => parts.length > 0)).length,
    bothFound: pairs.filter(({ finding, truths }) => truths.every(({ driftClass }) => classesOf(finding).has(driftClass)) && classesOf(finding).size === truths.length).length,
  };
}

function variantsOf(cases: readonly Case[]): DriftProof['variants'] {
  return [...Map.groupBy(cases, ({ truths: [truth] }) => `${truth!.driftClass}: ${truth!.variant}`)].map(([name, ofVariant]) => {
    const found = ofVariant.filter(({ finding, truths: [truth] }) => classesOf(finding).has(truth!.driftClass));
    const named = found.filter(({ finding, truths: [truth] }) => finding.parts.some(({ driftClass, firstDiverging: { key } }) => driftClass === truth!.driftClass && truth!.keys.has(key)));
    return { name, faults: ofVariant.length, found: found.length, named: named.length };
  }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

export function tablesOf(proof: DriftProof): readonly string[] {
  return [
    'One fault at a position:', ...tableOf(proof.single),
    `no fault       ${String(proof.worldsOfNothing)} worlds of three positions: something said of ${String(proof.falseAlarmsOfNothing)}`,
    '', 'Two overlapping faults of different classes at a position:', ...tableOf(proof.double),
    `both classes found and nothing else said: ${String(proof.bothFound)} of ${String(proof.pairs)}`,
    '', 'Kinds of faults (one at a position):', ...proof.variants.map(({ name, faults, found, named }) => `${name.padEnd(66)} ${String(faults).padStart(5)} faults, ${String(found).padStart(5)} found, first event named ${percent(ratio(named, faults))}`),
  ];
}

function tableOf(scores: readonly ClassScore[]): readonly string[] {
  const said = [...DRIFT_CLASSES, 'None'] as const;
  return [
    ['class', 'faults', 'precision', 'recall', 'first event named', '', ...said.map((name) => `said ${name}`)].map((cell, index) => cell.padEnd(widthOf(index))).join(' ').trimEnd(),
    ...scores.map(({ driftClass, faults, precision, recall, named, takenFor }) =>
      [driftClass, String(faults), percent(precision), percent(recall), `${percent(ratio(named, faults))}`, '', ...said.map((name) => String(takenFor.get(name) ?? 0))].map((cell, index) => cell.padEnd(widthOf(index))).join(' ').trimEnd()),
  ];
}

const widthOf = (index: number): number => [14, 6, 9, 7, 17, 1][index] ?? 17;
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
