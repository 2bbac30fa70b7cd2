/** The partner API as clients use it to log in: sessions, the user behind them, passwords. Data operations are refused by name: REST has them. */
import { randomBytes } from 'node:crypto';
import type { UserContext } from '../../library/ports.ts';
import { normalizeId } from '../../values/id.ts';
import type { ApiHost } from '../host.ts';
import { LIFETIME_MS, type Sessions } from '../oauth/sessions.ts';
import { Passwords } from '../oauth/passwords.ts';
import type { SoapValue } from './envelope.ts';
import { SoapFault, soapFault } from './fault.ts';
import { withSession, type SessionCall, type SoapAnswer, type SoapCall, type SoapOperation } from './register.ts';

export function partnerOperations(host: ApiHost, sessions: Sessions): ReadonlyMap<string, SoapOperation> {
  return new Map<string, SoapOperation>([
    ['login', { session: false, run: (call) => login(host, sessions, call) }],
    ['logout', withSession((call) => logout(sessions, call))],
    ['getUserInfo', withSession((call) => ({ result: userInfo(call.user) }))],
    ['getServerTimestamp', withSession(() => ({ result: { timestamp: new Date(host.now()).toISOString() } }))],
    ['setPassword', withSession((call) => setPassword(host, sessions, call))],
    ['resetPassword', withSession((call) => resetPassword(host, sessions, call))],
  ]);
}

/** A security token may follow the password: whoever is on this machine needs none, so nobody is given one. */
async function login(host: ApiHost, sessions: Sessions, { request, version, baseUrl }: SoapCall): Promise<SoapAnswer> {
  const user = host.users.byUsername(request.textOf('username') ?? '');
  const isRight = await sessions.passwords.isRight(user?.id ?? '', request.textOf('password') ?? '');
  if (user === undefined || !isRight) throw loginFault('INVALID_LOGIN', 'Invalid username, password, security token; or user locked out.');
  const sessionId = sessions.issue(host.organizationId, user.id);
  const organization = user.organizationId.slice(0, 15);
  return {
    result: {
      metadataServerUrl: `${baseUrl}/services/Soap/m/${version}/${organization}`, passwordExpired: false, sandbox: false,
      serverUrl: `${baseUrl}/services/Soap/u/${version}/${organization}`, sessionId, userId: user.id, userInfo: userInfo(user),
    },
  };
}

const loginFault = (code: string, message: string): SoapFault => new SoapFault(`sf:${code}`, `${code}: ${message}`, { type: 'LoginFault', content: { exceptionCode: code, exceptionMessage: message } });

function logout(sessions: Sessions, { sessionId }: SessionCall): SoapAnswer {
  sessions.revoke(sessionId);
  return { result: undefined };
}

function userInfo(user: UserContext): SoapValue {
  return {
    accessibilityMode: false, currencySymbol: null, orgAttachmentFileSizeLimit: 5_242_880, orgDefaultCurrencyIsoCode: null, orgDisallowHtmlAttachments: false, orgHasPersonAccounts: false,
    organizationId: user.organizationId, organizationMultiCurrency: false, organizationName: user.organizationName, profileId: user.profileId, roleId: null,
    sessionSecondsValid: LIFETIME_MS / 1000, userDefaultCurrencyIsoCode: null, userEmail: user.email, userFullName: user.name, userId: user.id, userLanguage: 'en_US', userLocale: user.locale,
    userName: user.username, userTimeZone: user.timeZone, userType: user.userType, userUiSkin: 'Theme3',
  };
}

async function setPassword(host: ApiHost, sessions: Sessions, call: SessionCall): Promise<SoapAnswer> {
  const user = requireManaged(host, call);
  const password = call.request.textOf('password') ?? '';
  const problem = Passwords.problemOf(password);
  if (problem !== undefined) throw soapFault('INVALID_NEW_PASSWORD', problem);
  await sessions.passwords.set(user.id, password);
  return { result: {} };
}

async function resetPassword(host: ApiHost, sessions: Sessions, call: SessionCall): Promise<SoapAnswer> {
  const user = requireManaged(host, call);
  const password = `${randomBytes(12).toString('base64url')}a1`;
  await sessions.passwords.set(user.id, password);
  return { result: { password } };
}

/** The user whose password is to change: one's own, or anybody's for whoever manages users. */
function requireManaged(host: ApiHost, call: SessionCall): UserContext {
  const id = normalizeId(call.request.textOf('userId') ?? '');
  const user = id === undefined ? undefined : host.users.byId(id);
  if (user === undefined || user.userType === 'AutomatedProcess') throw soapFault('INVALID_ID_FIELD', 'invalid user id');
  if (user.id !== call.user.id && !call.user.objectAccess('user').edit) throw soapFault('INSUFFICIENT_ACCESS', 'You may not set the password of another user.');
  return user;
}
