import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { connectionOptions } from './connection.ts';
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
  readonly #patienceMs: number;
  readonly #self = randomUUID();
  #listener: Listener = () => undefined;
  readonly #pending: Appended = new Map();
  #client: pg.Client | undefined;
  #ringing: Promise<void> | undefined;
  #reconnecting: NodeJS.Timeout | undefined;
  #connecting: Promise<void> | undefined;
  readonly #ended = new WeakSet<pg.Client>();
  #isClosed = false;

  constructor(url: string, patienceMs: number) {
    this.#url = url;
    this.#patienceMs = patienceMs;
  }

  /** From now on; connects again by itself. */
  listen(listener: Listener): Promise<void> {
    this.#listener = listener;
    return this.#connect();
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({ ...connectionOptions(this.#url, this.#patienceMs), application_name: 'holdfast-gateway bell' });
    client.on('notification', ({ payload = '' }) => { this.#hear(payload); });
    client.on('error', () => { this.#lost(client); });
    client.on('end', () => { this.#lost(client); });
    await client.connect();
    await client.query(`LISTEN ${CHANNEL}`);
    if (this.#ended.has(client)) return;
    this.#client = client;
    this.#start();
  }

  /** Rings soon; what is appended while a bell is on its way shares the next. */
  ring(appended: ReadonlyMap<WorkKind, number>): void {
    addAll(this.#pending, appended);
    this.#start();
  }

  /** What is pending while nobody listens is rung when somebody does again. */
  #start(): void {
    if (this.#pending.size === 0 || this.#client === undefined) return;
    this.#ringing ??= this.#ringOut().finally(() => {
      this.#ringing = undefined;
      this.#start();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#reconnecting);
    await this.#connecting;
    await this.#ringing;
    await this.#client?.end();
  }

  async #ringOut(): Promise<void> {
    while (this.#pending.size > 0 && this.#client !== undefined) {
      const payload = JSON.stringify({ from: this.#self, appended: [...this.#pending] });
      this.#pending.clear();
      const client = this.#client;
      // The work is found by the next look. A connection that does not answer is given up, whatever it says of itself.
      await client.query('SELECT pg_notify($1, $2)', [CHANNEL, payload]).catch(() => {
        this.#lost(client);
        void client.end().catch(() => undefined);
      });
    }
  }

  #hear(payload: string): void {
    const { from, appended } = JSON.parse(payload) as { readonly from: string; readonly appended: [WorkKind, number][] };
    if (from !== this.#self) this.#listener(new Map(appended));
  }

  /** A connection says several times that it ended; one other is made for it. */
  #lost(client: pg.Client): void {
    if (this.#isClosed || this.#ended.has(client)) return;
    this.#ended.add(client);
    if (this.#client === client) this.#client = undefined;
    if (this.#client === undefined) this.#connectSoon();
  }

  #connectSoon(): void {
    if (this.#isClosed) return;
    clearTimeout(this.#reconnecting);
    this.#reconnecting = setTimeout(() => { this.#connecting = this.#connect().catch(() => { this.#connectSoon(); }); }, RECONNECT_MS);
  }
}
