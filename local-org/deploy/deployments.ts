/**
 * Deploys, one after the other: whatever way a package comes in, it is read, evaluated, tested and switched to here. A deploy that fails, is cancelled or only checks changes
 * nothing.
 */
import type { UserContext } from '../library/ports.ts';
import type { TestMethodResult, TestRun } from '../runtime/test-runner.ts';
import { DEFAULT_OPTIONS, NO_TEST_RESULT, type DeployOptions, type DeployResult, type DeployStatus, type RunTestResult } from './deploy-result.ts';
import { DeploymentRecords, QUICK_DEPLOY_MS, type DeploymentRecord } from './deployment-records.ts';
import { failureMessages, successMessages } from './deploy-messages.ts';
import { evaluatePackage, type Evaluation } from './evaluate.ts';
import type { LocalOrg } from './local-org.ts';
import { keyOf, type ComponentName } from './metadata/components.ts';
import { readPackage, type IncomingPackage } from './package/read-package.ts';
import { ZipProblem } from './package/zip.ts';
import { startTestThread, type StartTests, type TestThread } from './testing/in-thread.ts';
import type { TestSelection } from './testing/selection.ts';
import { testResult } from './testing/test-result.ts';

/** Asked for something that cannot be: the code and the text are the platform's. */
export class DeployRefusal extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface DeploymentsOptions {
  readonly localOrg: LocalOrg;
  readonly startTests?: StartTests;
}

interface Job {
  readonly id: string;
  readonly zip: Uint8Array;
  readonly user: UserContext;
  readonly options: DeployOptions;
  readonly createdAt: number;
  result: DeployResult;
  tests: TestThread | undefined;
  /** Ends the wait for tests. */
  stop: (() => void) | undefined;
}

const DONE: ReadonlySet<DeployStatus> = new Set(['Succeeded', 'SucceededPartial', 'Failed', 'Canceled']);

export class Deployments {
  readonly #options: DeploymentsOptions;
  readonly #records: DeploymentRecords;
  readonly #jobs = new Map<string, Job>();
  #last: Promise<void> = Promise.resolve();
  #isClosing = false;

