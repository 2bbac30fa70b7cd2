interface Clock {
  now(): number;
  check(): void;
}

const SECOND_MILLIS = 1_000;

/** One timer for everything on the page that counts down, however many rows there are. A hidden page does not tick. */
export class Ticker {
  readonly #clock: Clock;
  readonly #listeners = new Set<(now: number) => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(listener: (now: number) => void): () => void {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.start();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.stop();
    };
  }

  private start(): void {
    document.addEventListener('visibilitychange', this.handleVisibility);
    window.addEventListener('pageshow', this.handleVisibility);
    this.plan();
  }

  private stop(): void {
    document.removeEventListener('visibilitychange', this.handleVisibility);
    window.removeEventListener('pageshow', this.handleVisibility);
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  private plan(): void {
    clearTimeout(this.#timer);
    const untilNextSecond = SECOND_MILLIS - (this.#clock.now() % SECOND_MILLIS);
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- the next tick; stop() ends it
    this.#timer = setTimeout(() => {
      this.tick();
    }, untilNextSecond);
  }

  private tick(): void {
    if (document.visibilityState === 'hidden') return;
    const now = this.#clock.now();
    for (const listener of [...this.#listeners]) listener(now);
    if (this.#listeners.size > 0) this.plan();
  }

  private handleVisibility = (): void => {
    if (document.visibilityState === 'hidden') {
      clearTimeout(this.#timer);
      return;
    }
    this.#clock.check();
    this.tick();
  };
}
