/** Events one Apex transaction has published and not yet sent. After-commit events follow savepoints and are lost with the transaction; immediate ones leave whatever happens. */

/** Whom to tell what became of the events of one publish call. */
export interface PublishCallback {
  /** The object, written down as jobs are. */
  readonly state: string;
  /** How many callbacks in a row published: 0 when none did. */
  readonly depth: number;
}

export interface PendingEvent {
  readonly objectName: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly callback?: PublishCallback | undefined;
}

export class Outbox {
  readonly #afterCommit: PendingEvent[] = [];
  readonly #immediate: PendingEvent[] = [];

  add(event: PendingEvent, behavior: 'PublishAfterCommit' | 'PublishImmediately'): void {
    (behavior === 'PublishImmediately' ? this.#immediate : this.#afterCommit).push(event);
  }

  /** What has left a transaction inside this one. */
  takeOver(events: readonly PendingEvent[]): void {
    this.#immediate.push(...events);
  }

  /** Position for a savepoint. */
  mark(): number {
    return this.#afterCommit.length;
  }

  /** Takes back the after-commit events published since the mark. */
  cutTo(mark: number): void {
    if (mark < this.#afterCommit.length) this.#afterCommit.length = mark;
  }

  /** What leaves when the transaction ends: everything after success, immediate events after a failure. */
  leaving(succeeded: boolean): readonly PendingEvent[] {
    return succeeded ? [...this.#immediate, ...this.#afterCommit] : this.#immediate;
  }

  get isEmpty(): boolean {
    return this.#afterCommit.length === 0 && this.#immediate.length === 0;
  }
}

