/** System.List. Constructors are emitted directly. */
import { ApexList } from '../../values/collections/list.ts';
import { ListIterator } from '../../values/collections/iterators.ts';
import type { ApexSet } from '../../values/collections/set.ts';
import { compareForSort } from '../../values/compare.ts';
import { equalObjects } from '../../values/equality.ts';
import { nullPointer } from '../../values/null-pointer.ts';
import { concatText } from '../../values/text.ts';
import { defineClass } from '../define.ts';
import { sobjectTypeToken } from '../schema/tokens.ts';
import type { SObjectTypeToken } from '../schema/tokens.ts';
import { given } from './arguments.ts';
import { deepCloneList, preserved } from './record-cloning.ts';

type Flag = boolean | null;
type Whole = number | null;

interface ComparatorSlot {
  compare$object$object(left: unknown, right: unknown): number | null;
}

/** Stable; nulls come first. */
function sort(self: ApexList): void {
  const { items } = self;
  if (items.every((item) => typeof item === 'number')) (items).sort((left, right) => left - right);
  else items.sort(compareForSort);
}

function sortBy(self: ApexList, comparator: ComparatorSlot): void {
  self.items.sort((left, right) => {
    const order = comparator.compare$object$object(left, right);
    if (order === null) throw nullPointer();
    return order;
  });
}

/** Null for lists of the generic SObject. */
function sobjectTypeOf({ type }: ApexList): SObjectTypeToken | null {
  if (type.kind !== 'list' || type.element.kind !== 'sobject' || type.element.name === 'SObject') return null;
  return sobjectTypeToken(type.element.name);
}

export const listClass = defineClass('System.List<T>', {
  'void add(T value)': (self: ApexList, value: unknown) => self.add(value),
  'void add(Integer index, T value)': (self: ApexList, index: Whole, value: unknown) => self.insert(index, value),
  'void addAll(List<T> values)': (self: ApexList, values: ApexList | null) => self.addAll(given(values).items),
  'void addAll(Set<T> values)': (self: ApexList, values: ApexSet | null) => self.addAll(given(values).values()),
  'void clear()': (self: ApexList) => self.clear(),
  'Boolean contains(T value)': (self: ApexList, value: unknown) => self.indexOf(value) >= 0,
  'Integer indexOf(T value)': (self: ApexList, value: unknown) => self.indexOf(value),
  'T get(Integer index)': (self: ApexList, index: Whole) => self.get(index),
  'void set(Integer index, T value)': (self: ApexList, index: Whole, value: unknown) => self.set(index, value),
  'T remove(Integer index)': (self: ApexList, index: Whole) => self.removeAt(index),
  'Integer size()': (self: ApexList) => self.items.length,
  'Boolean isEmpty()': (self: ApexList) => self.items.length === 0,
  'Iterator<T> iterator()': (self: ApexList) => new ListIterator(self),
  'void sort()': sort,
  'void sort(Comparator<T> comparator)': (self: ApexList, comparator: ComparatorSlot | null) => sortBy(self, given(comparator)),
  'List<T> clone()': (self: ApexList) => self.shallowClone(),
  'List<T> deepClone()': (self: ApexList) => deepCloneList(self, preserved(null, null, null)),
  'List<T> deepClone(Boolean preserveId)': (self: ApexList, id: Flag) => deepCloneList(self, preserved(id, null, null)),
  'List<T> deepClone(Boolean preserveId, Boolean preserveTimestamps)': (self: ApexList, id: Flag, timestamps: Flag) => deepCloneList(self, preserved(id, timestamps, null)),
  'List<T> deepClone(Boolean preserveId, Boolean preserveTimestamps, Boolean preserveAutonumbers)': (self: ApexList, id: Flag, timestamps: Flag, autonumbers: Flag) =>
    deepCloneList(self, preserved(id, timestamps, autonumbers)),
  'Schema.SObjectType getSObjectType()': sobjectTypeOf,
  'Boolean equals(List<T> other)': (self: ApexList, other: unknown) => equalObjects(self, other),
  'Integer hashCode()': (self: ApexList) => self.hashCollection(),
  'String toString()': concatText,
}, { instances: ApexList });
