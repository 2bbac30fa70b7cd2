/**
 * What an event trigger keeps when an exception ends it after EventBus.TriggerContext.setResumeCheckpoint: everything it did until it set the checkpoint, as a savepoint
 * of its own among those of the Apex code. platform-facts: event-checkpoint, event-checkpoint-keeps.
 */
import type { Store } from '../data/store/store.ts';
import type { Outbox } from '../events/outbox.ts';

type Savepoints = Pick<Store, 'enterSavepoint' | 'rollbackToSavepoint' | 'leaveSavepoint'>;

export class ResumePoint {
  readonly #store: Savepoints;
  readonly #outbox: () => Outbox;
  #savepoint: number | undefined;
  #mark = 0;
  /** The newest savepoint of the Apex code. */
  #newest = 0;
  /** DML statements that run: their own savepoints would take one inside them along. */
  #statements = 0;
  #isDue = false;

  constructor(store: Savepoints, outbox: () => Outbox) {
    this.#store = store;
    this.#outbox = outbox;
  }

  /** The checkpoint was set. Inside a DML statement it counts from the statement's end. */
  set(): void {
    if (this.#statements > 0) {
      this.#isDue = true;
      return;
    }
    // Savepoints of the Apex code that lie above the old one must live on.
    if (this.#savepoint !== undefined && this.#newest < this.#savepoint) this.#store.leaveSavepoint(this.#savepoint);
    this.#take();
  }

  #take(): void {
    this.#isDue = false;
    this.#savepoint = this.#store.enterSavepoint();
    this.#mark = this.#outbox().mark();
  }

  duringStatement<T>(body: () => T): T {
    this.#statements += 1;
    try {
      return body();
    } finally {
      this.#statements -= 1;
      if (this.#isDue && this.#statements === 0) this.set();
    }
  }

  savepointSet(savepoint: number): void {
    this.#newest = savepoint;
  }

  /** The Apex code went back behind the checkpoint: what it left of its work is what the checkpoint keeps now. */
  rolledBack(savepoint: number): void {
    this.#newest = savepoint;
    if (this.#savepoint !== undefined && savepoint < this.#savepoint) this.#take();
  }

  /** Releasing a savepoint below the checkpoint would release the checkpoint with it; the end of the transaction releases both. */
  mayRelease(savepoint: number): boolean {
    return this.#savepoint === undefined || savepoint > this.#savepoint;
  }

  /** Undoes what was done since the checkpoint; false when there is none. */
  goBack(): boolean {
    if (this.#savepoint === undefined) return false;
    this.#store.rollbackToSavepoint(this.#savepoint);
    this.#outbox().cutTo(this.#mark);
    return true;
  }
}
