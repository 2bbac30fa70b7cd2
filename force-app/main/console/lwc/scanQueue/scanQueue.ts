/** One scan on its way to Apex. Repeating its key is harmless. */
export interface QueuedScan {
  readonly scanKey: string;
  readonly code: string;
  /** Packs; `null` when the code itself says how many, otherwise one. */
  readonly quantity: number | null;
  readonly scannedAtMillis: number;
  readonly device: string;
}

/** sending: all is well; waiting: the org cannot be reached, or failed, and is asked again; refused: it said no several times, or the task is over. */
export type QueueState = 'idle' | 'sending' | 'waiting' | 'refused';

export interface QueueListener<Answer> {
  /** Sends scans in their order. Rejects when they could not be taken. */
  send(scans: readonly QueuedScan[]): Promise<Answer>;
  /** The scans that this answer is about are no longer queued when it is called. */
  onAnswer(answer: Answer, scans: readonly QueuedScan[]): void;
  onState(state: QueueState, failure: unknown): void;
}

interface StoredScan {
  readonly storageKey: string;
  readonly scan: QueuedScan;
}

const STORAGE_PREFIX = 'holdfast.scan';
const MOST_SCANS_AT_ONCE = 50;
/** A refusal may be a busy row, which the org words as one; repeated, it is meant. */
const MOST_REFUSALS = 3;
const RETRY_SECONDS = [1, 2, 4, 8, 15, 30] as const;
const PLACES_OF_COUNTER = 6;

/**
 * Keeps the scans of one task and user until Apex has answered them: in order, over reloads and lost connections.
 * Each scan is stored under a key of its own, so that two windows of one browser never write over each other's scans.
 */
