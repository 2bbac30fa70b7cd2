/** Short names of zones (`PST`, `CET`, `JST`) as Java prints them. Intl knows such names only in the English of the region, so several are asked. */
import { offsetAt, offsetText, zoneName } from '../../../values/timezone.ts';

const ENGLISHES = ['en-US', 'en-GB', 'en-AU', 'en-CA', 'en-IN', 'en-ZA', 'en-NZ'];
/** What no English of Intl abbreviates. */
const OTHERS: Readonly<Record<string, string>> = {
  'Asia/Tokyo': 'JST', 'Asia/Seoul': 'KST', 'Asia/Shanghai': 'CST', 'Asia/Hong_Kong': 'HKT', 'Asia/Singapore': 'SGT', 'Asia/Kolkata': 'IST', 'Asia/Calcutta': 'IST',
};

/** Falls back to `GMT+05:45`. */
export function shortZoneName(zone: string, milliseconds: number): string {
  if (zone === 'GMT' || zone === 'UTC') return zone;
  for (const locale of ENGLISHES) {
    const name = zoneName(zone, milliseconds, 'short', locale);
    if (!/^(?:GMT|UTC)/.test(name)) return name;
  }
  return OTHERS[zone] ?? `GMT${offsetText(offsetAt(zone, milliseconds), ':')}`;
}
