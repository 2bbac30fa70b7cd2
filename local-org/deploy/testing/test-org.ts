/** An org in memory that exists to run the tests of a project: its own store, nothing in it but the platform's rows. */
import { randomBytes } from 'node:crypto';
import type { SourceFile } from '../../compiler/position.ts';
import type { ParseResult } from '../../compiler/1-parse/parse.ts';
import { Store } from '../../data/store/store.ts';
import type { UserContext } from '../../library/ports.ts';
import type { DebugEntry } from '../../runtime/ports.ts';
import type { TestHost } from '../../runtime/test-context.ts';
import type { Tracer } from '../../runtime/trace.ts';
import { runTests, testClasses } from '../../runtime/test-runner.ts';
import type { TestMethodResult, TestRun } from '../../runtime/test-runner.ts';
import type { ExamineBundle } from '../bundles/examine.ts';
import type { ProjectFiles } from '../compile.ts';
import { ADMIN_USERNAME, AUTOMATED_PROCESS_USERNAME } from '../demo-users.ts';
import { LocalOrg } from '../local-org.ts';
import type { DeployProblem } from '../problems.ts';
import { isSelected, type TestSelection } from './selection.ts';

export interface TestOrgOptions {
  readonly files: ProjectFiles;
  /** Count how often each line runs. */
  readonly coverage: boolean;
  /** Adds source maps to the code, for a debugger. */
  readonly inlineSourceMaps?: boolean;
  /** Where the files lie, for a debugger. */
  readonly sourceFolder?: string;
  /** Told of every step of every transaction. */
  readonly trace?: Tracer;
  /** Parses one file; a cache may stand in front of the parser. */
  parse?(file: SourceFile): ParseResult;
  /** Says what is wrong with a Lightning web component by itself; default: the compiler. */
  readonly examineBundle?: ExamineBundle;
  /** Told of what nobody asked for and everybody should know. */
  report(line: string): void;
}

export interface RunOptions {
  readonly selection: TestSelection;
  /** User name of who runs the tests; default: the administrator. */
  readonly username?: string;
  /** The tests stand for those of an org whose data they cannot see. */
  readonly hidesOrgData?: boolean;
  readonly coverageOfMethods?: boolean;
  readonly onResult?: (result: TestMethodResult) => void;
  readonly log?: (entry: DebugEntry) => void;
}

const CLOCK = { now: (): number => Date.now() };

export class TestOrg {
  readonly #localOrg: LocalOrg;

  private constructor(localOrg: LocalOrg) {
    this.#localOrg = localOrg;
  }

  /** Compiles the project in part: only what Salesforce would refuse too is a problem. */
  static open(options: TestOrgOptions): { readonly testOrg: TestOrg; readonly problems?: undefined } | { readonly testOrg?: undefined; readonly problems: readonly DeployProblem[] } {
    const localOrg = new LocalOrg({
      store: Store.inMemory(), clock: CLOCK, coverage: options.coverage, inlineSourceMaps: options.inlineSourceMaps ?? false, isPartial: true,
      ...(options.sourceFolder === undefined ? {} : { sourceFolder: options.sourceFolder }), ...(options.trace === undefined ? {} : { trace: options.trace }),
      ...(options.parse === undefined ? {} : { parse: options.parse }), ...(options.examineBundle === undefined ? {} : { examineBundle: options.examineBundle }), report: options.report,
    });
    const problems = localOrg.deploy(options.files);
    return problems.length === 0 ? { testOrg: new TestOrg(localOrg) } : { problems };
  }

  /** What the project needs and the local org lacks. */
  get refusals(): readonly DeployProblem[] {
    return this.#localOrg.deployed.refusals;
  }

  /** Qualified names of all classes with tests, sorted; those that could not be compiled included. */
  get testClassNames(): readonly string[] {
    const refused = this.#localOrg.deployed.refusedTypes.filter(({ testMethods }) => testMethods.length > 0).map(({ qualifiedName }) => qualifiedName);
    const compiled = testClasses(this.#localOrg.org.installed).filter((type) => type.methods.some((method) => method.isTest)).map((type) => type.qualifiedName);
    return [...compiled, ...refused].sort();
  }

  run(options: RunOptions): TestRun {
    const { selection } = options;
    const refused = this.#refusedResults(selection);
    for (const result of refused) options.onResult?.(result);
    const run = runTests(this.#localOrg.org.installed, this.#host(), {
      user: this.#user(options.username ?? ADMIN_USERNAME),
      filter: (className, methodName) => isSelected(selection, className, methodName),
      ...(options.hidesOrgData === undefined ? {} : { hidesOrgData: options.hidesOrgData }),
      ...(options.coverageOfMethods === undefined ? {} : { coverageOfMethods: options.coverageOfMethods }),
      ...(options.onResult === undefined ? {} : { onResult: options.onResult }),
      ...(options.log === undefined ? {} : { log: options.log }),
    });
    return { ...run, results: [...refused, ...run.results] };
  }

  #refusedResults(selection: TestSelection): TestMethodResult[] {
    return this.#localOrg.deployed.refusedTypes.flatMap(({ qualifiedName, what, testMethods }) => testMethods
      .filter((methodName) => isSelected(selection, qualifiedName, methodName))
      .map((methodName): TestMethodResult => ({
        className: qualifiedName, methodName, outcome: 'NotRunnable', message: `Not supported by the local org: ${what}`, stackTrace: `Class.${qualifiedName}`, milliseconds: 0,
      })));
  }

  #host(): TestHost {
    return {
      services: {
        clock: CLOCK, random: (bytes) => randomBytes(bytes), events: { store: (pending) => pending, announce: () => undefined }, jobs: this.#localOrg.jobs,
        trace: this.#localOrg.options.trace,
      },
      eventUser: () => this.#user(AUTOMATED_PROCESS_USERNAME),
    };
  }

  #user(username: string): UserContext {
    const user = this.#localOrg.users.byUsername(username);
    if (user === undefined) throw new Error(`The org has no user ${username}.`);
    return user;
  }
}
