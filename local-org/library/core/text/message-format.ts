/** String.format: java.text.MessageFormat with arguments turned into text first, so that `{0,number}` and the like have nothing to format and are refused. */
import { StringException } from '../../../values/exceptions.ts';
import { UnsupportedFeature } from '../../unsupported.ts';

/** `{0}` becomes the argument, `''` a quote, quoted text stays as it is; a place without argument is left standing. */
export function formatMessage(pattern: string, values: readonly string[]): string {
  let output = '';
  let at = 0;
  let isQuoted = false;
  while (at < pattern.length) {
    const character = pattern[at]!;
    if (character === "'") {
      const isDoubled = pattern[at + 1] === "'";
      if (isDoubled) output += "'";
      else isQuoted = !isQuoted;
      at += isDoubled ? 2 : 1;
    } else if (character === '{' && !isQuoted) {
      const end = closingBrace(pattern, at);
      output += argumentText(pattern.slice(at + 1, end), values);
      at = end + 1;
    } else {
      output += character;
      at++;
    }
  }
  return output;
}

function closingBrace(pattern: string, open: number): number {
  let depth = 0;
  for (let at = open; at < pattern.length; at++) {
    if (pattern[at] === '{') depth++;
    if (pattern[at] === '}' && --depth === 0) return at;
  }
  throw new StringException('Unmatched braces in the pattern.');
}

function argumentText(inside: string, values: readonly string[]): string {
  const [index, style] = inside.split(',', 2) as [string, string?];
  if (!/^\s*\d+\s*$/.test(index)) throw new StringException(`can't parse argument number: ${index}`);
  if (style !== undefined) throw new UnsupportedFeature(`The format {${inside}} in String.format`, 'Format the argument before and use {n}.');
  return values[Number(index)] ?? `{${Number(index)}}`;
}
