/** What this process saw, in the shape of the operations API. */
import type { RunningFigures } from '../experience/operations/shapes.ts';
import type { Figures } from '../health/figures.ts';
import type { BreakerState, SubscriptionState } from '../health/ports.ts';

const moment = (milliseconds: number): string => new Date(milliseconds).toISOString();

export function runningFigures(parts: { readonly figures: Figures; readonly breakers: readonly BreakerState[]; readonly subscriptions: readonly SubscriptionState[] }): RunningFigures {
  return {
    sources: parts.figures.sources().map(({ source, hops, total }) => ({
      source, hops: hops.map(({ hop, p50, p95, p99, count }) => ({ hop, p50Ms: p50, p95Ms: p95, p99Ms: p99, count })), counts: Object.fromEntries(total),
    })),
    breakers: parts.breakers.map(({ system, state, sinceMs }) => ({ system, state, since: moment(sinceMs) })),
    subscriptions: parts.subscriptions.map(({ topic, state, position, lagEvents, lastEventAtMs }) => ({
      topic, state, ...(position === undefined ? {} : { position }), ...(lagEvents === undefined ? {} : { lagEvents }), ...(lastEventAtMs === undefined ? {} : { lastEventAt: moment(lastEventAtMs) }),
    })),
  };
}
