/**
 * Tests in a thread of their own: the org that serves goes on serving, and several threads share the classes of a project. A thread compiles the project
 * for itself; it gets bytes and gives plain data.
 */
import { Worker } from 'node:worker_threads';
import type { TestMethodResult, TestRun } from '../../runtime/test-runner.ts';
import type { ProjectFiles } from '../compile.ts';
import type { DeployProblem } from '../problems.ts';
import type { TestSelection } from './selection.ts';
import type { RunOptions } from './test-org.ts';

export interface ThreadTask {
  readonly files: ProjectFiles;
  readonly coverage: boolean;
  /** Run one after the other, each with coverage of its own. */
  readonly parts: readonly TestSelection[];
  readonly run: Pick<RunOptions, 'username' | 'hidesOrgData' | 'coverageOfMethods'>;
  /** Where syntax trees are kept; absent: nowhere. */
  readonly cacheFolder?: string;
}

export type FromThread =
  | { readonly kind: 'report'; readonly line: string }
  | { readonly kind: 'problems'; readonly problems: readonly DeployProblem[] }
  | { readonly kind: 'compiled'; readonly testClassNames: readonly string[] }
  | { readonly kind: 'result'; readonly result: TestMethodResult }
  /** One part is done. */
  | { readonly kind: 'ran'; readonly run: TestRun };

export interface TestThread {
  /** One run per part, in order; rejects when the project has mistakes or the thread was stopped. */
  readonly finished: Promise<readonly TestRun[]>;
  stop(): Promise<void>;
}

/** The project cannot be compiled. */
export class ProjectProblems extends Error {
  readonly problems: readonly DeployProblem[];

  constructor(problems: readonly DeployProblem[]) {
    super(`${String(problems.length)} problems`);
    this.problems = problems;
  }
}

/** How tests are started; another way may stand in for it. */
export type StartTests = typeof startTestThread;

/** @param onMessage told of everything the thread says, in order */
export function startTestThread(task: ThreadTask, onMessage: (message: FromThread) => void = () => undefined): TestThread {
  const worker = new Worker(new URL('worker.ts', import.meta.url), { workerData: task });
  const runs: TestRun[] = [];
  const finished = new Promise<readonly TestRun[]>((resolve, reject) => {
    worker.on('message', (message: FromThread) => {
      if (message.kind === 'ran') runs.push(message.run);
      if (message.kind === 'problems') reject(new ProjectProblems(message.problems));
      onMessage(message);
    });
    worker.once('error', reject);
    worker.once('exit', () => {
      if (runs.length === task.parts.length) resolve(runs);
      else reject(new Error(`The test thread ended after ${String(runs.length)} of ${String(task.parts.length)} parts.`));
    });
  });
  // Whoever stops a thread need not wait for what it would have said.
  finished.catch(() => undefined);
  return { finished, stop: async () => { await worker.terminate(); } };
}
