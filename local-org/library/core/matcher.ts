/** System.Matcher. Regions have anchoring bounds that nothing looks past, Java's default. */
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import { ListException, StringException } from '../../values/exceptions.ts';
import { defineClass } from '../define.ts';
import { given } from './arguments.ts';
import type { Pattern } from './pattern.ts';
import type { RegexMatch } from './text/java-regex.ts';
import { replaceMatches } from './text/replacement.ts';

export class Matcher extends ApexObject {
  pattern: Pattern;
  text: string;
  regionStart = 0;
  regionEnd: number;
  /** Positions inside it count from the start of the region. */
  private match: RegexMatch | undefined = undefined;
  /** Where the next find() starts, from the start of the region. */
  private next = 0;

  constructor(pattern: Pattern, text: string) {
    super();
    this.pattern = pattern;
    this.text = text;
    this.regionEnd = text.length;
  }

  private searched(): string {
    return this.text.slice(this.regionStart, this.regionEnd);
  }

  private found(match: RegexMatch | undefined): boolean {
    this.match = match;
    if (match !== undefined) this.next = match.end === match.start ? match.end + 1 : match.end;
    return match !== undefined;
  }

  find(): boolean {
    const searched = this.searched();
    return this.found(this.next > searched.length ? undefined : this.pattern.regex.find(searched, this.next));
  }

  /** Throws ListException when the position lies outside the text. */
  findFrom(position: number): boolean {
    if (position < 0 || position > this.text.length) throw new ListException('Illegal start index');
    this.reset();
    this.next = position;
    return this.find();
  }

  matches(): boolean {
    return this.found(this.pattern.regex.matches(this.searched(), 0));
  }

  lookingAt(): boolean {
    return this.found(this.pattern.regex.lookingAt(this.searched(), 0));
  }

  reset(): this {
    this.match = undefined;
    this.next = 0;
    this.regionStart = 0;
    this.regionEnd = this.text.length;
    return this;
  }

  resetTo(text: string): this {
    this.text = text;
    return this.reset();
  }

  setRegion(start: number, end: number): this {
    if (start < 0 || start > this.text.length) throw new ListException('start');
    if (end < start || end > this.text.length) throw new ListException('end');
    this.reset();
    this.regionStart = start;
    this.regionEnd = end;
    return this;
  }

  usePattern(pattern: Pattern): this {
    this.pattern = pattern;
    this.match = undefined;
    return this;
  }

  private current(): RegexMatch {
    if (this.match === undefined) throw new StringException('No match found');
    return this.match;
  }

  private checkedGroup(group: number): number {
    if (group < 0 || group > this.pattern.regex.groupCount) throw new ListException(`No group ${group}`);
    return group;
  }

  group(group: number): string | null {
    return this.current().groups[this.checkedGroup(group)] ?? null;
  }

  /** Start and end in the whole text; -1 for a group that did not take part. */
  span(group: number): readonly [number, number] {
    const match = this.current();
    const [start, end] = this.checkedGroup(group) === 0 ? [match.start, match.end] : this.pattern.regex.groupSpan(this.searched(), match, group);
    return start < 0 ? [-1, -1] : [start + this.regionStart, end + this.regionStart];
  }

  replace(replacement: string, limit: number): string {
    this.reset();
    return replaceMatches(this.text, this.pattern.regex, replacement, limit);
  }
}
describePlatformClass(Matcher, 'System.Matcher');

type Whole = number | null;

export const matcherClass = defineClass('System.Matcher', {
  'static String quoteReplacement(String text)': (text: string | null) => given(text).replace(/[\\$]/g, '\\$&'),
  'Boolean find()': (self: Matcher) => self.find(),
  'Boolean find(Integer start)': (self: Matcher, start: Whole) => self.findFrom(given(start)),
  'Boolean matches()': (self: Matcher) => self.matches(),
  'Boolean lookingAt()': (self: Matcher) => self.lookingAt(),
  'String group()': (self: Matcher) => self.group(0),
  'String group(Integer group)': (self: Matcher, group: Whole) => self.group(given(group)),
  'Integer groupCount()': (self: Matcher) => self.pattern.regex.groupCount,
  'Integer start()': (self: Matcher) => self.span(0)[0],
  'Integer start(Integer group)': (self: Matcher, group: Whole) => self.span(given(group))[0],
  'Integer end()': (self: Matcher) => self.span(0)[1],
  'Integer end(Integer group)': (self: Matcher, group: Whole) => self.span(given(group))[1],
  'System.Pattern pattern()': (self: Matcher) => self.pattern,
  'System.Matcher usePattern(System.Pattern pattern)': (self: Matcher, pattern: Pattern | null) => self.usePattern(given(pattern)),
  'System.Matcher region(Integer start, Integer end)': (self: Matcher, start: Whole, end: Whole) => self.setRegion(given(start), given(end)),
  'Integer regionStart()': (self: Matcher) => self.regionStart,
  'Integer regionEnd()': (self: Matcher) => self.regionEnd,
  'System.Matcher reset()': (self: Matcher) => self.reset(),
  'System.Matcher reset(String text)': (self: Matcher, text: string | null) => self.resetTo(given(text)),
  'String replaceAll(String replacement)': (self: Matcher, replacement: string | null) => self.replace(given(replacement), Infinity),
  'String replaceFirst(String replacement)': (self: Matcher, replacement: string | null) => self.replace(given(replacement), 1),
}, { instances: Matcher });
