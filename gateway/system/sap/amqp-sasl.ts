/** How a broker is told over AMQP who we are: SASL PLAIN, SASL XOAUTH2 with an access token, or ANONYMOUS where a token has said it already. */

export interface Sasl {
  /** What the library connects with. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Why a broker did not take it, for people; `undefined` when the failure is another. */
  whyRefused(message: string): string | undefined;
}

export interface SaslLogin {
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly token?: string | undefined;
  /** The token travelled with the upgrade request of a WebSocket. */
  readonly isUpgraded: boolean;
}

/** Status of section 5.3.3.6 of AMQP 1.0 that says it was the login; the others say that the broker could not check it. */
const OUTCOME_AUTH = '1';

export function saslOf({ user, password, token, isUpgraded }: SaslLogin): Sasl {
  if (token !== undefined && !isUpgraded) return xoauth2(user ?? '', token);
  if (user !== undefined) return { options: { username: user, password: password ?? '' }, whyRefused: (message) => whyLoginRefused(message, { what: 'user and password', mechanism: 'PLAIN', check: 'user and password' }) };
  if (token === undefined) return { options: {}, whyRefused: () => undefined };
  return { options: { username: 'anonymous' }, whyRefused: (message) => whyLoginRefused(message, { what: 'an anonymous login beside the token', mechanism: 'ANONYMOUS', check: 'whether the broker wants user and password too' }) };
}

/**
 * Google's "OAuth 2.0 Mechanism" (developers.google.com/gmail/imap/xoauth2-protocol), as Solace's brokers take it for AMQP (docs.solace.com, "Client Authentication", OAuth)
 * and SAP's CAP plug-in speaks it to advanced event mesh (cap-java/cds-feature-advanced-event-mesh, AemMessagingConnectionProvider). The library's own counts characters of
 * the user instead of bytes and has no answer to a challenge, with which a broker may say why it refuses: `{"status":"401",…}`, to be answered with nothing.
 */
function xoauth2(user: string, token: string): Sasl {
  let status = '';
  const mechanism = {
    start: (answer: SaslAnswer): void => { answer(undefined, Buffer.from(`user=${user}\x01auth=Bearer ${token}\x01\x01`)); },
    step: (challenge: Buffer, answer: SaslAnswer): void => {
      status = /"status"\s*:\s*"?(\d{3})\b/.exec(challenge.toString())?.[1] ?? '';
      answer(undefined, Buffer.alloc(0));
    },
  };
  const what = { what: 'the access token', mechanism: 'XOAUTH2', check: 'client id, secret and scope, the user, and the OAuth profile of the broker' };
  return { options: { sasl_mechanisms: { XOAUTH2: mechanism } }, whyRefused: (message) => whyLoginRefused(message, { ...what, status }) };
}

type SaslAnswer = (error: undefined, response: Buffer) => void;

interface Login {
  readonly what: string;
  readonly mechanism: string;
  readonly check: string;
  /** As the broker said in a challenge; empty: it did not. */
  readonly status?: string;
}

/** The library says what happened in its own words only: lib/sasl.js of rhea 3.0.5. */
function whyLoginRefused(message: string, { what, mechanism, check, status = '' }: Login): string | undefined {
  const offered = /^No suitable mechanism; server supports (.*)$/s.exec(message)?.[1];
  if (offered !== undefined) return `the broker does not take ${what}: it offers SASL ${offered}, not ${mechanism}; check how it is set up`;
  const outcome = /^Failed to authenticate: (\d)$/.exec(message)?.[1];
  if (outcome === undefined) return undefined;
  const said = `SASL outcome ${outcome}${status === '' ? '' : `, status ${status}`}`;
  if (outcome === OUTCOME_AUTH) return `the broker refuses ${what} (${said}); check ${check}`;
  return `the broker could not check ${what}, or refuses it (${said}); check ${check}, and whether the broker is well`;
}
