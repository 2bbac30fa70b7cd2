/** Walking over what Apex can iterate: lists, sets, and objects with an `iterator()`. */
import { ApexList } from '../../values/collections/list.ts';
import { ApexSet } from '../../values/collections/set.ts';
import { InvalidParameterValueException } from '../../values/exceptions.ts';
import { nullPointer } from '../../values/null-pointer.ts';
import { typeNameOf } from '../../values/casting.ts';

interface IterableSlot {
  iterator$(): IteratorSlots | null;
}
interface IteratorSlots {
  hasnext$(): boolean | null;
  next$(): unknown;
}

/** The elements as an array; do not change it. */
export function elementsOf(iterable: unknown): readonly unknown[] {
  if (iterable instanceof ApexList) return iterable.items;
  if (iterable instanceof ApexSet) return iterable.values();
  return [...iterationOf(iterable)];
}

/** Calls `iterator()` once and `hasNext()` before each `next()`. */
export function* iterationOf(iterable: unknown): Generator<unknown> {
  if (typeof iterable !== 'object' || iterable === null || typeof (iterable as Partial<IterableSlot>).iterator$ !== 'function') {
    throw new InvalidParameterValueException(`${typeNameOf(iterable)} is not iterable.`);
  }
  const iterator = (iterable as IterableSlot).iterator$();
  if (iterator === null) throw nullPointer();
  while (iterator.hasnext$() === true) yield iterator.next$();
}
