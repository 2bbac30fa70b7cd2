/**
 * A simulated till. It writes every transaction into its journal the moment the customer pays and uploads the journal as real ones do: in batches,
 * each sent unchanged until it is answered. Faults change when and how often it uploads, never what happened.
 */
import { createHmac } from 'node:crypto';
import type { components } from '../../contracts/generated/pos-ingest.generated.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Random } from '../random.ts';

export type Transaction = components['schemas']['Transaction'];
type Upload = components['schemas']['Upload'];

export interface TillIdentity {
  readonly network: string;
  readonly secret: string;
  /** As tills call it. */
  readonly store: string;
  readonly register: string;
}

/** Shares of cases: 0 never, 1 always. */
export interface TillFaults {
  /** Nothing is uploaded; sales go on. */
  readonly isOffline: boolean;
  /** Uploads sent a second time although they were answered. */
  readonly repeatedShare: number;
  /** Transactions that are left out of some uploads and come with a later one, after others of their register. */
  readonly heldBackShare: number;
  /** Uploads whose answer the till never sees; it sends them again. */
  readonly lostAnswerShare: number;
  /** How far its clock is wrong, in what it signs and in what it writes; above 0 is ahead. */
  readonly clockSkewMs: number;
}

export const NO_TILL_FAULTS: TillFaults = { isOffline: false, repeatedShare: 0, heldBackShare: 0, lostAnswerShare: 0, clockSkewMs: 0 };

export interface SoldLine {
  readonly sku: string;
  readonly quantity: number;
  /** Request key of a reservation that is collected. */
  readonly correlation?: string;
}

/** Answers a status and a body; rejects when the connection fails. */
export type Send = (path: string, body: string, headers: Readonly<Record<string, string>>) => Promise<{ readonly status: number; readonly body: unknown }>;

interface Batch {
  readonly key: string;
  readonly body: string;
  readonly transactions: readonly Transaction[];
}

const MOST_LINES_PER_UPLOAD = 200;
/** What is held back misses so many uploads. */
const MISSED_UPLOADS = 10;

export class SimulatedTill {
  readonly identity: TillIdentity;
  faults: TillFaults = NO_TILL_FAULTS;
  /** Everything that happened, told or not. */
  readonly journal: Transaction[] = [];
  readonly #clock: Clock;
  readonly #random: Random;
  #unsent: Transaction[] = [];
  #held: { readonly transaction: Transaction; uploads: number }[] = [];
  #sending: Batch | undefined;
  #sequence = 0;
  #uploads = 0;
  #sequenceDay = '';

  constructor(identity: TillIdentity, { clock, random }: { readonly clock: Clock; readonly random: Random }) {
    this.identity = identity;
    this.#clock = clock;
    this.#random = random;
  }

  /** Transactions nobody was told of yet. */
  get waiting(): number {
    return this.#unsent.length + this.#held.length + (this.#sending?.transactions.length ?? 0);
  }

  sell(lines: readonly SoldLine[]): Transaction {
    return this.#write('Sale', lines.map(({ sku, quantity, correlation }, index) => ({ line: index + 1, sku, quantity, ...(correlation === undefined ? {} : { correlation }) })));
  }

  takeBack(lines: readonly { readonly sku: string; readonly quantity: number; readonly condition?: 'sellable' | 'inspection' | 'damaged' }[]): Transaction {
    return this.#write('Return', lines.map((line, index) => ({ line: index + 1, ...line })));
  }

  /** Takes back a transaction of this till as a whole. */
  void(voided: Transaction): Transaction {
    return this.#write('Void', voided.lines ?? [], { businessDay: voided.businessDay, sequence: voided.sequence });
  }

  noSale(): Transaction {
    return this.#write('NoSale', []);
  }

  /**
   * One upload: what failed before comes first, unchanged.
   * @returns how many transactions were answered
   */
  async upload(send: Send): Promise<number> {
    if (this.faults.isOffline) return 0;
    const batch = this.#sending ?? this.#nextBatch();
    if (batch === undefined) return 0;
    this.#sending = batch;
    const attempt = (): ReturnType<Send> => send('/pos/v1/transactions', batch.body, this.#headers(batch));
    const answer = await attempt();
    if (answer.status !== 202) throw new Error(`The gateway answered ${String(answer.status)}: ${JSON.stringify(answer.body)}`);
    if (this.#random.happens(this.faults.lostAnswerShare)) return 0;
    this.#sending = undefined;
    if (this.#random.happens(this.faults.repeatedShare)) await attempt();
    return batch.transactions.length;
  }

  #headers({ key, body }: Batch): Record<string, string> {
    const seconds = String(Math.floor(this.#now() / 1000));
    const signature = createHmac('sha256', this.identity.secret).update(`${seconds}.`).update(body).digest('hex');
    return { 'content-type': 'application/json', 'x-till': this.identity.network, 'idempotency-key': key, 'x-signature': `t=${seconds},v1=${signature}` };
  }

  #nextBatch(): Batch | undefined {
    for (const one of this.#held) one.uploads++;
    const due = this.#held.filter(({ uploads }) => uploads > MISSED_UPLOADS).map(({ transaction }) => transaction);
    this.#held = this.#held.filter(({ uploads }) => uploads <= MISSED_UPLOADS);
    const left: Transaction[] = [];
    const taken: Transaction[] = [];
    let lines = 0;
    for (const transaction of [...due, ...this.#unsent]) {
      const count = transaction.lines?.length ?? 0;
      if (lines + count > MOST_LINES_PER_UPLOAD || taken.length === MOST_LINES_PER_UPLOAD) left.push(transaction);
      else if (!due.includes(transaction) && this.#random.happens(this.faults.heldBackShare)) this.#held.push({ transaction, uploads: 0 });
      else {
        taken.push(transaction);
        lines += count;
      }
    }
    this.#unsent = left;
    if (taken.length === 0) return undefined;
    this.#uploads++;
    const upload: Upload = { transactions: taken };
    return { key: `${this.identity.store}-${this.identity.register}-${taken[0]!.businessDay}-${String(this.#uploads)}`, body: JSON.stringify(upload), transactions: taken };
  }

  #write(kind: Transaction['kind'], lines: NonNullable<Transaction['lines']>, voids?: NonNullable<Transaction['voids']>): Transaction {
    const occurredAt = new Date(this.#now()).toISOString();
    const businessDay = occurredAt.slice(0, 10);
    if (businessDay !== this.#sequenceDay) [this.#sequenceDay, this.#sequence] = [businessDay, 0];
    this.#sequence++;
    const { store, register } = this.identity;
    const transaction: Transaction = { store, register, businessDay, sequence: this.#sequence, kind, occurredAt, ...(kind === 'NoSale' ? {} : { lines }), ...(voids === undefined ? {} : { voids }) };
    this.journal.push(transaction);
    this.#unsent.push(transaction);
    return transaction;
  }

  #now(): number {
    return this.#clock.now() + this.faults.clockSkewMs;
  }
}
