/** System.String. Lengths and positions count UTF-16 units; the methods are case-sensitive unless their name says otherwise. */
import { ApexList } from '../../values/collections/list.ts';
import type { ApexDate } from '../../values/date.ts';
import type { Datetime } from '../../values/datetime.ts';
import { equalText, hashText } from '../../values/equality.ts';
import { StringException } from '../../values/exceptions.ts';
import { primitive, STRING } from '../../values/runtime-type.ts';
import { concatText, stringValue } from '../../values/text.ts';
import { defineClass } from '../define.ts';
import type { LibraryFunction } from '../define.ts';
import { given } from './arguments.ts';
import { elementsOf } from './iteration.ts';
import * as commons from './text/commons.ts';
import * as escapes from './text/escapes.ts';
import { splitByRegex } from './text/java-regex.ts';
import { formatMessage } from './text/message-format.ts';
import { replaceAllMatches, replaceFirstMatch } from './text/replacement.ts';

type Text = string | null;
type Whole = number | null;

const strings = (items: string[]): ApexList<string> => ApexList.of(STRING, items);

function substring(self: string, start: Whole, end: Whole): string {
  const from = given(start);
  const to = given(end);
  if (from < 0 || from > self.length) throw new StringException(`Starting position out of bounds: ${from}`);
  if (to < from || to > self.length) throw new StringException(`Ending position out of bounds: ${to}`);
  return self.slice(from, to);
}

function unitAt(self: string, index: Whole): number {
  const position = given(index);
  if (position < 0 || position >= self.length) throw new StringException(`String index out of range: ${position}`);
  return self.charCodeAt(position);
}

function codePointBefore(self: string, index: number): number {
  const low = unitAt(self, index - 1);
  const pair = index >= 2 ? self.codePointAt(index - 2)! : 0;
  return pair > 0xffff ? pair : low;
}

function offsetByCodePoints(self: string, index: number, count: number): number {
  let at = index;
  for (let moved = 0; moved < Math.abs(count); moved++) {
    if (count > 0) at += self.codePointAt(at)! > 0xffff ? 2 : 1;
    else at -= at >= 2 && self.codePointAt(at - 2)! > 0xffff ? 2 : 1;
    if (at < 0 || at > self.length) throw new StringException(`String index out of range: ${at}`);
  }
  return at;
}

function capitalize(self: string): string {
  return self.charAt(0).toUpperCase() + self.slice(1);
}

/** platform-facts: join-null. A null element leaves its place empty. */
function join(parts: unknown, separator: Text): string {
  const between = given(separator);
  return elementsOf(given(parts)).map((part) => (part === null ? '' : concatText(part))).join(between);
}

function format(pattern: Text, values: ApexList | null): string {
  const texts = values === null ? [] : values.items.map((value) => stringValue(value) ?? 'null');
  return formatMessage(given(pattern), texts);
}

const isMade = (pattern: RegExp) => (self: string): boolean => pattern.test(self);

const creation: Readonly<Record<string, LibraryFunction>> = {
  'static String valueOf(Object value)': (value: unknown) => stringValue(value),
  'static String valueOf(Date value)': (value: ApexDate | null) => stringValue(value),
  'static String valueOf(Datetime value)': (value: Datetime | null) => stringValue(value),
  'static String valueOf(Decimal value)': (value: unknown) => stringValue(value),
  'static String valueOf(Double value)': (value: unknown) => stringValue(value),
  'static String valueOf(Integer value)': (value: Whole) => stringValue(value),
  'static String valueOf(Long value)': (value: bigint | null) => stringValue(value),
  'static String valueOfGmt(Datetime value)': (value: Datetime | null) => given(value).text('GMT'),
  'static String format(String pattern, List<Object> arguments)': format,
  'static String join(Object iterable, String separator)': join,
  'static String fromCharArray(List<Integer> units)': (units: ApexList<number> | null) => given(units).items.map((unit) => String.fromCharCode(given(unit))).join(''),
  'static String getCommonPrefix(List<String> texts)': (texts: ApexList<string> | null) => commons.commonPrefix(given(texts).items),
  'static String escapeSingleQuotes(String text)': (text: Text) => given(text).replaceAll("'", "\\'"),
  'static Boolean isBlank(String text)': commons.isBlank,
  'static Boolean isNotBlank(String text)': (text: Text) => !commons.isBlank(text),
  'static Boolean isEmpty(String text)': (text: Text) => text === null || text === '',
  'static Boolean isNotEmpty(String text)': (text: Text) => text !== null && text !== '',
};

