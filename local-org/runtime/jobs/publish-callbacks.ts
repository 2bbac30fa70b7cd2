/** What EventBus.publish was given to be called with the final result: once per publish call, as Automated Process. platform-facts: publish-callbacks. */
import type { PendingEvent, PublishCallback } from '../../events/outbox.ts';
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import { ApexList } from '../../values/collections/list.ts';
import { STRING } from '../../values/runtime-type.ts';
import type { JobService } from './job-service.ts';
import { readGraph } from './object-graph.ts';
import type { PendingStep } from './pending-jobs.ts';
import type { StepRun } from './steps.ts';

export type PublishOutcome = 'success' | 'failure';

class PublishResult extends ApexObject {
  readonly #uuids: readonly string[];

  constructor(uuids: readonly string[]) {
    super();
    this.#uuids = uuids;
  }
  geteventuuids$(): ApexList<string> {
    return ApexList.of(STRING, [...this.#uuids]);
  }
}
class SuccessResult extends PublishResult {}
class FailureResult extends PublishResult {}
describePlatformClass(SuccessResult, 'eventbus.SuccessResultImpl', ['eventbus.SuccessResult']);
describePlatformClass(FailureResult, 'eventbus.FailureResultImpl', ['eventbus.FailureResult']);

/** An object may implement one of them or both. */
type Callback = ApexObject & { onsuccess$successresult?(result: SuccessResult): void; onfailure$failureresult?(result: FailureResult): void };

/** The steps that tell the publishers of some events what became of them. */
export function callbackSteps(events: readonly PendingEvent[], outcome: PublishOutcome, dueAt: number): Omit<PendingStep, 'number'>[] {
  const uuids = new Map<PublishCallback, unknown[]>();
  for (const { callback, payload } of events) {
    if (callback === undefined) continue;
    const known = uuids.get(callback);
    if (known === undefined) uuids.set(callback, [payload['EventUuid']]);
    else known.push(payload['EventUuid']);
  }
  return [...uuids].map(([{ state, depth }, eventUuids]) => ({ jobId: '', kind: 'callback', dueAt, userId: '', state, details: { outcome, depth, eventUuids }, signature: undefined }));
}

export function callbackStep(step: PendingStep, { pending }: JobService): StepRun {
  const { outcome, eventUuids } = step.details as unknown as { readonly outcome: PublishOutcome; readonly eventUuids: readonly string[] };
  return {
    requestKind: 'EVENT', running: { kind: 'none', step, stack: undefined, failures: 0 },
    run: () => {
      pending.remove(step.number);
      const callback = readGraph(step.state) as Callback;
      if (outcome === 'success') callback.onsuccess$successresult?.(new SuccessResult(eventUuids));
      else callback.onfailure$failureresult?.(new FailureResult(eventUuids));
    },
    failed: () => { pending.remove(step.number); },
  };
}
