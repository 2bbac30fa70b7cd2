/** Statics of platform classes: they live as long as the Apex transaction and are shared by the contexts nested in it. */
import { context } from './ports.ts';

/** A slot for one value per transaction, never `undefined`; `initial` makes it on the first read. */
export class PerTransaction<T> {
  readonly #initial: () => T;

  constructor(initial: () => T) {
    this.#initial = initial;
  }

  get(): T {
    const { statics } = context();
    const known = statics.get(this) as T | undefined;
    if (known !== undefined) return known;
    const value = this.#initial();
    statics.set(this, value);
    return value;
  }

  set(value: T): void {
    context().statics.set(this, value);
  }
}
