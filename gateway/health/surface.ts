/** What this process tells whoever asks it: `/healthz` for supervisors, `/metrics` for Prometheus, and figures for the operations API. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clock } from '../shared/clock.ts';
import type { Figures } from './figures.ts';
import type { BreakerState, SubscriptionState, WorkView } from './ports.ts';
import type { Metrics } from './prometheus.ts';

export interface SurfaceParts {
  readonly work: Pick<WorkView, 'figures'>;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** Runs before `/metrics`; `authorise('operations:read')` of the host. Absent: whoever reaches the port may read. */
  readonly before?: (request: FastifyRequest) => Promise<void>;
  readonly breakers?: () => readonly BreakerState[];
  readonly subscriptions?: () => readonly SubscriptionState[];
  /** When the org last took a report. */
  readonly reportTakenAtMs?: () => number | undefined;
}

/** Without a report for so long, people who look at the org see old figures. */
const REPORT_OVERDUE_MS = 60_000;

export interface Healthiness {
  /** ok: all is well. degraded: work is taken and kept, but something it goes to is not there. failing: nothing can be taken. */
  readonly status: 'ok' | 'degraded' | 'failing';
  readonly problems: readonly string[];
}

export async function healthiness({ work, clock, breakers, subscriptions, reportTakenAtMs }: Omit<SurfaceParts, 'metrics' | 'before'>): Promise<Healthiness> {
  try {
    await work.figures();
  } catch {
    return { status: 'failing', problems: ['the store cannot be read'] };
  }
  const problems = [
    ...(breakers?.() ?? []).filter(({ state }) => state !== 'Closed').map(({ system }) => `${system} does not answer`),
    ...(subscriptions?.() ?? []).filter(({ state }) => state.toLowerCase() !== 'live').map(({ topic }) => `no events of ${topic}`),
    ...(reportTakenAtMs === undefined || clock.now() - (reportTakenAtMs() ?? -Infinity) <= REPORT_OVERDUE_MS ? [] : ['the org takes no reports']),
  ];
  return { status: problems.length === 0 ? 'ok' : 'degraded', problems };
}

/** `/healthz` tells no figures and needs no token: 200 while work can be taken, 503 otherwise. */
export function registerHealth(server: FastifyInstance, parts: SurfaceParts): void {
  server.get('/healthz', async (_request, reply) => {
    const health = await healthiness(parts);
    return reply.status(health.status === 'failing' ? 503 : 200).header('cache-control', 'no-store').send(health);
  });
  server.get('/metrics', { preHandler: async (request) => parts.before?.(request) }, async (_request, reply) => {
    const text = await parts.metrics.text();
    return reply.header('content-type', parts.metrics.contentType).header('cache-control', 'no-store').send(text);
  });
}

export interface RunningFigures {
  readonly sources: { source: string; hops: { hop: string; p50Ms: number; p95Ms: number; p99Ms: number; count: number }[]; counts: Record<string, number> }[];
  readonly breakers: { system: string; state: BreakerState['state']; since: string }[];
  readonly subscriptions: { topic: string; state: string; position?: string; lastEventAt?: string }[];
}

/** For `/operations/v1/figures`: counts since this process began, percentiles of the window. */
export function runningFigures(figures: Figures, breakers: readonly BreakerState[] = [], subscriptions: readonly SubscriptionState[] = []): RunningFigures {
  return {
    sources: figures.sources().map(({ source, hops, total }) => ({
      source, hops: hops.map(({ hop, p50, p95, p99, count }) => ({ hop, p50Ms: p50, p95Ms: p95, p99Ms: p99, count })), counts: Object.fromEntries(total),
    })),
    breakers: breakers.map(({ system, state, sinceMs }) => ({ system, state, since: new Date(sinceMs).toISOString() })),
    subscriptions: subscriptions.map(({ topic, state, position, lastEventAtMs }) => ({
      topic, state, ...(position === undefined ? {} : { position }), ...(lastEventAtMs === undefined ? {} : { lastEventAt: new Date(lastEventAtMs).toISOString() }),
    })),
  };
}