const searching: Readonly<Record<string, LibraryFunction>> = {
  'Boolean contains(String part)': (self: string, part: Text) => self.includes(given(part)),
  'Boolean containsAny(String characters)': (self: string, characters: Text) => commons.indexOfAny(self, given(characters)) >= 0,
  'Boolean containsNone(String characters)': (self: string, characters: Text) => commons.indexOfAny(self, given(characters)) < 0,
  'Boolean containsOnly(String characters)': (self: string, characters: Text) => [...self].every((character) => given(characters).includes(character)),
  'Boolean containsIgnoreCase(String part)': (self: string, part: Text) => self.toLowerCase().includes(given(part).toLowerCase()),
  'Boolean containsWhitespace()': commons.containsWhitespace,
  'Boolean startsWith(String prefix)': (self: string, prefix: Text) => self.startsWith(given(prefix)),
  'Boolean startsWithIgnoreCase(String prefix)': (self: string, prefix: Text) => commons.startsWithIgnoreCase(self, given(prefix)),
  'Boolean endsWith(String suffix)': (self: string, suffix: Text) => self.endsWith(given(suffix)),
  'Boolean endsWithIgnoreCase(String suffix)': (self: string, suffix: Text) => commons.endsWithIgnoreCase(self, given(suffix)),
  'Integer countMatches(String part)': (self: string, part: Text) => commons.countMatches(self, given(part)),
  'Integer indexOf(String part)': (self: string, part: Text) => self.indexOf(given(part)),
  'Integer indexOf(String part, Integer start)': (self: string, part: Text, start: Whole) => self.indexOf(given(part), given(start)),
  'Integer indexOfIgnoreCase(String part)': (self: string, part: Text) => commons.indexOfIgnoreCase(self, given(part), 0),
  'Integer indexOfIgnoreCase(String part, Integer start)': (self: string, part: Text, start: Whole) => commons.indexOfIgnoreCase(self, given(part), given(start)),
  'Integer indexOfAny(String characters)': (self: string, characters: Text) => commons.indexOfAny(self, given(characters)),
  'Integer indexOfAnyBut(String characters)': (self: string, characters: Text) => commons.indexOfAnyBut(self, given(characters)),
  'Integer indexOfChar(Integer unit)': (self: string, unit: Whole) => self.indexOf(String.fromCodePoint(given(unit))),
  'Integer indexOfChar(Integer unit, Integer start)': (self: string, unit: Whole, start: Whole) => self.indexOf(String.fromCodePoint(given(unit)), given(start)),
  'Integer indexOfDifference(String other)': (self: string, other: Text) => commons.indexOfDifference(self, given(other)),
  'Integer lastIndexOf(String part)': (self: string, part: Text) => self.lastIndexOf(given(part)),
  'Integer lastIndexOf(String part, Integer end)': (self: string, part: Text, end: Whole) => commons.lastIndexOf(self, given(part), given(end)),
  'Integer lastIndexOfIgnoreCase(String part)': (self: string, part: Text) => commons.lastIndexOfIgnoreCase(self, given(part), self.length),
  'Integer lastIndexOfIgnoreCase(String part, Integer end)': (self: string, part: Text, end: Whole) => commons.lastIndexOfIgnoreCase(self, given(part), given(end)),
  'Integer lastIndexOfChar(Integer unit)': (self: string, unit: Whole) => self.lastIndexOf(String.fromCodePoint(given(unit))),
  'Integer lastIndexOfChar(Integer unit, Integer end)': (self: string, unit: Whole, end: Whole) => commons.lastIndexOf(self, String.fromCodePoint(given(unit)), given(end)),
};

