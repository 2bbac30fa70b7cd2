import { onError, subscribe, unsubscribe } from 'lightning/empApi';
import type { EmpSubscription } from 'lightning/empApi';

const CHANNEL = '/event/Stock_Signal__e';
const ONLY_NEW_EVENTS = -1;
/** Events of a live stream can still be missed, and an org may publish only some of them: everybody asks at this interval, and only for what has changed. */
const ASK_SECONDS = 20;
/** While the org does not answer. */
const RETRY_SECONDS = 5;
/** What arrives in one delivery is asked for together; what follows while the org is being asked shares the question after it, so waiting longer saves nothing. */
const TOGETHER_MILLIS = 0;

export interface StockSignal {
  readonly Kind__c?: string | null;
  readonly Location_Code__c?: string | null;
  readonly Subject_Key__c?: string | null;
  readonly Record_Id__c?: string | null;
  readonly Message__c?: string | null;
  readonly Version__c?: number | null;
}

/** live: signals arrive; polling: they do not, and the org is asked now and then; offline: the org did not answer; connecting: not known yet. */
export type SignalState = 'connecting' | 'live' | 'polling' | 'offline';

export interface SignalListener {
  /** Is the signal about what the screen shows? */
  wants(signal: StockSignal): boolean;
  /** Fetches what has changed. Rejects when the org cannot be reached or refuses. */
  refresh(): Promise<void>;
  onState(state: SignalState): void;
}

/** Keeps a screen of tasks up to date: asks at once when a signal says so, when the page is looked at again, when the network returns, and at intervals. */
export class SignalStream {
  #listener: SignalListener;
  #state: SignalState = 'connecting';
  #isStopped = true;
  #isSubscribed = false;
  #subscription: EmpSubscription | undefined;
  #nextAsk: ReturnType<typeof setTimeout> | undefined;
  #asking: Promise<void> | undefined;
  #isAskedAgain = false;
  #isAskSoon = false;

  constructor(listener: SignalListener) {
    this.#listener = listener;
  }

  async start(): Promise<void> {
    if (!this.#isStopped) return;
    this.#isStopped = false;
    document.addEventListener('visibilitychange', this.handleReturn);
    window.addEventListener('online', this.handleReturn);
    this.askIn(ASK_SECONDS * 1000);
    try {
      const subscription = await subscribe<StockSignal>(CHANNEL, ONLY_NEW_EVENTS, (message) => this.receive(message.data.payload));
      if (this.isStopped()) {
        await unsubscribe(subscription);
        return;
      }
      this.#subscription = subscription;
      this.#isSubscribed = true;
      onError(() => this.handleStreamError());
      this.enter('live');
    } catch {
      // Push is not granted to every user, and its clients are counted; the screen then says how often it asks.
      this.enter('polling');
    }
  }

  stop(): void {
    this.#isStopped = true;
    document.removeEventListener('visibilitychange', this.handleReturn);
    window.removeEventListener('online', this.handleReturn);
    clearTimeout(this.#nextAsk);
    if (this.#subscription !== undefined) void unsubscribe(this.#subscription);
    this.#subscription = undefined;
    this.#isSubscribed = false;
  }

  /** Asks the org now; once more afterwards when it is being asked already, because that answer may be older than the wish. */
  async ask(): Promise<void> {
    if (this.#asking === undefined) this.#asking = this.askUntilDone();
    else this.#isAskedAgain = true;
    await this.#asking;
  }

  private async askUntilDone(): Promise<void> {
    clearTimeout(this.#nextAsk);
    this.#isAskSoon = false;
    let isAnswered = false;
    try {
      await this.refreshUntilNew();
      isAnswered = true;
    } catch {
      // The listener shows what failed; here it only matters that the next try comes sooner.
    } finally {
      this.#asking = undefined;
    }
    if (isAnswered) this.enter(this.#isSubscribed ? 'live' : this.#state === 'connecting' ? 'connecting' : 'polling');
    else this.enter('offline');
    this.askIn((isAnswered ? ASK_SECONDS : RETRY_SECONDS) * 1000);
  }

  private async refreshUntilNew(): Promise<void> {
    this.#isAskedAgain = false;
    await this.#listener.refresh();
    if (this.#isAskedAgain && !this.#isStopped) await this.refreshUntilNew();
  }

  private askIn(millis: number): void {
    clearTimeout(this.#nextAsk);
    if (this.#isStopped) return;
    this.#isAskSoon = millis === TOGETHER_MILLIS;
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- the next question; stop() ends it
    this.#nextAsk = setTimeout(() => {
      // A hidden page asks nothing; it asks when it is looked at again.
      if (document.visibilityState === 'hidden') this.askIn(ASK_SECONDS * 1000);
      else void this.ask();
    }, millis);
  }

  private receive(signal: StockSignal): void {
    if (this.#isStopped || !this.#listener.wants(signal)) return;
    // The answer under way may be older than the signal.
    if (this.#asking !== undefined) this.#isAskedAgain = true;
    else if (!this.#isAskSoon) this.askIn(TOGETHER_MILLIS);
  }

  private enter(state: SignalState): void {
    if (this.#isStopped || state === this.#state) return;
    this.#state = state;
    this.#listener.onState(state);
  }

  private isStopped(): boolean {
    return this.#isStopped;
  }

  private handleReturn = (): void => {
    if (document.visibilityState !== 'hidden') void this.ask();
  };

  /** The platform keeps error listeners for the life of the page, so one of a stopped stream must do nothing. */
  private handleStreamError(): void {
    if (this.#isStopped) return;
    void this.ask();
  }
}
