/**
 * Record ids. 15 characters tell rows apart by case; 18 add three that carry the case of the first fifteen. At run time an Id is always the 18-character text.
 * An id is the object's key prefix (3), the instance (3), the row number in base 62 (9) and the suffix (3).
 */
import { StringException } from './exceptions.ts';
import { nullArgument } from './null-pointer.ts';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
/** Marks ids made by a local org; ids of another org decode to no row. */
export const INSTANCE = 'Hf0';
/** A row number no row has: what an id of another object or another org decodes to. */
/** What stands for the id of a row that has none. */
export const NO_ID = '000000000000000AAA';

export const NO_ROW = -1;

const ROWS_OF_TWO_DIGITS = 62 * 62;
/** Rows below this have their first five of nine digits zero: the case where all but the last four characters are known beforehand. */
const SMALL_ROWS = ROWS_OF_TWO_DIGITS * ROWS_OF_TWO_DIGITS;

const digitValues = new Int8Array(128).fill(-1);
for (let index = 0; index < DIGITS.length; index++) digitValues[DIGITS.charCodeAt(index)] = index;

const pairs = Array.from({ length: ROWS_OF_TWO_DIGITS }, (_, index) => DIGITS[Math.floor(index / 62)]! + DIGITS[index % 62]!);
/** Upper-case bits of a pair of digits, first character lowest. */
const pairBits = Uint8Array.from(pairs, (pair) => upperCaseBit(pair.charCodeAt(0)) | (upperCaseBit(pair.charCodeAt(1)) << 1));

function upperCaseBit(code: number): number {
  return code >= 65 && code <= 90 ? 1 : 0;
}

function suffixOfGroup(text: string, start: number): string {
  let bits = 0;
  for (let index = 0; index < 5; index++) bits |= upperCaseBit(text.charCodeAt(start + index)) << index;
  return SUFFIX[bits]!;
}

/** The three characters behind a 15-character id. */
function caseSuffix(text: string): string {
  return suffixOfGroup(text, 0) + suffixOfGroup(text, 5) + suffixOfGroup(text, 10);
}

interface PrefixParts {
  /** Prefix, instance and five zeros: the first eleven characters of small rows. */
  readonly head: string;
  /** Suffix characters of the first two groups of five. */
  readonly suffix: string;
}
const partsByPrefix = new Map<string, PrefixParts>();

function partsOf(keyPrefix: string): PrefixParts {
  let parts = partsByPrefix.get(keyPrefix);
  if (parts === undefined) {
    const head = `${keyPrefix}${INSTANCE}00000`;
    parts = { head, suffix: suffixOfGroup(head, 0) + suffixOfGroup(head, 5) };
    partsByPrefix.set(keyPrefix, parts);
  }
  return parts;
}

/** The id of a row. `row` is a safe integer above zero, `keyPrefix` three characters. */
export function makeId(keyPrefix: string, row: number): string {
  if (row >= SMALL_ROWS) return makeLongId(keyPrefix, row);
  const parts = partsOf(keyPrefix);
  const low = row % ROWS_OF_TWO_DIGITS;
  const high = (row - low) / ROWS_OF_TWO_DIGITS;
  const bits = (pairBits[high]! << 1) | (pairBits[low]! << 3);
  return parts.head + pairs[high]! + pairs[low]! + parts.suffix + SUFFIX[bits]!;
}

function makeLongId(keyPrefix: string, row: number): string {
  let digits = '';
  for (let rest = row, index = 0; index < 9; index++) {
    digits = DIGITS[rest % 62]! + digits;
    rest = Math.floor(rest / 62);
  }
  const text = keyPrefix + INSTANCE + digits;
  return text + caseSuffix(text);
}

/** The row number of a normalised id of the object with this prefix, NO_ROW when it belongs to another object or org. */
export function rowOfId(keyPrefix: string, id: string): number {
  if (!id.startsWith(keyPrefix) || !id.startsWith(INSTANCE, 3)) return NO_ROW;
  let row = 0;
  for (let index = 6; index < 15; index++) row = row * 62 + digitValues[id.charCodeAt(index)]!;
  return row > 0 && row <= Number.MAX_SAFE_INTEGER ? row : NO_ROW;
}

export function keyPrefixOf(id: string): string {
  return id.slice(0, 3);
}

function isAlphanumeric(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 128 || digitValues[code]! < 0) return false;
  }
  return true;
}

/**
 * The 18-character form of a 15- or 18-character id; `undefined` when the text is no id. A lost case of an 18-character id is restored from its suffix.
 * For ids that come from outside; Apex code that makes an Id of a String uses `parseId`.
 */
export function normalizeId(text: string): string | undefined {
  if (text.length === 15) return isAlphanumeric(text) ? text + caseSuffix(text) : undefined;
  if (text.length !== 18 || !isAlphanumeric(text)) return undefined;
  return text.endsWith(caseSuffix(text)) ? text : restoreCase(text);
}

function restoreCase(text: string): string | undefined {
  const suffix = text.slice(15).toUpperCase();
  let restored = '';
  for (let group = 0; group < 3; group++) {
    const bits = SUFFIX.indexOf(suffix[group]!);
    if (bits < 0) return undefined;
    for (let index = 0; index < 5; index++) {
      const character = text[group * 5 + index]!;
      restored += (bits & (1 << index)) === 0 ? character.toLowerCase() : character.toUpperCase();
    }
  }
  return restored + caseSuffix(restored);
}

/**
 * String to Id as Apex does it: the first fifteen characters stay as they are, the last three are computed again where they say nothing else about letters.
 * Throws StringException "Invalid id: …". platform-facts: id-case-not-restored.
 */
export function parseId(text: string): string {
  const id = normalizeId(text);
  if (id === undefined || !id.startsWith(text.slice(0, 15))) throw new StringException(`Invalid id: ${text}`);
  return id;
}

/** Null stays null. */
export function stringToId(text: string | null): string | null {
  return text === null ? null : parseId(text);
}

/** Id.valueOf(text, restoreCasing). */
export function idValueOf(text: string | null, restoreCasing: boolean): string {
  if (text === null) throw nullArgument();
  if (!restoreCasing) return parseId(text);
  const id = text.length === 18 ? normalizeId(text) : undefined;
  if (id === undefined) throw new StringException(`Invalid id: ${text}`);
  return id;
}

/** Two ids, either of them 15 or 18 characters. The case of the first fifteen counts. */
export function equalIds(left: string | null, right: string | null): boolean {
  if (left === null || right === null) return left === right;
  return left === right || (left.length >= 15 && right.length >= 15 && left.length !== right.length && left.slice(0, 15) === right.slice(0, 15));
}
