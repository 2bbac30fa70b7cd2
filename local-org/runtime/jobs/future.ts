/** Calls of @future methods. */
import type { ApexList } from '../../values/collections/list.ts';
import { JobRecords } from './job-records.ts';
import type { JobService } from './job-service.ts';
import { readGraph } from './object-graph.ts';
import type { PendingStep } from './pending-jobs.ts';
import type { StepRun } from './steps.ts';

export function futureStep(step: PendingStep, { pending }: JobService): StepRun {
  const { className, slot } = step.details as { readonly className: string; readonly slot: string };
  return {
    requestKind: 'FUTURE', running: { kind: 'future', step, stack: undefined, failures: 0 },
    run: ({ installed, clock }) => {
      pending.remove(step.number);
      const records = new JobRecords(installed.data, clock.now());
      records.changeJob(step.jobId, { Status: 'Processing' });
      const type = installed.program.typeOf(className);
      const method = type?.methods.find((each) => each.slot === slot);
      if (type === undefined || method === undefined) throw new Error(`The @future method of ${className} that was called is no longer in the org.`);
      installed.program.entryPoint(type, method).invoke(...(readGraph(step.state) as ApexList).items);
      records.endJob(step.jobId, 'Completed');
    },
    failed: ({ message, typeName }, { installed, clock }) => {
      pending.remove(step.number);
      const records = new JobRecords(installed.data, clock.now());
      records.changeJob(step.jobId, { NumberOfErrors: 1 });
      records.endJob(step.jobId, 'Failed', `${typeName}: ${message}`);
    },
  };
}
