/** A thread that compiles a project and runs some of its tests. See in-thread.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { openSyntaxCache } from '../../compiler/1-parse/cache.ts';
import type { FromThread, ThreadTask } from './in-thread.ts';
import { TestOrg } from './test-org.ts';

const port = parentPort;
if (port === null) throw new Error('This module runs in a worker thread only.');
const task = workerData as ThreadTask;
const send = (message: FromThread): void => { port.postMessage(message); };
const report = (line: string): void => { send({ kind: 'report', line }); };
const cache = task.cacheFolder === undefined ? undefined : openSyntaxCache(task.cacheFolder, (error) => { report(`syntax trees are not cached: ${error.message}`); });

// Whoever starts the thread has compiled the same files and looked at their components.
const examineBundle = () => ({ findings: [], imports: [] });
const { testOrg, problems } = TestOrg.open({ files: task.files, coverage: task.coverage, examineBundle, report, ...(cache === undefined ? {} : { parse: (file) => cache.parse(file) }) });
if (testOrg === undefined) send({ kind: 'problems', problems });
else {
  send({ kind: 'compiled', testClassNames: testOrg.testClassNames });
  for (const part of task.parts) {
    const run = testOrg.run({ ...task.run, selection: part, onResult: (result) => { send({ kind: 'result', result }); } });
    send({ kind: 'ran', run });
  }
}
