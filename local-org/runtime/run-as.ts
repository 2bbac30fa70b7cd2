/** System.runAs in emitted code: the block's user, however the block is left. */
import { context } from '../library/ports.ts';
import type { ExecutionContext } from '../library/ports.ts';
import type { SObjectRecord } from '../values/sobject.ts';
import { nullPointer } from './support/control.ts';

/** What the running context must offer besides the port, so that a block can change its user and give it back. */
export interface RunAsContext extends ExecutionContext {
  enterRunAs(user: SObjectRecord): void;
  leaveRunAs(): void;
}

function current(): RunAsContext {
  const running = context() as Partial<RunAsContext>;
  if (running.enterRunAs === undefined) throw new Error('The running context cannot change its user.');
  return running as RunAsContext;
}

export function enterRunAs(user: SObjectRecord | null): void {
  current().enterRunAs(user ?? nullPointer());
}

export function leaveRunAs(): void {
  current().leaveRunAs();
}
