/** calm: time enough; soon: the warning time has come; late: the due time is over; paused: the clock stands; none: there is no due time. */
export type SlaState = 'calm' | 'soon' | 'late' | 'paused' | 'none';

/** Epoch milliseconds. */
export interface SlaTimes {
  readonly dueAt: number | null | undefined;
  readonly warnAt?: number | null | undefined;
  readonly pausedAt?: number | null | undefined;
}
/** due: work must be done by then; collect: the customer must have come by then. */
export type SlaPurpose = 'due' | 'collect';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Below this the seconds are counted. */
const CLOSE = 2 * MINUTE;

const WORDS: Readonly<Record<SlaPurpose, Readonly<Record<'before' | 'after', string>>>> = {
  due: { before: 'due in', after: 'overdue' },
  collect: { before: 'collect in', after: 'not collected,' },
};

export function slaStateOf({ dueAt, warnAt, pausedAt }: SlaTimes, now: number): SlaState {
  if (pausedAt !== null && pausedAt !== undefined) return 'paused';
  if (dueAt === null || dueAt === undefined) return 'none';
  if (now >= dueAt) return 'late';
  return warnAt !== null && warnAt !== undefined && now >= warnAt ? 'soon' : 'calm';
}

/** `due in 12 min`, `due in 1:45`, `overdue 3 min`, `paused 5 min`; empty without a due time. */
export function slaText(times: SlaTimes, now: number, purpose: SlaPurpose = 'due'): string {
  const state = slaStateOf(times, now);
  if (state === 'none') return '';
  if (state === 'paused') return `paused ${durationText(now - (times.pausedAt ?? now), 'minutes')}`;
  const words = WORDS[purpose];
  return state === 'late' ? `${words.after} ${durationText(now - (times.dueAt ?? now), 'seconds')}` : `${words.before} ${durationText((times.dueAt ?? now) - now, 'seconds')}`;
}

/** `1:45` below two minutes when seconds count, else `12 min`, `2 h 05`, `3 d 4 h`. */
export function durationText(millis: number, finest: 'seconds' | 'minutes'): string {
  const length = Math.max(0, millis);
  if (length < CLOSE && finest === 'seconds') {
    // Counted up, so that a countdown reaches 0:00 when the time is over and not a second before.
    const seconds = Math.ceil(length / SECOND);
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  }
  if (length < HOUR) return `${Math.floor(length / MINUTE)} min`;
  if (length < DAY) return `${Math.floor(length / HOUR)} h ${String(Math.floor((length % HOUR) / MINUTE)).padStart(2, '0')}`;
  return `${Math.floor(length / DAY)} d ${Math.floor((length % DAY) / HOUR)} h`;
}

const NEWS: Readonly<Record<SlaState, string>> = { calm: 'has time again', soon: 'is due soon', late: 'is overdue', paused: 'is paused', none: 'has no due time' };

/** What a screen reader says when the state changes: `T-000123 is overdue.` */
export function slaNews(subject: string, state: SlaState): string {
  return `${subject} ${NEWS[state]}.`;
}
