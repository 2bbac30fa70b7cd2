/** Run-time types of values: `instanceof`, casts, and the type names in error texts. */
import { ApexEnum, ApexObject } from './apex-object.ts';
import { Blob } from './blob.ts';
import { ApexCollection } from './collections/collection.ts';
import { ApexDate } from './date.ts';
import { Datetime, datetimeFromDate } from './datetime.ts';
import { Decimal } from './decimal.ts';
import { Double } from './double.ts';
import { toDecimal } from './equality.ts';
import { ApexException, TypeException } from './exceptions.ts';
import { normalizeId } from './id.ts';
import { classType, OBJECT, primitive, sobject } from './runtime-type.ts';
import type { PrimitiveName, RuntimeType } from './runtime-type.ts';
import { SObjectRecord } from './sobject.ts';
import { Time } from './time.ts';

const DATETIME = primitive('Datetime');

const byJavaScriptType: Readonly<Record<string, RuntimeType>> = {
  string: primitive('String'), number: primitive('Integer'), bigint: primitive('Long'), boolean: primitive('Boolean'),
};

const boxedTypes: readonly (readonly [new (...values: never[]) => object, RuntimeType])[] = [
  [Decimal, primitive('Decimal')], [Double, primitive('Double')], [ApexDate, primitive('Date')],
  [Datetime, primitive('Datetime')], [Time, primitive('Time')], [Blob, primitive('Blob')],
];

/** The type of a value that is not null. Ids are Strings at run time. */
export function runtimeTypeOf(value: unknown): RuntimeType {
  if (typeof value !== 'object' || value === null) return byJavaScriptType[typeof value] ?? OBJECT;
  if (value instanceof SObjectRecord) return sobject(value.$shape.apiName);
  if (value instanceof ApexCollection) return value.type;
  if (value instanceof ApexObject) return value.$type;
  if (value instanceof ApexException) return classType(value.$typeName);
  return boxedTypes.find(([boxed]) => value instanceof boxed)?.[1] ?? OBJECT;
}

/** `value instanceof type`; null is an instance of nothing. */
export function isInstance(value: unknown, type: RuntimeType): boolean {
  if (value === null) return false;
  return isInstanceOf[type.kind](value, type as never);
}

const isNumber = (value: unknown): boolean => typeof value === 'number' || typeof value === 'bigint' || value instanceof Double || value instanceof Decimal;

/**
 * A number is an instance of every numeric type it widens to, and Double and Decimal of each other. platform-facts: numbers-are-instances-of-wider-types
 * Ids are Strings at run time, so an Id is a String that looks like one.
 */
const isPrimitive: Readonly<Record<PrimitiveName, (value: unknown) => boolean>> = {
  Object: () => true,
  String: (value) => typeof value === 'string',
  Id: (value) => typeof value === 'string' && normalizeId(value) === value,
  Integer: (value) => typeof value === 'number',
  Long: (value) => typeof value === 'bigint' || typeof value === 'number',
  Boolean: (value) => typeof value === 'boolean',
  Decimal: isNumber,
  Double: isNumber,
  Date: (value) => value instanceof ApexDate,
  /** platform-facts: dates-are-datetimes */
  Datetime: (value) => value instanceof Datetime || value instanceof ApexDate,
  Time: (value) => value instanceof Time,
  Blob: (value) => value instanceof Blob,
};

const isInstanceOf: { readonly [Kind in RuntimeType['kind']]: (value: unknown, type: Extract<RuntimeType, { kind: Kind }>) => boolean } = {
  primitive: (value, type) => isPrimitive[type.name](value),
  list: (value, type) => isCollectionOf(value, type),
  set: (value, type) => isCollectionOf(value, type),
  map: (value, type) => isCollectionOf(value, type),
  sobject: (value, type) => value instanceof SObjectRecord && (type.name === 'SObject' || value.$shape.apiName === type.name),
  class: (value, type) => isObjectOf(value, type.name),
};

function isCollectionOf(value: unknown, type: RuntimeType): boolean {
  return value instanceof ApexCollection && (value.type === type || isCovariant(value.type, type));
}

/** A `List<Account>` is a `List<SObject>` and a `List<Object>`; a `List<SObject>` is a list of any sObject; the same for sets, and for the keys and values of maps. platform-facts: collection-covariance. */
function isCovariant(actual: RuntimeType, wanted: RuntimeType): boolean {
  if (actual === wanted || wanted === OBJECT) return true;
  if (actual.kind === 'sobject' && wanted.kind === 'sobject') return wanted.name === 'SObject' || actual.name === 'SObject';
  if (actual.kind === 'map' && wanted.kind === 'map') return isCovariant(actual.key, wanted.key) && isCovariant(actual.value, wanted.value);
  if (actual.kind === 'list' && wanted.kind === 'list') return isCovariant(actual.element, wanted.element);
  return actual.kind === 'set' && wanted.kind === 'set' && isCovariant(actual.element, wanted.element);
}

function isObjectOf(value: unknown, name: string): boolean {
  if (value instanceof ApexException) return isExceptionOf(value, name);
  if (value instanceof ApexEnum) return value.$type.name === name;
  return value instanceof ApexObject && value.$supertypes.has(name);
}

function isExceptionOf(error: ApexException, name: string): boolean {
  for (let prototype: unknown = Object.getPrototypeOf(error); prototype instanceof ApexException || prototype === ApexException.prototype; prototype = Object.getPrototypeOf(prototype)) {
    if ((prototype as ApexException).$typeName === name) return true;
  }
  return false;
}

const widened: ReadonlyMap<RuntimeType, (value: number | bigint | Double | Decimal) => unknown> = new Map<RuntimeType, (value: number | bigint | Double | Decimal) => unknown>([
  [primitive('Long'), (value) => (typeof value === 'number' ? BigInt(value) : value)],
  [primitive('Double'), (value) => (value instanceof Double ? value : value instanceof Decimal ? value.toDouble() : new Double(Number(value)))],
  [primitive('Decimal'), (value) => toDecimal(value)],
]);

/** A cast: null passes, a number widens, another value must be an instance. Throws TypeException "Invalid conversion from runtime type X to Y". */
export function cast<T>(value: T, type: RuntimeType): T {
  if (value === null) return value;
  if (value instanceof ApexDate && type === DATETIME) return datetimeFromDate(value) as T;
  if (isInstance(value, type)) return (type.kind === 'primitive' ? (widened.get(type)?.(value as never) ?? value) : value) as T;
  throw new TypeException(`Invalid conversion from runtime type ${typeNameOf(value)} to ${typeText(type)}`);
}

/** Type name in error texts. Ids are Strings at run time; a text of 18 characters whose last three fit the others reads as Id. platform-facts: ids-by-their-look */
export function typeNameOf(value: unknown): string {
  if (typeof value === 'string' && isPrimitive.Id(value)) return 'Id';
  return typeText(runtimeTypeOf(value));
}

/** Collections of Object read `List<ANY>` in error texts. platform-facts: object-reads-any */
function typeText(type: RuntimeType): string {
  switch (type.kind) {
    case 'list': return `List<${elementText(type.element)}>`;
    case 'set': return `Set<${elementText(type.element)}>`;
    case 'map': return `Map<${elementText(type.key)},${elementText(type.value)}>`;
    default: return type.name;
  }
}

const elementText = (type: RuntimeType): string => (type === OBJECT ? 'ANY' : typeText(type));
