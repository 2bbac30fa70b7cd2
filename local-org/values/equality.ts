/**
 * The three equalities of Apex:
 *   `==`      equalValues: text ignoring case, numbers across types, the rest as `equals`
 *   `===`     sameValues: identity of objects, value of primitives
 *   equals()  equalObjects, with hashOf to match: case-sensitive, Decimals with their scale, collections and records by content, objects by their own equals and hashCode.
 *             Sets, map keys and the elements of compared collections use this one. platform-facts: collection-equality.
 */
import { ApexEnum } from './apex-object.ts';
import { Blob } from './blob.ts';
import { ApexCollection } from './collections/collection.ts';
import { ApexDate } from './date.ts';
import { Datetime } from './datetime.ts';
import { Decimal } from './decimal.ts';
import { Double } from './double.ts';
import { slotOf, SObjectRecord } from './sobject.ts';
import { Time } from './time.ts';

interface EqualsSlot {
  equals$object(other: unknown): boolean | null;
}
interface HashSlot {
  hashcode$(): number | null;
}

export function hasEquals(value: object): value is EqualsSlot {
  return typeof (value as Partial<EqualsSlot>).equals$object === 'function';
}
export function hasHash(value: object): value is HashSlot {
  return typeof (value as Partial<HashSlot>).hashcode$ === 'function';
}

/** Text `==`: ignores case, null equals only null. */
export function equalText(left: string | null, right: string | null): boolean {
  if (left === right) return true;
  if (left === null || right === null || left.length !== right.length) return false;
  if (differInAscii(left.charCodeAt(left.length - 1), right.charCodeAt(right.length - 1)) || differInAscii(left.charCodeAt(0), right.charCodeAt(0))) return false;
  return left.toLowerCase() === right.toLowerCase();
}

/** Certain for ASCII without regard to case; texts that differ mostly show it at one of their ends. */
function differInAscii(first: number, second: number): boolean {
  return first < 128 && second < 128 && (first | 32) !== (second | 32);
}

function isNumeric(value: unknown): value is number | bigint | Decimal | Double {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Decimal || value instanceof Double;
}

/** Numbers of any two types by value. */
export function compareNumbers(left: number | bigint | Decimal | Double, right: number | bigint | Decimal | Double): number {
  if (left instanceof Decimal || right instanceof Decimal) return compareAsDecimals(left, right);
  const first = left instanceof Double ? left.value : left;
  const second = right instanceof Double ? right.value : right;
  return first < second ? -1 : first > second ? 1 : 0;
}

function compareAsDecimals(left: number | bigint | Decimal | Double, right: number | bigint | Decimal | Double): number {
  for (const [side, sign] of [[left, 1], [right, -1]] as const) {
    if (side instanceof Double && !Number.isFinite(side.value)) return side.value > 0 ? sign : -sign;
  }
  return toDecimal(left).compareTo(toDecimal(right));
}

export function toDecimal(value: number | bigint | Decimal | Double): Decimal {
  if (value instanceof Decimal) return value;
  if (typeof value === 'number') return Decimal.fromInteger(value);
  return typeof value === 'bigint' ? Decimal.fromLong(value) : Decimal.fromDouble(value);
}

/** `==` on operands whose types are only known at run time, and on dates, blobs, records and collections. */
export function equalValues(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (left === null || right === null) return false;
  if (typeof left === 'string') return typeof right === 'string' && equalText(left, right);
  if (isNumeric(left)) return isNumeric(right) && compareNumbers(left, right) === 0;
  if (left instanceof Datetime) return right instanceof Datetime && equalSeconds(left, right);
  return equalObjects(left, right);
}

/** `==` of Datetimes takes no notice of milliseconds. platform-facts: datetime-equality-to-the-second */
function equalSeconds(left: Datetime, right: Datetime): boolean {
  return Math.floor(left.milliseconds / 1000) === Math.floor(right.milliseconds / 1000);
}

/** `===`. Boxed numbers and dates are values, not references. */
export function sameValues(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (left === null || right === null || typeof left !== 'object' || typeof right !== 'object') return isNumeric(left) && isNumeric(right) && compareNumbers(left, right) === 0;
  if (isNumeric(left)) return isNumeric(right) && compareNumbers(left, right) === 0;
  return isBoxedValue(left) && equalObjects(left, right);
}

