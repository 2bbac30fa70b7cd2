/** The interfaces of the language's core. User classes implement them; library code calls them through their slots. */
import { defineInterface } from '../define.ts';

export const comparableInterface = defineInterface('System.Comparable', ['Integer compareTo(Object other)']);
export const comparatorInterface = defineInterface('System.Comparator<T>', ['Integer compare(T left, T right)']);
export const iterableInterface = defineInterface('System.Iterable<T>', ['Iterator<T> iterator()']);
export const iteratorInterface = defineInterface('System.Iterator<T>', ['Boolean hasNext()', 'T next()']);
