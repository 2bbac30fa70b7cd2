import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMetrics, healthLogOf, type MetricParts } from './prometheus.ts';
import { Figures } from './figures.ts';
import { movableClock } from './test/movable-clock.ts';

const clock = movableClock();
const metrics = (parts: Partial<MetricParts> = {}): ReturnType<typeof createMetrics> => createMetrics({ clock, work: async () => [], ...parts });
const lines = async (one: ReturnType<typeof createMetrics>, name: string): Promise<string[]> => (await one.text()).split('\n').filter((line) => line.startsWith(`${name}{`));

describe('metrics', () => {
  it('count what was seen, by source', async () => {
    const one = metrics();
    one.count('TILL', 'received', 3);
    one.count('TILL', 'received');
    one.count('SAP', 'doorbell');
    assert.deepEqual(await lines(one, 'holdfast_gateway_events_total'), ['holdfast_gateway_events_total{source="TILL",what="received"} 4', 'holdfast_gateway_events_total{source="SAP",what="doorbell"} 1']);
  });

  it('put durations into buckets of seconds', async () => {
    const one = metrics();
    one.hop('TILL', 'source-to-org', 120);
    one.hop('TILL', 'source-to-org', -3);
    one.hop('TILL', 'source-to-org', Number.NaN);
    const buckets = await lines(one, 'holdfast_gateway_hop_seconds_bucket');
    assert.ok(buckets.includes('holdfast_gateway_hop_seconds_bucket{le="0.25",source="TILL",hop="source-to-org"} 2'));
    assert.ok(buckets.includes('holdfast_gateway_hop_seconds_bucket{le="0.1",source="TILL",hop="source-to-org"} 1'));
  });

  it('tell the work of the store and the age of what waits longest', async () => {
    const one = metrics({
      work: async () => [
        { kind: 'fact', source: 'TILL', state: 'Waiting', count: 2, oldestReceivedAtMs: clock.now() - 4000 },
        { kind: 'release', source: 'TILL', state: 'Waiting', count: 1, oldestReceivedAtMs: clock.now() - 9000 },
        { kind: 'document', source: 'SAP', state: 'Dead', count: 7, oldestReceivedAtMs: undefined },
        { kind: 'document', source: 'SAP', state: 'Dead', count: 1, oldestReceivedAtMs: undefined },
      ],
    });
    for (let scrapes = 0; scrapes < 2; scrapes += 1) {
      assert.deepEqual(await lines(one, 'holdfast_gateway_work'), ['holdfast_gateway_work{kind="fact",source="TILL",state="Waiting"} 2', 'holdfast_gateway_work{kind="release",source="TILL",state="Waiting"} 1', 'holdfast_gateway_work{kind="document",source="SAP",state="Dead"} 8']);
      assert.deepEqual(await lines(one, 'holdfast_gateway_outbox_age_seconds'), ['holdfast_gateway_outbox_age_seconds{source="TILL"} 9', 'holdfast_gateway_outbox_age_seconds{source="SAP"} 0']);
    }
  });

  it('tell breakers and subscriptions', async () => {
    const one = metrics({
      breakers: () => [{ system: 'org', state: 'Open', sinceMs: 0 }],
      subscriptions: () => [{ topic: '/event/Stock_Signal__e', state: 'Live', position: '42', lagEvents: 3 }, { topic: '/data/ChangeEvents', state: 'Connecting', position: 'AAAA' }],
    });
    assert.deepEqual(await lines(one, 'holdfast_gateway_breaker'), ['holdfast_gateway_breaker{system="org"} 1']);
    assert.deepEqual(await lines(one, 'holdfast_gateway_subscription_live'), ['holdfast_gateway_subscription_live{topic="/event/Stock_Signal__e"} 1', 'holdfast_gateway_subscription_live{topic="/data/ChangeEvents"} 0']);
    assert.deepEqual(await lines(one, 'holdfast_gateway_subscription_position'), ['holdfast_gateway_subscription_position{topic="/event/Stock_Signal__e"} 42']);
    assert.deepEqual(await lines(one, 'holdfast_gateway_subscription_lag_events'), ['holdfast_gateway_subscription_lag_events{topic="/event/Stock_Signal__e"} 3']);
  });

  it('do not grow with names that somebody makes up', async () => {
    const one = metrics();
    for (let index = 0; index < 1000; index += 1) one.count(`S${String(index)}`, 'received');
    assert.equal((await lines(one, 'holdfast_gateway_events_total')).length, 51);
  });

  it('and figures are told the same', () => {
    const figures = new Figures(clock);
    const log = healthLogOf(figures, metrics());
    log.count('TILL', 'received');
    log.hop('TILL', 'source-to-gateway', 3);
    assert.equal(figures.sources()[0]?.total.get('received'), 1);
    assert.equal(figures.sources()[0]?.hops.length, 1);
  });
});
