import openTask from '@salesforce/apex/StoreTaskController.openTask';
import recordScans from '@salesforce/apex/StoreTaskController.recordScans';
import type { ScanAnswer } from '@salesforce/apex/StoreTaskController';
import type { TaskDetail as DetailAnswer } from '@salesforce/apex/StoreTaskDetails';
import { judgeScan } from 'c/codeTable';
import type { ScanOutcome } from 'c/codeTable';
import { isRefusal, ScanQueue } from 'c/scanQueue';
import type { QueuedScan } from 'c/scanQueue';
import { serverClock } from 'c/serverClock';
import { readDetail } from 'c/taskDetail';
import type { TaskDetail } from 'c/taskDetail';
import { progressOf } from './lineProgress';
import type { LineProgress } from './lineProgress';
import { correctionOf, verdictOf } from './verdicts';
import type { Verdict } from './verdicts';

export type { LineProgress } from './lineProgress';
export type { Verdict } from './verdicts';
export { DONE_WORDS, nameOf } from './verdicts';

/** How a scan came about; kept in the scan log of the line. */
export type ScanDevice = 'Scanner' | 'Typed' | 'Tapped';

export interface SessionListener {
  /** Something the screen shows has changed. */
  onChange(): void;
  /** Apex has counted a scan otherwise than the screen had said. */
  onCorrection(verdict: Verdict): void;
}

const POLL_SECONDS = 20;

/**
 * One task on one screen: what the org says of it, the scans on their way there, and the verdict of each scan before the org is asked.
 * Answers may overtake each other, and another device may work on the same task: the highest version wins.
 */
export class PickSession {
  readonly #taskId: string;
  readonly #listener: SessionListener;
  readonly #queue: ScanQueue<ScanAnswer>;
  readonly #verdicts = new Map<string, ScanOutcome>();
  #detail: TaskDetail | undefined;
  #lines: readonly LineProgress[] = [];
  #failure: unknown;
  #queueFailure: unknown;
  #isStopped = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(taskId: string, userId: string, listener: SessionListener) {
    this.#taskId = taskId;
    this.#listener = listener;
    this.#queue = new ScanQueue(userId, taskId, {
      send: (scans) => this.send(scans),
      onAnswer: (answer, scans) => this.takeAnswer(answer, scans),
      onState: (_state, failure) => this.takeQueueState(failure),
    });
  }

  async start(): Promise<void> {
    this.#isStopped = false;
    document.addEventListener('visibilitychange', this.handleVisibility);
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- another device may work on the same task; stop() ends it
    this.#timer = setInterval(() => {
      if (document.visibilityState === 'visible') void this.reload();
    }, POLL_SECONDS * 1000);
    await this.reload();
    if (!this.#isStopped) this.#queue.start();
  }

  stop(): void {
    this.#isStopped = true;
    document.removeEventListener('visibilitychange', this.handleVisibility);
    clearInterval(this.#timer);
    this.#queue.stop();
  }

  get detail(): TaskDetail | undefined {
    return this.#detail;
  }

  get lines(): readonly LineProgress[] {
    return this.#lines;
  }

  /** The next line to walk to. */
  get current(): LineProgress | undefined {
    return this.#lines.find(({ isDone }) => !isDone);
  }

  /** Why the task could not be fetched the last time. */
  get failure(): unknown {
    return this.#failure;
  }

  get waitingScans(): number {
    return this.#queue.scans.length;
  }

  get isDisturbed(): boolean {
    return this.#queue.isDisturbed;
  }

  get isRefused(): boolean {
    return this.#queue.state === 'refused';
  }

  get isDurable(): boolean {
    return this.#queue.isDurable;
  }

  get queueFailure(): unknown {
    return this.#queueFailure;
  }

  /** The verdict is there at once; Apex counts the scan when it can be reached. `undefined` while the task is not loaded. */
  scan(code: string, device: ScanDevice, packs?: number): Verdict | undefined {
    const detail = this.#detail;
    if (detail === undefined) return undefined;
    const judgement = judgeScan(detail.codes, this.#lines, code, packs);
    const expected = this.current;
    const key = newScanKey();
    const line = this.#lines.find(({ lineId }) => lineId === judgement.lineId);
    this.#verdicts.set(key, judgement.outcome);
    this.#queue.add({ scanKey: key, code, quantity: packs ?? null, scannedAtMillis: Math.round(serverClock.now()), device });
    this.change();
    return verdictOf({ key, code, kind: detail.task.kind, judgement, line, expected });
  }

  /** Does something with the task and shows what came of it. Rejects when the org refuses. */
  async act(call: () => Promise<DetailAnswer>): Promise<void> {
    const sentAt = serverClock.mark();
    this.apply(readDetail(await call()), sentAt);
  }

  async reload(): Promise<void> {
    const sentAt = serverClock.mark();
    try {
      this.apply(readDetail(await openTask({ taskId: this.#taskId })), sentAt);
    } catch (failure) {
      this.#failure = failure;
      if (!this.#isStopped) this.#listener.onChange();
    }
  }

  retryScans(): void {
    this.#queue.retry();
    this.change();
  }

  discardScans(): void {
    this.#queue.discard();
    this.change();
  }

  private async send(scans: readonly QueuedScan[]): Promise<ScanAnswer> {
    return recordScans({ taskId: this.#taskId, scans });
  }

  private takeAnswer({ results, detail }: ScanAnswer, scans: readonly QueuedScan[]): void {
    this.#queueFailure = undefined;
    if (detail != null) this.apply(readDetail(detail), serverClock.mark());
    const byKey = new Map((results ?? []).map((result) => [result.scanKey, result]));
    for (const { scanKey } of scans) {
      const shown = this.#verdicts.get(scanKey);
      const result = byKey.get(scanKey);
      this.#verdicts.delete(scanKey);
      const decided = result?.outcome;
      if (shown === undefined || !isOutcome(decided) || (decided === 'Accepted') === (shown === 'Accepted')) continue;
      this.#listener.onCorrection(correctionOf(scanKey, decided, result?.message));
    }
    this.change();
  }

  private takeQueueState(failure: unknown): void {
    if (failure !== undefined) this.#queueFailure = failure;
    // A refusal may mean that the task is over or somebody else's: the screen must say so rather than try again.
    if (isRefusal(failure)) void this.reload();
    this.change();
  }

  private apply(detail: TaskDetail, sentAt: number): void {
    if (this.#isStopped) return;
    serverClock.take(detail.nowMillis, sentAt);
    this.#failure = undefined;
    if (this.#detail === undefined || detail.task.version >= this.#detail.task.version) this.#detail = detail;
    this.change();
  }

  private change(): void {
    if (this.#isStopped) return;
    this.#lines = this.#detail === undefined ? [] : progressOf(this.#detail, this.countableScans);
    this.#listener.onChange();
  }

  /** What waits will be counted only while the task is worked on: once it has stopped, the screen must not ask for more to be put back than was taken. */
  private get countableScans(): readonly QueuedScan[] {
    return this.#detail?.task.state === 'Picking' ? this.#queue.scans : [];
  }

  private handleVisibility = (): void => {
    if (document.visibilityState === 'visible') void this.reload();
  };
}

function isOutcome(text: string | null | undefined): text is ScanOutcome {
  return text === 'Accepted' || text === 'Surplus' || text === 'Wrong' || text === 'Unknown';
}

function newScanKey(): string {
  return crypto.randomUUID();
}
