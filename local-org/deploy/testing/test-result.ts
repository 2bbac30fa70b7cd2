/** Test runs as a deploy reports them, and whether they let it pass. */
import type { FileCoverage, TestMethodResult, TestRun } from '../../runtime/test-runner.ts';
import type { CodeCoverage, CodeCoverageWarning, RunTestResult, TestFailure, TestLevel, TestSuccess } from '../deploy-result.ts';
import { componentAt, type ComponentName } from '../metadata/components.ts';

/** platform-facts: deploy-coverage */
const REQUIRED_PERCENT = 75;

export interface ResultOptions {
  readonly testLevel: TestLevel;
  /** Of a class or trigger; empty when there is none. */
  idOf(component: ComponentName): string;
  /** Classes and triggers the package brings. */
  isDeployed(component: ComponentName): boolean;
}

export function testResult(run: TestRun, options: ResultOptions): RunTestResult {
  const passed = run.results.filter(({ outcome }) => outcome === 'Pass');
  const failed = run.results.filter(({ outcome }) => outcome !== 'Pass');
  const coverage = run.coverage.flatMap((file) => coverageOf(file, options));
  return {
    numFailures: failed.length, numTestsRun: run.results.length, totalTime: Math.round(run.results.reduce((sum, { milliseconds }) => sum + milliseconds, 0)),
    successes: passed.map((one) => successOf(one, options)), failures: failed.map((one) => failureOf(one, options)), codeCoverage: coverage,
    codeCoverageWarnings: options.testLevel === 'RunSpecifiedTests' ? warningsPerComponent(coverage, options) : warningsOfOrg(coverage),
  };
}

function successOf(result: TestMethodResult, options: ResultOptions): TestSuccess {
  const outer = result.className.split('.')[0]!;
  return { id: options.idOf({ type: 'ApexClass', fullName: outer }), methodName: result.methodName, name: result.className, namespace: null, seeAllData: false, time: Math.round(result.milliseconds) };
}

function failureOf(result: TestMethodResult, options: ResultOptions): TestFailure {
  return { ...successOf(result, options), message: result.message ?? '', packageName: result.className, stackTrace: result.stackTrace ?? '', type: 'Class' };
}

function coverageOf(file: FileCoverage, options: ResultOptions): CodeCoverage[] {
  const component = componentAt(file.path);
  const numLocations = file.covered.length + file.uncovered.length;
  if (component === undefined || numLocations === 0) return [];
  return [{
    id: options.idOf(component), name: component.fullName, namespace: null, type: component.type === 'ApexTrigger' ? 'Trigger' : 'Class', numLocations, numLocationsNotCovered: file.uncovered.length,
    locationsNotCovered: file.uncovered.map((line) => ({ column: 0, line, numExecutions: 0, time: -1 })),
  }];
}

const percentOf = (covered: number, all: number): number => Math.floor((100 * covered) / Math.max(1, all));

/** All classes and triggers together reach the share, and no trigger is left out entirely. */
function warningsOfOrg(coverage: readonly CodeCoverage[]): CodeCoverageWarning[] {
  const all = coverage.reduce((sum, one) => sum + one.numLocations, 0);
  const covered = all - coverage.reduce((sum, one) => sum + one.numLocationsNotCovered, 0);
  const warnings: CodeCoverageWarning[] = [];
  if (all > 0 && covered * 100 < all * REQUIRED_PERCENT) {
    warnings.push({ id: null, name: null, namespace: null, message: `Average test coverage across all Apex Classes and Triggers is ${String(percentOf(covered, all))}%, at least ${String(REQUIRED_PERCENT)}% test coverage is required.` });
  }
  for (const { id, name, type, numLocations, numLocationsNotCovered } of coverage) {
    if (type === 'Trigger' && numLocations === numLocationsNotCovered) warnings.push({ id, name, namespace: null, message: 'Test coverage of selected Apex Trigger is 0%, at least 1% test coverage is required.' });
  }
  return warnings;
}

/** With named tests each class and trigger of the package reaches the share by itself. */
function warningsPerComponent(coverage: readonly CodeCoverage[], options: ResultOptions): CodeCoverageWarning[] {
  return coverage.flatMap(({ id, name, type, numLocations, numLocationsNotCovered }) => {
    const covered = numLocations - numLocationsNotCovered;
    if (!options.isDeployed({ type: `Apex${type}`, fullName: name }) || covered * 100 >= numLocations * REQUIRED_PERCENT) return [];
    return [{ id, name, namespace: null, message: `Test coverage of selected Apex ${type} is ${String(percentOf(covered, numLocations))}%, at least ${String(REQUIRED_PERCENT)}% test coverage is required.` }];
  });
}
