/** Test runs started over the API: queue items, results and coverage as records, filled while a thread runs the tests. */
import type { TestThread } from '../../deploy/testing/in-thread.ts';
import { mergeCoverage } from '../../deploy/testing/test-run.ts';
import type { UserContext } from '../../library/ports.ts';
import type { FileCoverage, TestMethodResult } from '../../runtime/test-runner.ts';
import type { ApiHost } from '../host.ts';
import { nextId } from './ids.ts';
import type { ChosenTests, TestRequest } from './test-request.ts';

export type RunStatus = 'Queued' | 'Processing' | 'Completed' | 'Failed' | 'Aborted';

export interface QueueItem {
  readonly id: string;
  readonly chosen: ChosenTests;
  status: RunStatus;
  extendedStatus: string | null;
}

export interface MethodRecord {
  readonly id: string;
  readonly item: QueueItem;
  readonly result: TestMethodResult;
  readonly at: number;
}

export interface TestRunRecord {
  /** Of the job (707), which clients call the run's id. */
  readonly jobId: string;
  readonly id: string;
  readonly userId: string;
  readonly startedAt: number;
  endedAt: number | undefined;
  status: RunStatus;
  readonly items: readonly QueueItem[];
  readonly methods: MethodRecord[];
  readonly thread: { stop(): Promise<void> };
  readonly finished: Promise<void>;
}

/** Runs whose records are kept. */
const KEPT_RUNS = 50;

export class TestRuns {
  readonly #host: ApiHost;
  readonly #onEnded: (run: TestRunRecord) => void;
  readonly #runs: TestRunRecord[] = [];
  /** Of the whole org, by path: what the last runs of each class and trigger covered, taken together. */
  #aggregate: readonly FileCoverage[] = [];
  /** Code the aggregate is about. */
  #aggregateCode = '';

  /** `onEnded` hears of each run once, when nothing of it changes any more. */
  constructor(host: ApiHost, onEnded: (run: TestRunRecord) => void = () => undefined) {
    this.#host = host;
    this.#onEnded = onEnded;
  }

  get all(): readonly TestRunRecord[] {
    return this.#runs;
  }

  get aggregate(): readonly FileCoverage[] {
    return this.#aggregate;
  }

  start(user: UserContext, request: TestRequest): TestRunRecord {
    const items = request.chosen.map((chosen): QueueItem => ({ id: nextId('ApexTestQueueItem'), chosen, status: 'Queued', extendedStatus: null }));
    const coverage = !request.skipCodeCoverage;
    const thread = this.#host.apex.startTests({
      username: user.username, coverage,
      parts: items.map(({ chosen }) => ({ classes: [chosen.testClass.name], methods: chosen.methodNames })),
    }, (message) => {
      if (message.kind === 'compiled') record.status = 'Processing';
      if (message.kind === 'result') this.#add(record, message.result);
    });
    const record: TestRunRecord = {
      jobId: nextId('AsyncApexJob'), id: nextId('ApexTestRunResult'), userId: user.id, startedAt: this.#host.now(), endedAt: undefined, status: 'Queued', items, methods: [], thread,
      finished: this.#finish(thread, () => record, coverage),
    };
    this.#runs.push(record);
    if (this.#runs.length > KEPT_RUNS) this.#runs.shift();
    return record;
  }

  /** Ends a run; what has not run yet is Aborted. */
  async abort(run: TestRunRecord): Promise<void> {
    if (run.endedAt !== undefined) return;
    this.#end(run, 'Aborted');
    await run.thread.stop();
  }

  async close(): Promise<void> {
    await Promise.all(this.#runs.map((run) => run.thread.stop()));
  }

  #add(run: TestRunRecord, result: TestMethodResult): void {
    const name = result.className.toLowerCase();
    const index = run.items.findIndex((item) => item.chosen.testClass.name.toLowerCase() === name);
    const item = run.items[index];
    if (item === undefined || run.endedAt !== undefined) return;
    run.methods.push({ id: nextId('ApexTestResult'), item, result, at: this.#host.now() });
    // Parts run one after the other: whatever stands before has ended.
    for (const earlier of run.items.slice(0, index)) if (earlier.status === 'Processing') earlier.status = 'Completed';
    item.status = 'Processing';
  }

  async #finish(thread: TestThread, record: () => TestRunRecord, coverage: boolean): Promise<void> {
    try {
      const runs = await thread.finished;
      const code = this.#host.apex.code().map(({ path, modifiedAt }) => `${path} ${String(modifiedAt)}`).join('\n');
      if (coverage) this.#aggregate = mergeCoverage([...(code === this.#aggregateCode ? this.#aggregate : []), ...runs.flatMap((run) => run.coverage)]);
      this.#aggregateCode = code;
      this.#end(record(), 'Completed');
    } catch (error) {
      const run = record();
      if (run.endedAt !== undefined) return;
      for (const item of run.items) item.extendedStatus = error instanceof Error ? error.message.slice(0, 1000) : String(error);
      this.#end(run, 'Failed');
    }
  }

  #end(run: TestRunRecord, status: RunStatus): void {
    run.endedAt = this.#host.now();
    run.status = status;
    for (const item of run.items) if (item.status === 'Queued' || item.status === 'Processing') item.status = status;
    this.#onEnded(run);
  }
}
