import locale from '@salesforce/i18n/locale';

const quantities = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
const clockTimes = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** `1,250` or `2.5`: a quantity in the base unit, in the user's locale, without trailing zeros. */
export function formatQuantity(quantity: number): string {
  return quantities.format(quantity);
}

/** `14:03:22` for an RFC 3339 moment, in the browser's time zone. */
export function formatClockTime(moment: string): string {
  return clockTimes.format(new Date(moment));
}
