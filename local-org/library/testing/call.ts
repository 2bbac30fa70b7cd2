/** Calls library members in tests by their canonical key, as linked code does. */
import type { LibraryFunction } from '../define.ts';
import { ORG_CLASSES } from '../org/index.ts';

const functions = new Map<string, LibraryFunction>(ORG_CLASSES.flatMap((libraryClass) => [...libraryClass.members]));

export function call(key: string, ...values: readonly unknown[]): unknown {
  const found = functions.get(key);
  if (found === undefined) throw new Error(`No org class implements ${key}.`);
  return (found as (...given: readonly unknown[]) => unknown)(...values);
}
