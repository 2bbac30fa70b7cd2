/** What the gateway keeps on disk, whatever keeps it (SQLite, PostgreSQL). Everything that belongs together is one transaction. */
import type { Ending, NewWork, WorkItem, WorkKind, WorkState } from './work.ts';

export interface GatewayStore {
  /**
   * Runs the work in one durable transaction: when the promise resolves, it survives a power cut. Serializable with regard to the rows it
   * touches: `answerOf` and `cursor` lock what they read. Throwing undoes everything. The work awaits nothing but the transaction, begins no other one,
   * and changes nothing outside before the promise resolves: it shares a commit with others, and may be run again, by itself, when the database refuses something in it or resolves a deadlock.
   */
  transaction<T>(work: (transaction: StoreTransaction) => Promise<T>): Promise<T>;

  /** Due work of lanes in partitions this process holds, oldest first, at most so many of one kind; never of a lane of which an earlier item waits for its next attempt. */
  due(kind: WorkKind, partitions: readonly number[], most: number, nowMs: number): Promise<readonly WorkItem[]>;

  /**
   * Says that this process lives and will for `forMs` more, by the store's own clock. Renews the leases named in `keep`, gives up its others, and takes free
   * or expired ones up to its fair share of all partitions among the processes that live.
   */
  lease(owner: string, keep: readonly number[], forMs: number): Promise<LeaseAnswer>;
  release(owner: string): Promise<void>;

  find(question: WorkQuestion): Promise<readonly WorkItem[]>;
  /** Cursors whose names begin so, in the order of their names; what somebody moves at the same time is told as it was before. */
  cursors(prefix: string): Promise<readonly Cursor[]>;
  /** Counts per kind, source and state, with the oldest item that waits. */
  figures(): Promise<readonly WorkFigure[]>;

  /** Work appended by this process, or (PostgreSQL) by another. */
  onAppended(listener: (appended: ReadonlyMap<WorkKind, number>) => void): () => void;
  /** Forgets work that was done or discarded, and answers that were remembered, before this moment (lasting ones: LASTING_MS before it); answers how much. */
  prune(beforeMs: number): Promise<number>;
  close(): Promise<void>;
}

export interface StoreTransaction {
  /** What was answered under this key before, `undefined` when nothing was. Keeps others from answering it at the same time. */
  answerOf(scope: string, key: string): Promise<RememberedAnswer | undefined>;
  remember(scope: string, key: string, answer: RememberedAnswer): Promise<void>;

  /** A durable position, `undefined` when it was never moved. Locked until the end of the transaction. */
  cursor(name: string): Promise<unknown>;
  moveCursor(name: string, value: unknown): Promise<void>;

  /** Stores work; answers, per item, whether it is new. */
  append(work: readonly NewWork[]): Promise<readonly boolean[]>;
  /** Writes what became of items, and what follows from them. Later changes nothing. An item somebody discarded in the meantime stays so, unless it was Done. */
  finish(endings: readonly (Ending & { readonly nextAttemptAtMs?: number })[]): Promise<void>;
  /** Throws LeaseLost unless this process holds every one of the leases; nobody takes them before the transaction ends. */
  fence(owner: string, leases: readonly Lease[]): Promise<void>;
  /** Dead, discarded or done work waits again from now on, its attempts counted anew; answers how many. */
  redrive(ids: readonly number[], nowMs: number): Promise<number>;
  discard(ids: readonly number[], nowMs: number): Promise<number>;
}

/** Answers of scopes that end so are remembered longer: shops change orders, and take goods back, months after they told of them first. */
export const LASTING_ENDING = '|order';
export const LASTING_MS = 400 * 24 * 3_600_000;

/** How many partitions lanes are spread over; a lane belongs to one for ever. */
export const PARTITIONS = 16;

export interface Lease {
  readonly partition: number;
  /** Grows whenever the partition gets another holder, or the same again after it was given up or had expired. */
  readonly epoch: number;
}

export interface LeaseAnswer {
  readonly held: readonly Lease[];
  /** How many this process should hold; when it holds more, it gives some up as soon as nothing of them is in flight. */
  readonly share: number;
}

/** Another process delivers these partitions now; what this one found out must not be written. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

export interface Cursor {
  readonly name: string;
  readonly value: unknown;
}

export interface RememberedAnswer {
  /** SHA-256 of what was asked, hexadecimal. */
  readonly hash: string;
  /** JSON, as it was answered. */
  readonly answer: unknown;
}

export interface WorkQuestion {
  readonly kind?: WorkKind;
  readonly source?: string;
  readonly state?: WorkState;
  readonly key?: string;
  /** One of these keys; with kind and source they are looked up, whatever else is kept. */
  readonly keys?: readonly string[];
  /** In one of these lanes; cheapest with lanes of one location at a time. */
  readonly lanes?: readonly string[];
  /** In a lane of this location, which is what stands behind its first `|`. */
  readonly location?: string;
  readonly reason?: string;
  readonly ids?: readonly number[];
  /** Received in `[fromMs, toMs)`. */
  readonly fromMs?: number;
  readonly toMs?: number;
  /** Ids greater than this; pages. */
  readonly afterId?: number;
  readonly most: number;
}

export interface WorkFigure {
  readonly kind: WorkKind;
  readonly source: string;
  readonly state: WorkState;
  readonly effect: string | undefined;
  readonly count: number;
  /** Of what waits: when the oldest was received. */
  readonly oldestReceivedAtMs: number | undefined;
}
