/** How long lines took from the till to somewhere. */
export class Delays {
  readonly #values: number[] = [];

  add(milliseconds: number): void {
    this.#values.push(milliseconds);
  }

  get count(): number {
    return this.#values.length;
  }

  /** p50, p95 and p99 as a table shows them, in milliseconds. */
  shown(): string {
    return [0.5, 0.95, 0.99].map((share) => this.at(share).toFixed(0)).join(' / ');
  }

  at(share: number): number {
    const sorted = this.#values.toSorted((one, other) => one - other);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  }
}
