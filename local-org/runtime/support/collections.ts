/** Collections as emitted code makes, reads and walks them. */
import { ApexList } from '../../values/collections/list.ts';
import { ApexMap } from '../../values/collections/map.ts';
import { ApexSet } from '../../values/collections/set.ts';
import { FinalException, ListException, TypeException } from '../../values/exceptions.ts';
import { typeNameOf } from '../../values/casting.ts';
import type { RuntimeType } from '../../values/runtime-type.ts';
import { slotOf, SObjectRecord } from '../../values/sobject.ts';
import { nullPointer } from './control.ts';

export function newList(type: RuntimeType): ApexList {
  return new ApexList(type);
}
export function newListOf(type: RuntimeType, items: unknown[]): ApexList {
  return new ApexList(type, items);
}
/** `new Integer[5]`: five nulls. */
export function newListSized(type: RuntimeType, size: number | null): ApexList {
  if (size === null) return nullPointer();
  if (size < 0) throw new ListException(`Invalid list size: ${size}`);
  return new ApexList(type, new Array(size).fill(null));
}
export function newListFrom(type: RuntimeType, source: unknown): ApexList {
  return new ApexList(type, [...elementsOf(source)]);
}

export function newSet(type: RuntimeType): ApexSet {
  return new ApexSet(type);
}
export function newSetOf(type: RuntimeType, items: readonly unknown[]): ApexSet {
  return new ApexSet(type, items);
}
export function newSetFrom(type: RuntimeType, source: unknown): ApexSet {
  return new ApexSet(type, elementsOf(source));
}

export function newMap(type: RuntimeType): ApexMap {
  return new ApexMap(type);
}
/** Keys and values in turn. */
export function newMapOf(type: RuntimeType, keysAndValues: readonly unknown[]): ApexMap {
  const created = new ApexMap(type);
  for (let index = 0; index < keysAndValues.length; index += 2) created.put(keysAndValues[index], keysAndValues[index + 1]);
  return created;
}
/** A copy of a map, or records by their ids. */
export function newMapFrom(type: RuntimeType, source: unknown): ApexMap {
  if (source === null) return nullPointer();
  if (source instanceof ApexMap) return new ApexMap(type, source.entries());
  const created = new ApexMap(type);
  elementsOf(source).forEach((record, index) => {
    if (created.put(idOf(record, index), record) !== null) throw new ListException(`Row with duplicate Id at index: ${index}`);
  });
  return created;
}

/** platform-facts: map-from-records-texts. */
function idOf(record: unknown, index: number): string {
  if (!(record instanceof SObjectRecord)) return nullPointer();
  const id = slotOf(record, '$id');
  if (typeof id !== 'string') throw new ListException(`Row with null Id at index: ${index}`);
  return id;
}

function elementsOf(source: unknown): readonly unknown[] {
  if (source === null) return nullPointer();
  if (source instanceof ApexList) return source.items as unknown[];
  if (source instanceof ApexSet) return source.values();
  if (isIterable(source)) return [...iterate(source)];
  throw new TypeException(`A collection cannot be made from ${typeNameOf(source)}.`);
}

export function elementAt(list: ApexList | null, index: number | null): unknown {
  return list === null ? nullPointer() : list.get(index);
}
/** Gives the value back, as an assignment does. */
export function setElementAt<T>(list: ApexList | null, index: number | null, value: T): T {
  if (list === null) return nullPointer();
  list.set(index, value);
  return value;
}

/** The list's own array: the loop reads it by index. */
export function listItems(list: ApexList | null): readonly unknown[] {
  return list === null ? nullPointer() : list.items;
}
/** What ends a loop over a list after a turn that changed how many elements it has. */
export function changedInLoop(): never {
  throw new FinalException('Cannot modify a collection while it is being iterated.');
}
export function setItems(set: ApexSet | null): Iterable<unknown> {
  return set === null ? nullPointer() : set.loop();
}

interface IterableSlot {
  iterator$(): IteratorSlots | null;
}
interface IteratorSlots {
  hasnext$(): boolean | null;
  next$(): unknown;
}

function isIterable(value: unknown): value is IterableSlot {
  return typeof value === 'object' && value !== null && typeof (value as Partial<IterableSlot>).iterator$ === 'function';
}

/** `for (T item : iterable)`: System.Iterable through its slots; collections may come as Iterable too. */
export function iterate(iterable: unknown): Iterable<unknown> {
  if (iterable === null) return nullPointer();
  if (iterable instanceof ApexList) return iterable.items as unknown[];
  if (iterable instanceof ApexSet) return iterable.loop();
  if (!isIterable(iterable)) throw new TypeException(`${typeNameOf(iterable)} is not Iterable.`);
  return walk(iterable.iterator$() ?? nullPointer());
}

function* walk(iterator: IteratorSlots): Generator {
  while (iterator.hasnext$() ?? nullPointer()) yield iterator.next$();
}

/** Rows a SOQL loop over lists gets in one turn. */
const CHUNK_ROWS = 200;

export function* chunks(rows: ApexList | null): Generator<ApexList> {
  const { items, type } = rows ?? nullPointer();
  for (let start = 0; start < items.length; start += CHUNK_ROWS) yield new ApexList(type, items.slice(start, start + CHUNK_ROWS));
}
