/** Runs Apex tests: each method in a transaction of its own that is undone, with fresh statics and the data its class set up. */
import type { UserContext } from '../library/ports.ts';
import type { MethodInfo, TypeInfo } from '../compiler/4-emit/emitted.ts';
import { UnsupportedFeature } from '../library/unsupported.ts';
import { ApexException } from '../values/exceptions.ts';
import { apexStack, exceptionHeading, stackText } from './exceptions.ts';
import type { InstalledOrg } from './installed-org.ts';
import type { DebugEntry } from './ports.ts';
import { TestContext } from './test-context.ts';
import type { TestHost } from './test-context.ts';
import { Transaction } from './transaction.ts';

export interface TestMethodResult {
  readonly className: string;
  readonly methodName: string;
  /** `NotRunnable`: it reached something the local org does not support, which the message names. */
  readonly outcome: 'Pass' | 'Fail' | 'NotRunnable';
  /** `System.AssertException: Assertion Failed: …`; null when it passed. */
  readonly message: string | null;
  readonly stackTrace: string | null;
  readonly milliseconds: number;
  /** What this method ran, where coverage per method was asked for. */
  readonly coverage?: readonly FileCoverage[];
}

export interface FileCoverage {
  readonly path: string;
  readonly covered: readonly number[];
  readonly uncovered: readonly number[];
}

export interface TestRun {
  readonly results: readonly TestMethodResult[];
  /** Of all files but those of test classes; empty unless the program was compiled with coverage. */
  readonly coverage: readonly FileCoverage[];
}

export interface TestOptions {
  /** Tests run as this user unless they say System.runAs. */
  readonly user: UserContext;
  /** Is the method wanted? Default: all. */
  readonly filter?: (className: string, methodName: string) => boolean;
  /** The org that is tested has data that the tests cannot see: those that ask for it are refused. */
  readonly hidesOrgData?: boolean;
  /** Tell of each method what it covers; the run's own coverage is then the union. */
  readonly coverageOfMethods?: boolean;
  readonly log?: (entry: DebugEntry) => void;
  /** Told after each method, in order. */
  readonly onResult?: (result: TestMethodResult) => void;
}

/** Undoes a class's transaction; never leaves this file. */
class Undo extends Error {}

/** The org is one for tests: an in-memory store with nothing but the platform's own rows. Tests see no data they did not make. */
export function runTests(installed: InstalledOrg, host: TestHost, options: TestOptions): TestRun {
  const { program } = installed;
  program.resetCoverage();
  const results = testClasses(installed).flatMap((type) => {
    const methods = type.methods.filter((method) => method.isTest && (options.filter?.(type.qualifiedName, method.name) ?? true));
    return methods.length === 0 ? [] : new ClassRun(installed, host, options, type).run(methods);
  });
  return { results, coverage: coverageOf(installed) };
}

export function testClasses(installed: InstalledOrg): readonly TypeInfo[] {
  return installed.program.typesWith('istest').map(({ type }) => type).toSorted((left, right) => (left.qualifiedName < right.qualifiedName ? -1 : 1));
}

class ClassRun {
  private readonly installed: InstalledOrg;
  private readonly host: TestHost;
  private readonly options: TestOptions;
  private readonly type: TypeInfo;

  constructor(installed: InstalledOrg, host: TestHost, options: TestOptions, type: TypeInfo) {
    this.installed = installed;
    this.host = host;
    this.options = options;
    this.type = type;
  }

  run(methods: readonly MethodInfo[]): TestMethodResult[] {
    const results: TestMethodResult[] = [];
    const { store } = this.installed.data;
    try {
      store.transaction(() => {
        const setupFailure = this.setUp();
        for (const method of methods) {
          const result = setupFailure === undefined ? this.runMethod(method) : { ...setupFailure, methodName: method.name };
          results.push(result);
          this.options.onResult?.(result);
        }
        throw new Undo();
      });
    } catch (error) {
      if (!(error instanceof Undo)) throw error;
    }
    return results;
  }

