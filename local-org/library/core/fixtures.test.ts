import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ApexDate } from '../../values/date.ts';
import { Datetime } from '../../values/datetime.ts';
import { JavaRegex, javaRegex, splitByRegex } from './text/java-regex.ts';
import { formatMessage } from './text/message-format.ts';
import { replaceAllMatches, replaceFirstMatch } from './text/replacement.ts';
import { formatDatetime } from './text/simple-date-format.ts';

type RegexCase = [pattern: string, text: string, finds: (string | number | null)[][], split: string[], split2: string[], splitAll: string[], all: string, first: string, matches: boolean, looking: boolean];

const texts = JSON.parse(readFileSync(new URL('fixtures/java-text.json', import.meta.url), 'utf8')) as { regex: RegexCase[]; messages: [string, string][] };
const dates = JSON.parse(readFileSync(new URL('fixtures/java-dates.json', import.meta.url), 'utf8')) as {
  formats: [number, string, string, string][];
  moments: [string, number, number, number, number, number, number][];
};

test('patterns find, match, split and replace as java.util.regex does', () => {
  for (const [pattern, text, finds, split, split2, splitAll, all, first, matches, looking] of texts.regex) {
    const regex = javaRegex(pattern);
    const label = `${pattern} on ${JSON.stringify(text)}`;
    assert.deepEqual([...regex.matchesIn(text)].map(({ start, end, groups }) => [start, end, ...groups]), finds, `find ${label}`);
    assert.deepEqual(splitByRegex(text, pattern, 0), split, `split ${label}`);
    assert.deepEqual(splitByRegex(text, pattern, 2), split2, `split 2 ${label}`);
    assert.deepEqual(splitByRegex(text, pattern, -1), splitAll, `split -1 ${label}`);
    assert.equal(replaceAllMatches(text, pattern, '<$0>'), all, `replaceAll ${label}`);
    assert.equal(replaceFirstMatch(text, pattern, '-'), first, `replaceFirst ${label}`);
    assert.equal(regex.matches(text, 0) !== undefined, matches, `matches ${label}`);
    assert.equal(regex.lookingAt(text, 0) !== undefined, looking, `lookingAt ${label}`);
  }
});

test('patterns Java refuses throw StringException', () => {
  for (const pattern of ['(', ')', '[a', '*a', 'a\\', '\\y', '(?<n', '\\k<x>', '(a)\\2']) {
    assert.throws(() => new JavaRegex(pattern), { message: /^Invalid regex at character \d+: / }, pattern);
  }
});

test('patterns that cannot be translated are refused by name', () => {
  for (const pattern of ['\\Ga', '\\X', '(?d)a', '\\p{InGreekExtended}']) {
    assert.throws(() => new JavaRegex(pattern), { name: 'UnsupportedFeature' }, pattern);
  }
});

test('messages are formatted as java.text.MessageFormat does', () => {
  for (const [pattern, expected] of texts.messages) assert.equal(formatMessage(pattern, ['x', 'y']), expected, pattern);
});

test('dates are formatted as SimpleDateFormat does', () => {
  for (const [milliseconds, zone, pattern, expected] of dates.formats) {
    assert.equal(formatDatetime(milliseconds, pattern, zone), expected, `${pattern} at ${milliseconds} in ${zone}`);
  }
});

test('wall-clock times become moments as java.util.Calendar does it, skipped and doubled hours included', () => {
  for (const [zone, year, month, day, hour, minute, expected] of dates.moments) {
    const moment = Datetime.at(ApexDate.of(year, month, day), (hour * 60 + minute) * 60_000, zone);
    assert.equal(moment.milliseconds, expected, `${year}-${month}-${day} ${hour}:${minute} in ${zone}`);
  }
});
