/** The functions of Commons-Lang's StringUtils that String methods are made of. Positions count UTF-16 units. */
import { IllegalArgumentException } from '../../../values/exceptions.ts';

/** Character.isWhitespace: no-break spaces do not count. */
const WHITESPACE = /[\t-\r\x1c-\x20\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]/;
const ONLY_WHITESPACE = /^[\t-\r\x1c-\x20\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]*$/;

export function isBlank(text: string | null): boolean {
  return text === null || ONLY_WHITESPACE.test(text);
}

export function containsWhitespace(text: string): boolean {
  return WHITESPACE.test(text);
}

export function deleteWhitespace(text: string): string {
  return text.replace(new RegExp(WHITESPACE, 'g'), '');
}

/** String.trim of Java: everything up to the space character. */
export function trim(text: string): string {
  return text.replace(/^[\0-\x20]+|[\0-\x20]+$/g, '');
}

export function normalizeSpace(text: string): string {
  return trim(text.replace(new RegExp(`(?:${WHITESPACE.source})+`, 'g'), ' '));
}

const MINIMUM_ABBREVIATION = 4;
const MINIMUM_ABBREVIATION_WITH_OFFSET = 7;

export function abbreviate(text: string, width: number, offset: number): string {
  if (width < MINIMUM_ABBREVIATION) throw new IllegalArgumentException(`Minimum abbreviation width is ${MINIMUM_ABBREVIATION}`);
  if (text.length <= width) return text;
  const kept = width - 3;
  const start = Math.min(offset, text.length - kept);
  if (start <= MINIMUM_ABBREVIATION) return `${text.slice(0, kept)}...`;
  if (width < MINIMUM_ABBREVIATION_WITH_OFFSET) throw new IllegalArgumentException(`Minimum abbreviation width with offset is ${MINIMUM_ABBREVIATION_WITH_OFFSET}`);
  return start + kept < text.length ? `...${abbreviate(text.slice(start), kept, 0)}` : `...${text.slice(-kept)}`;
}

const padOf = (pad: string): string => (pad === '' ? ' ' : pad);

export function leftPad(text: string, size: number, pad: string): string {
  return text.padStart(size, padOf(pad));
}
export function rightPad(text: string, size: number, pad: string): string {
  return text.padEnd(size, padOf(pad));
}
export function center(text: string, size: number, pad: string): string {
  const missing = size - text.length;
  return missing <= 0 ? text : rightPad(leftPad(text, text.length + Math.floor(missing / 2), pad), size, pad);
}

export function left(text: string, count: number): string {
  return text.slice(0, Math.max(count, 0));
}
export function right(text: string, count: number): string {
  return count <= 0 ? '' : text.slice(-count);
}
export function mid(text: string, start: number, count: number): string {
  if (count < 0) return '';
  const from = Math.max(start, 0);
  return text.slice(from, from + count);
}

export function countMatches(text: string, part: string): number {
  return part === '' ? 0 : text.split(part).length - 1;
}

/** What is different in the other text, from the first difference to its end. */
export function difference(text: string, other: string): string {
  const index = indexOfDifference(text, other);
  return index < 0 ? '' : other.slice(index);
}

export function indexOfDifference(text: string, other: string): number {
  if (text === other) return -1;
  let index = 0;
  while (index < text.length && index < other.length && text[index] === other[index]) index++;
  return index;
}

export function indexOfAny(text: string, characters: string): number {
  return [...Array(text.length).keys()].find((index) => characters.includes(text[index]!)) ?? -1;
}
export function indexOfAnyBut(text: string, characters: string): number {
  if (characters === '') return -1;
  return [...Array(text.length).keys()].find((index) => !characters.includes(text[index]!)) ?? -1;
}

export function indexOfIgnoreCase(text: string, part: string, from: number): number {
  return text.toLowerCase().indexOf(part.toLowerCase(), from);
}
export function lastIndexOfIgnoreCase(text: string, part: string, from: number): number {
  return from < 0 ? -1 : text.toLowerCase().lastIndexOf(part.toLowerCase(), from);
}
export function lastIndexOf(text: string, part: string, from: number): number {
  return from < 0 ? -1 : text.lastIndexOf(part, from);
}

export function startsWithIgnoreCase(text: string, part: string): boolean {
  return text.slice(0, part.length).toLowerCase() === part.toLowerCase();
}
export function endsWithIgnoreCase(text: string, part: string): boolean {
  return part.length <= text.length && text.slice(text.length - part.length).toLowerCase() === part.toLowerCase();
}

