/** Runs the tests of a deploy in a thread of their own. */
import { Worker } from 'node:worker_threads';
import type { FileCoverage, TestMethodResult, TestRun } from '../../runtime/test-runner.ts';
import type { ProjectFiles } from '../compile.ts';

export interface WorkerInput {
  readonly files: ProjectFiles;
  /** `undefined`: every test class. */
  readonly classes: readonly string[] | undefined;
}
export type WorkerOutput = { readonly result: TestMethodResult } | { readonly coverage: readonly FileCoverage[] };

export interface RunningTests {
  /** Rejects when the thread fails; never settles once cancelled. */
  readonly done: Promise<TestRun>;
  cancel(): void;
}

export type StartTests = (input: WorkerInput, onResult: (result: TestMethodResult) => void) => RunningTests;

export const startTestsInWorker: StartTests = (input, onResult) => {
  const worker = new Worker(new URL('./test-worker.ts', import.meta.url), { workerData: input });
  const results: TestMethodResult[] = [];
  let isCancelled = false;
  const done = new Promise<TestRun>((resolve, reject) => {
    worker.on('message', (output: WorkerOutput) => {
      if ('coverage' in output) {
        resolve({ results, coverage: output.coverage });
        return;
      }
      results.push(output.result);
      onResult(output.result);
    });
    worker.on('error', reject);
    worker.on('exit', (code) => { if (!isCancelled && code !== 0) reject(new Error(`The thread that ran the tests ended with ${String(code)}.`)); });
  });
  return { done, cancel: () => { isCancelled = true; void worker.terminate(); } };
};
