/**
 * The evidence of one position in a form that questions can be put to: documents by key with what they do, who is contained in which reading,
 * what a group holds on either side. What earlier steps found (a doubled happening, a row of the map that is wrong) is corrected here, so that later steps do not find it again.
 */
import { documentOf, exactly, type Bucket, type DocumentEvidence, type Effect, type LocalEvidence, type PositionEvidence, type ReadingEvidence, type TellingEvidence } from './evidence.ts';

export interface KnownDocument extends DocumentEvidence {
  readonly effect: Effect;
}

export class Movements {
  readonly evidence: PositionEvidence;
  readonly #effects = new Map<string, readonly Effect[]>();
  readonly #tellings: ReadonlyMap<string, TellingEvidence>;
  readonly #members: ReadonlyMap<string, ReadonlySet<string>>;
  /** Keys of happenings that stand twice; they count no more. */
  readonly doubled = new Set<string>();
  /** Documents that were found to be on the other side of a reading than the org thinks: `READING DOCUMENT`. */
  readonly #otherSide = new Set<string>();

  /** @param told movement types that confirm what somebody tells us too; see {@link toldTypes} */
  constructor(evidence: PositionEvidence, told: ReadonlySet<string>) {
    this.evidence = evidence;
    const groups = groupsOf(evidence);
    for (const { key, effect, movementType } of evidence.documents) {
      const hasLocalSide = effect?.group !== undefined && (told.has(movementType) || groups.has(effect.group));
      this.#effects.set(key, effect === undefined ? [] : [hasLocalSide ? effect : { ...effect, group: undefined }]);
    }
    this.#tellings = new Map(evidence.tellings.map((telling) => [telling.document, telling]));
    this.#members = new Map(evidence.readings.map(({ key, members }) => [key, new Set(members)]));
  }

  /** What a document really does, as far as is known by now. */
  effectsOf(key: string): readonly Effect[] {
    return this.#effects.get(key) ?? [];
  }

  correct(key: string, effects: readonly Effect[]): void {
    this.#effects.set(key, effects);
  }

  changeOf(key: string, bucket: Bucket): number {
    return sum(this.effectsOf(key).filter((effect) => effect.bucket === bucket), ({ change }) => change);
  }

  tellingOf(key: string): TellingEvidence | undefined {
    return this.#tellings.get(documentOf(key));
  }

  isMember(reading: ReadingEvidence, key: string): boolean {
    return this.#members.get(reading.key)!.has(key);
  }

  /** Is it part of the reading's stock, by what the org knows and what was found since? */
  isContained(reading: ReadingEvidence, document: DocumentEvidence): boolean {
    const byTheOrg = this.isMember(reading, document.key) || document.createdAtMs < reading.fromMs;
    return byTheOrg !== this.#otherSide.has(`${reading.key} ${document.key}`);
  }

  moveToOtherSide(reading: ReadingEvidence, document: DocumentEvidence): void {
    this.#otherSide.add(`${reading.key} ${document.key}`);
  }

  /** Documents of a group that count, with a change of that bucket and direction. */
  documentsOf(group: string, bucket: Bucket, isOut: boolean): readonly KnownDocument[] {
    return this.evidence.documents.flatMap((document) => {
      const effect = this.effectsOf(document.key).find((one) => one.group === group && one.bucket === bucket && one.change < 0 === isOut);
      return effect === undefined || this.doubled.has(document.key) ? [] : [{ ...document, effect }];
    });
  }

  /** The group of local facts a document speaks of by its own reference, whatever the map says. */
  groupByReference({ reference }: DocumentEvidence): string | undefined {
    if (reference === undefined) return undefined;
    return this.evidence.locals.find(({ group }) => group !== undefined && speaksOf(reference, group))?.group;
  }

  localsOf(group: string, bucket: Bucket, isOut: boolean): readonly LocalEvidence[] {
    return this.evidence.locals.filter((local) => local.group === group && local.bucket === bucket && local.change < 0 === isOut && !this.doubled.has(local.key));
  }
}

const groupsOf = ({ locals }: PositionEvidence): ReadonlySet<string> => new Set(locals.flatMap(({ group }) => (group === undefined ? [] : [group])));

/**
 * The movement types of which local facts are told somewhere. A goods receipt carries the reference of a delivery, under which nobody tells us anything: its group is
 * not short of a till.
 */
export function toldTypes(positions: readonly PositionEvidence[]): ReadonlySet<string> {
  return new Set(positions.flatMap((evidence) => {
    const groups = groupsOf(evidence);
    return evidence.documents.flatMap(({ effect, movementType }) => (effect?.group !== undefined && groups.has(effect.group) ? [movementType] : []));
  }));
}

/** A receipt is named by itself, a day by its digits somewhere in the reference. */
export function speaksOf(reference: string, group: string): boolean {
  const name = group.slice(2);
  return group.startsWith('R:') ? reference === name : reference.includes(name.replaceAll('-', ''));
}

export function sum<T>(values: readonly T[], of: (value: T) => number): number {
  return exactly(values.reduce((total, value) => total + of(value), 0));
}