  constructor(options: DeploymentsOptions) {
    this.#options = options;
    this.#records = new DeploymentRecords(options.localOrg.options.store);
    for (const record of this.#records.unfinished()) this.#fail(record, 'The org was stopped before the deploy was done.');
  }

  /** Answers the id at once; the work is done in its turn. */
  deploy(zip: Uint8Array, options: DeployOptions, user: UserContext): string {
    return this.#enqueue(zip, options, user);
  }

  /** A validation that passed with its tests is deployed without running them again. */
  quickDeploy(validationId: string, user: UserContext): string {
    const validated = this.#records.find(validationId);
    const zip = this.#records.zipOf(validationId);
    if (validated === undefined) throw new DeployRefusal('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
    const { result, options } = validated;
    const isRecent = zip !== undefined && this.#options.localOrg.options.clock.now() - Date.parse(result.completedDate ?? result.createdDate) <= QUICK_DEPLOY_MS;
    if (!result.checkOnly || !result.success || !result.runTestsEnabled || !isRecent) {
      throw new DeployRefusal('INVALID_ID_FIELD', `Cannot quick deploy ${validationId}: it must be a validation that succeeded with tests in the last ten days.`);
    }
    return this.#enqueue(zip, { ...options, checkOnly: false, testLevel: 'NoTestRun', runTests: [] }, user);
  }

  /** `undefined` for an id that was never given. */
  status(id: string): DeployResult | undefined {
    return this.#jobs.get(id)?.result ?? this.#records.find(id)?.result;
  }

  /** Answers the state right after: a deploy that is switching to what it brought cannot be stopped any more. */
  cancel(id: string, user: UserContext): DeployResult {
    const job = this.#jobs.get(id);
    if (job === undefined) {
      if (this.#records.find(id) === undefined) throw new DeployRefusal('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
      throw new DeployRefusal('INVALID_ID_FIELD', `Deployment ${id} is already done and cannot be canceled.`);
    }
    void job.tests?.stop();
    this.#finish(job, 'Canceled', { canceledBy: user.id, canceledByName: user.name });
    job.stop?.();
    return job.result;
  }

  /** Resolves when everything asked for so far is done. */
  async idle(): Promise<void> {
    await this.#last;
  }

  /** Ends what is running; it is reported as failed after the next start. */
  async close(): Promise<void> {
    this.#isClosing = true;
    for (const job of this.#jobs.values()) {
      void job.tests?.stop();
      job.stop?.();
    }
    await this.#last;
  }

  #enqueue(zip: Uint8Array, options: DeployOptions, user: UserContext): string {
    const now = this.#options.localOrg.options.clock.now();
    const id = this.#records.newId(now);
    const job: Job = { id, zip, user, options, createdAt: now, result: pendingResult(id, options, user, now), tests: undefined, stop: undefined };
    this.#jobs.set(id, job);
    this.#records.put({ result: job.result, options }, now, undefined);
    this.#last = this.#last.then(() => this.#work(job));
    return id;
  }

  async #work(job: Job): Promise<void> {
    // The answer with the id leaves before the compiler takes the thread.
    await new Promise((resolve) => { setImmediate(resolve); });
    try {
      if (!job.result.done && !this.#isClosing) await this.#run(job);
    } catch (error) {
      if (error instanceof ZipProblem) this.#finish(job, 'Failed', { errorStatusCode: error.code, errorMessage: error.message });
      else {
        this.#options.localOrg.options.report(`deploy ${job.id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        this.#finish(job, 'Failed', { errorStatusCode: 'UNKNOWN_EXCEPTION', errorMessage: 'An unexpected error occurred in the local org. See its log.' });
      }
    } finally {
      if (job.result.done) this.#jobs.delete(job.id);
    }
  }

  async #run(job: Job): Promise<void> {
    this.#update(job, { status: 'InProgress', startDate: this.#moment() });
    const incoming = await readPackage(job.zip, { allowMissingFiles: job.options.allowMissingFiles });
    if (job.result.done) return;
    const evaluation = this.#evaluate(incoming, job.options);
    const errors = evaluation.problems.filter(({ kind }) => kind === 'Error').length;
    this.#update(job, {
      numberComponentsTotal: incoming.components.length + incoming.deletedBefore.length + incoming.deletedAfter.length,
      numberComponentErrors: errors,
      numberComponentsDeployed: errors > 0 && job.options.rollbackOnError ? 0 : evaluation.merged.length + evaluation.deleted.length,
    });
    const { compiled } = evaluation;
    const runTestResult = compiled === undefined ? NO_TEST_RESULT : await this.#test(job, evaluation);
    if (job.result.done || this.#isClosing) return;
    const passed = compiled !== undefined && runTestResult.numFailures === 0 && runTestResult.codeCoverageWarnings.length === 0;
    const refusals = passed && !job.options.checkOnly ? this.#switch(job, evaluation) : [];
    const problems = [...evaluation.problems, ...refusals];
    const components = this.#options.localOrg.components;
    const details = {
      componentFailures: failureMessages(problems, components, job.createdAt), componentSuccesses: successMessages(evaluation, incoming, components, this.#options.localOrg.options.clock.now(), passed && !job.options.checkOnly), runTestResult,
    };
    const status: DeployStatus = !passed || refusals.length > 0 ? 'Failed' : errors > 0 ? 'SucceededPartial' : 'Succeeded';
    this.#finish(job, status, { details, numberComponentErrors: errors + refusals.length }, status === 'Succeeded' && job.options.checkOnly && job.result.runTestsEnabled);
  }

  #evaluate(incoming: IncomingPackage, options: DeployOptions): Evaluation {
    const { localOrg } = this.#options;
    return evaluatePackage(localOrg.deployed.files, incoming, {
      compile: (files) => localOrg.compile(files), isPartial: !options.rollbackOnError, ignoreWarnings: options.ignoreWarnings,
    });
  }

