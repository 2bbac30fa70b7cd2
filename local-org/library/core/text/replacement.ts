/** Replacement texts of replaceAll and replaceFirst: `$1`, `${name}`, and backslashes that take the next character as it is. */
import { ListException, StringException } from '../../../values/exceptions.ts';
import { javaRegex } from './java-regex.ts';
import type { JavaRegex, RegexMatch } from './java-regex.ts';

/** The replacement of one match. */
export function expandReplacement(replacement: string, regex: JavaRegex, match: RegexMatch): string {
  if (!replacement.includes('\\') && !replacement.includes('$')) return replacement;
  let output = '';
  let at = 0;
  while (at < replacement.length) {
    const character = replacement[at]!;
    if (character === '\\') {
      if (at + 1 === replacement.length) throw new StringException('character to be escaped is missing');
      output += replacement[at + 1]!;
      at += 2;
    } else if (character === '$') {
      const reference = groupReference(replacement, at, regex);
      output += match.groups[reference.group] ?? '';
      at += reference.length;
    } else {
      output += character;
      at++;
    }
  }
  return output;
}

/** Java takes one digit, and further ones while such a group exists. */
function groupReference(replacement: string, at: number, regex: JavaRegex): { readonly group: number; readonly length: number } {
  const named = /^\$\{([a-zA-Z]\w*)\}/.exec(replacement.slice(at));
  if (named !== null) {
    const group = regex.groupNames.get(named[1]!);
    if (group === undefined) throw new StringException(`No group with name {${named[1]}}`);
    return { group, length: named[0].length };
  }
  const digits = /^\$(\d+)/.exec(replacement.slice(at))?.[1];
  if (digits === undefined) throw new StringException('Illegal group reference');
  let group = Number(digits[0]);
  if (group > regex.groupCount) throw new ListException(`No group ${group}`);
  let length = 1;
  while (length < digits.length && group * 10 + Number(digits[length]) <= regex.groupCount) {
    group = group * 10 + Number(digits[length]);
    length++;
  }
  return { group, length: length + 1 };
}

export function replaceAllMatches(text: string, source: string, replacement: string): string {
  return replaceMatches(text, javaRegex(source), replacement, Infinity);
}

export function replaceFirstMatch(text: string, source: string, replacement: string): string {
  return replaceMatches(text, javaRegex(source), replacement, 1);
}

/** `limit` is the most matches that are replaced. */
export function replaceMatches(text: string, regex: JavaRegex, replacement: string, limit: number): string {
  let output = '';
  let from = 0;
  let replaced = 0;
  for (const match of regex.matchesIn(text)) {
    if (replaced === limit) break;
    output += text.slice(from, match.start) + expandReplacement(replacement, regex, match);
    from = match.end;
    replaced++;
  }
  return output + text.slice(from);
}
