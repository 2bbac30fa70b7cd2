/** Formats that follow the user's locale exist for en_US only; for other locales they are refused rather than guessed. */
import { context } from '../../ports.ts';
import { UnsupportedFeature } from '../../unsupported.ts';

export function requireEnglish(what: string): void {
  const { locale } = context().user;
  if (locale !== 'en_US') throw new UnsupportedFeature(`${what} for a user with the locale ${locale}`, 'Set the user\'s locale to en_US or format with an explicit pattern.');
}
