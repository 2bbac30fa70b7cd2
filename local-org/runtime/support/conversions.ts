/** Casts and type tests of emitted code. */
import { cast as castByType, isInstance as isInstanceOfType, typeNameOf } from '../../values/casting.ts';
import { Decimal } from '../../values/decimal.ts';
import { Double, integerFromDouble, longFromDouble } from '../../values/double.ts';
import { toDecimal as decimalOf } from '../../values/equality.ts';
import { ApexException, TypeException } from '../../values/exceptions.ts';
import { integerFromLong } from '../../values/long.ts';
import type { RuntimeType } from '../../values/runtime-type.ts';

type Numeric = number | bigint | Double | Decimal;

export function toInteger(value: Numeric | null): number | null {
  if (value === null || typeof value === 'number') return value;
  if (typeof value === 'bigint') return integerFromLong(value);
  return value instanceof Double ? integerFromDouble(value) : value.toInteger();
}

export function toLong(value: Numeric | null): bigint | null {
  if (value === null || typeof value === 'bigint') return value;
  if (typeof value === 'number') return BigInt(value);
  return value instanceof Double ? longFromDouble(value) : value.toLong();
}

export function toDouble(value: Numeric | null): Double | null {
  if (value === null || value instanceof Double) return value;
  return value instanceof Decimal ? value.toDouble() : new Double(Number(value));
}

export function toDecimal(value: Numeric | null): Decimal | null {
  return value === null ? null : decimalOf(value);
}

/** User exceptions may implement interfaces too, which their prototype chain does not show. */
export function isInstance(value: unknown, type: RuntimeType): boolean {
  if (isInstanceOfType(value, type)) return true;
  return value instanceof ApexException && type.kind === 'class' && ((value as { $supertypes?: ReadonlySet<string> }).$supertypes?.has(type.name) ?? false);
}

export function cast<T>(value: T, type: RuntimeType): T {
  if (value === null || (type.kind !== 'primitive' && isInstance(value, type))) return value;
  return castByType(value, type);
}

/** A cast to a user class, where JavaScript's own test will do. */
export function castClass<T>(value: T, target: new () => object, type: RuntimeType): T {
  if (value === null || value instanceof target) return value;
  throw new TypeException(`Invalid conversion from runtime type ${typeNameOf(value)} to ${type.name}`);
}
