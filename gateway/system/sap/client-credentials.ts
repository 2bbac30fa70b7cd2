/** Access tokens by OAuth 2.0 client credentials (RFC 6749, section 4.4): kept until shortly before they end, and asked for by one caller while the others wait. */
import { whyNoAnswer } from '../../shared/answers.ts';
import type { Clock } from '../../shared/clock.ts';
import { TransientFailure } from '../../shared/failures.ts';

export interface ClientCredentialsLogin {
  /** Where tokens are asked for, for example `https://SUBDOMAIN.authentication.eu10.hana.ondemand.com/oauth/token`. */
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Scopes, divided by spaces; absent: what the server gives this client. */
  readonly scope?: string;
}

export interface GivenToken {
  /** The access token. */
  readonly value: string;
  /** OpenID Connect's, from a server that gives one beside it (usually for the scope `openid`). */
  readonly idToken?: string;
}

interface Token extends GivenToken {
  /** From here on another is asked for. */
  readonly renewAtMs: number;
}

interface Asking {
  readonly token: Promise<Token>;
  readonly signal: AbortSignal | undefined;
}

const TIMEOUT_MS = 30_000;
/** A token is renewed so long before it ends; one that lives for less than twice as long, after half its life. */
const MARGIN_MS = 30_000;
/** What a header may carry. */
const TOKEN = /^[\x21-\x7e]+$/;

export class ClientCredentials {
  readonly #login: ClientCredentialsLogin;
  readonly #clock: Clock;
  #kept: Token | undefined;
  #asking: Asking | undefined;

  constructor(login: ClientCredentialsLogin, clock: Clock) {
    this.#login = login;
    this.#clock = clock;
  }

  /**
   * A token that is good for a while yet.
   * @throws TransientFailure when there is none: everything waits until somebody repairs it. It never holds the secret
   */
  async token(signal?: AbortSignal): Promise<string> {
    return (await this.#given(signal)).value;
  }

  /** What is asked for now, for what may end with its token: a connection. */
  async fresh(signal?: AbortSignal): Promise<GivenToken> {
    this.#kept = undefined;
    return this.#given(signal);
  }

  /** It was refused: the next caller asks for another, unless somebody has one already. */
  forget(token: string): void {
    if (this.#kept?.value === token) this.#kept = undefined;
  }

  async #given(signal: AbortSignal | undefined): Promise<Token> {
    for (;;) {
      if (this.#kept !== undefined && this.#clock.now() < this.#kept.renewAtMs) return this.#kept;
      const asking = (this.#asking ??= this.#begin(signal));
      try {
        return await asking.token;
      } catch (error) {
        // Who asked gave up; who waited for the answer did not.
        if (asking.signal?.aborted !== true || signal?.aborted === true) throw error;
      }
    }
  }

  #begin(signal: AbortSignal | undefined): Asking {
    const token = this.#ask(signal).then((given) => (this.#kept = given)).finally(() => { this.#asking = undefined; });
    return { token, signal };
  }

  async #ask(signal: AbortSignal | undefined): Promise<Token> {
    const { status, text } = await this.#post(signal);
    const { access_token: value, id_token: idToken, expires_in: seconds, error } = fieldsOf(text);
    if (status !== 200 || typeof value !== 'string' || !TOKEN.test(value)) {
      const reason = typeof error === 'string' && /^[a-z_]{1,40}$/.test(error) ? ` ${error}` : '';
      throw new TransientFailure(`${this.#host} gave no token: it answered ${String(status)}${reason}. Check token address, client id, secret and scope; everything waits until then.`);
    }
    const lifeMs = Number(seconds) * 1000;
    // A server that does not say how long it lasts says so by refusing it.
    const renewAtMs = lifeMs > 0 ? this.#clock.now() + lifeMs - Math.min(MARGIN_MS, lifeMs / 2) : Number.POSITIVE_INFINITY;
    return { value, renewAtMs, ...(typeof idToken === 'string' && TOKEN.test(idToken) ? { idToken } : {}) };
  }

  /**
   * RFC 6749, section 2.3.1: the credentials are URL-encoded before they become a Basic header. SAP's Authorization and Trust Management takes them so only with
   * `X-CF-ENCODED-CREDENTIALS` (SAP-docs/btp-cloud-platform, "Token Retrieval Fails With Status Code 401"), and its client ids have `|` in them.
   */
  async #post(signal: AbortSignal | undefined): Promise<{ readonly status: number; readonly text: string }> {
    const { tokenUrl, clientId, clientSecret, scope } = this.#login;
    const credentials = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64');
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const answer = await fetch(tokenUrl, {
        method: 'POST', redirect: 'manual', signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
        headers: { authorization: `Basic ${credentials}`, 'x-cf-encoded-credentials': 'true', 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
        body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope === undefined ? {} : { scope }) }).toString(),
      });
      return { status: answer.status, text: await answer.text() };
    } catch (error) {
      throw new TransientFailure(`${this.#host} does not answer when asked for a token: ${whyNoAnswer(error)}.`, { cause: error });
    }
  }

  get #host(): string {
    return new URL(this.#login.tokenUrl).host;
  }
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}
