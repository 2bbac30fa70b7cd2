/** The body of `POST /integration/report` (docs/api/openapi.yaml), from what this gateway knows. */
import type { Count } from './health-log.ts';
import type { SourceFigures } from './figures.ts';
import type { BreakerState, DeadWork, DriftCase, RegisterProgress, SequenceGap, SubscriptionState, WorkCount } from './ports.ts';

type Json = string | number | boolean | undefined | readonly Json[] | { readonly [name: string]: Json };
export type Entry = Readonly<Record<string, Json>>;

const LONGEST = { source: 40, hop: 120, name: 80, subject: 120, state: 40, text: 255, message: 4000, driftKey: 200, sku: 80, location: 40 } as const;
/** The largest whole number the org takes. */
const MOST = 999_999_999_999_999;
const LATEST_MS = Date.UTC(3999, 0);

/** One entry per source, of this process' figures and the store's work together. */
export function sourceEntries(figures: readonly SourceFigures[], work: readonly WorkCount[]): Entry[] {
  const seen = new Map(figures.map((one) => [one.source, one]));
  const names = [...new Set([...seen.keys(), ...work.map(({ source }) => source)])].sort();
  return names.map((source) => ({ source: part(source, LONGEST.source), ...figureFields(seen.get(source)), ...workFields(work.filter((one) => one.source === source)) }));
}

function figureFields(figures: SourceFigures | undefined): Entry {
  if (figures === undefined) return {};
  const recent = (what: Count): number => whole(figures.recent.get(what) ?? 0);
  return {
    hops: figures.hops.map(({ hop, p50, p95, p99, count }) => (count === 0 ? { hop, count: 0 } : { hop, p50Ms: whole(p50), p95Ms: whole(p95), p99Ms: whole(p99), count: whole(count) })),
    // Of an ERP, documents are received: each by its doorbell, or found by asking.
    received: whole(recent('received') + recent('doorbell') + recent('doorbell-missed')),
    applied: recent('applied'),
    duplicates: whole(recent('duplicate') + recent('replayed-answer') + recent('doorbell-repeated')),
    absorbed: recent('absorbed'),
    quarantined: recent('quarantined'),
    conflicts: recent('conflict'),
    lastEventAt: figures.lastEventAtMs === undefined ? undefined : moment(figures.lastEventAtMs),
  };
}

function workFields(work: readonly WorkCount[]): Entry {
  const sum = (state: string): number => whole(work.filter((one) => one.state === state).reduce((total, { count }) => total + count, 0));
  const oldest = Math.min(...work.filter(({ state }) => state === 'Waiting').map(({ oldestReceivedAtMs }) => oldestReceivedAtMs ?? Infinity));
  return { waiting: sum('Waiting'), oldestWaitingAt: oldest === Infinity ? undefined : moment(oldest), dead: sum('Dead') };
}

export const subscriptionEntry = ({ topic, position, lagEvents, state, lastEventAtMs }: SubscriptionState): Entry => ({
  topic: part(topic, LONGEST.subject),
  position: optionalText(position, LONGEST.text),
  lagEvents: lagEvents === undefined ? undefined : whole(lagEvents),
  state,
  lastEventAt: lastEventAtMs === undefined ? undefined : moment(lastEventAtMs),
});

export const breakerEntry = ({ system, state, sinceMs }: BreakerState): Entry => ({ system: part(system, LONGEST.subject), state, since: moment(sinceMs) });

export const registerEntry = ({ source, register, businessDay, contiguous, last, openGaps, lastEventAtMs }: RegisterProgress): Entry => ({
  source: part(source, LONGEST.source), register: part(register, LONGEST.name), businessDay, contiguous: whole(contiguous), last: whole(last), openGaps: whole(openGaps), lastEventAt: moment(lastEventAtMs),
});

export const gapEntry = ({ source, register, businessDay, from, to, sinceMs }: SequenceGap): Entry => ({
  source: part(source, LONGEST.source), register: part(register, LONGEST.name), businessDay, from: whole(from), to: whole(to), since: moment(sinceMs),
});

export const deadEntry = ({ id, kind, source, key, occurredAtMs, receivedAtMs, reason, message }: DeadWork): Entry => ({
  id,
  kind: text(kind, LONGEST.state),
  source: part(source, LONGEST.source),
  key: text(key, LONGEST.text),
  reason: text(reason ?? 'GW-UNKNOWN', LONGEST.name),
  message: text(message ?? 'The gateway gave no reason.', LONGEST.message),
  occurredAt: moment(occurredAtMs),
  receivedAt: moment(receivedAtMs),
});

export const driftEntry = ({ key, sku, location, quantity, driftClass, firstDiverging, explanation, explained }: DriftCase): Entry => ({
  key: part(key, LONGEST.driftKey),
  sku: part(sku, LONGEST.sku),
  location: part(location, LONGEST.location),
  quantity: Math.round(quantity * 1000) / 1000,
  driftClass,
  firstDiverging: firstDiverging === undefined ? undefined : { key: text(firstDiverging.key, LONGEST.text), at: moment(firstDiverging.atMs) },
  explanation: text(explanation, LONGEST.message),
  explained,
});

/** The org keeps no more of it. */
export const outcomeText = (outcome: string): string => text(outcome, LONGEST.text);

/** RFC 3339; clocks that are centuries off are told as the last moment the org can keep. */
export const moment = (milliseconds: number): string => new Date(Math.min(Math.max(Number.isFinite(milliseconds) ? milliseconds : 0, 0), LATEST_MS)).toISOString();

/** Text that is part of a key. */
export const part = (value: string, longest: number): string => text(value.replaceAll('|', ' '), longest);

/** Whatever a source sent, the org must be able to take the report: control characters and halves of characters become spaces, what is too long is cut. */
function text(value: string, longest: number): string {
  return optionalText(value, longest) ?? '?';
}

function optionalText(value: string | undefined, longest: number): string | undefined {
  const kept = (value ?? '').toWellFormed().replaceAll(/[\p{Cc}\uFFFD]+/gu, ' ').slice(0, longest).replace(/[\uD800-\uDBFF]$/, '').trim();
  return kept === '' ? undefined : kept;
}

const whole = (value: number): number => Math.min(Math.max(Math.round(value) || 0, 0), MOST);
