/** A user of the local org's console without a browser: calls the Apex that components call, under the same checks. */
import { createHmac } from 'node:crypto';
import type { OrgAddress } from '../org-connection.ts';

/** What Apex refuses a user. */
export class Refusal extends Error {}

export class ConsoleSession {
  readonly #org: OrgAddress;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(org: OrgAddress) {
    this.#org = org;
    const { port } = new URL(org.url);
    this.#headers = {
      cookie: `console_sid_${port === '' ? '80' : port}=${org.token}`, 'content-type': 'application/json',
      'x-console-token': createHmac('sha256', org.token).update('console request').digest('base64url'),
    };
  }

  /** @throws Refusal with the text a component would show */
  async call<Answer>(method: string, parameters: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    const response = await fetch(`${this.#org.url}/console/apex/${method.replace('.', '/')}`, { method: 'POST', headers: this.#headers, body: JSON.stringify(parameters) });
    const body = (await response.json()) as { readonly value?: Answer; readonly message?: string };
    if (!response.ok) throw new Refusal(`${method}: ${body.message ?? String(response.status)}`);
    return body.value as Answer;
  }
}