  /** @TestSetup methods; when one fails no method of the class runs. */
  private setUp(): TestMethodResult | undefined {
    for (const method of this.type.methods.filter((each) => each.annotations.has('testsetup'))) {
      const result = this.measure(method);
      if (result.outcome !== 'Pass') return result;
    }
    return undefined;
  }

  private runMethod(method: MethodInfo): TestMethodResult {
    const { store } = this.installed.data;
    const savepoint = store.enterSavepoint();
    const result = this.measure(method);
    store.rollbackToSavepoint(savepoint);
    store.leaveSavepoint(savepoint);
    return result;
  }

  private measure(method: MethodInfo): TestMethodResult {
    const before = this.options.coverageOfMethods === true ? countsOf(this.installed) : undefined;
    const started = performance.now();
    const failure = this.execute(method);
    const milliseconds = performance.now() - started;
    const coverage = before === undefined ? {} : { coverage: coverageSince(before, this.installed) };
    const named = { className: this.type.qualifiedName, methodName: method.name, milliseconds, ...coverage };
    if (failure === undefined) return { ...named, outcome: 'Pass', message: null, stackTrace: null };
    return { ...named, outcome: failure instanceof UnsupportedFeature ? 'NotRunnable' : 'Fail', ...this.describe(failure) };
  }

  /** What the method threw. */
  private execute(method: MethodInfo): Error | undefined {
    const seeAllData = method.annotations.get('istest')?.['seealldata'] ?? this.type.annotations.get('istest')?.['seealldata'];
    if (seeAllData === true && this.options.hidesOrgData === true) return new UnsupportedFeature('@IsTest(SeeAllData=true)', 'Tests see only data they made.');
    const test = new TestContext(this.host);
    const entry = this.installed.program.entryPoint(this.type, method);
    const transaction = new Transaction(this.installed, this.host.services, { user: this.options.user, kind: 'TEST', log: this.options.log, ...test.options });
    test.enter(transaction);
    try {
      transaction.enter(() => {
        entry.invoke();
        test.finish();
      });
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  /** Errors that are not Apex's own are the local org's: they show with their JavaScript stack. */
  private describe(error: Error): { readonly message: string; readonly stackTrace: string } {
    if (error instanceof UnsupportedFeature) return { message: error.message, stackTrace: stackText(apexStack(error, this.installed.program)) };
    if (!(error instanceof ApexException)) return { message: `${error.name}: ${error.message}`, stackTrace: error.stack ?? '' };
    return { message: exceptionHeading(error), stackTrace: stackText(apexStack(error, this.installed.program)) };
  }
}

type LineCounts = NonNullable<ReturnType<InstalledOrg['program']['coverage']>>;

/** How often each line has run so far, of all files but those of test classes. */
function countsOf({ program }: InstalledOrg): ReadonlyMap<string, LineCounts> {
  const testPaths = new Set(program.typesWith('istest').map(({ type }) => type.path));
  return new Map(program.coveredPaths().filter((path) => !testPaths.has(path)).map((path) => [path, program.coverage(path) ?? []]));
}

function coverageOf(installed: InstalledOrg): FileCoverage[] {
  return [...countsOf(installed)].map(([path, lines]) => fileCoverage(path, lines));
}

/** Files of which a line has run since. */
function coverageSince(before: ReadonlyMap<string, LineCounts>, installed: InstalledOrg): FileCoverage[] {
  return [...countsOf(installed)]
    .map(([path, lines]) => fileCoverage(path, lines.map(({ line, count }, index) => ({ line, count: count - (before.get(path)?.[index]?.count ?? 0) }))))
    .filter(({ covered }) => covered.length > 0);
}

function fileCoverage(path: string, lines: LineCounts): FileCoverage {
  const sorted = (chosen: LineCounts): number[] => chosen.map(({ line }) => line).toSorted((left, right) => left - right);
  return { path, covered: sorted(lines.filter(({ count }) => count > 0)), uncovered: sorted(lines.filter(({ count }) => count === 0)) };
}
