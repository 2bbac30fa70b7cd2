/**
 * Which writes of a transaction a return to a savepoint has undone. Time within the transaction is counted in steps: a savepoint that is entered and a return to
 * one begin a new step, so everything written in a step shares its fate.
 */
export class UndoneSteps {
  #step = 0;
  /** First step after each open savepoint, by its depth. */
  readonly #firstSteps: number[] = [];
  #undone: { readonly first: number; readonly last: number }[] = [];

  /** The step that what is written now belongs to. */
  get step(): number {
    return this.#step;
  }

  isUndone(step: number): boolean {
    return this.#undone.some(({ first, last }) => step >= first && step <= last);
  }

  /** A transaction begins; steps of earlier ones mean nothing any more. */
  begin(): void {
    this.#step = 0;
    this.#undone = [];
  }

  entered(depth: number): void {
    this.#step += 1;
    this.#firstSteps[depth] = this.#step;
  }

  returned(depth: number): void {
    this.#undone.push({ first: this.#firstSteps[depth]!, last: this.#step });
    this.#step += 1;
  }
}
