/** What the host starts and stops: something that hears doorbells. */
export interface DoorbellListener {
  /** Connects, and again whenever the connection breaks, until it is closed. */
  start(): void;
  readonly isConnected: boolean;
  close(): Promise<void>;
}

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 15_000;

/** How long to wait before the next attempt; every wait doubles, and none is like the other, so that many do not knock at once. */
export function waitBeforeAttempt(attempt: number, random: () => number = Math.random): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt, 20)) * (0.5 + random() / 2);
}
