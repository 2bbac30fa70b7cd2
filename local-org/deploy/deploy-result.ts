/** What is asked of a deploy and what it answers, as the Metadata API names it. Every surface writes these. */

export const TEST_LEVELS = ['NoTestRun', 'RunSpecifiedTests', 'RunLocalTests', 'RunAllTestsInOrg'] as const;
export type TestLevel = (typeof TEST_LEVELS)[number];

export interface DeployOptions {
  /** What package.xml names need not be there. */
  readonly allowMissingFiles: boolean;
  /** Everything but the switch. */
  readonly checkOnly: boolean;
  readonly ignoreWarnings: boolean;
  readonly purgeOnDelete: boolean;
  /** False: what is right is deployed even when something else is wrong. */
  readonly rollbackOnError: boolean;
  readonly runTests: readonly string[];
  readonly testLevel: TestLevel;
}

/** platform-facts: deploy-default-test-level */
export const DEFAULT_OPTIONS: DeployOptions = { allowMissingFiles: false, checkOnly: false, ignoreWarnings: false, purgeOnDelete: false, rollbackOnError: true, runTests: [], testLevel: 'NoTestRun' };

export type DeployStatus = 'Pending' | 'InProgress' | 'Succeeded' | 'SucceededPartial' | 'Failed' | 'Canceling' | 'Canceled';

export interface DeployMessage {
  /** Empty for the manifest. */
  readonly componentType: string;
  readonly fullName: string;
  /** As in the zip. */
  readonly fileName: string;
  /** Empty where the type has none. */
  readonly id: string;
  readonly created: boolean;
  readonly changed: boolean;
  readonly deleted: boolean;
  readonly success: boolean;
  readonly createdDate: string;
  readonly problem?: string;
  readonly problemType?: 'Error' | 'Warning';
  /** From 1. */
  readonly lineNumber?: number;
  readonly columnNumber?: number;
}

export interface TestSuccess {
  readonly id: string;
  readonly methodName: string;
  readonly name: string;
  readonly namespace: null;
  readonly seeAllData: boolean;
  /** Milliseconds. */
  readonly time: number;
}
export interface TestFailure extends TestSuccess {
  readonly message: string;
  readonly packageName: string;
  readonly stackTrace: string;
  readonly type: 'Class';
}
export interface CodeCoverage {
  readonly id: string;
  readonly name: string;
  readonly namespace: null;
  readonly type: 'Class' | 'Trigger';
  readonly numLocations: number;
  readonly numLocationsNotCovered: number;
  readonly locationsNotCovered: readonly { readonly column: number; readonly line: number; readonly numExecutions: number; readonly time: number }[];
}
export interface CodeCoverageWarning {
  readonly id: string | null;
  readonly message: string;
  readonly name: string | null;
  readonly namespace: null;
}

export interface RunTestResult {
  readonly numFailures: number;
  readonly numTestsRun: number;
  /** Milliseconds. */
  readonly totalTime: number;
  readonly successes: readonly TestSuccess[];
  readonly failures: readonly TestFailure[];
  readonly codeCoverage: readonly CodeCoverage[];
  readonly codeCoverageWarnings: readonly CodeCoverageWarning[];
}

export interface DeployDetails {
  readonly componentFailures: readonly DeployMessage[];
  readonly componentSuccesses: readonly DeployMessage[];
  readonly runTestResult: RunTestResult;
}

export interface DeployResult {
  readonly id: string;
  readonly status: DeployStatus;
  readonly done: boolean;
  readonly success: boolean;
  readonly checkOnly: boolean;
  readonly ignoreWarnings: boolean;
  readonly rollbackOnError: boolean;
  readonly runTestsEnabled: boolean;
  readonly numberComponentsTotal: number;
  readonly numberComponentsDeployed: number;
  readonly numberComponentErrors: number;
  readonly numberTestsTotal: number;
  readonly numberTestsCompleted: number;
  readonly numberTestErrors: number;
  readonly createdBy: string;
  readonly createdByName: string;
  readonly createdDate: string;
  readonly lastModifiedDate: string;
  readonly startDate?: string;
  readonly completedDate?: string;
  readonly canceledBy?: string;
  readonly canceledByName?: string;
  readonly errorMessage?: string;
  readonly errorStatusCode?: string;
  readonly stateDetail?: string;
  readonly details: DeployDetails;
}

export const NO_TEST_RESULT: RunTestResult = { numFailures: 0, numTestsRun: 0, totalTime: 0, successes: [], failures: [], codeCoverage: [], codeCoverageWarnings: [] };
