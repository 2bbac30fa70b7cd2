/** Codes that stand for something once and for a short time. They live in memory: a restart ends them. */
import { randomBytes } from 'node:crypto';

export class OneTimeCodes<T> {
  readonly #held = new Map<string, { readonly value: T; readonly endsAt: number }>();
  readonly #lifetimeMs: number;
  readonly #now: () => number;

  constructor(lifetimeMs: number, now: () => number) {
    this.#lifetimeMs = lifetimeMs;
    this.#now = now;
  }

  /** A new code, 32 letters and digits that cannot be guessed. */
  give(value: T): string {
    for (const [code, held] of this.#held) if (held.endsAt <= this.#now()) this.#held.delete(code);
    const code = randomBytes(24).toString('base64url').replace(/[-_]/g, 'x');
    this.#held.set(code, { value, endsAt: this.#now() + this.#lifetimeMs });
    return code;
  }

  /** What the code stands for; it is used up by asking. */
  take(code: string): T | undefined {
    const held = this.#held.get(code);
    this.#held.delete(code);
    return held === undefined || held.endsAt <= this.#now() ? undefined : held.value;
  }
}
