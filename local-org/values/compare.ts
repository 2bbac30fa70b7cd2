/** Order of values: `<` on dates and ids, List.sort(), Comparable. Text order of `<` is in collation.ts. */
import { ApexEnum } from './apex-object.ts';
import { ApexDate } from './date.ts';
import { Datetime } from './datetime.ts';
import { Decimal } from './decimal.ts';
import { Double } from './double.ts';
import { compareNumbers } from './equality.ts';
import { ListException } from './exceptions.ts';
import { nullPointer } from './null-pointer.ts';
import { slotOf, SObjectRecord } from './sobject.ts';
import { Time } from './time.ts';

type Temporal = ApexDate | Datetime | Time;

const DAY = 86_400_000;

function temporalNumber(value: Temporal): number {
  return value instanceof ApexDate ? value.days * DAY : value.milliseconds;
}

/** Dates, Datetimes and Times; a Date stands for its midnight GMT. NaN when a side is null, so that every ordering of it is false. */
export function compareTemporal(left: Temporal | null, right: Temporal | null): number {
  if (left === null || right === null) return NaN;
  return temporalNumber(left) - temporalNumber(right);
}

/** Text by UTF-16 units, as Java's compareTo; the sign is what counts. */
export function compareUnits(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Ids for `<`; null is smaller than any id. */
export function compareIds(left: string | null, right: string | null): number {
  if (left === null || right === null) return left === right ? 0 : left === null ? -1 : 1;
  return compareUnits(left, right);
}

interface ComparableSlot {
  compareto$object(other: unknown): number | null;
}

export function isComparable(value: object): value is ComparableSlot {
  return typeof (value as Partial<ComparableSlot>).compareto$object === 'function';
}

/** List.sort(): nulls first, text by UTF-16 units, enum constants by ordinal, records by fields, objects by their compareTo. Throws ListException for objects without one. */
export function compareForSort(left: unknown, right: unknown): number {
  if (left === right) return 0;
  if (left === null) return -1;
  if (right === null) return 1;
  if (typeof left === 'string' && typeof right === 'string') return compareUnits(left, right);
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right);
  if (typeof left === 'boolean' && typeof right === 'boolean') return left ? 1 : -1;
  if (typeof left === 'object' && typeof right === 'object') return compareObjects(left, right);
  throw notComparable();
}

function isNumber(value: unknown): value is number | bigint | Decimal | Double {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Decimal || value instanceof Double;
}

function compareObjects(left: object, right: object): number {
  if (isTemporal(left) && isTemporal(right)) return temporalNumber(left) - temporalNumber(right);
  if (left instanceof ApexEnum && right instanceof ApexEnum) return left.ordinal - right.ordinal;
  if (left instanceof SObjectRecord && right instanceof SObjectRecord) return compareRecords(left, right);
  if (!isComparable(left)) throw notComparable();
  const order = left.compareto$object(right);
  if (order === null) throw nullPointer();
  return order;
}

function isTemporal(value: object): value is Temporal {
  return value instanceof ApexDate || value instanceof Datetime || value instanceof Time;
}

function notComparable(): Error {
  return new ListException('One or more of the items in this list is not Comparable.');
}

/** By object type, then Name, then standard fields by name, then custom fields by name; unset fields first. Ids decide nothing. */
function compareRecords(left: SObjectRecord, right: SObjectRecord): number {
  if (left.$shape !== right.$shape) return compareUnits(left.$shape.apiName, right.$shape.apiName);
  for (const slot of sortSlotsOf(left)) {
    const order = compareForSort(slotOf(left, slot) ?? null, slotOf(right, slot) ?? null);
    if (order !== 0) return order;
  }
  return 0;
}

const sortSlots = new WeakMap<object, readonly string[]>();

function sortSlotsOf({ $shape }: SObjectRecord): readonly string[] {
  let slots = sortSlots.get($shape);
  if (slots === undefined) {
    const rank = (folded: string): number => (folded === 'name' ? 0 : folded.endsWith('__c') ? 2 : 1);
    slots = $shape.slots
      .filter((field) => field.kind === 'field' && field.folded !== 'id' && field.type !== 'Blob')
      .toSorted((first, second) => rank(first.folded) - rank(second.folded) || compareUnits(first.folded, second.folded))
      .map((field) => field.slot);
    sortSlots.set($shape, slots);
  }
  return slots;
}
