/**
 * Order of text for `<`, `<=`, `>` and `>=`: that of Java's collator for English, without regard to case. Spaces and hyphens count only between texts that are
 * otherwise equal ("co-op" is next to "coop"), punctuation comes before digits, digits before letters. platform-facts: text-order.
 */

/** Space and hyphen are missing: they are ignored at first. */
const ASCII_ORDER = '_,;:!?/.`^~\'"()[]{}@$*\\&#%+<=>|0123456789abcdefghijklmnopqrstuvwxyz';

/** Weight of a character at first sight; 0 is ignored at first. Letters of both cases weigh the same. */
const weights = new Int32Array(128);
for (let index = 0; index < ASCII_ORDER.length; index++) {
  weights[ASCII_ORDER.charCodeAt(index)] = index + 1;
  weights[ASCII_ORDER[index]!.toUpperCase().charCodeAt(0)] = index + 1;
}
const BEYOND_ASCII = 1000;
const COMBINING_MARK = /\p{M}/u;

/** Null is smaller than any text. Negative, zero or positive. */
export function compareText(left: string | null, right: string | null): number {
  if (left === right) return 0;
  if (left === null) return -1;
  if (right === null) return 1;
  return isAscii(left) && isAscii(right) ? compareCodes(left, right, weightOfAscii) : compareCodes(folded(left), folded(right), weightOf);
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) > 127) return false;
  }
  return true;
}

function folded(text: string): string {
  return text.toLowerCase().normalize('NFD');
}

function weightOfAscii(code: number): number {
  return weights[code]!;
}

function weightOf(code: number): number {
  if (code < 128) return weights[code]!;
  return COMBINING_MARK.test(String.fromCharCode(code)) ? 0 : BEYOND_ASCII + code;
}

/** Characters of weight 0 decide only when all the others are equal; the first difference among them counts. */
function compareCodes(left: string, right: string, weigh: (code: number) => number): number {
  let byIgnored = 0;
  let leftIndex = 0;
  let rightIndex = 0;
  for (;;) {
    const leftCode = leftIndex < left.length ? left.charCodeAt(leftIndex) : -1;
    const rightCode = rightIndex < right.length ? right.charCodeAt(rightIndex) : -1;
    if (leftCode < 0 && rightCode < 0) return byIgnored;
    const leftWeight = leftCode < 0 ? -1 : weigh(leftCode);
    const rightWeight = rightCode < 0 ? -1 : weigh(rightCode);
    if (leftWeight !== 0 && rightWeight !== 0) {
      if (leftWeight !== rightWeight) return leftWeight < rightWeight ? -1 : 1;
    } else if (byIgnored === 0) {
      byIgnored = leftWeight !== 0 ? -1 : rightWeight !== 0 ? 1 : Math.sign(leftCode - rightCode);
    }
    if (leftWeight === 0 || rightWeight !== 0) leftIndex++;
    if (rightWeight === 0 || leftWeight !== 0) rightIndex++;
  }
}
