import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { workItem } from '../../delivery/test/work-items.ts';
import type { WorkItem } from '../../delivery/work.ts';
import { noHealthLog, type Count, type Hop } from '../../health/health-log.ts';
import { Refusal, TransientFailure } from '../../shared/failures.ts';
import { factHandler, type NotNamed } from './fact-handler.ts';
import type { Fact, FactResult, OrgAnswer, OrgApi, Snapshot } from './org-api.ts';
import { releaseHandler } from './release-handler.ts';
import { snapshotHandler } from './snapshot-handler.ts';

const NEVER = new AbortController().signal;

function orgThat(answers: Partial<OrgApi>): OrgApi {
  const refuse = (): never => { throw new Error('This is not asked in this test.'); };
  return { postFacts: refuse, postSnapshots: refuse, call: refuse, query: refuse, session: refuse, forgetSession: refuse, ...answers };
}

const effects = (...results: Omit<FactResult, 'key'>[]): OrgApi => orgThat({ postFacts: async (facts) => facts.map(({ key }, index) => ({ key, ...results[index]! })) });
const facts = (...keys: string[]): WorkItem[] => keys.map((key, index) => workItem({ id: index + 1, key, body: { key, quantity: 1 } }));

describe('the handler of facts', () => {
  it('is done with whatever the org keeps, and says what it made of it', async () => {
    const org = effects({ effect: 'Applied' }, { effect: 'Duplicate' }, { effect: 'Absorbed' }, { effect: 'Quarantined', reason: 'HF-UNKNOWN-SKU', message: 'There is no product X.' });
    assert.deepEqual(await factHandler({ org, health: noHealthLog }).deliver(facts('a', 'b', 'c', 'd'), NEVER), [
      { state: 'Done', effect: 'Applied' }, { state: 'Done', effect: 'Duplicate' }, { state: 'Done', effect: 'Absorbed' },
      { state: 'Done', effect: 'Quarantined', reason: 'HF-UNKNOWN-SKU', message: 'There is no product X.' },
    ]);
  });

  it('leaves two facts under one key to people', async () => {
    const [outcome] = await factHandler({ org: effects({ effect: 'Conflict', message: 'Quantity was 1.' }), health: noHealthLog }).deliver(facts('a'), NEVER);
    assert.deepEqual(outcome, { state: 'Dead', reason: 'GW-CONFLICT', message: 'The org knows another fact under the key a. Quantity was 1.' });
  });

  it('tells a fact again that is only on the event bus', async () => {
    const [outcome] = await factHandler({ org: effects({ effect: 'Queued' }), health: noHealthLog }).deliver(facts('a'), NEVER);
    assert.equal(outcome?.state === 'Retry' && outcome.afterMs, 5_000);
  });

  it('does not guess what a till meant; the others of its batch go on', async () => {
    const told: string[] = [];
    const org = orgThat({ postFacts: async (sent) => sent.map(({ key }) => (told.push(key), { key, effect: 'Applied' })) });
    const resolve = async (body: unknown): Promise<Fact | { reason: string; message: string }> => ((body as Fact).key === 'b' ? { reason: 'GW-UNKNOWN-STORE', message: 'There is no store 77.' } : (body as Fact));
    const handler = factHandler({ org, health: noHealthLog, resolve });
    assert.deepEqual((await handler.deliver(facts('a', 'b', 'c'), NEVER)).map((outcome) => outcome.state), ['Done', 'Dead', 'Done']);
    assert.deepEqual(told, ['a', 'c']);
    assert.deepEqual(await handler.deliver(facts('b'), NEVER), [{ state: 'Dead', reason: 'GW-UNKNOWN-STORE', message: 'There is no store 77.' }]);
  });

  it('asks again for a name that cannot be asked for now, and keeps the order behind it', async () => {
    const told: string[] = [];
    const org = orgThat({ postFacts: async (sent) => sent.map(({ key }) => (told.push(key), { key, effect: 'Applied' })) });
    const resolve = async (body: unknown): Promise<Fact | NotNamed> => ((body as Fact).key === 'b' ? { reason: 'GW-UNKNOWN-SKU', message: 'The catalogue is away.', isPassing: true } : (body as Fact));
    const items = ['a', 'b', 'c', 'd'].map((key, index) => workItem({ id: index + 1, key, lane: key === 'd' ? 'other' : 'one', body: { key, quantity: 1 } }));
    const outcomes = await factHandler({ org, health: noHealthLog, resolve }).deliver(items, NEVER);
    assert.deepEqual(outcomes, [{ state: 'Done', effect: 'Applied' }, { state: 'Retry', reason: 'GW-UNKNOWN-SKU', message: 'The catalogue is away.' }, { state: 'Later' }, { state: 'Done', effect: 'Applied' }]);
    assert.deepEqual(told, ['a', 'd']);
  });

  it('looks for the fact behind an exception in Apex, and tries a single one again', async () => {
    const handler = factHandler({ org: orgThat({ postFacts: async () => { throw new Refusal('APEX_ERROR', 'System.LimitException', { status: 500 }); } }), health: noHealthLog });
    await assert.rejects(async () => handler.deliver(facts('a', 'b'), NEVER), Refusal);
    assert.deepEqual(await handler.deliver(facts('a'), NEVER), [{ state: 'Retry', reason: 'APEX_ERROR', message: 'System.LimitException' }]);
  });

  it('says lag and effects once they are durable', () => {
    const counted: [string, Count][] = [];
    const hops: [Hop, number][] = [];
    const health = { count: (source: string, what: Count) => { counted.push([source, what]); }, hop: (_: string, hop: Hop, milliseconds: number) => { hops.push([hop, milliseconds]); } };
    factHandler({ org: effects(), health }).settled!([
      { item: workItem({ occurredAtMs: 1_000, receivedAtMs: 2_000 }), outcome: { state: 'Done', effect: 'Duplicate' } },
      { item: workItem(), outcome: { state: 'Dead', reason: 'GW-CONFLICT', message: '' } },
      { item: workItem(), outcome: { state: 'Retry', reason: 'GW-QUEUED', message: '' } },
    ], 2_500);
    assert.deepEqual(counted, [['TILL', 'duplicate'], ['TILL', 'conflict']]);
    assert.deepEqual(hops, [['gateway-to-org', 500], ['source-to-org', 1_500]]);
  });
});

