/** Java's character classes in JavaScript's `v` syntax. Without UNICODE_CHARACTER_CLASS the POSIX names and \d \w \s are ASCII. */
import { UnsupportedFeature } from '../../unsupported.ts';

const SPACE = ' \\t\\n\\x0b\\f\\r';
const HORIZONTAL = ' \\t\\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000';
const VERTICAL = '\\n\\x0b\\f\\r\\x85\\u2028\\u2029';

export const classEscapes: Readonly<Record<string, string>> = {
  d: '[0-9]', D: '[^0-9]', w: '[A-Za-z0-9_]', W: '[^A-Za-z0-9_]', s: `[${SPACE}]`, S: `[^${SPACE}]`,
  h: `[${HORIZONTAL}]`, H: `[^${HORIZONTAL}]`, v: `[${VERTICAL}]`, V: `[^${VERTICAL}]`,
};

const PUNCTUATION = '!-\\/\\:-@\\[-`\\{-~';

const posix: Readonly<Record<string, string>> = {
  lower: 'a-z', upper: 'A-Z', ascii: '\\x00-\\x7f', alpha: 'a-zA-Z', digit: '0-9', alnum: 'a-zA-Z0-9', punct: PUNCTUATION, graph: `a-zA-Z0-9${PUNCTUATION}`,
  print: '\\x20-\\x7e', blank: ' \\t', cntrl: '\\x00-\\x1f\\x7f', xdigit: '0-9a-fA-F', space: SPACE,
};

/** Names Java writes with `Is` or `java` in front and JavaScript without. */
const binary: Readonly<Record<string, string>> = {
  isalphabetic: 'Alphabetic', isideographic: 'Ideographic', isletter: 'L', islowercase: 'Lowercase', isuppercase: 'Uppercase', ispunctuation: 'P',
  iscontrol: 'Cc', iswhite_space: 'White_Space', isdigit: 'Nd', isassigned: 'Assigned', javalowercase: 'Lowercase', javauppercase: 'Uppercase',
  javaletter: 'L', javadigit: 'Nd', javaalphabetic: 'Alphabetic',
};

/** The class of `\p{name}`; `source` is the whole pattern, for the message when the name is not known. */
export function propertyClass(name: string, isNegated: boolean, source: string): string {
  const negated = isNegated !== name.startsWith('^');
  const plain = name.replace('^', '');
  const ascii = posix[plain.toLowerCase()];
  if (ascii !== undefined) return `[${negated ? '^' : ''}${ascii}]`;
  const property = unicodeProperty(plain);
  if (property === undefined) throw new UnsupportedFeature(`\\p{${name}} in the regular expression "${source}"`, 'Name the characters of the class.');
  return `\\${negated ? 'P' : 'p'}{${property}}`;
}

function unicodeProperty(name: string): string | undefined {
  const known = binary[name.toLowerCase()];
  if (known !== undefined) return known;
  const scripted = /^(?:script|sc)=(\w+)$/i.exec(name);
  if (scripted !== null) return firstValid([`Script=${scripted[1]!}`]);
  const category = /^(?:general_category|gc)=(\w+)$/i.exec(name);
  if (category !== null) return firstValid([category[1]!]);
  const withoutIs = name.replace(/^Is/, '');
  return firstValid([name, withoutIs, `Script=${withoutIs}`]);
}

function firstValid(properties: readonly string[]): string | undefined {
  return properties.find((property) => {
    try {
      return new RegExp(`\\p{${property}}`, 'v').source !== '';
    } catch (error) {
      if (error instanceof SyntaxError) return false;
      throw error;
    }
  });
}
