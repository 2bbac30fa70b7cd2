/** How reservations are put into words: one wording for panel, search and home. */
import locale from '@salesforce/i18n/locale';
import type { Event as LedgerEvent, Line } from '@salesforce/apex/ReservationDetail';
import { formatQuantity } from 'c/formatQuantity';

export type Tone = 'good' | 'warn' | 'over' | 'bad';

interface StatusWords {
  readonly text: string;
  readonly tone: Tone;
  readonly icon: string;
}

const STATUSES: Readonly<Record<string, StatusWords>> = {
  Reserved: { text: 'Reserved', tone: 'good', icon: 'utility:check' },
  Partial: { text: 'Partly reserved', tone: 'warn', icon: 'utility:warning' },
  Refused: { text: 'Refused', tone: 'bad', icon: 'utility:ban' },
  Released: { text: 'Released', tone: 'over', icon: 'utility:undo' },
  Expired: { text: 'Expired', tone: 'over', icon: 'utility:clock' },
  Fulfilled: { text: 'Handed over', tone: 'over', icon: 'utility:success' },
};

const TASK_STATES: Readonly<Record<string, string>> = {
  Open: 'Waiting to be picked',
  Picking: 'Being picked',
  Picked: 'Picked',
  Ready: 'Ready to collect',
  HandedOver: 'Handed over',
  Cancelled: 'Cancelled',
  Expired: 'Not collected in time',
  Done: 'Back on the shelf',
};

const EVENTS: Readonly<Record<string, { readonly verb: string; readonly icon: string }>> = {
  ReservationCreated: { verb: 'reserved', icon: 'utility:add' },
  ReservationChanged: { verb: 'more reserved', icon: 'utility:add' },
  ReservationReleased: { verb: 'given back', icon: 'utility:undo' },
  ReservationExpired: { verb: 'expired', icon: 'utility:clock' },
  ReservationFulfilled: { verb: 'handed over', icon: 'utility:success' },
  ReservationSold: { verb: 'sold at a till', icon: 'utility:success' },
  FenceDrawn: { verb: 'promised out of the fence', icon: 'utility:forward' },
  FenceReturned: { verb: 'back in the fence', icon: 'utility:undo' },
};

const KINDS: Readonly<Record<string, string>> = { Cart: 'Cart, ends by itself', Fence: 'Fence, kept for its channel', Quota: 'Quota of a till' };
const PURPOSES: Readonly<Record<string, string>> = { Fence: 'Promises of the channel', Quota: 'Sales of the till', Pickup: 'Pickup in store', Ship: 'Shipping', Transfer: 'Transfer to another location' };
const CHANNELS: Readonly<Record<string, string>> = { CONSOLE: 'Console', STORE: 'Store', TILL: 'Till', WEB: 'Web shop', MARKETPLACE: 'Marketplace', CALLCENTRE: 'Call centre' };

const days = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
const times = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
const kilometres = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
const NEAR_KILOMETRES = 10;

export function statusWords(status: string): StatusWords {
  return STATUSES[status] ?? { text: status, tone: 'over', icon: 'utility:info' };
}

export function taskWords(state: string): string {
  return TASK_STATES[state] ?? state;
}

export function channelWords(channel: string): string {
  return CHANNELS[channel] ?? channel;
}

/** Nothing for a firm promise: that is the rule. */
export function kindWords(kind: string | null | undefined): string {
  return KINDS[kind ?? ''] ?? '';
}

/** What the goods are for. */
export function purposeWords(kind: string | null | undefined, purpose: string | null | undefined): string {
  return PURPOSES[kind ?? ''] ?? PURPOSES[purpose ?? ''] ?? 'Shipping';
}

/** `any location of WEST`: the location was chosen when it was promised. Empty when every line named its own. */
export function groupWords(lines: readonly Line[]): string {
  const groups = [...new Set(lines.flatMap(({ groupCode }) => (groupCode == null ? [] : [groupCode])))];
  return groups.length === 0 ? '' : `Any location of ${groups.join(', ')}`;
}

/** `2 given back`, with the icon that goes with it. */
export function eventWords(event: LedgerEvent): { readonly text: string; readonly icon: string } {
  const { verb, icon } = EVENTS[event.intent ?? ''] ?? { verb: event.intent ?? '', icon: 'utility:record' };
  return { text: `${formatQuantity(event.quantity ?? 0)} ${verb}`, icon };
}

/** `14:03` on the day itself, otherwise `21 Nov, 14:03`; in the browser's time zone. */
export function whenText(millis: number, nowMillis: number): string {
  const moment = new Date(millis);
  const isToday = moment.toDateString() === new Date(nowMillis).toDateString();
  return isToday ? times.format(moment) : `${days.format(moment)}, ${times.format(moment)}`;
}

/** `4.2 km` nearby, whole kilometres further away. */
export function distanceText(distance: number | null | undefined): string {
  if (distance === null || distance === undefined) return '';
  return `${distance < NEAR_KILOMETRES ? kilometres.format(distance) : formatQuantity(Math.round(distance))} km`;
}
