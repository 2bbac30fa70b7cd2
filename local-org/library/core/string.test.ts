import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApexDate } from '../../values/date.ts';
import { ApexList } from '../../values/collections/list.ts';
import { Datetime } from '../../values/datetime.ts';
import { Decimal } from '../../values/decimal.ts';
import { StringException } from '../../values/exceptions.ts';
import { OBJECT, STRING } from '../../values/runtime-type.ts';
import { call } from './test/calls.ts';
import { inTransaction } from './test/context.ts';

const list = (...items: unknown[]): ApexList => ApexList.of(OBJECT, items);
const items = (value: unknown): unknown[] => (value as ApexList).items;

test('valueOf null is null and a Datetime shows the user\'s zone', () => {
  assert.equal(call('String.valueOf(Object)', null), null);
  assert.equal(call('String.valueOf(Date)', ApexDate.of(2024, 1, 5)), '2024-01-05');
  const moment = new Datetime(Date.UTC(2024, 0, 5, 12));
  assert.equal(inTransaction({ timeZone: 'America/New_York' }, () => call('String.valueOf(Datetime)', moment)), '2024-01-05 07:00:00');
  assert.equal(call('String.valueOfGmt(Datetime)', moment), '2024-01-05 12:00:00');
});

test('contains, equals and compareTo mind the case', () => {
  assert.equal(call('String.contains(String)', 'Stock', 'stock'), false);
  assert.equal(call('String.containsIgnoreCase(String)', 'Stock', 'STOCK'), true);
  assert.equal(call('String.equals(Object)', 'a', 'A'), false);
  assert.equal(call('String.equalsIgnoreCase(String)', 'a', 'A'), true);
  assert.equal(call('String.equalsIgnoreCase(String)', 'a', null), false);
  assert.equal(call('String.compareTo(String)', 'a', 'A'), 32);
  assert.equal(call('String.compareTo(String)', 'abc', 'ab'), 1);
});

test('format fills places, keeps doubled quotes and turns arguments into text', () => {
  assert.equal(call('String.format(String,List)', "{0} isn''t {1}", list('a', null)), "a isn't null");
  assert.equal(call('String.format(String,List)', '{0} {1}', list(1000, Decimal.parse('1.50'))), '1000 1.50');
  assert.equal(call('String.format(String,List)', '{3}', list('a')), '{3}');
  assert.throws(() => call('String.format(String,List)', '{0,number}', list(1)), { name: 'UnsupportedFeature' });
});

test('split takes a regular expression and drops trailing empties unless a limit says otherwise', () => {
  assert.deepEqual(items(call('String.split(String)', 'a,b,,', ',')), ['a', 'b']);
  assert.deepEqual(items(call('String.split(String,Integer)', 'a,b,,', ',', -1)), ['a', 'b', '', '']);
  assert.deepEqual(items(call('String.split(String,Integer)', 'a.b.c', '\\.', 2)), ['a', 'b.c']);
  assert.deepEqual(items(call('String.split(String)', '', ',')), ['']);
  assert.deepEqual(items(call('String.split(String)', 'abc', '')), ['a', 'b', 'c']);
});

test('replace is literal, replaceAll knows groups and escapes', () => {
  assert.equal(call('String.replace(String,String)', 'a.b.c', '.', '$&'), 'a$&b$&c');
  assert.equal(call('String.replaceAll(String,String)', 'John Smith', '(\\w+) (\\w+)', '$2 $1'), 'Smith John');
  assert.equal(call('String.replaceAll(String,String)', 'a', 'a', '\\$1'), '$1');
  assert.throws(() => call('String.replaceAll(String,String)', 'a', 'a', '$1'), /No group 1/);
});

