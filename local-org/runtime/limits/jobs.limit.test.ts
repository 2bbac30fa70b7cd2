import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { RequestKind } from '../ports.ts';
import { SmallOrg } from '../scheduler/test/small-org.ts';

const CLASSES = {
  Job: 'public class Job implements Queueable { public void execute(QueueableContext c) { } }',
  Work: `public class Work {
    @future public static void later() { }
    public static void queue(Integer count) { for (Integer i = 0; i < count; i++) System.enqueueJob(new Job()); throw new IllegalArgumentException(Limits.getQueueableJobs() + ' of ' + Limits.getLimitQueueableJobs()); }
    public static void future(Integer count) { for (Integer i = 0; i < count; i++) later(); throw new IllegalArgumentException(Limits.getFutureCalls() + ' of ' + Limits.getLimitFutureCalls()); }
  }`,
};

let org: SmallOrg;
before(() => { org = new SmallOrg(CLASSES); });

/** The message that ended it; the exception at the end makes sure that no job is left behind. */
async function ending(method: string, count: number, kind: RequestKind): Promise<string> {
  const { org: served } = org.localOrg;
  return served.run({ user: org.admin, kind }, () => served.program.invoke('Work', method, [count])).then(() => 'came to its end', (error: unknown) => (error as Error).message);
}

test('synchronous Apex queues 50 jobs', async () => {
  assert.equal(await ending('queue', 50, 'APEX_REST'), '50 of 50');
  assert.equal(await ending('queue', 51, 'APEX_REST'), 'Too many queueable jobs added to the queue: 51');
});

test('asynchronous Apex queues one job', async () => {
  assert.equal(await ending('queue', 1, 'BATCH'), '1 of 1');
  assert.equal(await ending('queue', 2, 'BATCH'), 'Too many queueable jobs added to the queue: 2');
});

test('synchronous Apex makes 50 future calls', async () => {
  assert.equal(await ending('future', 50, 'APEX_REST'), '50 of 50');
  assert.equal(await ending('future', 51, 'APEX_REST'), 'Too many future calls: 51');
});
