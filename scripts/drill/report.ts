/** The hour in figures. An order is withdrawn when its cancellation arrived first. */
import type { Outcome, OrderOutcome } from './run.ts';

/** What a customer waits before it is called late. */
export const LATE_MS = 2_000;

export interface Figures {
  readonly text: string;
  /** Orders and facts that never got an answer. */
  readonly unanswered: number;
}

export function describe(outcome: Outcome): Figures {
  const rows = [
    ['orders', 'asked', 'held', 'in part', 'refused', 'withdrawn', 'late', 'told to wait', 'no answer', 'p50', 'p95', 'p99'],
    orderRow('first 10 minutes', outcome.orders.filter(({ minute }) => minute < 10)),
    orderRow('deals through the bus', outcome.orders.filter(({ isQueued }) => isQueued)),
    orderRow('the other 50 minutes', outcome.orders.filter(({ minute }) => minute >= 10)),
    orderRow('all', outcome.orders),
  ];
  const effects = new Map<string, number>();
  for (const { effect } of outcome.facts) effects.set(effect ?? 'no answer', (effects.get(effect ?? 'no answer') ?? 0) + 1);
  const facts = [...effects].map(([effect, count]) => `${effect} ${String(count)}`).join(', ');
  const factMs = outcome.facts.map(({ attempts }) => attempts.ms);
  const lines = [
    table(rows), '', `till and warehouse facts: ${String(outcome.facts.length)}: ${facts}; p50 ${share(factMs, 0.5)}, p95 ${share(factMs, 0.95)}, p99 ${share(factMs, 0.99)}`,
    ...(outcome.downMs === undefined ? [] : [`the org was down for ${(outcome.downMs / 1_000).toFixed(1)} s; clients kept their orders and sent them again`]),
  ];
  const unanswered = outcome.orders.filter(({ attempts }) => attempts.answer === undefined).length + (effects.get('no answer') ?? 0);
  return { text: lines.join('\n'), unanswered };
}

function orderRow(name: string, orders: readonly OrderOutcome[]): string[] {
  const count = (test: (order: OrderOutcome) => boolean): string => String(orders.filter(test).length);
  const ms = orders.map(({ attempts }) => attempts.ms);
  return [
    name, String(orders.length), count(({ status }) => status === 'Reserved'), count(({ status }) => status === 'Partial'), count(({ status }) => status === 'Refused'),
    count(({ attempts, status }) => attempts.answer !== undefined && status === undefined), count(({ attempts }) => attempts.ms > LATE_MS),
    String(orders.reduce((sum, { attempts }) => sum + attempts.busy, 0)), count(({ attempts }) => attempts.answer === undefined), share(ms, 0.5), share(ms, 0.95), share(ms, 0.99),
  ];
}

function share(values: readonly number[], part: number): string {
  const sorted = [...values].sort((one, other) => one - other);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  return value === undefined ? '-' : `${value.toFixed(0)} ms`;
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  ')).join('\n');
}
