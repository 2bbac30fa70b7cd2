import locale from '@salesforce/i18n/locale';
import type { Entry } from '@salesforce/apex/RuleDesk';

const moments = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });

const ICONS: Readonly<Record<string, { readonly icon: string; readonly variant: string }>> = {
  'In force': { icon: 'utility:success', variant: 'success' },
  'Begins later': { icon: 'utility:clock', variant: '' },
  Draft: { icon: 'utility:edit', variant: '' },
  Over: { icon: 'utility:history', variant: '' },
  Retired: { icon: 'utility:archive', variant: '' },
};

/** `27 Nov 2026, 08:00` in the browser's time zone. */
export function ruleMomentText(millis: number): string {
  return moments.format(millis);
}

/** `SAFETY v3`, as entries and tasks name it. */
export function setName(entry: Entry): string {
  return `${entry.name ?? ''} v${String(entry.version ?? 0)}`;
}

/** The moment as a field of type datetime-local takes it, in the browser's time zone; empty for no moment. */
export function momentField(iso: string): string {
  const moment = new Date(iso);
  if (iso === '' || Number.isNaN(moment.getTime())) return '';
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${String(moment.getFullYear())}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}T${two(moment.getHours())}:${two(moment.getMinutes())}`;
}

/** What such a field holds as a moment in UTC; empty for none. */
export function momentOfField(value: string): string {
  return value === '' ? '' : new Date(value).toISOString();
}

/** When the set counts, or why it does not: never a colour alone. */
export function validityText(entry: Entry): string {
  const { fromMillis, untilMillis, standing } = entry;
  if (standing === 'Draft') return 'Decides nothing yet';
  if (standing === 'Retired') return 'Taken out of force';
  const from = typeof fromMillis === 'number' ? `from ${ruleMomentText(fromMillis)}` : 'always';
  return typeof untilMillis === 'number' ? `${typeof fromMillis === 'number' ? `${from} ` : ''}until ${ruleMomentText(untilMillis)}` : from;
}

export function standingIcon(standing: string | null | undefined): { readonly icon: string; readonly variant: string } {
  return ICONS[standing ?? ''] ?? { icon: 'utility:rules', variant: '' };
}

/** `1 rule`, `12 rules`. */
export function ruleCountText(count: number): string {
  return `${String(count)} ${count === 1 ? 'rule' : 'rules'}`;
}
