/** From doorbell or poll to facts: what is read, what waits, what is found that never rang. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { workItem } from '../../delivery/test/work-items.ts';
import { TransientFailure } from '../../shared/failures.ts';
import { documentMapper } from '../../process/intent/document-mapper.ts';
import { IntentRules } from '../../process/intent/intent-rules.ts';
import type { OrgApi } from '../salesforce/org-api.ts';
import { documentHandler, type MappedDocument } from './document-handler.ts';
import { DocumentPoller } from './document-poller.ts';
import { DoorbellInlet } from './doorbell.ts';
import type { MaterialDocument, SapApi } from './sap-api.ts';
import { testParts, type TestParts } from './test/parts.ts';

let nowMs = Date.parse('2026-11-21T12:00:00Z');
const clock = { now: () => nowMs, sleep: async () => undefined };
let parts: TestParts;
let documents: MaterialDocument[] = [];
const unused = async (): Promise<never> => { throw new Error('not asked here'); };
const sap: SapApi = {
  document: async ({ number }) => documents.find((one) => one.number === number),
  documentsCreated: async (from, to) => documents.filter(({ createdAt }) => createdAt >= from && createdAt < to),
  stock: unused, documentByReference: unused, post: unused,
};
const document = (number: string, createdAtMs = nowMs): MaterialDocument => ({ year: '2026', number, createdAt: new Date(createdAtMs).toISOString(), postingDate: '2026-11-21', items: [] });
const fact = { key: '2026/1/0001', intent: 'StockDocument', sku: 'LAMP-1', location: 'LYON', quantity: -1, occurredAt: '2026-11-21T12:00:00Z', source: 'SAP' };
const item = (number: string, attempts = 1) => workItem({ kind: 'document', source: 'SAP', key: `2026/${number}`, lane: `2026/${number}`, body: { year: '2026', number }, attempts });
const deliver = async (mapped: MappedDocument, number: string, attempts = 1) => {
  const handler = documentHandler({ ...parts, sap, mapper: { map: async () => mapped } });
  const [outcome] = await handler.deliver([item(number, attempts)], new AbortController().signal);
  handler.settled?.([{ item: item(number), outcome: outcome! }], nowMs);
  return outcome!;
};

beforeEach(() => {
  nowMs = Date.parse('2026-11-21T12:00:00Z');
  parts = testParts(clock);
  documents = [];
});
afterEach(() => parts.close());

describe('the work of reading a document', () => {
  it('lets its facts follow, each in the lane of its position', async () => {
    documents = [document('1')];
    const outcome = await deliver({ facts: [fact], ignored: [] }, '1');
    assert.deepEqual(outcome, { state: 'Done', effect: 'Read', follow: [{ kind: 'fact', source: 'SAP', key: fact.key, lane: 'LAMP-1|LYON', body: fact, occurredAtMs: nowMs, receivedAtMs: 2_000 }] });
  });

  it('looks again, later each time, while the document cannot be read', async () => {
    const waits = await Promise.all([1, 2, 3].map(async (attempts) => {
      const outcome = await deliver({ facts: [], ignored: [] }, '1', attempts);
      return outcome.state === 'Retry' ? outcome.afterMs : outcome.state;
    }));
    assert.deepEqual(waits, [500, 1000, 2000]);
  });

  it('is dead with its reason when a part of the document is not understood', async () => {
    documents = [document('1')];
    assert.deepEqual(await deliver({ reason: 'GW-UNMAPPED', message: 'type 951' }, '1'), { state: 'Dead', reason: 'GW-UNMAPPED', message: 'type 951' });
    assert.equal(parts.health.counts['unmapped'], 1);
  });

  it('waits for a movement map when there is none yet, instead of giving documents up', async () => {
    documents = [document('1')];
    const rules = new IntentRules({ source: 'SAP' }, { ...parts, org: { query: async () => [] } as unknown as OrgApi });
    const handler = documentHandler({ ...parts, sap, mapper: documentMapper({ rules, store: parts.store, sap }) });
    assert.deepEqual((await handler.deliver([item('1')], new AbortController().signal)).map(({ state }) => state), ['Later']);
  });

  it('tells what it ignored', async () => {
    documents = [document('1')];
    assert.deepEqual(await deliver({ facts: [], ignored: [{ item: '0001', why: 'plant 9999 is not ours' }] }, '1'), { state: 'Done', effect: 'Ignored', message: '0001: plant 9999 is not ours' });
  });

  it('waits when SAP does not answer, without using up its attempts', async () => {
    const handler = documentHandler({ ...parts, sap: { ...sap, document: async () => { throw new TransientFailure('503'); } }, mapper: { map: unused } });
    assert.deepEqual((await handler.deliver([item('1')], new AbortController().signal)).map(({ state }) => state), ['Later']);
  });
});

describe('the poll for documents', () => {
  const poller = () => new DocumentPoller({ source: 'SAP', pollSeconds: 30 }, { ...parts, sap, plants: async () => [] });
  const keys = async () => (await parts.store.find({ kind: 'document', most: 100 })).map(({ key }) => key);

  it('finds a document that never rang, and counts it', async () => {
    await poller().poll();
    documents = [document('1'), document('2')];
    await new DoorbellInlet(parts).take([{ year: '2026', number: '1', rungAtMs: nowMs }]);
    nowMs += 30_000;
    assert.equal(await poller().poll(), 1);
    assert.deepEqual([await keys(), parts.health.counts['doorbell-missed']], [['2026/1', '2026/2'], 1]);
    nowMs += 30_000;
    assert.equal(await poller().poll(), 0);
  });

  it('leaves a doorbell its time to ring', async () => {
    await poller().poll();
    documents = [document('1', nowMs + 1000)];
    nowMs += 5000;
    assert.equal(await poller().poll(), 0);
    nowMs += 30_000;
    assert.equal(await poller().poll(), 1);
  });

  it('finds a document that became readable minutes after the time it carries', async () => {
    await poller().poll();
    const late = document('1', nowMs + 1000);
    nowMs += 600_000;
    await poller().poll();
    documents = [late];
    nowMs += 30_000;
    assert.equal(await poller().poll(), 1);
  });

  it('finds within an hour what became readable that late, but nothing of before it looked first', async () => {
    const before = document('1', nowMs - 20 * 60_000);
    await poller().poll();
    const late = document('2', nowMs + 60_000);
    const running = poller();
    for (let minute = 0; minute < 50; minute += 1) {
      nowMs += 60_000;
      await running.poll();
    }
    documents = [before, late];
    let found = 0;
    for (let minute = 0; minute < 15; minute += 1) {
      nowMs += 60_000;
      found += await running.poll();
    }
    assert.deepEqual([found, await keys()], [1, ['2026/2']]);
  });

  it('catches up after a day of silence', async () => {
    await poller().poll();
    documents = Array.from({ length: 24 }, (_, hour) => document(String(hour), nowMs + hour * 3_600_000));
    nowMs += 86_400_000;
    assert.equal(await poller().poll(), 24);
  });

  it('lets a document wait again that was given up because it could not be read, once it can be', async () => {
    await poller().poll();
    await new DoorbellInlet(parts).take([{ year: '2026', number: '1', rungAtMs: nowMs }, { year: '2026', number: '2', rungAtMs: nowMs }]);
    const waiting = await parts.store.find({ kind: 'document', most: 100 });
    const reasons = ['GW-NOT-VISIBLE', 'GW-UNMAPPED'];
    await parts.store.transaction((transaction) => transaction.finish(waiting.map((work, index) => ({ item: work, outcome: { state: 'Dead', reason: reasons[index]!, message: 'x' } }))));
    documents = [document('1'), document('2')];
    nowMs += 30_000;
    assert.equal(await poller().poll(), 0);
    assert.deepEqual((await parts.store.find({ kind: 'document', most: 100 })).map(({ key, state, attempts }) => [key, state, attempts]), [['2026/1', 'Waiting', 0], ['2026/2', 'Dead', 0]]);
    assert.equal(parts.health.counts['redriven'], 1);
  });

  it('is not blind for a day when the clock was a day ahead for a while', async () => {
    nowMs += 86_400_000;
    await poller().poll();
    nowMs -= 86_400_000;
    await poller().poll();
    documents = [document('1')];
    nowMs += 30_000;
    assert.equal(await poller().poll(), 1);
  });
});
