/** What the gateway keeps on disk, whatever keeps it (SQLite, PostgreSQL). Everything that belongs together is one transaction. */
import type { NewWork, Outcome, WorkItem, WorkKind, WorkState } from './work.ts';

export interface GatewayStore {
  /**
   * Runs the work in one durable transaction: when the promise resolves, it survives a power cut. Serializable with regard to the rows it
   * touches: `answerOf` and `cursor` lock what they read. Throwing undoes everything.
   */
  transaction<T>(work: (transaction: StoreTransaction) => Promise<T>): Promise<T>;

  /** Due work of lanes in partitions this process holds, oldest first, at most so many of one kind; never of a lane of which an earlier item waits for its next attempt. */
  due(kind: WorkKind, partitions: readonly number[], most: number, nowMs: number): Promise<readonly WorkItem[]>;

  /** Takes and renews leases on partitions for this process; answers those it holds until `untilMs`. */
  lease(owner: string, partitions: readonly number[], nowMs: number, untilMs: number): Promise<readonly number[]>;
  release(owner: string): Promise<void>;

  find(question: WorkQuestion): Promise<readonly WorkItem[]>;
  /** Counts per kind, source and state, with the oldest item that waits. */
  figures(): Promise<readonly WorkFigure[]>;

  /** Work appended by this process, or (PostgreSQL) by another. */
  onAppended(listener: (kinds: ReadonlySet<WorkKind>) => void): () => void;
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
  /** Writes what became of items, and what follows from them. */
  finish(endings: readonly { readonly item: WorkItem; readonly outcome: Outcome; readonly nextAttemptAtMs?: number }[]): Promise<void>;
  /** Dead, discarded or done work waits again from now on, its attempts counted anew; answers how many. A body replaces the old one. */
  redrive(ids: readonly number[], nowMs: number): Promise<number>;
  discard(ids: readonly number[], nowMs: number): Promise<number>;
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