test('the corner cases of Commons-Lang hold', () => {
  assert.equal(call('String.substringBetween(String,String)', 'a[b', '[', ']'), null);
  assert.equal(call('String.substringBetween(String)', 'tagXtag', 'tag'), 'X');
  assert.equal(call('String.substringAfter(String)', 'abc', 'x'), '');
  assert.equal(call('String.substringBefore(String)', 'abc', 'x'), 'abc');
  assert.equal(call('String.substringAfterLast(String)', 'a.b.', '.'), '');
  assert.equal(call('String.abbreviate(Integer)', 'Hello Maximillian', 8), 'Hello...');
  assert.equal(call('String.abbreviate(Integer,Integer)', 'Hello Maximillian', 8, 9), '...im...');
  assert.throws(() => call('String.abbreviate(Integer)', 'Hello', 3), /Minimum abbreviation width is 4/);
  assert.equal(call('String.leftPad(Integer,String)', 'ab', 5, 'xy'), 'xyxab');
  assert.equal(call('String.leftPad(Integer)', 'abc', 2), 'abc');
  assert.equal(call('String.center(Integer,String)', 'ab', 5, '*'), '*ab**');
  assert.equal(call('String.capitalize()', ''), '');
  assert.equal(call('String.isBlank(String)', null), true);
  assert.equal(call('String.isBlank(String)', ' \t\n'), true);
  assert.equal(call('String.isNotEmpty(String)', ' '), true);
  assert.equal(call('String.isNumeric()', ''), false);
  assert.equal(call('String.left(Integer)', 'abc', -1), '');
  assert.equal(call('String.mid(Integer,Integer)', 'abc', 5, 2), '');
  assert.equal(call('String.repeat(Integer)', 'ab', 3), 'ababab');
  assert.equal(call('String.repeat(String,Integer)', 'a', '-', 3), 'a-a-a');
  assert.equal(call('String.countMatches(String)', 'aaa', 'aa'), 1);
  assert.equal(call('String.difference(String)', 'Hello Jane', 'Hello Max'), 'Max');
  assert.equal(call('String.overlay(String,Integer,Integer)', 'hello world', 'friend', 6, 11), 'hello friend');
  assert.equal(call('String.swapCase()', 'aB1'), 'Ab1');
  assert.equal(call('String.removeStart(String)', 'abc', ''), 'abc');
  assert.equal(call('String.getLevenshteinDistance(String)', 'kitten', 'sitting'), 3);
  assert.equal(call('String.getLevenshteinDistance(String,Integer)', 'kitten', 'sitting', 2), -1);
  assert.equal(call('String.normalizeSpace()', '  a \n b '), 'a b');
  assert.deepEqual(items(call('String.splitByCharacterTypeCamelCase()', 'ASFRules200x')), ['ASF', 'Rules', '200', 'x']);
  assert.deepEqual(items(call('String.splitByCharacterType()', 'fooBar')), ['foo', 'B', 'ar']);
});

test('positions outside the text throw StringException', () => {
  assert.equal(call('String.substring(Integer,Integer)', 'abc', 1, 3), 'bc');
  assert.throws(() => call('String.substring(Integer)', 'abc', 4), (error) => error instanceof StringException && error.message === 'Starting position out of bounds: 4');
  assert.throws(() => call('String.substring(Integer,Integer)', 'abc', 1, 5), (error) => error instanceof StringException && error.message === 'Ending position out of bounds: 5');
  assert.throws(() => call('String.charAt(Integer)', 'abc', 3), StringException);
});

test('characters are UTF-16 units', () => {
  assert.equal(call('String.length()', '😀'), 2);
  assert.deepEqual(items(call('String.getChars()', 'aé')), [97, 233]);
  assert.equal(call('String.codePointAt(Integer)', '😀', 0), 0x1f600);
  assert.equal(call('String.codePointBefore(Integer)', '😀', 2), 0x1f600);
  assert.equal(call('String.codePointCount(Integer,Integer)', 'a😀b', 0, 4), 3);
  assert.equal(call('String.offsetByCodePoints(Integer,Integer)', 'a😀b', 0, 2), 3);
  assert.equal(call('String.reverse()', 'a😀'), '😀a');
  assert.equal(call('String.fromCharArray(List)', ApexList.of(OBJECT, [72, 105])), 'Hi');
  assert.equal(call('String.hashCode()', 'Hello'), 69609650);
});

test('join takes lists and sets and leaves null elements empty', () => {
  assert.equal(call('String.join(Object,String)', ApexList.of(STRING, ['a', null, 'b']), ', '), 'a, , b');
  assert.throws(() => call('String.join(Object,String)', null, ','), { message: 'Argument cannot be null.' });
});

test('text is escaped and unescaped for each target', () => {
  assert.equal(call('String.escapeSingleQuotes(String)', "O'Neil"), "O\\'Neil");
  assert.equal(call('String.escapeHtml4()', '<a & "é€">'), '&lt;a &amp; &quot;&eacute;&euro;&quot;&gt;');
  assert.equal(call('String.escapeHtml3()', 'é€'), '&eacute;€');
  assert.equal(call('String.unescapeHtml4()', '&lt;&#233;&#xE9;&unknown;'), '<éé&unknown;');
  assert.equal(call('String.escapeXml()', "a'<"), 'a&apos;&lt;');
  assert.equal(call('String.escapeCsv()', 'a,"b"'), '"a,""b"""');
  assert.equal(call('String.unescapeCsv()', '"a,""b"""'), 'a,"b"');
  assert.equal(call('String.escapeJava()', 'a"é\n'), 'a\\"\\u00E9\\n');
  assert.equal(call('String.unescapeJava()', 'a\\"\\u00E9\\n'), 'a"é\n');
  assert.equal(call('String.escapeEcmaScript()', "it's </a>"), "it\\'s <\\/a>");
  assert.equal(call('String.stripHtmlTags()', '<b>x</b>'), 'x');
});
