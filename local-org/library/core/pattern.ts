/** System.Pattern. */
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import { ApexList } from '../../values/collections/list.ts';
import { STRING } from '../../values/runtime-type.ts';
import { defineClass } from '../define.ts';
import { given } from './arguments.ts';
import { Matcher } from './matcher.ts';
import { javaRegex, splitByRegex } from './text/java-regex.ts';
import type { JavaRegex } from './text/java-regex.ts';

export class Pattern extends ApexObject {
  readonly regex: JavaRegex;

  constructor(regex: JavaRegex) {
    super();
    this.regex = regex;
  }

  override toString(): string {
    return this.regex.source;
  }
}
describePlatformClass(Pattern, 'System.Pattern');

const split = (self: Pattern, text: string | null, limit: number): ApexList<string> => ApexList.of(STRING, splitByRegex(given(text), self.regex.source, limit));

/** Text that matches itself, whatever characters it has. */
function quote(text: string): string {
  return `\\Q${text.replaceAll('\\E', '\\E\\\\E\\Q')}\\E`;
}

export const patternClass = defineClass('System.Pattern', {
  'static System.Pattern compile(String regex)': (regex: string | null) => new Pattern(javaRegex(given(regex))),
  'static Boolean matches(String regex, String text)': (regex: string | null, text: string | null) => javaRegex(given(regex)).matches(given(text), 0) !== undefined,
  'static String quote(String text)': (text: string | null) => quote(given(text)),
  'System.Matcher matcher(String text)': (self: Pattern, text: string | null) => new Matcher(self, given(text)),
  'String pattern()': (self: Pattern) => self.regex.source,
  'List<String> split(String text)': (self: Pattern, text: string | null) => split(self, text, 0),
  'List<String> split(String text, Integer limit)': (self: Pattern, text: string | null, limit: number | null) => split(self, text, given(limit)),
}, { instances: Pattern });
