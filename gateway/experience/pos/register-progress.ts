/** How far each register has told, in one line each, for the org's health page. */
import type { RegisterProgress } from '../../health/ports.ts';
import type { RegisterState } from './register-cursors.ts';
import { registerName } from './transaction.ts';

/** No register is further on than this; a day that is later comes of a clock that was wrong, and would hide all that follows until it is reached. */
const DAY_MS = 86_400_000;

/** The newest business day of each register, with the gaps of all its days. @param states newest day first */
export function progressOf(states: readonly RegisterState[], nowMs: number): readonly RegisterProgress[] {
  const tomorrow = new Date(nowMs + DAY_MS).toISOString().slice(0, 10);
  return [...Map.groupBy(states, (state) => `${state.source}|${registerName(state)}`).values()].map((days) => {
    const { source, businessDay, contiguous, highest } = days.find((day) => (day.businessDay ?? '') <= tomorrow) ?? days[0]!;
    return {
      source, register: registerName(days[0]!), ...(businessDay === undefined ? {} : { businessDay }), contiguous, last: highest,
      openGaps: days.reduce((sum, { missing }) => sum + missing.length, 0), lastEventAtMs: Math.min(nowMs, Math.max(...days.map(({ lastAtMs }) => lastAtMs))),
    };
  });
}
