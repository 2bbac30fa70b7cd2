import type { ConsoleUser } from './host.ts';
import { i18nFacts, type I18nFacts } from './i18n-facts.ts';

/** Of an org with one currency, as UserInfo answers it. */
const CURRENCY = 'USD';

const known = new Map<string, I18nFacts>();

export function userI18n({ locale, timeZone }: ConsoleUser): I18nFacts {
  const key = `${locale} ${timeZone}`;
  const facts = known.get(key) ?? i18nFacts(locale, timeZone, CURRENCY);
  known.set(key, facts);
  return facts;
}
