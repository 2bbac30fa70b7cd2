/** What `@salesforce/i18n/*` says about a user: worked out from their locale with the rules of the Unicode locale data that Node carries. */

export type I18nFacts = Readonly<Record<string, string | number | boolean>>;

/** 3 February 2001, 16:05:06 UTC: every part shows whether it is padded. */
const SAMPLE = new Date(Date.UTC(2001, 1, 3, 16, 5, 6));

export function i18nFacts(locale: string, timeZone: string, currency: string): I18nFacts {
  const date = (options: Intl.DateTimeFormatOptions): string => datePattern(locale, options);
  const shortDate = date({ year: 'numeric', month: 'numeric', day: 'numeric' });
  const mediumDate = date({ year: 'numeric', month: 'short', day: 'numeric' });
  const longDate = date({ year: 'numeric', month: 'long', day: 'numeric' });
  const shortTime = date({ timeStyle: 'short' });
  const mediumTime = date({ timeStyle: 'medium' });
  return {
    locale, timeZone, currency,
    lang: locale.split('-')[0] ?? locale,
    dir: textDirection(locale),
    firstDayOfWeek: firstDayOfWeek(locale),
    defaultCalendar: 'gregorian',
    defaultNumberingSystem: 'latn',
    showJapaneseCalendar: false,
    'dateTime.shortDateFormat': shortDate,
    'dateTime.mediumDateFormat': mediumDate,
    'dateTime.longDateFormat': longDate,
    'dateTime.shortTimeFormat': shortTime,
    'dateTime.mediumTimeFormat': mediumTime,
    'dateTime.shortDateTimeFormat': `${shortDate} ${shortTime}`,
    'dateTime.mediumDateTimeFormat': `${mediumDate} ${mediumTime}`,
    'dateTime.longDateTimeFormat': `${longDate} ${mediumTime}`,
    ...numberFacts(locale, currency),
  };
}

function numberFacts(locale: string, currency: string): I18nFacts {
  const part = (type: Intl.NumberFormatPartTypes, value: number, options: Intl.NumberFormatOptions = {}): string =>
    new Intl.NumberFormat(locale, { numberingSystem: 'latn', useGrouping: true, ...options }).formatToParts(value).find((candidate) => candidate.type === type)?.value ?? '';
  return {
    'number.decimalSeparator': part('decimal', 1.5),
    'number.groupingSeparator': part('group', 1_234_567),
    'number.currencySymbol': part('currency', 1, { style: 'currency', currency }),
    'number.minusSign': part('minusSign', -1),
    'number.plusSign': part('plusSign', 1, { signDisplay: 'always' }),
    'number.percentSign': part('percentSign', 1, { style: 'percent' }),
    'number.exponentialSign': 'E',
    'number.superscriptingExponentSign': '×',
    'number.perMilleSign': '‰',
    'number.infinity': '∞',
    'number.nan': 'NaN',
    'number.numberFormat': '#,##0.###',
    'number.percentFormat': numberPattern(locale, { style: 'percent' }, '#,##0'),
    'number.currencyFormat': numberPattern(locale, { style: 'currency', currency }, '#,##0.00'),
  };
}

const DATE_LETTERS: Readonly<Record<string, string>> = { year: 'y', month: 'M', day: 'd', hour: 'h', minute: 'm', second: 's', dayPeriod: 'a' };

/** `dd/MM/yyyy`, in the letters of Unicode date patterns. */
function datePattern(locale: string, options: Intl.DateTimeFormatOptions): string {
  const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC', numberingSystem: 'latn', calendar: 'gregory' });
  const isTwelveHours = format.resolvedOptions().hour12 === true;
  return format.formatToParts(SAMPLE).map(({ type, value }) => {
    if (type === 'literal') return /\p{L}/u.test(value) ? value.replace(/\p{L}+/gu, (word) => `'${word}'`) : value.replace(/[\u202f\u00a0]/g, ' ');
    if (type === 'month' && !/^\d+$/.test(value)) return options.month === 'long' ? 'MMMM' : 'MMM';
    if (type === 'year') return 'yyyy';
    if (type === 'hour' && !isTwelveHours) return 'HH'.slice(0, hourDigits(locale, options));
    return (DATE_LETTERS[type] ?? '').repeat(type === 'dayPeriod' ? 1 : Math.max(1, type === 'hour' ? 1 : value.length));
  }).join('');
}

/** Of hours below ten. */
function hourDigits(locale: string, options: Intl.DateTimeFormatOptions): number {
  const early = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC', numberingSystem: 'latn' }).formatToParts(new Date(Date.UTC(2001, 1, 3, 4, 5, 6)));
  return early.find(({ type }) => type === 'hour')?.value.length ?? 2;
}

/** Where the sign stands around the digits. */
function numberPattern(locale: string, options: Intl.NumberFormatOptions, digits: string): string {
  const parts = new Intl.NumberFormat(locale, { numberingSystem: 'latn', ...options }).formatToParts(1);
  const numeric = new Set(['integer', 'group', 'decimal', 'fraction']);
  let isWritten = false;
  return parts.map(({ type, value }) => {
    if (type === 'currency') return '¤';
    if (type === 'percentSign') return '%';
    if (!numeric.has(type)) return value;
    if (isWritten) return '';
    isWritten = true;
    return digits;
  }).join('');
}

interface LocaleInfo {
  getWeekInfo?(): { readonly firstDay: number };
  getTextInfo?(): { readonly direction: string };
}

/** 1: Sunday, as the platform counts; Unicode says 7 for it. */
function firstDayOfWeek(locale: string): number {
  const firstDay = (new Intl.Locale(locale) as LocaleInfo).getWeekInfo?.().firstDay ?? 7;
  return (firstDay % 7) + 1;
}

function textDirection(locale: string): string {
  return (new Intl.Locale(locale) as LocaleInfo).getTextInfo?.().direction ?? 'ltr';
}
