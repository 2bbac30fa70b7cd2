import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { i18nFacts } from './i18n-facts.ts';

describe('what a component learns about the locale of its user', () => {
  const of = (locale: string) => i18nFacts(locale, 'Europe/Berlin', 'EUR');

  it('writes dates as the locale does', () => {
    const formats = ['en-US', 'en-GB', 'de-DE'].map((locale) => ['shortDateFormat', 'mediumDateFormat', 'shortTimeFormat'].map((name) => of(locale)[`dateTime.${name}`]));
    assert.deepEqual(formats, [['M/d/yyyy', 'MMM d, yyyy', 'h:mm a'], ['dd/MM/yyyy', 'd MMM yyyy', 'HH:mm'], ['d.M.yyyy', 'd. MMM yyyy', 'HH:mm']]);
  });

  it('writes numbers as the locale does', () => {
    assert.deepEqual(['decimalSeparator', 'groupingSeparator', 'currencySymbol'].map((name) => of('de-DE')[`number.${name}`]), [',', '.', '€']);
    assert.equal(of('en-US')['number.currencyFormat'], '¤#,##0.00');
  });

  it('counts the days of the week from Sunday', () => {
    assert.deepEqual(['en-US', 'de-DE', 'ar-EG'].map((locale) => of(locale)['firstDayOfWeek']), [1, 2, 7]);
  });

  it('knows which way the text runs, and whose time it is', () => {
    assert.deepEqual([of('ar-EG')['dir'], of('en-GB')['dir'], of('en-GB')['timeZone']], ['rtl', 'ltr', 'Europe/Berlin']);
  });
});