describe('the handler of snapshots', () => {
  it('tells those of one source together, never more documents than a call takes, and answers in order', async () => {
    const calls: [string, string[]][] = [];
    const org = orgThat({ postSnapshots: async (source: string, snapshots: readonly Snapshot[]) => (calls.push([source, snapshots.map(({ key }) => key)]), snapshots.map(({ key }) => ({ key, effect: key === 'b' ? 'Absorbed' : 'Applied' }))) });
    const snapshot = (id: number, key: string, source: string, documents: number): WorkItem => workItem({ id, key, source, kind: 'snapshot', body: { key, documents: Array.from({ length: documents }, () => ({})) } });
    const outcomes = await snapshotHandler({ org, health: noHealthLog }).deliver([snapshot(1, 'a', 'SAP', 1_500), snapshot(2, 'b', 'SAP', 500), snapshot(3, 'c', 'OLD-ERP', 3), snapshot(4, 'd', 'SAP', 1)], NEVER);
    assert.deepEqual(calls, [['SAP', ['a', 'b']], ['SAP', ['d']], ['OLD-ERP', ['c']]]);
    assert.deepEqual(outcomes.map((outcome) => outcome.state === 'Done' && outcome.effect), ['Applied', 'Absorbed', 'Applied', 'Applied']);
  });
});

describe('the handler of releases', () => {
  const release = async (answer: OrgAnswer): Promise<unknown> => {
    const asked: unknown[] = [];
    const handler = releaseHandler({ org: orgThat({ call: async (...call) => (asked.push(call.slice(0, 3)), answer) }) });
    const [outcome] = await handler.deliver([workItem({ kind: 'release', body: { requestKey: 'web 1/2' } })], NEVER);
    assert.deepEqual(asked, [['POST', '/reservations/web%201%2F2/release', {}]]);
    return outcome;
  };

  it('is done when it is given back, or was handed over', async () => {
    assert.deepEqual(await release({ status: 200, body: {} }), { state: 'Done', effect: 'Released' });
    assert.deepEqual(await release({ status: 409, body: [{ errorCode: 'HF-ALREADY-FULFILLED', message: 'x' }] }), { state: 'Done', effect: 'Fulfilled', reason: 'HF-ALREADY-FULFILLED', message: 'x' });
  });

  it('is dead when the org refuses it, and waits when the gateway may not', async () => {
    assert.deepEqual(await release({ status: 400, body: [{ errorCode: 'HF-BAD-FIELD', message: 'x' }] }), { state: 'Dead', reason: 'HF-BAD-FIELD', message: 'x' });
    const waiting = (await release({ status: 403, body: [{ errorCode: 'HF-FORBIDDEN', message: 'Release_Stock' }] })) as { state: string; failure: unknown };
    assert.ok(waiting.state === 'Later' && waiting.failure instanceof TransientFailure);
  });
});
