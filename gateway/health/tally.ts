/** How often something happened: within a sliding window, and ever. */

const SLICES = 15;

export class Tally {
  readonly #sliceMs: number;
  readonly #slices = new Float64Array(SLICES);
  #current = 0;
  #total = 0;

  constructor(windowMs: number) {
    this.#sliceMs = Math.ceil(windowMs / SLICES);
  }

  add(by: number, nowMs: number): void {
    this.#forget(nowMs);
    this.#slices[this.#current % SLICES]! += by;
    this.#total += by;
  }

  recent(nowMs: number): number {
    this.#forget(nowMs);
    return this.#slices.reduce((sum, slice) => sum + slice, 0);
  }

  get total(): number {
    return this.#total;
  }

  /** A clock that goes back keeps counting in the newest slice. */
  #forget(nowMs: number): void {
    const number = Math.floor(nowMs / this.#sliceMs);
    if (number <= this.#current) return;
    const over = Math.min(number - this.#current, SLICES);
    for (let step = 0; step < over; step += 1) this.#slices[(number - step) % SLICES] = 0;
    this.#current = number;
  }
}
