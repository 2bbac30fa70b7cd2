import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ManualClock, settle } from '../../delivery/test/manual-clock.ts';
import { noHealthLog } from '../../health/health-log.ts';
import { Refusal, TransientFailure } from '../../shared/failures.ts';
import { CommandCoalescer, type CoalescerOptions, type ReservationRequest, type ReservationResult } from './coalescer.ts';
import type { OrgAnswer, OrgApi } from './org-api.ts';

type Decide = (requests: readonly ReservationRequest[]) => Promise<OrgAnswer>;

const request = (requestKey: string, ...positions: string[]): ReservationRequest => ({
  requestKey, channel: 'WEB', lines: positions.map((position, index) => ({ line: index + 1, sku: position.split('@')[0]!, location: position.split('@')[1] ?? 'LYON', quantity: 1 })),
});
const reserved: Decide = async (requests) => ({ status: 200, body: { results: requests.map(({ requestKey }) => ({ requestKey, status: 'Reserved', lines: [] })) } });

function coalescing(decide: Decide, options: Partial<CoalescerOptions> = {}): { readonly coalescer: CommandCoalescer; readonly clock: ManualClock; readonly calls: string[][] } {
  const clock = new ManualClock();
  const calls: string[][] = [];
  const refuse = (): never => { throw new Error('This is not asked in this test.'); };
  const org: OrgApi = {
    postFacts: refuse, postSnapshots: refuse, query: refuse, session: refuse, forgetSession: refuse,
    call: async (method, path, body) => {
      assert.deepEqual([method, path], ['POST', '/reservations']);
      const { requests } = body as { requests: ReservationRequest[] };
      calls.push(requests.map(({ requestKey }) => requestKey));
      return decide(requests);
    },
  };
  return { coalescer: new CommandCoalescer({ org, clock, health: noHealthLog, ...options }), clock, calls };
}

