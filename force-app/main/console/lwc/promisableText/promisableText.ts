import locale from '@salesforce/i18n/locale';
import type { Promise as DatedPromise } from '@salesforce/apex/LocationAvailability';
import { formatQuantity } from 'c/formatQuantity';

// A day of the org is the same day everywhere: read and written in UTC, no time zone moves it.
const days = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
/** More would not be read; the last one told says that there is more. */
const MOST_STEPS = 2;

/** `20 from 28 Nov`, and before it what of the available can be promised now when later orders need some; `undefined` when there is nothing to add. */
export function promisableText(steps: readonly DatedPromise[] | null | undefined, available: number): string | undefined {
  const [now, ...later] = (steps ?? []).map(({ fromDay, quantity }) => ({ fromDay: fromDay ?? '', quantity: quantity ?? 0 }));
  if (now === undefined) return undefined;
  const texts = later.slice(0, MOST_STEPS).map(({ fromDay, quantity }) => `${formatQuantity(quantity)} from ${days.format(new Date(fromDay))}`);
  if (now.quantity !== available) texts.unshift(`${formatQuantity(now.quantity)} promisable today`);
  if (later.length > MOST_STEPS) texts.push('more later');
  return texts.length === 0 ? undefined : texts.join(', ');
}