export class ScanQueue<Answer> {
  readonly #prefix: string;
  readonly #listener: QueueListener<Answer>;
  #stored: StoredScan[] = [];
  #state: QueueState = 'idle';
  #isDurable = true;
  #isStarted = false;
  #counter = 0;
  #failedTimes = 0;
  #refusedTimes = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(userId: string, taskId: string, listener: QueueListener<Answer>) {
    this.#prefix = `${STORAGE_PREFIX}.${userId}.${taskId}.`;
    this.#listener = listener;
  }

  /** Takes up what an earlier page could not deliver. */
  start(): void {
    this.#isStarted = true;
    const kept = readStored(this.#prefix);
    const known = new Set(kept.map(({ storageKey }) => storageKey));
    this.#stored = [...kept, ...this.#stored.filter(({ storageKey }) => !known.has(storageKey))];
    window.addEventListener('online', this.handleOnline);
    void this.drain();
  }

  /** Leaves what is queued in the browser; the next page of this task delivers it. */
  stop(): void {
    this.#isStarted = false;
    window.removeEventListener('online', this.handleOnline);
    clearTimeout(this.#timer);
  }

  get scans(): readonly QueuedScan[] {
    return this.#stored.map(({ scan }) => scan);
  }

  get state(): QueueState {
    return this.#state;
  }

  /** Did the last attempt fail? Stays true while the next one is under way. */
  get isDisturbed(): boolean {
    return this.#failedTimes > 0 || this.#state === 'refused';
  }

  /** Would a reload keep what is queued? Not when the browser's storage is full or forbidden. */
  get isDurable(): boolean {
    return this.#isDurable;
  }

  /** Stored before it is sent: a scan that was shown as taken is never lost. */
  add(scan: QueuedScan): void {
    this.#counter += 1;
    const storageKey = `${this.#prefix}${scan.scannedAtMillis}.${String(this.#counter).padStart(PLACES_OF_COUNTER, '0')}.${scan.scanKey}`;
    try {
      localStorage.setItem(storageKey, JSON.stringify(scan));
    } catch {
      // Full or forbidden: it is still sent from memory, and the screen says that a reload would lose it.
      this.#isDurable = false;
    }
    this.#stored.push({ storageKey, scan });
    void this.drain();
  }

  /** Stops sending: the screen knows that the task takes no scans any more. */
  halt(failure: unknown): void {
    clearTimeout(this.#timer);
    this.enter('refused', failure);
  }

  /** Asks again at once, after a refusal as well. */
  retry(): void {
    this.#failedTimes = 0;
    this.#refusedTimes = 0;
    if (this.#state === 'refused') this.enter('waiting', undefined);
    void this.drain();
  }

  /** Forgets scans that Apex will never take, once somebody has seen that. */
  discard(): void {
    this.remove(this.#stored);
    this.enter('idle', undefined);
  }

  private async drain(): Promise<void> {
    if (!this.#isStarted || this.#state === 'sending' || this.#state === 'refused') return;
    clearTimeout(this.#timer);
    await this.sendBatches();
    if (this.#stored.length === 0) this.enter('idle', undefined);
  }

  /** One batch after the other, so that Apex sees the scans in their order. */
  private async sendBatches(): Promise<void> {
    if (!this.canSend()) return;
    const batch = this.#stored.slice(0, MOST_SCANS_AT_ONCE);
    const scans = batch.map(({ scan }) => scan);
    this.enter('sending', undefined);
    try {
      const answer = await this.#listener.send(scans);
      this.remove(batch);
      this.#failedTimes = 0;
      this.#refusedTimes = 0;
      this.#listener.onAnswer(answer, scans);
    } catch (failure) {
      this.fail(failure);
      return;
    }
    await this.sendBatches();
  }

  /** Asked anew for every batch: meanwhile the page may have gone, or the task ended. */
  private canSend(): boolean {
    return this.#isStarted && this.#stored.length > 0 && this.#state !== 'refused';
  }

  private fail(failure: unknown): void {
    this.#refusedTimes = isRefusal(failure) ? this.#refusedTimes + 1 : 0;
    if (this.#state === 'refused') return;
    if (this.#refusedTimes >= MOST_REFUSALS) {
      this.enter('refused', failure);
      return;
    }
    const seconds = RETRY_SECONDS[Math.min(this.#failedTimes, RETRY_SECONDS.length - 1)] ?? 1;
    this.#failedTimes += 1;
    this.enter('waiting', failure);
    if (!this.#isStarted) return;
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- the next attempt; stop() ends it
    this.#timer = setTimeout(() => {
      void this.drain();
    }, seconds * 1000);
  }

  private remove(done: readonly StoredScan[]): void {
    for (const { storageKey } of done) localStorage.removeItem(storageKey);
    const gone = new Set(done.map(({ storageKey }) => storageKey));
    this.#stored = this.#stored.filter(({ storageKey }) => !gone.has(storageKey));
  }

  private enter(state: QueueState, failure: unknown): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#listener.onState(state, failure);
  }

  private handleOnline = (): void => {
    this.#failedTimes = 0;
    void this.drain();
  };
}

/** Did Apex answer with a text of its own, rather than being out of reach or failing? platform-facts: aura-refusal-names-its-exception. */
export function isRefusal(failure: unknown): boolean {
  const body = (failure as { readonly body?: { readonly exceptionType?: unknown } } | null | undefined)?.body;
  return body?.exceptionType === 'System.AuraHandledException';
}

/** In the order they were scanned. Contents that are no scan are left alone. */
function readStored(prefix: string): StoredScan[] {
  const keys = Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index) ?? '').filter((key) => key.startsWith(prefix));
  return keys.sort().flatMap((storageKey) => {
    const scan = parseScan(localStorage.getItem(storageKey));
    return scan === undefined ? [] : [{ storageKey, scan }];
  });
}

function parseScan(text: string | null): QueuedScan | undefined {
  try {
    const scan = JSON.parse(text ?? 'null') as QueuedScan | null;
    return typeof scan?.scanKey === 'string' && typeof scan.code === 'string' && typeof scan.scannedAtMillis === 'number' ? scan : undefined;
  } catch {
    return undefined;
  }
}