type BoxedValue = Decimal | Double | ApexDate | Datetime | Time | Blob;

export function isBoxedValue(value: object): value is BoxedValue {
  return value instanceof Decimal || value instanceof Double || value instanceof ApexDate || value instanceof Datetime || value instanceof Time || value instanceof Blob;
}

/** Object.equals: what Java's equals says of the two. */
export function equalObjects(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (left === null || right === null || typeof left !== 'object' || typeof right !== 'object') return false;
  if (left instanceof Decimal) return right instanceof Decimal && left.identical(right);
  if (left instanceof Double) return right instanceof Double && Object.is(left.value, right.value);
  if (left instanceof ApexDate) return right instanceof ApexDate && left.days === right.days;
  if (left instanceof Datetime) return right instanceof Datetime && left.milliseconds === right.milliseconds;
  if (left instanceof Time) return right instanceof Time && left.milliseconds === right.milliseconds;
  if (left instanceof Blob) return right instanceof Blob && left.equals(right);
  if (left instanceof SObjectRecord) return right instanceof SObjectRecord && equalRecords(left, right);
  if (left instanceof ApexCollection) return right instanceof ApexCollection && left.equalsCollection(right);
  return hasEquals(left) && left.equals$object(right) === true;
}

/** Fields that are unset and fields that are null count as equal. */
function equalRecords(left: SObjectRecord, right: SObjectRecord): boolean {
  if (left.$shape !== right.$shape) return false;
  return left.$shape.slots.every(({ slot }) => equalObjects(slotOf(left, slot) ?? null, slotOf(right, slot) ?? null));
}

/** String.hashCode of Java. */
export function hashText(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(31, hash) + text.charCodeAt(index)) | 0;
  return hash;
}

function hashLong(value: bigint): number {
  return Number(BigInt.asIntN(32, value ^ (value >> 32n)));
}

const doubleBits = new DataView(new ArrayBuffer(8));

function hashDouble(value: number): number {
  doubleBits.setFloat64(0, value);
  return doubleBits.getInt32(0) ^ doubleBits.getInt32(4);
}

const identityHashes = new WeakMap<object, number>();
let lastIdentityHash = 0;

/** A number that stays with the object: what hashCode gives for objects without one of their own. */
export function identityHash(value: object): number {
  let hash = identityHashes.get(value);
  if (hash === undefined) {
    lastIdentityHash = (lastIdentityHash + 0x9e3779b1) & 0x7fffffff;
    hash = lastIdentityHash;
    identityHashes.set(value, hash);
  }
  return hash;
}

/** Object.hashCode, as Java computes it for the types they share. */
export function hashOf(value: unknown): number {
  switch (typeof value) {
    case 'string': return hashText(value);
    case 'number': return value;
    case 'boolean': return value ? 1231 : 1237;
    case 'bigint': return hashLong(value);
    default: return value === null || value === undefined ? 0 : hashObject(value);
  }
}

function hashObject(value: object): number {
  if (value instanceof Decimal) return value.hashCode();
  if (value instanceof Double) return hashDouble(value.value);
  if (value instanceof ApexDate) return hashLong(BigInt(value.days) * 86_400_000n);
  if (value instanceof Datetime) return hashLong(BigInt(value.milliseconds));
  if (value instanceof Time) return value.milliseconds;
  if (value instanceof Blob) return value.bytes.reduce((hash, byte) => (Math.imul(31, hash) + ((byte << 24) >> 24)) | 0, 1);
  if (value instanceof SObjectRecord) return hashRecord(value);
  if (value instanceof ApexCollection) return value.hashCollection();
  if (value instanceof ApexEnum) return hashText(value.name);
  return hasHash(value) ? (value.hashcode$() ?? 0) : identityHash(value);
}

function hashRecord(record: SObjectRecord): number {
  let hash = hashText(record.$shape.apiName);
  for (const { slot } of record.$shape.slots) {
    const value = slotOf(record, slot);
    if (value !== undefined && value !== null) hash = (hash + (hashText(slot) ^ hashOf(value))) | 0;
  }
  return hash;
}
