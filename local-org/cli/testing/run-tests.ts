/** Runs the selected tests of a project, in this thread or in several. */
import { ProjectProblems, startTestThread } from '../../deploy/testing/in-thread.ts';
import type { ProjectFiles } from '../../deploy/compile.ts';
import type { DeployProblem } from '../../deploy/problems.ts';
import type { TestSelection } from '../../deploy/testing/selection.ts';
import { mergeRuns } from '../../deploy/testing/test-run.ts';
import { TestOrg } from '../../deploy/testing/test-org.ts';
import type { DebugEntry } from '../../runtime/ports.ts';
import type { Tracer } from '../../runtime/trace.ts';
import type { TestMethodResult, TestRun } from '../../runtime/test-runner.ts';
import { openProjectCache, PROJECT_CACHE_FOLDER } from '../syntax-cache.ts';

export interface TestRequest {
  readonly files: ProjectFiles;
  readonly coverage: boolean;
  readonly selection: TestSelection;
  /** Threads, this one included. */
  readonly workers: number;
  /** Adds source maps to the code, for a debugger. */
  readonly inlineSourceMaps: boolean;
  /** Where the files lie. */
  readonly sourceFolder: string;
  /** Told of every step of every transaction in this thread. */
  readonly trace?: Tracer | undefined;
  /** Called when everything is compiled and no test has run. */
  onCompiled?(): void;
  /** One line of trouble. */
  tell(line: string): void;
  /** Told of each method, in the order of the report where one thread runs them all, else as they end. */
  onResult(result: TestMethodResult): void;
  readonly log?: (entry: DebugEntry) => void;
}

export interface TestOutcome {
  readonly run: TestRun;
  /** What the project needs and the local org lacks. */
  readonly refusals: readonly DeployProblem[];
}

/** @throws ProjectProblems when Salesforce would refuse the project too */
export async function runProjectTests(request: TestRequest): Promise<TestOutcome> {
  const cache = openProjectCache(request.tell);
  const { testOrg, problems } = TestOrg.open({
    files: request.files, coverage: request.coverage, inlineSourceMaps: request.inlineSourceMaps, sourceFolder: request.sourceFolder,
    ...(request.trace === undefined ? {} : { trace: request.trace }), parse: (file) => cache.parse(file), report: request.tell,
  });
  if (testOrg === undefined) throw new ProjectProblems(problems);
  request.onCompiled?.();
  const { refusals } = testOrg;
  const { log, onResult } = request;
  const options = { onResult, ...(log === undefined ? {} : { log }) };
  const classes = selectedClasses(testOrg.testClassNames, request.selection);
  if (request.workers === 1 || classes.length < 2) return { run: mergeRuns([testOrg.run({ selection: request.selection, ...options })]), refusals };
  const [own = [], ...others] = dealt(classes, Math.min(request.workers, classes.length));
  const threads = others.map((part) => startTestThread({
    files: request.files, coverage: request.coverage, parts: [{ ...request.selection, classes: part }], run: {}, cacheFolder: PROJECT_CACHE_FOLDER,
  }, (message) => {
    if (message.kind === 'result') onResult(message.result);
    if (message.kind === 'report') request.tell(message.line);
  }));
  try {
    const ownRun = testOrg.run({ selection: { ...request.selection, classes: own }, ...options });
    const runs = await Promise.all(threads.map((thread) => thread.finished));
    return { run: mergeRuns([ownRun, ...runs.flat()]), refusals };
  } finally {
    await Promise.all(threads.map((thread) => thread.stop()));
  }
}

function selectedClasses(names: readonly string[], { classes }: TestSelection): readonly string[] {
  const wanted = classes === undefined ? undefined : new Set(classes.map((name) => name.toLowerCase()));
  return names.filter((name) => wanted?.has(name.toLowerCase()) ?? true);
}

/** In turns, as cards are: the same parts for the same classes. */
function dealt(names: readonly string[], count: number): string[][] {
  return Array.from({ length: count }, (_, part) => names.filter((_name, index) => index % count === part));
}
