/** Types and values of formulas, and what the checker asks of the outside world. */
import type { ApexDate } from '../values/date.ts';
import type { Datetime } from '../values/datetime.ts';
import type { Decimal } from '../values/decimal.ts';
import type { Time } from '../values/time.ts';

/** `null` is the type of the literal NULL, which fits every other. */
export type FormulaType = 'text' | 'number' | 'boolean' | 'date' | 'datetime' | 'time' | 'picklist' | 'multipicklist' | 'null';

/** Null is a blank. A comparison with a blank is null too, and a null condition counts as not fulfilled. */
export type FormulaValue = string | Decimal | boolean | ApexDate | Datetime | Time | null;

/** Where a formula stands: only some places allow ISNEW and its like. */
export type FormulaUse = 'field' | 'validationRule' | 'defaultValue';

/** A field or global a formula may read. */
export interface FormulaField {
  readonly type: FormulaType;
  /** Names as the schema spells them, from the record on. */
  readonly path: readonly string[];
  /** Values of a pick list. */
  readonly values?: readonly string[] | undefined;
}

/** Names a formula may use. Names are matched without case. */
export interface FormulaScope {
  /** `undefined`: there is no such field; a text: why it may not be used. */
  field(names: readonly string[]): FormulaField | string | undefined;
}

/** What a formula is computed with. */
export interface FormulaRun {
  /** One value per reference of the formula. */
  readonly values: readonly FormulaValue[];
  /** The values before the save; those of now where the record is new. */
  readonly before: readonly FormulaValue[];
  readonly isNew: boolean;
  readonly isClone: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Zone of the running user. */
  readonly timeZone: string;
}

export interface CompiledFormula {
  readonly type: FormulaType;
  readonly references: readonly FormulaField[];
  /** Does the outcome depend on more than the references: the moment, the user's zone? */
  readonly isVolatile: boolean;
  /** Throws FormulaError when it cannot be computed. */
  run(run: FormulaRun): FormulaValue;
}

const TYPE_NAMES: Readonly<Record<FormulaType, string>> = {
  text: 'Text', number: 'Number', boolean: 'Boolean', date: 'Date', datetime: 'DateTime', time: 'Time', picklist: 'Picklist', multipicklist: 'Picklist', null: 'Null',
};

/** As Salesforce's messages name the type. */
export function typeName(type: FormulaType): string {
  return TYPE_NAMES[type];
}
