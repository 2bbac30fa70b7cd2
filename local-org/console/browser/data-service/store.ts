/**
 * The record store of a document. Every question a wire asks has one entry, shared by all who ask it; an entry knows which records its answer holds,
 * in which version. When one of them changes, every entry that holds it is asked again, so that all parts of a page show the same record.
 */
import { deepFreeze } from '../deep-freeze.ts';
import { keepRefreshable } from '../refreshable.ts';

export interface Provisioned<Data = unknown> {
  readonly data: Data | undefined;
  readonly error: unknown;
}
export const NOTHING_YET: Provisioned = { data: undefined, error: undefined };

type Subscriber = (value: Provisioned) => void;

export interface Question {
  /** Equal questions share an answer. */
  readonly key: string;
  readonly fetch: () => Promise<unknown>;
}

/** As long as the platform keeps a record before it asks again for a new component. */
const FRESH_MILLISECONDS = 30_000;

const entries = new Map<string, Entry>();
/** Newest version seen of each record. */
const versions = new Map<string, number>();

export function entryFor(question: Question): Entry {
  const known = entries.get(question.key);
  if (known !== undefined) return known;
  const entry = new Entry(question);
  entries.set(question.key, entry);
  return entry;
}

export class Entry {
  readonly #fetch: () => Promise<unknown>;
  /** With what each was handed last. */
  readonly #subscribers = new Map<Subscriber, Provisioned | undefined>();
  #records: ReadonlyMap<string, number> = new Map();
  #json: string | undefined;
  #value: Provisioned | undefined;
  #answeredAt = 0;
  #pending: Promise<void> | undefined;
  #queued: Promise<void> | undefined;

  constructor({ fetch }: Question) {
    this.#fetch = fetch;
  }

  get isWatched(): boolean {
    return this.#subscribers.size > 0;
  }

  /** Hands over what is known, asks when that is nothing or old, and goes on handing over. Answers the function that ends it. */
  subscribe(subscriber: Subscriber): () => void {
    this.#subscribers.set(subscriber, undefined);
    if (this.#value?.error === undefined && this.#value !== undefined && Date.now() - this.#answeredAt < FRESH_MILLISECONDS) this.#tell(subscriber);
    // An equal answer is told to nobody, but this one has not heard the first.
    else void (this.#pending ?? this.load()).then(() => { this.#tell(subscriber); });
    return () => {
      this.#subscribers.delete(subscriber);
    };
  }

  /** One request at a time. Who asks while one is under way shares the one after it: the answer on its way may be older than the question. */
  load(): Promise<void> {
    if (this.#pending === undefined) {
      this.#pending = this.#load().finally(() => {
        this.#pending = undefined;
      });
      return this.#pending;
    }
    this.#queued ??= this.#pending.then(() => {
      this.#queued = undefined;
      return this.load();
    });
    return this.#queued;
  }

  holds(recordId: string): boolean {
    return this.#records.has(recordId);
  }

  isOlderThan(recordId: string, version: number): boolean {
    const own = this.#records.get(recordId);
    return own !== undefined && own !== 0 && own < version;
  }

  /** Nobody watches: the next who asks gets a new answer. */
  forget(): void {
    this.#answeredAt = 0;
  }

  async #load(): Promise<void> {
    try {
      const data = await this.#fetch();
      this.#answeredAt = Date.now();
      this.#records = recordsIn(data);
      const json = JSON.stringify(data);
      if (json !== this.#json || this.#value?.error !== undefined) {
        this.#json = json;
        this.#emit({ data: deepFreeze(data), error: undefined });
      }
      learn(this.#records);
    } catch (error) {
      this.#emit({ data: undefined, error });
    }
  }

  #emit(value: Provisioned): void {
    this.#value = value;
    keepRefreshable(value, () => this.load());
    for (const subscriber of [...this.#subscribers.keys()]) this.#tell(subscriber);
  }

  #tell(subscriber: Subscriber): void {
    const value = this.#value;
    if (value === undefined || !this.#subscribers.has(subscriber) || this.#subscribers.get(subscriber) === value) return;
    this.#subscribers.set(subscriber, value);
    subscriber(value);
  }
}

/** Answers that hold a record in an older version than one just seen are asked again. */
function learn(records: ReadonlyMap<string, number>): void {
  for (const [id, version] of records) {
    if (version <= (versions.get(id) ?? 0)) continue;
    versions.set(id, version);
    for (const entry of entries.values()) if (entry.isOlderThan(id, version)) void renew(entry);
  }
}

/** A record has changed, or may have: whatever shows it is asked again. Resolves when the answers are there. */
export async function recordsChanged(recordIds: readonly string[]): Promise<void> {
  const stale = [...entries.values()].filter((entry) => recordIds.some((id) => entry.holds(id)));
  await Promise.all(stale.map(renew));
}

function renew(entry: Entry): Promise<void> {
  if (entry.isWatched) return entry.load();
  entry.forget();
  return Promise.resolve();
}

/** Every record an answer holds, at any depth, with its version. */
function recordsIn(data: unknown, found = new Map<string, number>()): Map<string, number> {
  if (typeof data !== 'object' || data === null) return found;
  const { id, apiName, fields, weakEtag } = data as { id?: unknown; apiName?: unknown; fields?: unknown; weakEtag?: unknown };
  if (typeof id === 'string' && typeof apiName === 'string' && typeof fields === 'object') found.set(id, Math.max(found.get(id) ?? 0, typeof weakEtag === 'number' ? weakEtag : 0));
  for (const member of Object.values(data)) recordsIn(member, found);
  return found;
}
