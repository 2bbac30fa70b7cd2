/** How both databases keep a work item: one row, the same column names. */
import type { WorkItem, WorkKind, WorkState } from './work.ts';

export interface WorkRow {
  readonly id: number;
  readonly kind: string;
  readonly source: string;
  readonly key: string;
  readonly lane: string;
  readonly body: string;
  readonly occurred_at_ms: number;
  readonly received_at_ms: number;
  readonly state: string;
  readonly attempts: number;
  readonly next_attempt_at_ms: number;
  readonly ended_at_ms: number | null;
  readonly effect: string | null;
  readonly reason: string | null;
  readonly message: string | null;
}

export const WORK_COLUMNS = 'id, kind, source, key, lane, body, occurred_at_ms, received_at_ms, state, attempts, next_attempt_at_ms, ended_at_ms, effect, reason, message';

/** @param isBegun the item is about to be delivered: that attempt counts */
export function itemOf(row: WorkRow, isBegun = false): WorkItem {
  return {
    id: row.id, kind: row.kind as WorkKind, source: row.source, key: row.key, lane: row.lane, body: JSON.parse(row.body) as unknown,
    occurredAtMs: row.occurred_at_ms, receivedAtMs: row.received_at_ms, state: row.state as WorkState, attempts: row.attempts + (isBegun ? 1 : 0),
    nextAttemptAtMs: row.next_attempt_at_ms, endedAtMs: row.ended_at_ms ?? undefined,
    effect: row.effect ?? undefined, reason: row.reason ?? undefined, message: row.message ?? undefined,
  };
}

/** How many items of a kind, source, state and effect there are more, or fewer, after a transaction. */
export class FigureChanges {
  readonly #changes = new Map<string, { readonly kind: string; readonly source: string; readonly state: string; readonly effect: string; by: number }>();

  add(kind: string, source: string, state: string, effect: string | null | undefined, by: number): void {
    const key = JSON.stringify([kind, source, state, effect ?? '']);
    const change = this.#changes.get(key);
    if (change === undefined) this.#changes.set(key, { kind, source, state, effect: effect ?? '', by });
    else change.by += by;
  }

  addAll(other: FigureChanges): void {
    for (const { kind, source, state, effect, by } of other.list()) this.add(kind, source, state, effect, by);
  }

  list(): readonly { readonly kind: string; readonly source: string; readonly state: string; readonly effect: string; readonly by: number }[] {
    return [...this.#changes.values()].filter(({ by }) => by !== 0);
  }
}

/** What a transaction appended, per kind. */
export type Appended = Map<WorkKind, number>;

export function addAll(to: Appended, from: ReadonlyMap<WorkKind, number>): void {
  for (const [kind, count] of from) to.set(kind, (to.get(kind) ?? 0) + count);
}

const MESSAGE_CHARACTERS = 1_000;

/** Texts of other systems, as long as somebody reads them, without the NUL that PostgreSQL does not take. */
export function messageText(text: string | undefined): string | null {
  return text === undefined ? null : text.replaceAll('\0', ' ').slice(0, MESSAGE_CHARACTERS);
}
