import type { Connection, Writer } from './connection.ts';
import { GroupFailure } from './errors.ts';

export interface Outcome<T> {
  readonly result: T;
  /** Settles after the group's COMMIT: answers and effects leave then. Rejects with GroupFailure when the group was lost. */
  readonly committed: Promise<void>;
}

interface Member {
  resolve(): void;
  reject(failure: GroupFailure): void;
}

export interface GroupHooks {
  /** Inside the transaction, just before its COMMIT. */
  beforeCommit(): void;
  /** The group was lost. */
  afterLoss(): void;
}

/** Transactions a group holds before it is committed at once. */
const GROUP_LIMIT = 64;

/**
 * Many Apex transactions share one SQLite transaction, because the sync of a COMMIT costs far more than their statements. Each member is a savepoint;
 * the COMMIT follows in the same turn of the event loop (setImmediate) or when the group is full. Nobody may answer before `committed` settles.
 */
export class GroupCommit {
  readonly #connection: Connection;
  readonly #hooks: GroupHooks;
  #members: Member[] = [];
  #isOpen = false;
  #depth = 0;
  #running = false;
  #isLost = false;
  readonly #savepoints: SavepointStatements[] = [];
  #scheduled: NodeJS.Immediate | undefined;

  constructor(connection: Connection, hooks: GroupHooks) {
    this.#connection = connection;
    this.#hooks = hooks;
  }

  get isRunning(): boolean {
    return this.#running;
  }

  /** Runs `body` as one Apex transaction. When it throws, its writes are undone and the others of its group stay. */
  transaction<T>(body: () => T): Outcome<T> {
    if (this.#running) throw new Error('A transaction is already running: transactions of the store do not nest.');
    this.#open();
    this.#running = true;
    this.#isLost = false;
    const member = this.#savepointAt(0);
    member.open.run();
    let result: T;
    try {
      result = body();
      if (!this.#connection.inTransaction) throw lost();
      member.release.run();
    } catch (error) {
      this.#abandonMember(error);
      throw error;
    } finally {
      this.#running = false;
      this.#depth = 0;
    }
    return { result, committed: this.#join() };
  }

  /** Commits what is open, now. Failures reach the members. */
  flush(): void {
    if (this.#scheduled !== undefined) clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
    if (!this.#isOpen) return;
    const members = this.#members;
    this.#members = [];
    this.#isOpen = false;
    try {
      this.#hooks.beforeCommit();
      this.#connection.writer('COMMIT').run();
    } catch (error) {
      if (this.#connection.inTransaction) this.#connection.writer('ROLLBACK').run();
      this.#hooks.afterLoss();
      failAll(members, error);
      return;
    }
    for (const member of members) member.resolve();
  }

  /** Opens a savepoint inside the running transaction; the depth names it. */
  enter(): number {
    this.requireOpen();
    this.#depth += 1;
    this.#savepointAt(this.#depth).open.run();
    return this.#depth;
  }

  /** Undoes everything since the savepoint, which stays open; later savepoints are gone. */
  rollbackTo(depth: number): void {
    this.#requireLevel(depth);
    this.#savepointAt(depth).rollback.run();
    this.#depth = depth;
  }

  /** Keeps what happened since the savepoint as part of what lies around it; the savepoint and later ones are gone. */
  leave(depth: number): void {
    this.#requireLevel(depth);
    this.#savepointAt(depth).release.run();
    this.#depth = depth - 1;
  }

  isLevelOpen(depth: number): boolean {
    return depth >= 1 && depth <= this.#depth;
  }

  /** Called when a statement failed: SQLite may have closed the transaction with it (disk full, I/O error); then nothing more is written. */
  noteFailure(): void {
    if (this.#running && !this.#connection.inTransaction) this.#isLost = true;
  }

  /** Throws GroupFailure once the running transaction is lost. */
  requireOpen(): void {
    if (this.#isLost) throw lost();
  }

  #requireLevel(depth: number): void {
    this.requireOpen();
    if (!this.isLevelOpen(depth)) throw new Error(`Savepoint ${depth} is not open (open: ${this.#depth}).`);
  }

  #open(): void {
    if (this.#isOpen) return;
    this.#connection.writer('BEGIN IMMEDIATE').run();
    this.#isOpen = true;
    this.#scheduled = setImmediate(() => this.flush());
  }

  #join(): Promise<void> {
    const committed = new Promise<void>((resolve, reject) => this.#members.push({ resolve, reject }));
    // A caller that dropped its promise must not end the process; whoever awaits it still sees the failure.
    committed.catch(() => undefined);
    if (this.#members.length >= GROUP_LIMIT) this.flush();
    return committed;
  }

  #abandonMember(error: unknown): void {
    if (this.#connection.inTransaction) {
      const member = this.#savepointAt(0);
      member.rollback.run();
      member.release.run();
      return;
    }
    // The failed statement closed the whole SQLite transaction (disk full, I/O error): nobody of the group may answer.
    const members = this.#members;
    this.#members = [];
    this.#isOpen = false;
    if (this.#scheduled !== undefined) clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
    this.#hooks.afterLoss();
    failAll(members, error);
  }

  /** Statements of the savepoint at a depth; 0 is the member's own. */
  #savepointAt(depth: number): SavepointStatements {
    return (this.#savepoints[depth] ??= {
      open: this.#connection.writer(`SAVEPOINT level${depth}`),
      rollback: this.#connection.writer(`ROLLBACK TO level${depth}`),
      release: this.#connection.writer(`RELEASE level${depth}`),
    });
  }
}

interface SavepointStatements {
  readonly open: Writer;
  readonly rollback: Writer;
  readonly release: Writer;
}

function lost(): GroupFailure {
  return new GroupFailure('A statement closed the open database transaction; nothing of this group was kept. Try the request again.');
}

function failAll(members: readonly Member[], error: unknown): void {
  const cause = error instanceof Error ? error.message : String(error);
  const failure = new GroupFailure(`The database did not commit (${cause}); nothing of this request was kept. Try it again.`, { cause: error });
  for (const member of members) member.reject(failure);
}
