/** Where every way in puts its facts: each once, durable with whatever else belongs to the same call, and nothing contradicted is lost. */
import { createHash } from 'node:crypto';
import type { GatewayStore, StoreTransaction } from '../../delivery/store.ts';
import type { NewWork } from '../../delivery/work.ts';
import type { HealthLog } from '../../health/health-log.ts';
import type { Clock } from '../../shared/clock.ts';
import { Refusal } from '../../shared/failures.ts';
import type { FactWork, TillNames, Told } from '../../system/salesforce/till-names.ts';

export interface InboxParts {
  readonly store: Pick<GatewayStore, 'transaction' | 'find'>;
  readonly names: Pick<TillNames, 'name'>;
  /** More waits than can be delivered soon: nothing is taken until it is less. */
  readonly isFull: () => boolean;
}

/** Accepted: on its way. Duplicate: told before. Held: kept until somebody mends what the reason says. Conflict: something else was told under this key; both are kept. */
export interface FactAnswer {
  readonly key: string;
  readonly status: 'Accepted' | 'Duplicate' | 'Held' | 'Conflict';
  readonly reason?: 'GW-UNKNOWN-STORE' | 'GW-UNKNOWN-GTIN';
  readonly message?: string;
}

/** What else happens in the transaction of the facts. It may be run again, so it changes nothing outside. */
export interface AroundFacts<T> {
  /** Before anything is stored; an answer other than `undefined` is all there is to do. */
  readonly first?: (transaction: StoreTransaction) => Promise<T | undefined>;
  /** One answer per fact, in their order. */
  readonly then: (transaction: StoreTransaction, answers: readonly FactAnswer[]) => Promise<T>;
}

/** A fact as it was told, with what tells it apart from another telling under its key. */
export function toldFact(fact: Omit<FactWork, 'told'>, names: Omit<Told, 'hash'> = {}): FactWork {
  const hash = createHash('sha256').update(JSON.stringify([inOrder(fact), inOrder(names)])).digest('hex').slice(0, 16);
  return { ...fact, told: { ...names, hash } };
}

/** What was taken, for figures; only when it is durable. */
export function countTold(facts: readonly FactWork[], answers: readonly FactAnswer[], { health, clock }: { readonly health: HealthLog; readonly clock: Clock }): void {
  for (const [index, { source, occurredAt }] of facts.entries()) {
    const isNew = answers[index]!.status !== 'Duplicate';
    health.count(source, isNew ? 'received' : 'duplicate');
    if (isNew) health.hop(source, 'source-to-gateway', Math.max(0, clock.now() - Date.parse(occurredAt)));
  }
}

function inOrder(value: object): unknown {
  return Object.entries(value).filter(([, part]) => part !== undefined).toSorted(([one], [other]) => (one < other ? -1 : 1));
}

/** Thrown to undo a transaction that met facts which were told before: what was told then has to be looked up first. */
class ToldBefore extends Error {
  readonly facts: readonly FactWork[];

  constructor(facts: readonly FactWork[]) {
    super('facts were told before');
    this.facts = facts;
  }
}

/** Hash of what was told first, by source and key. */
type Hashes = ReadonlyMap<string, string>;

export class FactInbox {
  readonly #parts: InboxParts;

  constructor(parts: InboxParts) {
    this.#parts = parts;
  }

  /** Resolves once it is durable. Throws Refusal GW-BUSY (503). */
  async take<T>(facts: readonly FactWork[], around: AroundFacts<T>): Promise<T> {
    if (this.#parts.isFull()) throw new Refusal('GW-BUSY', 'More waits for the org than can be delivered soon. Keep this, and send it again.', { status: 503 });
    let hashes: Hashes = new Map();
    for (;;) {
      try {
        return await this.#parts.store.transaction(async (transaction) => (await around.first?.(transaction)) ?? around.then(transaction, await this.#append(transaction, facts, hashes)));
      } catch (error) {
        if (!(error instanceof ToldBefore)) throw error;
        hashes = new Map([...hashes, ...(await this.#hashesOf(error.facts))]);
      }
    }
  }

  /** What contradicts an earlier telling is stored beside it, under a key of its own: the org makes the two a conflict. */
  async #append(transaction: StoreTransaction, facts: readonly FactWork[], hashes: Hashes): Promise<readonly FactAnswer[]> {
    const seen = new Map(hashes);
    const added: { readonly fact: FactWork; readonly work: NewWork }[] = [];
    const answers = facts.map((fact) => {
      const before = seen.get(identityOf(fact));
      const hash = fact.told!.hash;
      const named = this.#parts.names.name(fact);
      if (before !== hash) added.push({ fact, work: workOf(fact, before === undefined ? fact.key : `${fact.key}#${hash}`, named) });
      seen.set(identityOf(fact), before ?? hash);
      return answerOf(fact, before, named);
    });
    const stored = await transaction.append(added.map(({ work }) => work));
    const toldBefore = added.filter(({ fact, work }, index) => stored[index] === false && work.key === fact.key).map(({ fact }) => fact);
    if (toldBefore.length > 0) throw new ToldBefore(toldBefore);
    return answers;
  }

  async #hashesOf(facts: readonly FactWork[]): Promise<readonly (readonly [string, string])[]> {
    return Promise.all(facts.map(async (fact) => {
      const [item] = await this.#parts.store.find({ kind: 'fact', source: fact.source, key: fact.key, most: 1 });
      // What came in by another door has no hash: the org compares.
      return [identityOf(fact), (item?.body as FactWork | undefined)?.told?.hash ?? 'unknown'] as const;
    }));
  }
}

function identityOf({ source, key }: FactWork): string {
  return `${source}|${key}`;
}

function workOf(fact: FactWork, key: string, named: ReturnType<TillNames['name']>): NewWork {
  const lane = 'location' in named ? `${named.sku}|${named.location}` : `${fact.sku ?? fact.told?.gtin ?? ''}|?${fact.location ?? fact.told?.store ?? ''}`;
  return { kind: 'fact', source: fact.source, key, lane, body: fact, occurredAtMs: Date.parse(fact.occurredAt) };
}

/** @param before hash of what was told under this key first, if anything was */
function answerOf({ key, told }: FactWork, before: string | undefined, named: ReturnType<TillNames['name']>): FactAnswer {
  if (before === told!.hash) return { key, status: 'Duplicate' };
  if (before !== undefined) return { key, status: 'Conflict', message: `Something else was told as ${key} before; both are kept.` };
  return 'location' in named ? { key, status: 'Accepted' } : { key, status: 'Held', ...named };
}
