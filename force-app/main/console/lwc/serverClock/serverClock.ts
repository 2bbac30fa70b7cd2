import { Ticker } from './ticker';

/** Where the clock reads time; replaced in tests. */
export interface TimeSources {
  /** Milliseconds that only ever grow, whatever happens to the time of day. */
  monotonic(): number;
  /** The device's time of day: may be wrong, and may be set while the page is open. */
  wall(): number;
}

interface Sample {
  readonly server: number;
  readonly takenAt: number;
  /** Half the round trip: how far the sample may be off. */
  readonly errorMillis: number;
}

/** Corrections of a device's clock come in small steps; more than this at once is sleep, or somebody setting the clock. */
const JUMP_MILLIS = 2_000;
/** After this long without a look at the clock the page was asleep, whatever the two time sources say. */
const ASLEEP_MILLIS = 90_000;
/** A good sample is preferred to a newer, less exact one for this long: crystals drift. */
const SAMPLE_LIFE_MILLIS = 300_000;

const DEVICE: TimeSources = { monotonic: () => performance.now(), wall: () => Date.now() };

/**
 * The org's time in the browser. It counts on from the org's last answer with the monotonic clock, so a device that thinks it is
 * yesterday shows the same timers as every other. When the device has slept, or its clock was set, the time is in doubt: whoever listens asks the org again.
 */
export class ServerClock {
  readonly #sources: TimeSources;
  readonly #doubtListeners = new Set<() => void>();
  #sample: Sample | undefined;
  #lead: number;
  #lastLook: number;

  constructor(sources: TimeSources = DEVICE) {
    this.#sources = sources;
    this.#lead = sources.wall() - sources.monotonic();
    this.#lastLook = sources.monotonic();
  }

  /** Before a call whose answer carries the org's time; goes to {@link take} with the answer. */
  mark(): number {
    return this.#sources.monotonic();
  }

  /** The org said `nowMillis` in its answer to a call that was sent at the mark. */
  take(nowMillis: number, sentAt: number): void {
    this.check();
    const receivedAt = this.#sources.monotonic();
    const errorMillis = Math.max(0, receivedAt - sentAt) / 2;
    const sample: Sample = { server: nowMillis, takenAt: receivedAt - errorMillis, errorMillis };
    if (this.isBetter(sample)) this.#sample = sample;
  }

  /** Epoch milliseconds by the org's clock; by the device's until the org has answered. */
  now(): number {
    this.check();
    const sample = this.#sample;
    return sample === undefined ? this.#sources.wall() : sample.server + this.#sources.monotonic() - sample.takenAt;
  }

  /** Looks whether time has jumped. Every tick calls it; so does a page that becomes visible. */
  check(): void {
    const monotonic = this.#sources.monotonic();
    const lead = this.#sources.wall() - monotonic;
    const jump = lead - this.#lead;
    const silence = monotonic - this.#lastLook;
    this.#lead = lead;
    this.#lastLook = monotonic;
    if (Math.abs(jump) < JUMP_MILLIS && silence < ASLEEP_MILLIS) return;
    if (this.#sample !== undefined) {
      // Some browsers stop the monotonic clock while the device sleeps. Until the org answers, a leap forward is taken for sleep: better a timer that warns too early.
      const slept = Math.max(0, jump);
      this.#sample = { ...this.#sample, server: this.#sample.server + slept, errorMillis: Number.POSITIVE_INFINITY };
    }
    for (const listener of [...this.#doubtListeners]) listener();
  }

  /** Calls back when the time is in doubt. Returns what ends it. */
  onDoubt(listener: () => void): () => void {
    this.#doubtListeners.add(listener);
    return () => {
      this.#doubtListeners.delete(listener);
    };
  }

  private isBetter(sample: Sample): boolean {
    const known = this.#sample;
    if (known === undefined || sample.errorMillis <= known.errorMillis) return true;
    if (sample.takenAt - known.takenAt > SAMPLE_LIFE_MILLIS) return true;
    const difference = Math.abs(sample.server - (known.server + sample.takenAt - known.takenAt));
    return difference > sample.errorMillis + known.errorMillis;
  }
}

/** The one clock of the page. platform-facts: one-module-per-page. */
export const serverClock = new ServerClock();
const ticker = new Ticker(serverClock);

/** Calls back at every whole second of the org's time while the page is visible, and at once when it becomes visible again. Returns what ends it. */
export function onTick(listener: (now: number) => void): () => void {
  return ticker.add(listener);
}