export function overlay(text: string, inserted: string, start: number, end: number): string {
  const within = (position: number): number => Math.min(Math.max(position, 0), text.length);
  const [from, to] = [within(start), within(end)].toSorted((first, second) => first - second) as [number, number];
  return text.slice(0, from) + inserted + text.slice(to);
}

export function removeStart(text: string, part: string): string {
  return part !== '' && text.startsWith(part) ? text.slice(part.length) : text;
}
export function removeEnd(text: string, part: string): string {
  return part !== '' && text.endsWith(part) ? text.slice(0, -part.length) : text;
}
export function removeStartIgnoreCase(text: string, part: string): string {
  return startsWithIgnoreCase(text, part) ? text.slice(part.length) : text;
}
export function removeEndIgnoreCase(text: string, part: string): string {
  return part !== '' && endsWithIgnoreCase(text, part) ? text.slice(0, -part.length) : text;
}

export function repeatText(text: string, separator: string, count: number): string {
  return count <= 0 ? '' : Array<string>(count).fill(text).join(separator);
}

export function substringBefore(text: string, separator: string): string {
  const index = text.indexOf(separator);
  return index < 0 ? text : text.slice(0, index);
}
export function substringAfter(text: string, separator: string): string {
  const index = text.indexOf(separator);
  return index < 0 ? '' : text.slice(index + separator.length);
}
export function substringBeforeLast(text: string, separator: string): string {
  const index = separator === '' ? -1 : text.lastIndexOf(separator);
  return index < 0 ? text : text.slice(0, index);
}
export function substringAfterLast(text: string, separator: string): string {
  const index = separator === '' ? -1 : text.lastIndexOf(separator);
  return index < 0 ? '' : text.slice(index + separator.length);
}
/** Null when either mark is missing. */
export function substringBetween(text: string, open: string, close: string): string | null {
  const start = text.indexOf(open);
  if (start < 0) return null;
  const end = text.indexOf(close, start + open.length);
  return end < 0 ? null : text.slice(start + open.length, end);
}

export function swapCase(text: string): string {
  return text.replace(/\p{L}/gu, (letter) => (letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase()));
}

export function commonPrefix(texts: readonly string[]): string {
  if (texts.length === 0) return '';
  let length = 0;
  const first = texts[0]!;
  while (length < first.length && texts.every((text) => text[length] === first[length])) length++;
  return first.slice(0, length);
}

/** -1 when the distance is above the threshold. */
export function levenshteinDistance(text: string, other: string, threshold: number): number {
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= text.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const replaced = previous[column - 1]! + (text[row - 1] === other[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[column]! + 1, current[column - 1]! + 1));
    }
    previous = current;
  }
  const distance = previous[other.length]!;
  return distance > threshold ? -1 : distance;
}

const CHARACTER_TYPES = ['Lu', 'Ll', 'Lt', 'Lm', 'Lo', 'Nd', 'Nl', 'No', 'Mn', 'Me', 'Mc', 'Zs', 'Zl', 'Zp', 'Cc', 'Cf', 'Co', 'Cs', 'Pd', 'Ps', 'Pe', 'Pc', 'Po', 'Pi', 'Pf', 'Sm', 'Sc', 'Sk', 'So']
  .map((name) => [name, new RegExp(`\\p{${name}}`, 'u')] as const);

function characterType(character: string): string {
  return CHARACTER_TYPES.find(([, pattern]) => pattern.test(character))?.[0] ?? 'Cn';
}

/** Runs of characters of one Unicode category. In camel case the capital before a lower-case run belongs to it: `ASFRules` is `ASF`, `Rules`. */
export function splitByCharacterType(text: string, isCamelCase: boolean): string[] {
  const parts: string[] = [];
  let lastType = '';
  for (const character of text) {
    const type = characterType(character);
    const last = parts.at(-1);
    if (last === undefined || type !== lastType) {
      if (isCamelCase && type === 'Ll' && lastType === 'Lu') {
        parts[parts.length - 1] = last!.slice(0, -1);
        if (parts.at(-1) === '') parts.pop();
        parts.push(last!.slice(-1) + character);
      } else {
        parts.push(character);
      }
    } else {
      parts[parts.length - 1] += character;
    }
    lastType = type;
  }
  return parts;
}
