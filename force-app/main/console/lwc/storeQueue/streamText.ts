import type { SignalState } from 'c/signalStream';
import { storeClockTime } from 'c/storeTime';

export interface Freshness {
  readonly state: SignalState;
  /** Does the org tell every change, or is it asked now and then? */
  readonly isPushed: boolean;
  /** Of the last answer; 0: there was none. */
  readonly answeredAt: number;
  readonly timeZone: string | undefined;
}

/** How fresh the list is, in the words of its corner. */
export function streamText({ state, isPushed, answeredAt, timeZone }: Freshness): string {
  if (state === 'offline') return answeredAt === 0 ? 'Offline' : `Offline since ${storeClockTime(answeredAt, timeZone)}`;
  if (state === 'connecting') return 'Connecting…';
  return state === 'live' && isPushed ? 'Live' : 'Every 20 seconds';
}
