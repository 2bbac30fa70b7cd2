/**
 * Translates a Java pattern to JavaScript's `v` syntax. Every capturing group gets a name (`g1`, `g2`, …), so that helper groups (`p1`, …) for atomic groups and
 * possessive quantifiers do not disturb the numbers.
 */
import { StringException } from '../../../values/exceptions.ts';
import { UnsupportedFeature } from '../../unsupported.ts';
import { classEscapes, propertyClass } from './regex-classes.ts';

export interface TranslatedPattern {
  readonly pattern: string;
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
}

interface Flags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly comments: boolean;
}

const LINE_END = '\\n\\r\\u0085\\u2028\\u2029';
const AT_END = '(?![\\s\\S])';
const AT_START = '(?<![\\s\\S])';
const BEFORE_LAST_LINE_END = `(?=(?:\\r\\n|[${LINE_END}])?${AT_END})(?<!\\r(?=\\n))`;
const LINE_STARTS = `(?:${AT_START}|(?<=[${LINE_END}])(?<!\\r(?=\\n))(?=[\\s\\S]))`;
const LINE_ENDS = `(?:${AT_END}|(?=[${LINE_END}])(?<!\\r(?=\\n)))`;
const SYNTAX = /[\^$\\.*+?()[\]{}|/]/;
const simpleEscapes: Readonly<Record<string, string>> = { t: '\\t', n: '\\n', r: '\\r', f: '\\f', a: '\\x07', e: '\\x1b' };
const WORD = '[\\p{L}\\p{Nd}_]';
/** Word boundaries know letters of all languages, although \w does not (Java up to 18). */
const WORD_BOUNDARY = `(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`;
const NO_WORD_BOUNDARY = `(?:(?<=${WORD})(?=${WORD})|(?<!${WORD})(?!${WORD}))`;
const assertions: Readonly<Record<string, string>> = { A: AT_START, z: AT_END, Z: BEFORE_LAST_LINE_END, b: WORD_BOUNDARY, B: NO_WORD_BOUNDARY, R: `(?:\\r\\n|[\\n\\x0b\\f\\r\\x85\\u2028\\u2029])` };
const groupStarts: readonly string[] = ['(?:', '(?=', '(?!', '(?<=', '(?<!'];

export function translatePattern(source: string): TranslatedPattern {
  return new Translation(source).run();
}

class Translation {
  private readonly source: string;
  private at = 0;
  private groupCount = 0;
  private helperCount = 0;
  private readonly groupNames = new Map<string, number>();

  constructor(source: string) {
    this.source = source;
  }

  run(): TranslatedPattern {
    const pattern = this.alternatives({ ignoreCase: false, multiline: false, dotAll: false, comments: false });
    if (this.at < this.source.length) throw this.invalid("Unmatched closing ')'");
    return { pattern, groupCount: this.groupCount, groupNames: this.groupNames };
  }

  private invalid(reason: string): Error {
    return new StringException(`Invalid regex at character ${this.at}: ${reason} in "${this.source}"`);
  }

  private peek(text: string): boolean {
    return this.source.startsWith(text, this.at);
  }

  private take(text: string): boolean {
    if (!this.peek(text)) return false;
    this.at += text.length;
    return true;
  }

  /** Up to the closing parenthesis or the end. A flag changed on the way holds until there, in the alternatives that follow too. */
  private alternatives(initial: Flags): string {
    let flags = initial;
    let output = '';
    const opened: string[] = [];
    while (this.at < this.source.length && !this.peek(')')) {
      const changed = this.flagChange(flags);
      if (changed !== undefined) {
        if (changed.ignoreCase !== flags.ignoreCase) opened.push(caseGroup(changed));
        output += changed.ignoreCase === flags.ignoreCase ? '' : caseGroup(changed);
        flags = changed;
      } else if (flags.comments && this.skipComment()) {
        continue;
      } else if (this.take('|')) {
        output += `${')'.repeat(opened.length)}|${opened.join('')}`;
      } else {
        output += this.quantified(flags);
      }
    }
    return output + ')'.repeat(opened.length);
  }

  /** `(?i)`, `(?ims)`, `(?-i)`: flags for the rest of the group. */
  private flagChange(flags: Flags): Flags | undefined {
    const match = /^\(\?([a-zA-Z]*)(?:-([a-zA-Z]+))?\)/.exec(this.source.slice(this.at, this.at + 24));
    if (match === null) return undefined;
    this.at += match[0].length;
    return this.withFlags(flags, match[1]!, match[2] ?? '');
  }

