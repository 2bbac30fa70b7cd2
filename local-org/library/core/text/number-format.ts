/** Numbers as people of the user's locale write them: grouped, at most three decimals. */
import { requireEnglish } from './locale.ts';

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3, roundingMode: 'halfEven' });

/** `plain` is a number in plain digits, of any length. */
export function formatNumber(plain: string): string {
  requireEnglish('Formatting a number');
  return grouped.format(plain as `${number}`);
}
