/** The three characters that begin every id of an object. Once given they never change, and never return to another object. */
import type { ObjectKind } from './schema.ts';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const FAMILIES: Readonly<Record<Exclude<ObjectKind, 'standard'>, string>> = { custom: 'a', customSetting: 'a', event: 'e', customMetadata: 'm', bigObject: 'I' };

/**
 * @param wanted the project's own objects.
 * @param known prefixes of earlier deploys by folded API name, of deleted objects too.
 * @returns all known prefixes and those of new objects: new ones count on from the highest in use, in the order of their names.
 */
export function allocateKeyPrefixes(wanted: readonly { readonly apiName: string; readonly kind: Exclude<ObjectKind, 'standard'> }[], known: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const prefixes = new Map(known);
  const ordered = [...wanted].sort((left, right) => compareFolded(left.apiName, right.apiName));
  const next = new Map<string, number>();
  for (const { apiName, kind } of ordered) {
    const folded = apiName.toLowerCase();
    if (prefixes.has(folded)) continue;
    const family = FAMILIES[kind];
    const number = next.get(family) ?? firstFree(family, known);
    prefixes.set(folded, prefixOf(family, number));
    next.set(family, number + 1);
  }
  return prefixes;
}

function compareFolded(left: string, right: string): number {
  return left.toLowerCase() < right.toLowerCase() ? -1 : 1;
}

function firstFree(family: string, known: ReadonlyMap<string, string>): number {
  const numbers = [...known.values()].filter((prefix) => prefix.startsWith(family)).map((prefix) => DIGITS.indexOf(prefix.charAt(1)) * DIGITS.length + DIGITS.indexOf(prefix.charAt(2)));
  return numbers.length === 0 ? 0 : Math.max(...numbers) + 1;
}

function prefixOf(family: string, number: number): string {
  if (number >= DIGITS.length ** 2) throw new Error(`There are no key prefixes left that begin with '${family}': ${number} objects have had one.`);
  return `${family}${DIGITS.charAt(Math.floor(number / DIGITS.length))}${DIGITS.charAt(number % DIGITS.length)}`;
}
