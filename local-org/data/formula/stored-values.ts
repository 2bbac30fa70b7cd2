/** Between stored values and those formulas compute with. Percentages are fractions in formulas: 50 is 0.5. */
import { FormulaError } from '../../formula/problem.ts';
import type { CompiledFormula, FormulaRun, FormulaType, FormulaValue } from '../../formula/types.ts';
import type { FieldSchema } from '../../schema/schema.ts';
import { ApexDate } from '../../values/date.ts';
import { Datetime } from '../../values/datetime.ts';
import { Decimal } from '../../values/decimal.ts';
import { MathException } from '../../values/exceptions.ts';
import { Time } from '../../values/time.ts';
import type { FormulaLayout } from '../store/columns.ts';
import type { SqlValue } from '../store/connection.ts';

/** A column a formula reads: how its stored values are to be understood. */
export interface FormulaInput {
  readonly type: FormulaType;
  readonly scale: number;
  readonly isPercent: boolean;
}

export function inputOf(type: FormulaType, field: Pick<FieldSchema, 'type' | 'scale'>): FormulaInput {
  return { type, scale: field.type === 'int' ? 0 : field.scale, isPercent: field.type === 'percent' };
}

const PERCENT_DIGITS = 2;
const LARGEST = 10n ** 18n;

export function toFormulaValue({ type, scale, isPercent }: FormulaInput, stored: SqlValue): FormulaValue {
  if (stored === null) return type === 'boolean' ? false : null;
  switch (type) {
    case 'number': return Decimal.fromUnscaled(typeof stored === 'string' ? BigInt(stored) : (stored as number | bigint), isPercent ? scale + PERCENT_DIGITS : scale);
    case 'boolean': return stored === 1;
    case 'date': return new ApexDate(Number(stored));
    case 'datetime': return new Datetime(Number(stored));
    case 'time': return new Time(Number(stored));
    default: return String(stored);
  }
}

/** Stored form of a formula's outcome; a number that has no room is as good as an error. */
export function toStoredValue({ storage, scale, field }: Pick<FormulaLayout, 'storage' | 'scale' | 'field'>, value: FormulaValue): SqlValue {
  if (value === null || value === '') return storage === 'boolean' ? 0 : null;
  if (value instanceof Decimal) return storedNumber(value, scale, field.type === 'percent');
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'string') return value.slice(0, field.length > 0 ? field.length : undefined);
  if (value instanceof ApexDate) return value.days;
  return value instanceof Datetime ? Math.floor(value.milliseconds / 1_000) * 1_000 : value.milliseconds;
}

/** platform-facts: formula-scale (the outcome is rounded half up to the field's scale). */
function storedNumber(value: Decimal, scale: number, isPercent: boolean): SqlValue {
  const whole = isPercent ? new Decimal(value.unscaled, value.scale - PERCENT_DIGITS) : value;
  const { unscaled } = whole.setScale(scale, 'HALF_UP');
  const size = BigInt(unscaled);
  return size < LARGEST && size > -LARGEST ? unscaled : null;
}

/** Runs a formula; what cannot be computed gives null, as queries do on the platform. */
export function runOrNull(formula: CompiledFormula, run: FormulaRun): FormulaValue {
  try {
    return formula.run(run);
  } catch (error) {
    if (error instanceof FormulaError || error instanceof MathException || error instanceof RangeError) return null;
    throw error;
  }
}

/** What the SQL function `formula` does: `values` are the stored forms of the references, in their order. */
export function evaluateStored(layout: FormulaLayout, values: readonly SqlValue[], now: number, timeZone: string): SqlValue {
  const { formula, inputs } = layout;
  const given = inputs.map((input, index) => toFormulaValue(input, values[index] ?? null));
  return toStoredValue(layout, runOrNull(formula, { values: given, before: given, isNew: false, isClone: false, now, timeZone }));
}
