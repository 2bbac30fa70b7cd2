/**
 * What goods movements mean for our stock: the org's `Movement_Map__mdt`, edited in Setup. A type that is not in it, or a stock type its rules do not
 * take, is unmapped; nothing is guessed.
 */

export type Condition = 'sellable' | 'inspection' | 'damaged' | 'transit';

/** `+` arrives, `-` leaves, `-+` the entered item leaves and the automatic one arrives, `+-` the reverse, `0` known and without effect. */
export type Direction = '+' | '-' | '-+' | '+-' | '0';

export interface MovementRule {
  readonly movementType: string;
  /** Only for this stock type; absent: for any that {@link CONDITIONS} names. */
  readonly stockType?: string;
  readonly direction: Direction;
  /** Absent: that of the stock type. */
  readonly condition?: Condition;
  /** Reference: local facts under the document's reference. BusinessDay: sales of tills, grouped as their source policy says. */
  readonly confirms: 'None' | 'Reference' | 'BusinessDay';
  /** What people read. */
  readonly label: string;
}

/** S/4HANA's stock types that we keep; 09 (tied empties) has no place of ours. */
export const CONDITIONS: Readonly<Record<string, Condition>> = {
  '01': 'sellable', '02': 'inspection', '03': 'inspection', '04': 'transit', '05': 'transit', '06': 'transit', '07': 'damaged', '08': 'damaged', '10': 'damaged',
};
export const IN_TRANSIT = '06';

export class MovementMap {
  readonly rules: readonly MovementRule[];
  readonly #byKey: ReadonlyMap<string, MovementRule>;

  constructor(rules: readonly MovementRule[]) {
    this.rules = rules;
    this.#byKey = new Map(rules.map((rule) => [keyOf(rule.movementType, rule.stockType), rule]));
  }

  /** The rule for exactly this stock type, or the one for any. */
  ruleOf(movementType: string, stockType: string): MovementRule | undefined {
    return this.#byKey.get(keyOf(movementType, stockType)) ?? this.generalRuleOf(movementType);
  }

  generalRuleOf(movementType: string): MovementRule | undefined {
    return this.#byKey.get(keyOf(movementType, undefined));
  }

  knows(movementType: string): boolean {
    return this.rules.some((rule) => rule.movementType === movementType);
  }
}

export function conditionOf(rule: MovementRule, stockType: string): Condition | undefined {
  return rule.condition ?? CONDITIONS[stockType];
}

/** 1 arrives, -1 leaves, 0 neither. */
export function signOf(direction: Direction, isAutomatic: boolean): 1 | -1 | 0 {
  if (direction === '0') return 0;
  return (isAutomatic ? direction.at(-1) : direction[0]) === '+' ? 1 : -1;
}

function keyOf(movementType: string, stockType: string | undefined): string {
  return `${movementType}|${stockType ?? ''}`;
}
