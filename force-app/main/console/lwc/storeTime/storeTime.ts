import locale from '@salesforce/i18n/locale';

const formats = new Map<string, Intl.DateTimeFormat>();

/** `18:00`: a moment as the clock on the store's wall shows it; in the browser's time zone when the store's is not known. */
export function storeClockTime(millis: number, timeZone: string | undefined): string {
  return formatFor('time', timeZone, { hour: '2-digit', minute: '2-digit' }).format(millis);
}

/** `18:00` on the store's present day, `Tue 18:00` on another. */
export function storeMoment(millis: number, nowMillis: number, timeZone: string | undefined): string {
  const day = formatFor('day', timeZone, { year: 'numeric', month: 'numeric', day: 'numeric' });
  if (day.format(millis) === day.format(nowMillis)) return storeClockTime(millis, timeZone);
  return formatFor('moment', timeZone, { weekday: 'short', hour: '2-digit', minute: '2-digit' }).format(millis);
}

function formatFor(use: string, timeZone: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${use} ${timeZone ?? ''}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, timeZone === undefined ? options : { ...options, timeZone });
  formats.set(key, format);
  return format;
}
