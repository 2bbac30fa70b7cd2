/** Takes transactions: facts, register sequences and the answer become durable together, or nothing does. */
import type { components } from '../../contracts/generated/pos-ingest.generated.ts';
import type { GatewayStore, StoreTransaction } from '../../delivery/store.ts';
import type { NewWork } from '../../delivery/work.ts';
import type { HealthLog } from '../../health/health-log.ts';
import type { Clock } from '../../shared/clock.ts';
import { Refusal } from '../../shared/failures.ts';
import type { FactWork, TillNames } from '../../system/salesforce/till-names.ts';
import { tellRegisters, type SequenceCounts } from './register-cursors.ts';
import type { TillNetwork } from './signature.ts';
import { factsOf, type TillFact } from './till-facts.ts';
import type { Transaction } from './transaction.ts';

export type UploadAnswer = components['schemas']['UploadAnswer'];
type LineAnswer = components['schemas']['LineAnswer'];

export interface IntakeParts {
  readonly store: GatewayStore;
  readonly names: Pick<TillNames, 'name'>;
  readonly health: HealthLog;
  readonly clock: Clock;
  /** More waits than can be delivered soon: nothing is taken until it is less. */
  readonly isFull: () => boolean;
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
  readonly isRepeated: boolean;
  readonly sequences: SequenceCounts;
}

/** Thrown to undo a transaction that met lines which were told before: what they said then has to be looked up first. */
class ToldBefore extends Error {
  readonly keys: readonly string[];

  constructor(keys: readonly string[]) {
    super('lines were told before');
    this.keys = keys;
  }
}

export class TillIntake {
  readonly #parts: IntakeParts;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /** Answers once it is durable. Throws Refusal GW-BUSY (503) or GW-KEY-REUSED (409). */
  async accept(upload: Upload): Promise<UploadAnswer> {
    const { isFull, health, clock } = this.#parts;
    const { source } = upload.network;
    if (isFull()) {
      health.count(source, 'refused-busy');
      throw new Refusal('GW-BUSY', 'More waits for the org than can be delivered soon. Keep this, and send it again.', { status: 503 });
    }
    const taken = await this.#take(upload);
    if (taken.isRepeated) health.count(source, 'replayed-answer');
    else this.#sayHealth(upload, taken, clock.now());
    return taken.answer;
  }

