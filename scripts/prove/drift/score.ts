/** Seeded worlds with one fault, two, or none, and how the forensics speak of them. */
import { DRIFT_CLASSES, type DriftClass, type Finding } from '../../../gateway/process/drift/finding.ts';
import { findDrift } from '../../../gateway/process/drift/find-drift.ts';
import { inject, type Truth } from './faults.ts';
import { sightOf } from './sight.ts';
import { randomOf, worldOf, type World } from './world.ts';

export interface Case {
  readonly seed: number;
  readonly truths: readonly Truth[];
  /** Of the position the faults are at. */
  readonly finding: Finding;
  /** Of the other positions of the same store, where nothing is wrong (but for a row of the map, which is wrong everywhere). */
  readonly others: readonly Finding[];
}

export function caseOf(classes: readonly DriftClass[], seed: number): Case {
  for (let attempt = 0; ; attempt++) {
    const worldSeed = seed * 1_009 + attempt * 7_919 + classes.reduce((sum, one) => sum * 7 + DRIFT_CLASSES.indexOf(one) + 1, 0);
    const whole = worldWith(classes, worldSeed, () => true);
    if (whole === undefined || (classes.length > 1 && !everyFaultShows(classes, worldSeed, whole.world))) continue;
    const [finding, ...others] = findDrift(sightsOf(whole.world));
    return { seed, truths: whole.truths, finding: finding!, others };
  }
}

/** A world with those of the faults that are chosen; what one fault does depends on its own random numbers only. */
function worldWith(classes: readonly DriftClass[], seed: number, isChosen: (index: number) => boolean): { readonly world: World; readonly truths: readonly Truth[] } | undefined {
  const world = worldOf(randomOf(seed));
  const truths: Truth[] = [];
  for (const [index, driftClass] of classes.entries()) {
    if (!isChosen(index)) continue;
    const truth = inject(driftClass, world, world.skus[0]!, randomOf(seed + 31 * (index + 1)));
    if (truth === undefined) return undefined;
    truths.push(truth);
  }
  return { world, truths };
}

/** One fault may undo another: a document that was never delivered is not delivered twice. Of what nobody can see nobody can be asked. */
function everyFaultShows(classes: readonly DriftClass[], seed: number, world: World): boolean {
  const seen = JSON.stringify(sightsOf(world));
  return classes.every((_, index) => {
    const without = worldWith(classes, seed, (other) => other !== index);
    return without === undefined || JSON.stringify(sightsOf(without.world)) !== seen;
  });
}

export function sightsOf(world: World): ReturnType<typeof sightOf>[] {
  return world.skus.map((sku) => sightOf(world, sku));
}

export const classesOf = ({ parts }: Finding): ReadonlySet<DriftClass> => new Set(parts.map(({ driftClass }) => driftClass));

export interface ClassScore {
  readonly driftClass: DriftClass;
  readonly faults: number;
  readonly found: number;
  /** Positions said to have the class that do not. */
  readonly falseAlarms: number;
  readonly precision: number;
  readonly recall: number;
  /** Of those found: how many times the first diverging event is named by its key. */
  readonly named: number;
  /** What faults of this class were taken for. */
  readonly takenFor: ReadonlyMap<DriftClass | 'None', number>;
}

export function scoresOf(cases: readonly Case[]): readonly ClassScore[] {
  return DRIFT_CLASSES.map((driftClass) => {
    const ofClass = cases.filter(({ truths }) => truths.some((truth) => truth.driftClass === driftClass));
    const found = ofClass.filter(({ finding }) => classesOf(finding).has(driftClass));
    const falseAlarms = cases.reduce((sum, one) => sum + falselySaid(one, driftClass), 0);
    const named = found.filter(({ truths, finding }) => truths.some((truth) => truth.driftClass === driftClass && finding.parts.some((part) => part.driftClass === driftClass && truth.keys.has(part.firstDiverging.key))));
    const takenFor = new Map<DriftClass | 'None', number>();
    for (const { finding, truths } of ofClass) {
      const own = finding.parts.filter((part) => part.driftClass === driftClass || !truths.some((truth) => truth.driftClass === part.driftClass));
      const said = own.some((part) => part.driftClass === driftClass) ? driftClass : (own[0]?.driftClass ?? 'None');
      takenFor.set(said, (takenFor.get(said) ?? 0) + 1);
    }
    return { driftClass, faults: ofClass.length, found: found.length, falseAlarms, precision: ratio(found.length, found.length + falseAlarms), recall: ratio(found.length, ofClass.length), named: named.length, takenFor };
  });
}

/** At how many positions of a case the class is said although nothing of it is wrong there. */
function falselySaid({ truths, finding, others }: Case, driftClass: DriftClass): number {
  if (truths.some((truth) => truth.driftClass === driftClass)) return driftClass === 'WrongMapping' ? 0 : others.filter((other) => classesOf(other).has(driftClass)).length;
  return [finding, ...others].filter((one) => classesOf(one).has(driftClass)).length;
}

export const ratio = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);
