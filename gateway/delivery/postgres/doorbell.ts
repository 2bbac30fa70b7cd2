import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { addAll, type Appended } from '../work-row.ts';
import type { WorkKind } from '../work.ts';

const CHANNEL = 'gateway_work';
const RECONNECT_MS = 1_000;

type Listener = (appended: ReadonlyMap<WorkKind, number>) => void;

/**
 * Tells other processes that there is work. Rung after the commit, not in it: NOTIFY inside a transaction takes a lock of the whole database until the
 * commit is on disk, and commits could no longer share a sync. A bell that is lost costs the wait for the next look at what is due, never work.
 */
export class Doorbell {
  readonly #url: string;
  readonly #self = randomUUID();
  readonly #listener: Listener;
  readonly #pending: Appended = new Map();
  #client: pg.Client | undefined;
  #ringing: Promise<void> | undefined;
  #reconnecting: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(url: string, listener: Listener) {
    this.#url = url;
    this.#listener = listener;
  }

  async connect(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#url, application_name: 'holdfast-gateway bell' });
    client.on('notification', ({ payload = '' }) => { this.#hear(payload); });
    client.on('error', () => { this.#lost(client); });
    client.on('end', () => { this.#lost(client); });
    await client.connect();
    await client.query(`LISTEN ${CHANNEL}`);
    this.#client = client;
  }

  /** Rings soon; what is appended while a bell is on its way shares the next. */
  ring(appended: ReadonlyMap<WorkKind, number>): void {
    addAll(this.#pending, appended);
    this.#ringing ??= this.#ringOut();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#reconnecting);
    await this.#ringing;
    await this.#client?.end();
  }

  async #ringOut(): Promise<void> {
    while (this.#pending.size > 0 && this.#client !== undefined) {
      const payload = JSON.stringify({ from: this.#self, appended: [...this.#pending] });
      this.#pending.clear();
      // A broken connection reports itself; the work is found by the next look.
      await this.#client.query('SELECT pg_notify($1, $2)', [CHANNEL, payload]).catch(() => undefined);
    }
    this.#ringing = undefined;
  }

  #hear(payload: string): void {
    const { from, appended } = JSON.parse(payload) as { readonly from: string; readonly appended: [WorkKind, number][] };
    if (from !== this.#self) this.#listener(new Map(appended));
  }

  #lost(client: pg.Client): void {
    if (this.#isClosed || (this.#client !== undefined && this.#client !== client)) return;
    this.#client = undefined;
    clearTimeout(this.#reconnecting);
    this.#reconnecting = setTimeout(() => { void this.connect().catch(() => { this.#lost(client); }); }, RECONNECT_MS);
  }
}