  async #take(upload: Upload): Promise<Taken> {
    const lines = upload.transactions.map((transaction) => factsOf(transaction, upload.network.source));
    let hashes: ReadonlyMap<string, string> = new Map();
    for (;;) {
      try {
        return await this.#parts.store.transaction((transaction) => this.#store(transaction, upload, lines, hashes));
      } catch (error) {
        if (!(error instanceof ToldBefore)) throw error;
        hashes = new Map([...hashes, ...(await this.#hashesOf(upload.network.source, error.keys))]);
      }
    }
  }

  async #store(transaction: StoreTransaction, { network, transactions, idempotency }: Upload, lines: readonly (readonly (TillFact | undefined)[])[], hashes: ReadonlyMap<string, string>): Promise<Taken> {
    const scope = `pos|${network.network}`;
    const before = await transaction.answerOf(scope, idempotency.key);
    if (before !== undefined) {
      if (before.hash !== idempotency.hash) throw new Refusal('GW-KEY-REUSED', `The Idempotency-Key ${idempotency.key} was used for another upload. Give each upload a key of its own; lines that were told before count once whatever the key.`, { status: 409 });
      return { answer: before.answer as UploadAnswer, isRepeated: true, sequences: { opened: 0, closed: 0, late: 0 } };
    }
    const taken = await this.#append(transaction, lines.flat().filter((line) => line !== undefined), hashes);
    const sequences = await tellRegisters(transaction, network, transactions, this.#parts.clock.now());
    const answer = { transactions: transactions.map((told, index) => answerOf(told, lines[index]!, taken)) };
    await transaction.remember(scope, idempotency.key, { hash: idempotency.hash, answer });
    return { answer, isRepeated: false, sequences };
  }

  /**
   * What is told of each line. Lines that were told before with another content are kept beside the first, under a key of their own: the org makes them a
   * conflict, and nothing of either is lost.
   */
  async #append(transaction: StoreTransaction, lines: readonly TillFact[], hashes: ReadonlyMap<string, string>): Promise<ReadonlyMap<TillFact, LineAnswer>> {
    const seen = new Map<string, string>(hashes);
    const answers = new Map<TillFact, LineAnswer>();
    const added: { readonly line: TillFact; readonly work: NewWork }[] = [];
    for (const line of lines) {
      const { key } = line.fact;
      const before = seen.get(key);
      const body = workBodyOf(line);
      const named = this.#parts.names.name(body);
      answers.set(line, answerOfLine(line, before, named));
      if (before === line.hash) continue;
      seen.set(key, before ?? line.hash);
      const lane = 'location' in named ? `${named.sku}|${named.location}` : `${line.fact.sku ?? line.gtin ?? ''}|?${line.store}`;
      added.push({ line, work: { kind: 'fact', source: line.fact.source, key: before === undefined ? key : `${key}#${line.hash}`, lane, body, occurredAtMs: Date.parse(line.fact.occurredAt) } });
    }
    const stored = await transaction.append(added.map(({ work }) => work));
    const toldBefore = added.filter(({ line, work }, index) => stored[index] === false && work.key === line.fact.key).map(({ work }) => work.key);
    if (toldBefore.length > 0) throw new ToldBefore(toldBefore);
    return answers;
  }

  async #hashesOf(source: string, keys: readonly string[]): Promise<readonly [string, string][]> {
    const found = await Promise.all(keys.map((key) => this.#parts.store.find({ kind: 'fact', source, key, most: 1 })));
    // Somebody else's fact under this key (a handheld's, say) has no hash of a till: it contradicts.
    return keys.map((key, index) => [key, (found[index]?.[0]?.body as FactWork | undefined)?.till?.hash ?? 'none']);
  }

  #sayHealth({ network: { source }, transactions }: Upload, { answer, sequences }: Taken, nowMs: number): void {
    const { health } = this.#parts;
    const statuses = answer.transactions.flatMap(({ lines }) => lines.map(({ status }) => status));
    const many = (...wanted: readonly LineAnswer['status'][]): number => statuses.filter((status) => wanted.includes(status)).length;
    const say = (what: Parameters<HealthLog['count']>[1], by: number): void => { if (by > 0) health.count(source, what, by); };
    say('received', many('Accepted', 'Held', 'Conflict'));
    say('duplicate', many('Duplicate'));
    say('sequence-gap', sequences.opened);
    say('sequence-gap-closed', sequences.closed);
    say('late', sequences.late);
    for (const { occurredAt } of transactions) health.hop(source, 'source-to-gateway', Math.max(0, nowMs - Date.parse(occurredAt)));
  }
}

function workBodyOf({ fact, store, gtin, hash }: TillFact): FactWork {
  return { ...fact, till: { store, ...(gtin === undefined ? {} : { gtin }), hash } };
}

/** @param before hash of what was told under this key before, if anything was */
function answerOfLine({ line, fact: { key }, hash }: TillFact, before: string | undefined, named: ReturnType<TillNames['name']>): LineAnswer {
  if (before === hash) return { line, status: 'Duplicate', key };
  if (before !== undefined) return { line, status: 'Conflict', key, message: `Another line was told as ${key} before; both are kept.` };
  return 'location' in named ? { line, status: 'Accepted', key } : { line, status: 'Held', key, ...named };
}

function answerOf(told: Transaction, lines: readonly (TillFact | undefined)[], taken: ReadonlyMap<TillFact, LineAnswer>): UploadAnswer['transactions'][number] {
  const { store, register, businessDay, sequence } = told;
  return { store, register, businessDay, sequence, lines: lines.map((line, index) => (line === undefined ? { line: told.lines![index]!.line, status: 'NoGoods' } : taken.get(line)!)) };
}
