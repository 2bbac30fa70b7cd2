/** What the Tooling and Apex surfaces need of the org: its code, anonymous Apex, tests. Wired in `cli/`. */
import type { AnonymousRequest, AnonymousResult } from '../../deploy/anonymous/anonymous.ts';
import type { LogStore } from '../../deploy/logs/log-store.ts';
import type { FromThread, TestThread } from '../../deploy/testing/in-thread.ts';
import type { TestSelection } from '../../deploy/testing/selection.ts';

export interface CodeComponent {
  readonly type: 'ApexClass' | 'ApexTrigger';
  /** The same as long as the component stays deployed. */
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly body: string;
  readonly apiVersion: number;
  readonly status: 'Active' | 'Inactive';
  /** Of a trigger. */
  readonly objectName: string | undefined;
  readonly createdAt: number;
  readonly createdById: string;
  readonly modifiedAt: number;
  readonly modifiedById: string;
}

export interface TestClass {
  readonly id: string;
  readonly name: string;
  readonly methodNames: readonly string[];
}

export interface ThreadRequest {
  readonly username: string;
  readonly coverage: boolean;
  /** Run one after the other. */
  readonly parts: readonly TestSelection[];
}

export interface ApexHost {
  readonly logs: LogStore;
  /** Compiles and runs a block; see AnonymousApex. */
  executeAnonymous(request: AnonymousRequest): Promise<AnonymousResult>;
  /** Deployed classes and triggers by name. */
  code(): readonly CodeComponent[];
  testClasses(): readonly TestClass[];
  /** Runs tests of the deployed code in a thread, over a store of their own; see in-thread.ts. */
  startTests(request: ThreadRequest, onMessage: (message: FromThread) => void): TestThread;
}