const comparing: Readonly<Record<string, LibraryFunction>> = {
  'Boolean equals(Object other)': (self: string, other: unknown) => self === other,
  'Boolean equalsIgnoreCase(String other)': (self: string, other: Text) => equalText(self, other),
  'Integer compareTo(String other)': (self: string, other: Text) => compareTo(self, given(other)),
  'Integer hashCode()': hashText,
  'String difference(String other)': (self: string, other: Text) => commons.difference(self, given(other)),
  'Integer getLevenshteinDistance(String other)': (self: string, other: Text) => commons.levenshteinDistance(self, given(other), Infinity),
  'Integer getLevenshteinDistance(String other, Integer threshold)': (self: string, other: Text, threshold: Whole) => commons.levenshteinDistance(self, given(other), given(threshold)),
  'Boolean isAllLowerCase()': isMade(/^\p{Lowercase}+$/u),
  'Boolean isAllUpperCase()': isMade(/^\p{Uppercase}+$/u),
  'Boolean isAlpha()': isMade(/^\p{L}+$/u),
  'Boolean isAlphaSpace()': isMade(/^[\p{L} ]*$/u),
  'Boolean isAlphanumeric()': isMade(/^[\p{L}\p{Nd}]+$/u),
  'Boolean isAlphanumericSpace()': isMade(/^[\p{L}\p{Nd} ]*$/u),
  'Boolean isAsciiPrintable()': isMade(/^[ -~]*$/),
  'Boolean isNumeric()': isMade(/^\p{Nd}+$/u),
  'Boolean isNumericSpace()': isMade(/^[\p{Nd} ]*$/u),
  'Boolean isWhitespace()': commons.isBlank,
};

/** The difference Java's compareTo gives: of the first differing units, else of the lengths. */
function compareTo(self: string, other: string): number {
  const index = commons.indexOfDifference(self, other);
  if (index < 0) return 0;
  return index < self.length && index < other.length ? self.charCodeAt(index) - other.charCodeAt(index) : self.length - other.length;
}

const cutting: Readonly<Record<string, LibraryFunction>> = {
  'String substring(Integer start)': (self: string, start: Whole) => substring(self, start, self.length),
  'String substring(Integer start, Integer end)': substring,
  'String substringBefore(String separator)': (self: string, separator: Text) => commons.substringBefore(self, given(separator)),
  'String substringBeforeLast(String separator)': (self: string, separator: Text) => commons.substringBeforeLast(self, given(separator)),
  'String substringAfter(String separator)': (self: string, separator: Text) => commons.substringAfter(self, given(separator)),
  'String substringAfterLast(String separator)': (self: string, separator: Text) => commons.substringAfterLast(self, given(separator)),
  'String substringBetween(String mark)': (self: string, mark: Text) => commons.substringBetween(self, given(mark), given(mark)),
  'String substringBetween(String open, String close)': (self: string, open: Text, close: Text) => commons.substringBetween(self, given(open), given(close)),
  'String left(Integer count)': (self: string, count: Whole) => commons.left(self, given(count)),
  'String right(Integer count)': (self: string, count: Whole) => commons.right(self, given(count)),
  'String mid(Integer start, Integer count)': (self: string, start: Whole, count: Whole) => commons.mid(self, given(start), given(count)),
  'String abbreviate(Integer width)': (self: string, width: Whole) => commons.abbreviate(self, given(width), 0),
  'String abbreviate(Integer width, Integer offset)': (self: string, width: Whole, offset: Whole) => commons.abbreviate(self, given(width), given(offset)),
  'String trim()': commons.trim,
  'String remove(String part)': (self: string, part: Text) => (given(part) === '' ? self : self.replaceAll(part!, '')),
  'String removeStart(String prefix)': (self: string, prefix: Text) => commons.removeStart(self, given(prefix)),
  'String removeStartIgnoreCase(String prefix)': (self: string, prefix: Text) => commons.removeStartIgnoreCase(self, given(prefix)),
  'String removeEnd(String suffix)': (self: string, suffix: Text) => commons.removeEnd(self, given(suffix)),
  'String removeEndIgnoreCase(String suffix)': (self: string, suffix: Text) => commons.removeEndIgnoreCase(self, given(suffix)),
  'String deleteWhitespace()': commons.deleteWhitespace,
  'String stripHtmlTags()': (self: string) => self.replace(/<[^>]*>/g, ''),
  'List<String> split(String regex)': (self: string, regex: Text) => strings(splitByRegex(self, given(regex), 0)),
  'List<String> split(String regex, Integer limit)': (self: string, regex: Text, limit: Whole) => strings(splitByRegex(self, given(regex), given(limit))),
  'List<String> splitByCharacterType()': (self: string) => strings(commons.splitByCharacterType(self, false)),
  'List<String> splitByCharacterTypeCamelCase()': (self: string) => strings(commons.splitByCharacterType(self, true)),
};

