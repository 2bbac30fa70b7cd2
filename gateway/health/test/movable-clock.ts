import type { Clock } from '../../shared/clock.ts';

/** A clock that stands still until a test moves it; sleepers wake when their time has come. */
export interface MovableClock extends Clock {
  pass(milliseconds: number): void;
  /** How many sleep at the moment. */
  readonly sleeping: number;
}

export function movableClock(startMs = Date.UTC(2026, 10, 21, 12)): MovableClock {
  let now = startMs;
  let sleepers: { readonly untilMs: number; readonly wake: () => void }[] = [];
  return {
    now: () => now,
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) {
          resolve();
          return;
        }
        const sleeper = { untilMs: now + milliseconds, wake: resolve };
        sleepers.push(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter((one) => one !== sleeper);
          resolve();
        }, { once: true });
      }),
    pass: (milliseconds) => {
      now += milliseconds;
      const due = sleepers.filter(({ untilMs }) => untilMs <= now);
      sleepers = sleepers.filter(({ untilMs }) => untilMs > now);
      for (const { wake } of due) wake();
    },
    get sleeping() {
      return sleepers.length;
    },
  };
}
