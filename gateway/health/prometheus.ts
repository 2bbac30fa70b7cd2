/** The same figures for Prometheus. Labels have few values: sources, hops, kinds of work, systems, topics; never keys, SKUs or messages. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Clock } from '../shared/clock.ts';
import type { HealthLog } from './health-log.ts';
import type { BreakerState, SubscriptionState, WorkCount } from './ports.ts';

/** Seconds. From a call within a machine room to a till that was without a network for a day. */
const HOP_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200, 86_400];
const MOST_SOURCES = 50;
const OTHERS = 'OTHERS';
const BREAKER_VALUES = { Closed: 0, HalfOpen: 0.5, Open: 1 } as const;

export interface MetricParts {
  readonly clock: Clock;
  readonly work: () => Promise<readonly WorkCount[]>;
  readonly breakers?: () => readonly BreakerState[];
  readonly subscriptions?: () => readonly SubscriptionState[];
}

export interface Metrics extends HealthLog {
  /** Text in Prometheus' exposition format. */
  text(): Promise<string>;
  readonly contentType: string;
}

export function createMetrics(parts: MetricParts): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const named = boundedNames();
  const events = new Counter({ name: 'holdfast_gateway_events_total', help: 'What was seen, by source.', labelNames: ['source', 'what'], registers: [registry] });
  const hops = new Histogram({ name: 'holdfast_gateway_hop_seconds', help: 'How long a way between two systems took, by source.', labelNames: ['source', 'hop'], buckets: HOP_BUCKETS, registers: [registry] });
  addWork(registry, parts, named);
  addBreakers(registry, parts);
  addSubscriptions(registry, parts);
  return {
    hop: (source, hop, milliseconds) => {
      if (Number.isFinite(milliseconds)) hops.observe({ source: named(source), hop }, Math.max(milliseconds, 0) / 1000);
    },
    count: (source, what, by = 1) => {
      if (Number.isFinite(by) && by > 0) events.inc({ source: named(source), what }, by);
    },
    text: async () => registry.metrics(),
    contentType: registry.contentType,
  };
}

/** One query of the store serves both gauges of a scrape. */
function addWork(registry: Registry, { clock, work }: MetricParts, named: (source: string) => string): void {
  const age = new Gauge({ name: 'holdfast_gateway_outbox_age_seconds', help: 'Age of the oldest work that waits, by source; 0 when none does.', labelNames: ['source'], registers: [registry] });
  new Gauge({
    name: 'holdfast_gateway_work', help: 'Work in the store, by kind, source and state.', labelNames: ['kind', 'source', 'state'], registers: [registry],
    async collect() {
      const counts = await work();
      this.reset();
      age.reset();
      const oldest = new Map<string, number>();
      for (const { kind, source, state, count, oldestReceivedAtMs } of counts) {
        const name = named(source);
        this.inc({ kind, source: name, state }, count);
        const received = state === 'Waiting' ? oldestReceivedAtMs ?? Infinity : Infinity;
        oldest.set(name, Math.min(oldest.get(name) ?? Infinity, received));
      }
      for (const [source, receivedAtMs] of oldest) age.set({ source }, Math.max(0, clock.now() - Math.min(receivedAtMs, clock.now())) / 1000);
    },
  });
}

function addBreakers(registry: Registry, { breakers }: MetricParts): void {
  new Gauge({
    name: 'holdfast_gateway_breaker', help: 'Circuit breaker of a system: 0 closed, 0.5 trying, 1 open.', labelNames: ['system'], registers: [registry],
    collect() {
      this.reset();
      for (const { system, state } of breakers?.() ?? []) this.set({ system }, BREAKER_VALUES[state]);
    },
  });
}

function addSubscriptions(registry: Registry, { subscriptions }: MetricParts): void {
  new Gauge({
    name: 'holdfast_gateway_subscription_live', help: 'Is a subscription live?', labelNames: ['topic'], registers: [registry],
    collect() {
      this.reset();
      for (const { topic, state } of subscriptions?.() ?? []) this.set({ topic }, state === 'Live' ? 1 : 0);
    },
  });
  new Gauge({
    name: 'holdfast_gateway_subscription_position', help: 'Replay position of a subscription, where it is a number.', labelNames: ['topic'], registers: [registry],
    collect() {
      this.reset();
      for (const { topic, position } of subscriptions?.() ?? []) if (position !== undefined && /^\d{1,15}$/.test(position)) this.set({ topic }, Number(position));
    },
  });
  new Gauge({
    name: 'holdfast_gateway_subscription_lag_events', help: 'Events a subscription is behind, where the other side tells.', labelNames: ['topic'], registers: [registry],
    collect() {
      this.reset();
      for (const { topic, lagEvents } of subscriptions?.() ?? []) if (lagEvents !== undefined) this.set({ topic }, lagEvents);
    },
  });
}

function boundedNames(): (source: string) => string {
  const known = new Set<string>();
  return (source) => {
    if (known.has(source)) return source;
    if (known.size >= MOST_SOURCES) return OTHERS;
    known.add(source);
    return source;
  };
}

/** Tells all of them. */
export function healthLogOf(...logs: readonly HealthLog[]): HealthLog {
  return {
    hop: (source, hop, milliseconds) => logs.forEach((log) => log.hop(source, hop, milliseconds)),
    count: (source, what, by) => logs.forEach((log) => log.count(source, what, by)),
  };
}