const changing: Readonly<Record<string, LibraryFunction>> = {
  'String replace(String part, String replacement)': (self: string, part: Text, replacement: Text) => self.replaceAll(given(part), () => given(replacement)),
  'String replaceAll(String regex, String replacement)': (self: string, regex: Text, replacement: Text) => replaceAllMatches(self, given(regex), given(replacement)),
  'String replaceFirst(String regex, String replacement)': (self: string, regex: Text, replacement: Text) => replaceFirstMatch(self, given(regex), given(replacement)),
  'String toLowerCase()': (self: string) => self.toLowerCase(),
  'String toUpperCase()': (self: string) => self.toUpperCase(),
  'String toLowerCase(String locale)': (self: string, locale: Text) => self.toLocaleLowerCase(given(locale).replaceAll('_', '-')),
  'String toUpperCase(String locale)': (self: string, locale: Text) => self.toLocaleUpperCase(given(locale).replaceAll('_', '-')),
  'String capitalize()': capitalize,
  'String uncapitalize()': (self: string) => self.charAt(0).toLowerCase() + self.slice(1),
  'String swapCase()': commons.swapCase,
  'String reverse()': (self: string) => [...self].reverse().join(''),
  'String repeat(Integer count)': (self: string, count: Whole) => commons.repeatText(self, '', given(count)),
  'String repeat(String separator, Integer count)': (self: string, separator: Text, count: Whole) => commons.repeatText(self, given(separator), given(count)),
  'String leftPad(Integer size)': (self: string, size: Whole) => commons.leftPad(self, given(size), ' '),
  'String leftPad(Integer size, String pad)': (self: string, size: Whole, pad: Text) => commons.leftPad(self, given(size), given(pad)),
  'String rightPad(Integer size)': (self: string, size: Whole) => commons.rightPad(self, given(size), ' '),
  'String rightPad(Integer size, String pad)': (self: string, size: Whole, pad: Text) => commons.rightPad(self, given(size), given(pad)),
  'String center(Integer size)': (self: string, size: Whole) => commons.center(self, given(size), ' '),
  'String center(Integer size, String pad)': (self: string, size: Whole, pad: Text) => commons.center(self, given(size), given(pad)),
  'String normalizeSpace()': commons.normalizeSpace,
  'String overlay(String inserted, Integer start, Integer end)': (self: string, inserted: Text, start: Whole, end: Whole) => commons.overlay(self, given(inserted), given(start), given(end)),
};

const units: Readonly<Record<string, LibraryFunction>> = {
  'Integer length()': (self: string) => self.length,
  'Integer charAt(Integer index)': unitAt,
  'Integer codePointAt(Integer index)': (self: string, index: Whole) => (unitAt(self, index), self.codePointAt(index!)),
  'Integer codePointBefore(Integer index)': (self: string, index: Whole) => codePointBefore(self, given(index)),
  'Integer codePointCount(Integer start, Integer end)': (self: string, start: Whole, end: Whole) => [...substring(self, start, end)].length,
  'Integer offsetByCodePoints(Integer index, Integer count)': (self: string, index: Whole, count: Whole) => offsetByCodePoints(self, given(index), given(count)),
  'List<Integer> getChars()': (self: string) => ApexList.of(primitive('Integer'), Array.from({ length: self.length }, (_, index) => self.charCodeAt(index))),
};

const escaping: Readonly<Record<string, LibraryFunction>> = {
  'String escapeCsv()': escapes.escapeCsv,
  'String unescapeCsv()': escapes.unescapeCsv,
  'String escapeEcmaScript()': escapes.escapeEcmaScript,
  'String unescapeEcmaScript()': escapes.unescapeJava,
  'String escapeJava()': escapes.escapeJava,
  'String unescapeJava()': escapes.unescapeJava,
  'String escapeUnicode()': escapes.escapeUnicode,
  'String unescapeUnicode()': escapes.unescapeUnicode,
  'String escapeHtml3()': escapes.escapeHtml3,
  'String unescapeHtml3()': escapes.unescapeHtml3,
  'String escapeHtml4()': escapes.escapeHtml4,
  'String unescapeHtml4()': escapes.unescapeHtml4,
  'String escapeXml()': escapes.escapeXml,
  'String unescapeXml()': escapes.unescapeXml,
};

export const stringClass = defineClass('System.String', { ...creation, ...searching, ...comparing, ...cutting, ...changing, ...units, ...escaping });
