/** How far each register has told, in one line each, for the org's health page. */
import type { RegisterProgress } from '../../health/ports.ts';
import type { RegisterState } from './register-cursors.ts';
import { registerName } from './transaction.ts';

/** The newest business day of each register, with the gaps of all its days. @param states newest day first */
export function progressOf(states: readonly RegisterState[]): readonly RegisterProgress[] {
  return [...Map.groupBy(states, (state) => `${state.source}|${registerName(state)}`).values()].map((days) => {
    const { source, businessDay, contiguous, highest } = days[0]!;
    return {
      source, register: registerName(days[0]!), ...(businessDay === undefined ? {} : { businessDay }), contiguous, last: highest,
      openGaps: days.reduce((sum, { missing }) => sum + missing.length, 0), lastEventAtMs: Math.max(...days.map(({ lastAtMs }) => lastAtMs)),
    };
  });
}
