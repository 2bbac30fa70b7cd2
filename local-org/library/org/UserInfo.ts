/** System.UserInfo: the running user, in tests the one of System.runAs. */
import { TimeZone } from '../core/time-zone.ts';
import { defineClass } from '../define.ts';
import { context } from '../ports.ts';

export const USER_INFO = defineClass('System.UserInfo', {
  'static String getUserId()': () => context().user.id,
  'static String getUserName()': () => context().user.username,
  'static String getName()': () => context().user.name,
  'static String getFirstName()': () => context().user.firstName ?? null,
  'static String getLastName()': () => context().user.lastName ?? null,
  'static String getUserRoleId()': () => context().user.roleId ?? null,
  /** platform-facts: user-session-id */
  'static String getSessionId()': () => null,
  'static String getUiTheme()': () => 'Theme4d',
  'static String getUiThemeDisplayed()': () => 'Theme4d',
  'static String getDefaultCurrency()': () => 'USD',
  'static String getUserEmail()': () => context().user.email,
  'static String getProfileId()': () => context().user.profileId,
  'static String getUserType()': () => context().user.userType,
  'static System.TimeZone getTimeZone()': () => new TimeZone(context().user.timeZone),
  'static String getLocale()': () => context().user.locale,
  'static String getLanguage()': () => languageOf(context().user.locale),
  'static String getOrganizationId()': () => context().user.organizationId,
  'static String getOrganizationName()': () => context().user.organizationName,
  /** The local org knows one currency. */
  'static Boolean isMultiCurrencyOrganization()': () => false,
});

/** platform-facts: user-language-from-locale. Users of the local org have no language of their own: English locales give the platform's default en_US. */
function languageOf(locale: string): string {
  return locale.startsWith('en') ? 'en_US' : locale;
}
