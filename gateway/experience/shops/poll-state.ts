/** How far a shop was polled, and which changes no webhook has told of. One durable cursor per shop, moved in the transaction of the facts. Pure. */

export interface PollState {
  /** What happened before is in the opening stock, milliseconds since the epoch as all here. */
  readonly begunAtMs: number;
  /** Every change up to here was read by sweeps, which look back so far that what was shown late is found. */
  readonly positionMs: number;
  /** Up to here changes were read because a bell rang; what was shown late may be missing, and is the next sweep's. */
  readonly aheadMs: number;
  /** When the last whole sweep ended, of whichever process of the group. */
  readonly sweptAtMs: number;
  /** What webhooks told of: each subject with the moment up to which, the latest told last. */
  readonly rung: readonly (readonly [subject: string, upToMs: number])[];
  /** Found by polling while no webhook had told of it, until it is due. */
  readonly unrung: readonly (readonly [subject: string, atMs: number, dueMs: number])[];
}

export interface Bell {
  readonly subject: string;
  /** A bell tells of everything of its subject up to this moment; a change is of this moment. */
  readonly atMs: number;
}

/** A webhook may be so late before its change counts as never told. */
export const BELL_GRACE_MS = 120_000;
/** More bells than this are not remembered while the shop's API does not answer: the oldest then count as missed. */
const MOST_BELLS = 2_000;

export function beginning(begunAtMs: number): PollState {
  return { begunAtMs, positionMs: begunAtMs, aheadMs: begunAtMs, sweptAtMs: 0, rung: [], unrung: [] };
}

/** Webhooks told of these. */
export function rang(state: PollState, bells: readonly Bell[]): PollState {
  const upTo = new Map(state.rung);
  for (const { subject, atMs } of bells) {
    const before = upTo.get(subject) ?? -Infinity;
    upTo.delete(subject);
    upTo.set(subject, Math.max(before, atMs));
  }
  const unrung = state.unrung.filter(([subject, atMs]) => !((upTo.get(subject) ?? -Infinity) >= atMs));
  return { ...state, rung: [...upTo].slice(-MOST_BELLS), unrung };
}

/** Polling found these, and they are new. */
export function found(state: PollState, changes: readonly Bell[], nowMs: number): PollState {
  const upTo = new Map(state.rung);
  const silent = changes.filter(({ subject, atMs }) => (upTo.get(subject) ?? -Infinity) < atMs);
  return { ...state, unrung: [...state.unrung, ...silent.map(({ subject, atMs }) => [subject, atMs, nowMs + BELL_GRACE_MS] as const)] };
}

/** Leaves out what is due, and says how much that was: changes that no webhook told of. */
export function countMissed(state: PollState, nowMs: number): { readonly state: PollState; readonly missed: number } {
  const unrung = state.unrung.filter(([, , dueMs]) => dueMs > nowMs);
  return { state: { ...state, unrung }, missed: state.unrung.length - unrung.length };
}

/** A sweep is over: everything up to `readMs` was read. Bells of what lies further back than any sweep looks have told all they had to tell. */
export function swept(state: PollState, readMs: number, { nowMs, overlapMs }: { readonly nowMs: number; readonly overlapMs: number }): PollState {
  const positionMs = Math.max(state.positionMs, readMs);
  return { ...state, positionMs, aheadMs: Math.max(state.aheadMs, positionMs), sweptAtMs: nowMs, rung: state.rung.filter(([, upToMs]) => upToMs >= positionMs - overlapMs) };
}

/** What a bell was about was read. */
export function readAhead(state: PollState, readMs: number): PollState {
  return { ...state, aheadMs: Math.max(state.aheadMs, readMs) };
}