  #switch(job: Job, { compiled, deleted, recreated }: Evaluation) {
    const again = new Set(recreated.map(keyOf));
    const storedNames = (components: readonly ComponentName[]) => components.filter(({ type }) => type === 'CustomObject' || type === 'CustomField').map(({ fullName }) => fullName.toLowerCase());
    const problems = this.#options.localOrg.switchTo(compiled!, job.user.id, { gone: storedNames(deleted.filter((one) => !again.has(keyOf(one)))), recreated: storedNames(recreated) });
    return problems.map(({ message, path }) => ({ type: '', fullName: path, fileName: path, message, kind: 'Error' as const }));
  }

  /** Waits for the tests that the level asks for. */
  async #test(job: Job, evaluation: Evaluation): Promise<RunTestResult> {
    const { testLevel, runTests } = job.options;
    if (testLevel === 'NoTestRun' || evaluation.compiled === undefined) return NO_TEST_RESULT;
    const methods = testMethods(evaluation.compiled.program.typesWith('istest'), testLevel === 'RunSpecifiedTests' ? runTests : undefined);
    this.#update(job, { numberTestsTotal: methods });
    const selection: TestSelection = testLevel === 'RunSpecifiedTests' ? { classes: runTests } : {};
    job.tests = (this.#options.startTests ?? startTestThread)({ files: evaluation.compiled.files, coverage: true, parts: [selection], run: { hidesOrgData: true } }, (message) => {
      if (message.kind === 'result') this.#count(job, message.result);
    });
    const stopped = new Promise<readonly TestRun[]>((resolve) => { job.stop = () => { resolve([]); }; });
    const [run] = await Promise.race([job.tests.finished, stopped]);
    job.tests = undefined;
    if (run === undefined) return NO_TEST_RESULT;
    const brought = new Set(evaluation.merged.map(({ component }) => keyOf(component)));
    return testResult(run, { testLevel, idOf: (component) => this.#options.localOrg.components.find(component)?.id ?? '', isDeployed: (component) => brought.has(keyOf(component)) });
  }

  #count(job: Job, { outcome }: TestMethodResult): void {
    const { numberTestsCompleted, numberTestErrors } = job.result;
    this.#update(job, outcome === 'Pass' ? { numberTestsCompleted: numberTestsCompleted + 1 } : { numberTestErrors: numberTestErrors + 1 });
  }

  #update(job: Job, change: Partial<DeployResult>): void {
    if (!job.result.done) job.result = { ...job.result, ...change, lastModifiedDate: this.#moment() };
  }

  #finish(job: Job, status: DeployStatus, change: Partial<DeployResult>, keepZip = false): void {
    if (job.result.done) return;
    this.#update(job, { ...change, status, done: DONE.has(status), success: status === 'Succeeded' || status === 'SucceededPartial', completedDate: this.#moment() });
    this.#records.put({ result: job.result, options: job.options }, job.createdAt, keepZip ? job.zip : undefined);
  }

  #fail({ result, options }: DeploymentRecord, errorMessage: string): void {
    this.#records.put({ result: { ...result, status: 'Failed', done: true, success: false, errorMessage, errorStatusCode: 'UNKNOWN_EXCEPTION', completedDate: this.#moment() }, options }, Date.parse(result.createdDate), undefined);
  }

  #moment(): string {
    return new Date(this.#options.localOrg.options.clock.now()).toISOString();
  }
}

function testMethods(types: readonly { readonly type: { readonly qualifiedName: string; readonly methods: readonly { readonly isTest: boolean }[] } }[], classes: readonly string[] | undefined): number {
  const wanted = classes === undefined ? undefined : new Set(classes.map((name) => name.toLowerCase()));
  return types.filter(({ type }) => wanted === undefined || wanted.has(type.qualifiedName.toLowerCase())).reduce((sum, { type }) => sum + type.methods.filter(({ isTest }) => isTest).length, 0);
}

function pendingResult(id: string, options: DeployOptions, user: UserContext, now: number): DeployResult {
  const moment = new Date(now).toISOString();
  return {
    id, status: 'Pending', done: false, success: false, checkOnly: options.checkOnly, ignoreWarnings: options.ignoreWarnings, rollbackOnError: options.rollbackOnError,
    runTestsEnabled: options.testLevel !== DEFAULT_OPTIONS.testLevel, numberComponentsTotal: 0, numberComponentsDeployed: 0, numberComponentErrors: 0, numberTestsTotal: 0, numberTestsCompleted: 0,
    numberTestErrors: 0, createdBy: user.id, createdByName: user.name, createdDate: moment, lastModifiedDate: moment, details: { componentFailures: [], componentSuccesses: [], runTestResult: NO_TEST_RESULT },
  };
}
