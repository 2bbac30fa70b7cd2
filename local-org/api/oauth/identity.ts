/** Who a user is, as `/services/oauth2/userinfo` and the identity address tell it. */
import type { UserContext } from '../../library/ports.ts';

export const identityUrl = (url: string, user: UserContext): string => `${url}/id/${user.organizationId}/${user.id}`;

export function identity(user: UserContext, url: string): object {
  const rest = `${url}/services/data/v{version}/`;
  return {
    id: identityUrl(url, user),
    asserted_user: true,
    sub: identityUrl(url, user),
    user_id: user.id,
    organization_id: user.organizationId,
    username: user.username,
    preferred_username: user.username,
    nick_name: user.username.split('@')[0],
    name: user.name,
    display_name: user.name,
    email: user.email,
    email_verified: true,
    active: true,
    user_type: user.userType,
    language: 'en_US',
    locale: user.locale,
    zoneinfo: user.timeZone,
    urls: { rest, sobjects: `${rest}sobjects/`, query: `${rest}query/`, search: `${rest}search/`, metadata: `${url}/services/Soap/m/{version}/${user.organizationId}`, partner: `${url}/services/Soap/u/{version}/${user.organizationId}` },
  };
}
