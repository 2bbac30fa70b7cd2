/** How an MQTT 3.1.1 broker is told who we are: by user and password, or by an access token that stands for the password or travels with the upgrade of a WebSocket. */
import { brokerUrl, unusable } from './broker-address.ts';
import type { ClientCredentialsLogin, GivenToken } from './client-credentials.ts';

/**
 * What the password is made of. `Plain`: the access token itself. `OAUTH`: `OAUTH~PROFILE~ACCESS_TOKEN`, for a broker that is a resource server, as Solace's brokers, advanced event
 * mesh among them, take it (SolaceDev/solace-dev-codelabs, "Apigee-apim-integration", which says too that the user is ignored). `OPENID`: `OPENID~PROFILE~ID_TOKEN~ACCESS_TOKEN`, for
 * one that is an OpenID client (as public programs of Solace's developers connect). `Upgrade`: there is none; the token is the bearer of the WebSocket's upgrade request.
 */
export type TokenForm = 'Plain' | 'OAUTH' | 'OPENID' | 'Upgrade';

export interface MqttLogin {
  /** `mqtt://`, `mqtts://`, `ws://` or `wss://`. */
  readonly url: string;
  readonly user?: string;
  readonly password?: string;
  /** Every connection has an access token of its own. */
  readonly oauth?: ClientCredentialsLogin;
  /** Absent: `Plain`. */
  readonly tokenForm?: TokenForm;
  /** OAuth profile of the broker for the forms that name one; absent: its default. */
  readonly oauthProfile?: string;
}

const PROTOCOLS = ['mqtt:', 'mqtts:', 'ws:', 'wss:'];
const OF_WEBSOCKETS = ['ws:', 'wss:'];
const NAMES_PROFILE: readonly (TokenForm | undefined)[] = ['OAUTH', 'OPENID'];

/** @throws Refusal GW-CONFIGURATION for an address that is not dialled, and for a login of parts that do not go together */
export function checkMqttLogin({ url, user, password, oauth, tokenForm, oauthProfile }: MqttLogin): void {
  const { protocol } = brokerUrl({ what: 'MQTT', address: url, protocols: PROTOCOLS, hasToken: oauth !== undefined });
  if (oauth === undefined) {
    if (tokenForm !== undefined || oauthProfile !== undefined) throw unusable('MQTT doorbells: tokenForm and oauthProfile say how an access token is given; give oauth with them.');
    return;
  }
  if (password !== undefined) throw unusable('MQTT doorbells: the access token stands for the password; give password or oauth.');
  if (oauthProfile !== undefined && !NAMES_PROFILE.includes(tokenForm)) throw unusable('MQTT doorbells: oauthProfile belongs to the tokenForm OAUTH or OPENID.');
  if (tokenForm === 'Upgrade' && !OF_WEBSOCKETS.includes(protocol)) throw unusable(`MQTT doorbells: the tokenForm Upgrade needs a WebSocket; ${protocol}// is none.`);
  // MQTT 3.1.1, section 3.1.2.9: no password without a user.
  if ((tokenForm ?? 'Plain') === 'Plain' && user === undefined) throw unusable('MQTT doorbells: an access token as the password goes with a user; give user.');
}

/** What goes into the first packet, or into the upgrade request before it. */
export interface GivenLogin {
  readonly username?: string;
  readonly password?: string;
  readonly bearer?: string;
}

/** @returns why there is no login, for people, when the token server did not give what the form needs */
export function mqttLoginOf({ user, password, oauth, tokenForm = 'Plain', oauthProfile = '' }: MqttLogin, token: GivenToken | undefined): GivenLogin | string {
  if (token === undefined || oauth === undefined) return user === undefined ? {} : { username: user, password: password ?? '' };
  if (tokenForm === 'Upgrade') return { ...(user === undefined ? {} : { username: user }), bearer: token.value };
  if (tokenForm === 'OPENID' && token.idToken === undefined) return `${new URL(oauth.tokenUrl).host} gave no ID token beside the access token; ask for the scope openid, or use the tokenForm OAUTH`;
  const parts = { Plain: [token.value], OAUTH: ['OAUTH', oauthProfile, token.value], OPENID: ['OPENID', oauthProfile, token.idToken, token.value] }[tokenForm];
  return { username: user ?? oauth.clientId, password: parts.join('~') };
}

/** Of section 3.2.2.3 of MQTT 3.1.1: the login is wrong, or is not allowed. */
const LOGIN_REFUSED: readonly unknown[] = [4, 5];

/** Why the library's connection failed, for people. */
export function whyNotConnected({ message, code }: { readonly message: string; readonly code?: unknown }, hasToken: boolean): string {
  if (!LOGIN_REFUSED.includes(code)) return message;
  const said = `MQTT return code ${String(code)}, ${message.replace('Connection refused: ', '')}`;
  return hasToken ? `the broker refuses the access token (${said}); check client id, secret and scope, the user, tokenForm and the OAuth profile of the broker` : `the broker refuses user and password (${said}); check them`;
}
