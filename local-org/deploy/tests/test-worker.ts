/** A thread that compiles an org of its own in memory, runs tests in it and tells about each. The org that serves is neither seen nor held up. */
import { randomBytes } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { Store } from '../../data/store/store.ts';
import type { UserContext } from '../../library/ports.ts';
import { runTests } from '../../runtime/test-runner.ts';
import { ADMIN_USERNAME, AUTOMATED_PROCESS_USERNAME } from '../demo-users.ts';
import { LocalOrg } from '../local-org.ts';
import type { WorkerInput, WorkerOutput } from './run-in-worker.ts';

const { files, classes } = workerData as WorkerInput;
const clock = { now: (): number => Date.now() };
const wanted = classes === undefined ? undefined : new Set(classes.map((name) => name.toLowerCase()));

// The components were looked at when the org that serves compiled the same files.
const examineBundle = () => ({ findings: [], imports: [] });
const localOrg = new LocalOrg({ store: Store.inMemory(), clock, coverage: true, examineBundle, report: () => undefined });
const problems = localOrg.deploy(files);
if (problems.length > 0) throw new Error(`What compiled for the org does not compile for its tests: ${problems[0]!.path}: ${problems[0]!.message}`);

function requireUser(username: string): UserContext {
  const user = localOrg.users.byUsername(username);
  if (user === undefined) throw new Error(`The org has no user ${username}.`);
  return user;
}

const say = (output: WorkerOutput): void => { parentPort!.postMessage(output); };
const services = { clock, random: (bytes: number) => randomBytes(bytes), events: { store: (pending: readonly unknown[]) => pending, announce: () => undefined } };
const run = runTests(localOrg.org.installed, { services, eventUser: () => requireUser(AUTOMATED_PROCESS_USERNAME) }, {
  user: requireUser(ADMIN_USERNAME), hidesOrgData: true, filter: (className) => wanted === undefined || wanted.has(className.toLowerCase()), onResult: (result) => { say({ result }); },
});
say({ coverage: run.coverage });
await localOrg.close();
