/** Takes transactions: facts, register sequences and the answer become durable together, or nothing does. */
import type { components } from '../../contracts/generated/pos-ingest.generated.ts';
import type { StoreTransaction } from '../../delivery/store.ts';
import type { HealthLog } from '../../health/health-log.ts';
import { FactInbox, type FactAnswer, type InboxParts } from '../../process/inbox/fact-inbox.ts';
import type { Clock } from '../../shared/clock.ts';
import { Refusal } from '../../shared/failures.ts';
import type { FactWork } from '../../system/salesforce/till-names.ts';
import { tellRegisters, type SequenceCounts } from './register-cursors.ts';
import type { TillNetwork } from './signature.ts';
import { factsOf } from './till-facts.ts';
import type { Transaction } from './transaction.ts';

export type UploadAnswer = components['schemas']['UploadAnswer'];
type LineAnswer = components['schemas']['LineAnswer'];

export interface IntakeParts extends InboxParts {
  readonly health: HealthLog;
  readonly clock: Clock;
}

export interface Upload {
  readonly network: TillNetwork;
  /** Normalised, and checked. */
  readonly transactions: readonly Transaction[];
  /** Of this upload: the same key with another hash is another upload. */
  readonly idempotency: { readonly key: string; readonly hash: string };
}

interface Taken {
  readonly answer: UploadAnswer;
  /** `undefined`: this very upload was answered before. */
  readonly sequences: SequenceCounts | undefined;
}

export class TillIntake {
  readonly #parts: IntakeParts;
  readonly #inbox: FactInbox;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
    this.#inbox = new FactInbox(parts);
  }

  /** Answers once it is durable. Throws Refusal GW-BUSY (503) or GW-KEY-REUSED (409). */
  async accept(upload: Upload): Promise<UploadAnswer> {
    const { network, transactions } = upload;
    const facts = transactions.map((transaction) => factsOf(transaction, network.source));
    const taken = await this.#inbox.take<Taken>(facts.flat().filter((fact) => fact !== undefined), {
      first: (transaction) => answeredBefore(transaction, upload),
      then: async (transaction, answers) => {
        const sequences = await tellRegisters(transaction, network, transactions, this.#parts.clock.now());
        const answer = answerOf(transactions, facts, answers);
        await transaction.remember(scopeOf(upload), upload.idempotency.key, { hash: upload.idempotency.hash, answer });
        return { answer, sequences };
      },
    });
    this.#sayHealth(upload, taken);
    return taken.answer;
  }

  #sayHealth({ network: { source }, transactions }: Upload, { answer, sequences }: Taken): void {
    const { health, clock } = this.#parts;
    if (sequences === undefined) {
      health.count(source, 'replayed-answer');
      return;
    }
    const statuses = answer.transactions.flatMap(({ lines }) => lines.map(({ status }) => status));
    const many = (...wanted: readonly LineAnswer['status'][]): number => statuses.filter((status) => wanted.includes(status)).length;
    const say = (what: Parameters<HealthLog['count']>[1], by: number): void => { if (by > 0) health.count(source, what, by); };
    say('received', many('Accepted', 'Held', 'Conflict'));
    say('duplicate', many('Duplicate'));
    say('sequence-gap', sequences.opened);
    say('sequence-gap-closed', sequences.closed);
    say('late', sequences.late);
    for (const { occurredAt } of transactions) health.hop(source, 'source-to-gateway', Math.max(0, clock.now() - Date.parse(occurredAt)));
  }
}

function scopeOf({ network }: Upload): string {
  return `pos|${network.network}`;
}

async function answeredBefore(transaction: StoreTransaction, upload: Upload): Promise<Taken | undefined> {
  const { key, hash } = upload.idempotency;
  const before = await transaction.answerOf(scopeOf(upload), key);
  if (before === undefined) return undefined;
  if (before.hash !== hash) throw new Refusal('GW-KEY-REUSED', `The Idempotency-Key ${key} was used for another upload. Give each upload a key of its own; lines that were told before count once whatever the key.`, { status: 409 });
  return { answer: before.answer as UploadAnswer, sequences: undefined };
}

/** @param answers of the facts of all transactions, in their order */
function answerOf(transactions: readonly Transaction[], facts: readonly (readonly (FactWork | undefined)[])[], answers: readonly FactAnswer[]): UploadAnswer {
  const rest = [...answers];
  return {
    transactions: transactions.map(({ store, register, businessDay, sequence, lines = [] }, index) => ({
      store, register, businessDay, sequence,
      lines: lines.map(({ line }, at) => (facts[index]![at] === undefined ? { line, status: 'NoGoods' } : { line, ...rest.shift()! })),
    })),
  };
}