describe('reservations that are coalesced', () => {
  it('go at once when nobody waits', async () => {
    const { coalescer, calls } = coalescing(reserved);
    assert.equal((await coalescer.reserve(request('a', 'LAMP'))).status, 'Reserved');
    assert.deepEqual(calls, [['a']]);
  });

  it('share the next call while one of their position is in flight; other positions do not wait', async () => {
    const { coalescer, clock, calls } = coalescing(async (requests) => {
      await clock.sleep(150);
      return reserved(requests);
    });
    const all = Promise.all([coalescer.reserve(request('a', 'LAMP')), ...['b', 'c', 'd'].map((key) => coalescer.reserve(request(key, 'LAMP'))), coalescer.reserve(request('e', 'CHAIR'))]);
    await settle();
    assert.deepEqual(calls, [['a'], ['e']]);
    await clock.pass(400);
    assert.deepEqual(calls, [['a'], ['e'], ['b', 'c', 'd']]);
    assert.equal((await all).length, 5);
  });

  it('are at most 100 requests and 200 lines a call', async () => {
    const { coalescer, clock, calls } = coalescing(async (requests) => {
      await clock.sleep(100);
      return reserved(requests);
    });
    const all = Promise.all(Array.from({ length: 251 }, (_, index) => coalescer.reserve(request(String(index), 'LAMP'))));
    const wide = Promise.all(Array.from({ length: 5 }, (_, index) => coalescer.reserve(request(`wide ${String(index)}`, ...Array.from({ length: 60 }, (__, line) => `W${String(line)}`)))));
    await clock.pass(1_500);
    await all;
    await wide;
    assert.deepEqual(calls.map(({ length }) => length).toSorted((a, b) => a - b), [1, 1, 1, 3, 50, 100, 100]);
  });

  it('are turned away after two seconds in the queue, and nothing was asked of the org', async () => {
    const { coalescer, clock, calls } = coalescing(() => new Promise(() => undefined));
    void coalescer.reserve(request('a', 'LAMP'));
    const waiting = coalescer.reserve(request('b', 'LAMP'));
    const refused = assert.rejects(waiting, (error: unknown) => error instanceof Refusal && error.code === 'GW-BUSY' && error.status === 503);
    await clock.pass(2_000);
    await refused;
    assert.deepEqual(calls, [['a']]);
  });

  it('are turned away at once when the queue is full', async () => {
    const { coalescer } = coalescing(() => new Promise(() => undefined), { mostWaiting: 1 });
    void coalescer.reserve(request('a', 'LAMP'));
    void coalescer.reserve(request('b', 'LAMP')).catch(() => undefined);
    await assert.rejects(coalescer.reserve(request('c', 'CHAIR')), /GW-BUSY|1 reservations wait already/);
  });

  it('do not suffer from a malformed one in their call', async () => {
    let isFirst = true;
    const { coalescer, clock, calls } = coalescing(async (requests) => {
      if (isFirst) await clock.sleep(10);
      isFirst = false;
      if (requests.some(({ requestKey }) => requestKey === 'bad')) return { status: 400, body: [{ errorCode: 'HF-BAD-FIELD', message: 'quantity', fields: ['lines[0].quantity'] }] };
      return reserved(requests);
    });
    const first = coalescer.reserve(request('a', 'LAMP'));
    const others = Promise.allSettled(['b', 'bad', 'c'].map((key) => coalescer.reserve(request(key, 'LAMP'))));
    await clock.pass(50);
    await first;
    const [b, bad, c] = await others;
    assert.deepEqual([b!.status, c!.status], ['fulfilled', 'fulfilled']);
    assert.equal(bad?.status === 'rejected' && bad.reason instanceof Refusal && bad.reason.code, 'HF-BAD-FIELD');
    assert.deepEqual(calls, [['a'], ['b', 'bad', 'c'], ['b'], ['bad'], ['c']]);
  });

  it('tell everybody in the call that the org did not answer', async () => {
    const { coalescer, clock } = coalescing(async () => {
      await clock.sleep(10);
      throw new TransientFailure('down');
    });
    const all = Promise.allSettled(['a', 'b', 'c'].map((key) => coalescer.reserve(request(key, 'LAMP'))));
    await clock.pass(50);
    assert.ok((await all).every((each) => each.status === 'rejected' && each.reason instanceof TransientFailure));
  });

  it('never have one position or one key in two calls at the same time, keep their order, and all get an answer', async () => {
    const arrival = fc.record({ key: fc.integer({ min: 0, max: 12 }), positions: fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D'), { minLength: 1, maxLength: 3 }), afterMs: fc.integer({ min: 0, max: 60 }), holdMs: fc.integer({ min: 1, max: 200 }) });
    await fc.assert(fc.asyncProperty(fc.array(arrival, { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 4 }), async (arrivals, batchesAtOnce) => {
      const busy = new Map<string, number>();
      const decided = new Map<string, string[]>();
      const { coalescer, clock } = coalescing(async (requests) => {
        const keys = [...new Set(requests.flatMap(({ requestKey, lines }) => [requestKey.split('#')[0]!, ...lines.map(({ sku }) => sku)]))];
        for (const key of keys) assert.equal(busy.get(key) ?? 0, 0, `${key} is in two calls`);
        for (const { requestKey, lines } of requests) for (const { sku } of lines) decided.set(sku, [...(decided.get(sku) ?? []), requestKey]);
        for (const key of keys) busy.set(key, 1);
        await clock.sleep(arrivals[0]!.holdMs);
        for (const key of keys) busy.set(key, 0);
        return reserved(requests);
      }, { batchesAtOnce, patienceMs: 1_000_000 });
      const asked = new Map<string, string[]>();
      const answers: Promise<ReservationResult>[] = [];
      for (const { key, positions, afterMs } of arrivals) {
        await clock.pass(afterMs);
        for (const sku of positions) asked.set(sku, [...(asked.get(sku) ?? []), `k${String(key)}`]);
        answers.push(coalescer.reserve(request(`k${String(key)}`, ...positions)));
      }
      await clock.pass(200 * arrivals.length + 1);
      assert.equal((await Promise.all(answers)).length, arrivals.length);
      assert.deepEqual(decided, asked);
    }), { numRuns: 60 });
  });
});
