/** System.Set. Constructors are emitted directly. */
import type { ApexList } from '../../values/collections/list.ts';
import { SetIterator } from '../../values/collections/iterators.ts';
import { ApexSet } from '../../values/collections/set.ts';
import { equalObjects } from '../../values/equality.ts';
import { concatText } from '../../values/text.ts';
import { defineClass } from '../define.ts';
import { given } from './arguments.ts';

type Several = ApexList | ApexSet | null;

function valuesOf(several: Several): readonly unknown[] {
  const source = given(several);
  return source instanceof ApexSet ? source.values() : source.items;
}

/** True when the set changed. */
function addAll(self: ApexSet, several: Several): boolean {
  const before = self.size;
  for (const value of valuesOf(several)) self.add(value);
  return self.size !== before;
}

function removeAll(self: ApexSet, several: Several): boolean {
  const before = self.size;
  for (const value of valuesOf(several)) self.remove(value);
  return self.size !== before;
}

function retainAll(self: ApexSet, several: Several): boolean {
  const before = self.size;
  const kept = new ApexSet(self.type, valuesOf(several));
  for (const value of self.values()) {
    if (!kept.has(value)) self.remove(value);
  }
  return self.size !== before;
}

const containsAll = (self: ApexSet, several: Several): boolean => valuesOf(several).every((value) => self.has(value));

export const setClass = defineClass('System.Set<T>', {
  'Boolean add(T value)': (self: ApexSet, value: unknown) => self.add(value),
  'Boolean addAll(List<T> values)': addAll,
  'Boolean addAll(Set<T> values)': addAll,
  'void clear()': (self: ApexSet) => self.clear(),
  'Boolean contains(T value)': (self: ApexSet, value: unknown) => self.has(value),
  'Boolean containsAll(List<T> values)': containsAll,
  'Boolean containsAll(Set<T> values)': containsAll,
  'Boolean isEmpty()': (self: ApexSet) => self.size === 0,
  'Integer size()': (self: ApexSet) => self.size,
  'Boolean remove(T value)': (self: ApexSet, value: unknown) => self.remove(value),
  'Boolean removeAll(List<T> values)': removeAll,
  'Boolean removeAll(Set<T> values)': removeAll,
  'Boolean retainAll(List<T> values)': retainAll,
  'Boolean retainAll(Set<T> values)': retainAll,
  'Iterator<T> iterator()': (self: ApexSet) => new SetIterator(self),
  'Set<T> clone()': (self: ApexSet) => self.shallowClone(),
  'Boolean equals(Set<Object> other)': (self: ApexSet, other: unknown) => equalObjects(self, other),
  'Integer hashCode()': (self: ApexSet) => self.hashCollection(),
  'String toString()': concatText,
}, { instances: ApexSet });
