/** System.FlexQueue: the order of batch jobs that are held until others have finished. */
import { nullArgument } from '../../values/null-pointer.ts';
import { makeEnum } from '../../values/apex-object.ts';
import { defineClass, defineEnum } from '../define.ts';
import type { FlexQueuePlace } from '../ports.ts';
import { jobs } from './System.ts';

function move(jobId: string | null, place: FlexQueuePlace): boolean {
  if (jobId === null) throw nullArgument();
  return jobs('System.FlexQueue').moveInFlexQueue(jobId, place);
}

function moveBeside(kind: 'before' | 'after', jobId: string | null, otherId: string | null): boolean {
  if (otherId === null) throw nullArgument();
  return move(jobId, { kind, jobId: otherId });
}

export const FLEX_QUEUE = defineClass('System.FlexQueue', {
  'static Boolean moveJobToFront(Id jobId)': (jobId: string | null) => move(jobId, { kind: 'front' }),
  'static Boolean moveJobToEnd(Id jobId)': (jobId: string | null) => move(jobId, { kind: 'end' }),
  'static Boolean moveBeforeJob(Id jobId, Id otherId)': (jobId: string | null, otherId: string | null) => moveBeside('before', jobId, otherId),
  'static Boolean moveAfterJob(Id jobId, Id otherId)': (jobId: string | null, otherId: string | null) => moveBeside('after', jobId, otherId),
});

/** How the queueable job ended that a finalizer is called for. */
export const ParentJobResult = makeEnum('System.ParentJobResult', ['SUCCESS', 'UNHANDLED_EXCEPTION']);
export const PARENT_JOB_RESULT = defineEnum('System.ParentJobResult', ParentJobResult);
