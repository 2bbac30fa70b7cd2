/** Calls library members in tests by their canonical key. */
import type { LibraryFunction } from '../../define.ts';
import { CORE_CLASSES } from '../index.ts';

const functions = new Map<string, LibraryFunction>(CORE_CLASSES.flatMap(({ members }) => [...members]));

export function call(key: string, ...values: readonly unknown[]): unknown {
  const member = functions.get(`System.${key}`);
  if (member === undefined) throw new Error(`System.${key} is not in the core.`);
  return (member as (...all: readonly unknown[]) => unknown)(...values);
}
