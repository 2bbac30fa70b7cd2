import { onError, subscribe, unsubscribe } from 'lightning/empApi';
import type { EmpSubscription } from 'lightning/empApi';
import type { AvailabilityChange } from 'c/availabilityRows';

const CHANNEL = '/event/Availability_Changed__e';
const ONLY_NEW_EVENTS = -1;
/** Orgs may publish only crossings of a threshold, so even a live screen asks for the whole answer now and then. */
const CATCH_UP_SECONDS = { connecting: 60, live: 60, polling: 5 } as const;

/** live: changes arrive by themselves; polling: they do not, so whole answers are fetched every few seconds; connecting: not known yet. */
export type StreamState = 'connecting' | 'live' | 'polling';

export interface StreamListener {
  onChange(change: AvailabilityChange): void;
  /** Fetches the whole answer, because events may have been missed. Rejects when the org cannot be reached. */
  catchUp(): Promise<void>;
  onState(state: StreamState): void;
}

/**
 * Keeps a component up to date: change events while the stream is up, whole answers when events may have been missed,
 * that is when the page becomes visible again, when the network returns, and at intervals.
 */
export class AvailabilityStream {
  #listener: StreamListener;
  #state: StreamState = 'connecting';
  #isStopped = false;
  #subscription: EmpSubscription | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(listener: StreamListener) {
    this.#listener = listener;
  }

  async start(): Promise<void> {
    document.addEventListener('visibilitychange', this.handleVisibility);
    window.addEventListener('online', this.handleOnline);
    onError(this.handleStreamError);
    try {
      this.#subscription = await subscribe<AvailabilityChange>(CHANNEL, ONLY_NEW_EVENTS, (message) => this.receive(message.data.payload));
      if (this.#isStopped) await unsubscribe(this.#subscription);
      else this.enter('live');
    } catch {
      // Push is not granted to every user or edition; the numbers then come at intervals, and the screen says so.
      this.enter('polling');
    }
  }

  stop(): void {
    this.#isStopped = true;
    document.removeEventListener('visibilitychange', this.handleVisibility);
    window.removeEventListener('online', this.handleOnline);
    clearTimeout(this.#timer);
    if (this.#subscription !== undefined) void unsubscribe(this.#subscription);
  }

  private receive(change: AvailabilityChange): void {
    if (this.#isStopped) return;
    this.enter('live');
    this.#listener.onChange(change);
  }

  private enter(state: StreamState): void {
    if (this.#isStopped) return;
    clearTimeout(this.#timer);
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- the next whole answer; stop() ends it
    this.#timer = setTimeout(() => {
      void this.catchUpIfSeen();
    }, CATCH_UP_SECONDS[state] * 1000);
    if (state === this.#state) return;
    this.#state = state;
    this.#listener.onState(state);
  }

  /** A hidden page asks nothing; it catches up when it is looked at again. */
  private async catchUpIfSeen(): Promise<void> {
    if (document.visibilityState === 'visible') await this.catchUp();
    else this.enter(this.#state);
  }

  private async catchUp(): Promise<void> {
    try {
      await this.#listener.catchUp();
      // A subscription mends itself; the answer shows that the org is there again. Without one, polling is all there is.
      this.enter(this.#subscription === undefined ? 'polling' : 'live');
    } catch {
      this.enter('polling');
    }
  }

  private handleVisibility = (): void => {
    if (document.visibilityState === 'visible') void this.catchUp();
  };

  private handleOnline = (): void => {
    void this.catchUp();
  };

  private handleStreamError = (): void => {
    this.enter('polling');
  };
}