  private withFlags(flags: Flags, on: string, off: string): Flags {
    const unknown = [...on, ...off].find((letter) => !'imsxu'.includes(letter));
    if (unknown !== undefined) throw new UnsupportedFeature(`The flag (?${unknown}) in the regular expression "${this.source}"`, 'Leave it out.');
    const value = (letter: string, current: boolean): boolean => (on.includes(letter) ? true : off.includes(letter) ? false : current);
    return { ignoreCase: value('i', flags.ignoreCase), multiline: value('m', flags.multiline), dotAll: value('s', flags.dotAll), comments: value('x', flags.comments) };
  }

  private skipComment(): boolean {
    const match = /^(?:\s+|#[^\n\r]*)/.exec(this.source.slice(this.at));
    if (match === null) return false;
    this.at += match[0].length;
    return true;
  }

  private quantified(flags: Flags): string {
    if (/[*+?]/.test(this.source[this.at]!)) throw this.invalid(`Dangling meta character '${this.source[this.at]}'`);
    const atom = this.atom(flags);
    const quantifier = /^(?:[*+?]|\{\d+(?:,\d*)?\})/.exec(this.source.slice(this.at));
    if (quantifier === null) return atom;
    this.at += quantifier[0].length;
    const repeated = /^\(\?(?:[=!]|<[=!])/.test(atom) ? `(?:${atom})` : atom;
    if (this.take('?')) return `${repeated}${quantifier[0]}?`;
    return this.take('+') ? this.atomic(`${repeated}${quantifier[0]}`) : `${repeated}${quantifier[0]}`;
  }

  /** Matches once and never gives back: a look-ahead that captures, then the captured text. */
  private atomic(inner: string): string {
    this.helperCount++;
    const name = `p${this.helperCount}`;
    return `(?:(?=(?<${name}>${inner}))\\k<${name}>)`;
  }

  private atom(flags: Flags): string {
    const character = String.fromCodePoint(this.source.codePointAt(this.at)!);
    if (character === '(') return this.group(flags);
    if (character === '[') return this.characterClass(flags);
    if (character === '\\') return this.escape();
    this.at += character.length;
    if (character === '.') return flags.dotAll ? '[\\s\\S]' : `[^${LINE_END}]`;
    if (character === '^') return flags.multiline ? LINE_STARTS : AT_START;
    if (character === '$') return flags.multiline ? LINE_ENDS : BEFORE_LAST_LINE_END;
    return SYNTAX.test(character) ? `\\${character}` : character;
  }

  private group(flags: Flags): string {
    const open = this.groupOpening(flags);
    const inner = this.alternatives(open.flags);
    if (!this.take(')')) throw this.invalid('Unclosed group');
    return open.isAtomic ? this.atomic(inner) : `${open.text}${inner})`;
  }

  private groupOpening(flags: Flags): { readonly text: string; readonly flags: Flags; readonly isAtomic: boolean } {
    const plain = { flags, isAtomic: false };
    const start = groupStarts.find((text) => this.take(text));
    if (start !== undefined) return { ...plain, text: start };
    if (this.take('(?>')) return { ...plain, text: '', isAtomic: true };
    const named = /^\(\?<([a-zA-Z]\w*)>/.exec(this.source.slice(this.at));
    const withFlags = /^\(\?([a-zA-Z]*)(?:-([a-zA-Z]+))?:/.exec(this.source.slice(this.at));
    if (withFlags !== null) {
      this.at += withFlags[0].length;
      const changed = this.withFlags(flags, withFlags[1]!, withFlags[2] ?? '');
      return { text: changed.ignoreCase === flags.ignoreCase ? '(?:' : caseGroup(changed), flags: changed, isAtomic: false };
    }
    if (named === null && this.peek('(?')) throw this.invalid('Unknown inline modifier');
    this.at += named === null ? 1 : named[0].length;
    this.groupCount++;
    if (named !== null) this.groupNames.set(named[1]!, this.groupCount);
    return { ...plain, text: `(?<g${this.groupCount}>` };
  }

  private escape(): string {
    const rest = this.source.slice(this.at);
    const quoted = /^\\Q([\s\S]*?)(?:\\E|$)/.exec(rest);
    if (quoted !== null) {
      this.at += quoted[0].length;
      return `(?:${[...quoted[1]!].map(literal).join('')})`;
    }
    const named = /^\\k<([a-zA-Z]\w*)>/.exec(rest);
    if (named !== null) return this.backReference(named[0].length, this.groupNames.get(named[1]!));
    if (/^\\[1-9]/.test(rest)) return this.numberedReference(rest);
    const letter = rest[1] ?? '';
    const assertion = assertions[letter];
    if (assertion !== undefined) {
      this.at += 2;
      return assertion;
    }
    if (letter === 'G' || letter === 'X' || letter === 'N') throw new UnsupportedFeature(`\\${letter} in the regular expression "${this.source}"`, 'Write the pattern without it.');
    return this.classEscape();
  }

  /** Java reads as many digits as there are groups. */
  private numberedReference(rest: string): string {
    let digits = rest[1]!;
    for (let index = 2; /\d/.test(rest[index] ?? '') && Number(digits + rest[index]!) <= this.groupCount; index++) digits += rest[index]!;
    return this.backReference(digits.length + 1, Number(digits));
  }

  private backReference(length: number, group: number | undefined): string {
    if (group === undefined || group > this.groupCount) throw this.invalid('Reference to a group that does not exist');
    this.at += length;
    return `\\k<g${group}>`;
  }

  /** An escape that may also stand in a class: a set in brackets or one character. */
  private classEscape(): string {
    const rest = this.source.slice(this.at);
    const property = /^\\([pP])(?:\{(\^?[\w=]+)\}|(\w))/.exec(rest);
    if (property !== null) {
      this.at += property[0].length;
      return propertyClass(property[2] ?? property[3]!, property[1] === 'P', this.source);
    }
    const code = /^\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|x\{([0-9a-fA-F]+)\}|0([0-3]?[0-7]{1,2})|c([@-_a-z]))/.exec(rest);
    if (code !== null) {
      this.at += code[0].length;
      const hexadecimal = code[1] ?? code[2] ?? code[3];
      if (hexadecimal !== undefined) return `\\u{${hexadecimal}}`;
      return `\\u{${(code[4] === undefined ? code[5]!.charCodeAt(0) ^ 64 : parseInt(code[4], 8)).toString(16)}}`;
    }
    const letter = rest[1];
    if (letter === undefined) throw this.invalid('Unexpected end of the pattern after \\');
    this.at += 2;
    const known = classEscapes[letter] ?? simpleEscapes[letter];
    if (known !== undefined) return known;
    if (/[a-zA-Z]/.test(letter)) throw this.invalid(`Illegal/unsupported escape sequence \\${letter}`);
    return literal(letter);
  }

  /** Unions and intersections of Java have the same shape in `v` syntax, once every operand is a class. */
  private characterClass(flags: Flags): string {
    this.at++;
    const negated = this.take('^');
    const operands: string[] = [];
    let union = '';
    let isFirst = true;
    for (;;) {
      if (this.at >= this.source.length) throw this.invalid('Unclosed character class');
      if (!isFirst && this.take(']')) break;
      isFirst = false;
      if (this.take('&&')) {
        operands.push(union);
        union = '';
      } else if (this.peek('[')) {
        union += this.characterClass(flags);
      } else if (flags.comments && this.skipComment()) {
        continue;
      } else {
        union += this.classRange();
      }
    }
    operands.push(union);
    const joined = operands.filter((operand) => operand !== '').map((operand) => (operands.length === 1 ? operand : `[${operand}]`)).join('&&');
    return negated ? `[^${joined}]` : `[${joined}]`;
  }

  private classRange(): string {
    if (this.peek('\\Q')) return this.quotedInClass();
    const low = this.classCharacter();
    if (low.startsWith('[') || !this.peek('-') || this.source[this.at + 1] === ']' || this.source[this.at + 1] === '[') return low;
    this.at++;
    const high = this.classCharacter();
    return high.startsWith('[') ? `${low}\\-${high}` : `${low}-${high}`;
  }

  private quotedInClass(): string {
    const quoted = /^\\Q([\s\S]*?)(?:\\E|$)/.exec(this.source.slice(this.at))!;
    this.at += quoted[0].length;
    return [...quoted[1]!].map(classLiteral).join('');
  }

  private classCharacter(): string {
    if (this.peek('\\')) {
      const escaped = this.classEscape();
      return escaped.length === 1 ? classLiteral(escaped) : escaped;
    }
    const character = String.fromCodePoint(this.source.codePointAt(this.at)!);
    this.at += character.length;
    return classLiteral(character);
  }
}

function literal(character: string): string {
  return SYNTAX.test(character) ? `\\${character}` : character;
}

function caseGroup(flags: Flags): string {
  return flags.ignoreCase ? '(?i:' : '(?-i:';
}

/** Inside a class of `v` syntax these have a meaning, alone or doubled; escaped they have none. */
function classLiteral(character: string): string {
  return /[()[\]{}/\-\\|&!#%,:;<=>@`~^$*+.?]/.test(character) ? `\\${character}` : character;
}
