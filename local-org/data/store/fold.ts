/**
 * Case folding of text as the data layer compares it: one character folds to one character, a character outside ASCII never folds into ASCII.
 * The second rule lets SQLite's own ASCII comparison (NOCASE, LIKE) answer every question that asks for ASCII text, with its indexes; only text
 * outside ASCII goes through {@link fold}. Final sigma folds with sigma; sharp s, dotted I and the Kelvin sign stay themselves.
 */

const isAsciiText = /^[\0-\x7f]*$/;
const folded = new Map<string, string>();

export function isAscii(text: string): boolean {
  return isAsciiText.test(text);
}

export function fold(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  let result = '';
  for (const character of text) result += character < '\x80' ? character.toLowerCase() : foldCharacter(character);
  return result;
}

function foldCharacter(character: string): string {
  const known = folded.get(character);
  if (known !== undefined) return known;
  const result = computeFold(character);
  folded.set(character, result);
  return result;
}

function computeFold(character: string): string {
  const upper = oneCharacter(character.toUpperCase(), character);
  return oneCharacter(upper.toLowerCase(), character);
}

/** Keeps `otherwise` where the mapping changes the number of characters or lands in ASCII. */
function oneCharacter(mapped: string, otherwise: string): string {
  const isOne = mapped.length > 0 && String.fromCodePoint(mapped.codePointAt(0)!).length === mapped.length;
  return isOne && mapped > '\x7f' ? mapped : otherwise;
}
