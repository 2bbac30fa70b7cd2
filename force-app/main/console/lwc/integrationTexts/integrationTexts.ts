import locale from '@salesforce/i18n/locale';

export interface LevelText {
  readonly text: string;
  readonly icon: string;
  readonly variant: string;
  readonly className: string;
}

const UNKNOWN: LevelText = { text: 'Not known', icon: 'utility:help', variant: '', className: 'level' };
const LEVELS: Readonly<Record<string, LevelText>> = {
  Met: { text: 'On time', icon: 'utility:success', variant: 'success', className: 'level level_good' },
  AtRisk: { text: 'Close to its limit', icon: 'utility:warning', variant: 'warning', className: 'level level_risk' },
  Missed: { text: 'Too slow', icon: 'utility:error', variant: 'error', className: 'level level_bad' },
  Quiet: { text: 'Nothing to do', icon: 'utility:check', variant: '', className: 'level' },
  Unknown: UNKNOWN,
  None: { text: 'Nothing agreed', icon: 'utility:dash', variant: '', className: 'level' },
};

export const levelText = (level: string | null | undefined): LevelText => LEVELS[level ?? ''] ?? UNKNOWN;

const HOPS: Readonly<Record<string, string>> = {
  'source-to-org': 'From the source to the ledger',
  'source-to-gateway': 'From the source to the gateway',
  'gateway-to-org': 'From the gateway to the ledger',
  'erp-to-doorbell': 'From the document to its event',
  'doorbell-to-read': 'From the event to the read',
  'org-to-subscriber': 'From the ledger to the gateway',
  'org-to-erp': 'From the hand-over to the ERP',
  'org-to-shop': 'From the org to the web shop',
};
const HOP_ORDER = Object.keys(HOPS);

export const hopText = (hop: string): string => HOPS[hop] ?? hop;

/** The whole way first, then its parts. */
export const hopRank = (hop: string): number => (HOP_ORDER.includes(hop) ? HOP_ORDER.indexOf(hop) : HOP_ORDER.length);

interface ClassText {
  readonly title: string;
  readonly advice: string;
}

const DRIFT_CLASSES: Readonly<Record<string, ClassText>> = {
  Late: { title: 'Late', advice: 'The document is on its way: this closes by itself when it has come.' },
  Lost: { title: 'Never told', advice: 'The document exists in the ERP, and its event never came. The gateway fetches it; if this stays, look at the subscription.' },
  Duplicate: { title: 'Counted twice', advice: 'One thing that happened stands twice on one side. Have the second one taken back where it was entered.' },
  OutOfOrder: { title: 'Out of order', advice: 'Both know the same documents, and one counted something on the other side of a snapshot. The next snapshot settles it.' },
  WrongMapping: { title: 'Mapped wrongly', advice: 'The same document means something else on each side. Look at the Movement Map, then deliver it again.' },
  TrueLoss: { title: 'Really missing', advice: 'Both sides agree on what happened, and the goods are not there. Have them counted.' },
};

export const driftText = (driftClass: string | null | undefined): ClassText => DRIFT_CLASSES[driftClass ?? ''] ?? { title: driftClass ?? 'Not known', advice: '' };

const REASONS: Readonly<Record<string, string>> = {
  'GW-UNMAPPED': 'Movement or stock type is not mapped. Add it to the Movement Map in Setup, then deliver these again.',
  'GW-UNKNOWN-STORE': 'The store code is not known. Enter it as Till Store Code of a location, then deliver these again.',
  'GW-UNKNOWN-GTIN': 'The barcode is not known. Add it to its product, then deliver these again.',
  'GW-CONFLICT': 'Another event has this key. The first one stands; if this one is true as well, have it sent under a key of its own and discard this one.',
};

export const reasonAdvice = (reason: string): string => REASONS[reason] ?? 'Read the message, mend its cause, then deliver these again.';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const number = new Intl.NumberFormat(locale);
const oneDecimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const moment = new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });

export const countText = (count: number | null | undefined): string => number.format(count ?? 0);

/** `3 facts`, `1 fact`. */
export const several = (count: number, one: string, many: string): string => `${countText(count)} ${count === 1 ? one : many}`;

/** `42 ms`, `1.3 s`, `4 min`; a dash when nothing is known. */
export function durationText(milliseconds: number | null | undefined): string {
  if (milliseconds == null) return '–';
  if (milliseconds < SECOND) return `${number.format(Math.round(milliseconds))} ms`;
  if (milliseconds < 2 * MINUTE) return `${oneDecimal.format(milliseconds / SECOND)} s`;
  if (milliseconds < 2 * HOUR) return `${number.format(Math.round(milliseconds / MINUTE))} min`;
  return milliseconds < 2 * DAY ? `${number.format(Math.round(milliseconds / HOUR))} h` : `${number.format(Math.round(milliseconds / DAY))} days`;
}

/** `12 s ago`; nothing is younger than now. */
export function agoText(millis: number | null | undefined, nowMillis: number): string {
  if (millis == null) return 'never';
  const age = Math.max(0, nowMillis - millis);
  return age < SECOND ? 'now' : `${durationText(Math.round(age / SECOND) * SECOND)} ago`;
}

export const clockText = (millis: number): string => time.format(millis);

export const momentText = (millis: number | null | undefined): string => (millis == null ? '–' : moment.format(millis));

const ALLOWANCES: Readonly<Record<string, string>> = {
  DailyApiRequests: 'API calls in 24 hours',
  DailyDeliveredPlatformEvents: 'Events delivered in 24 hours',
  HourlyPublishedPlatformEvents: 'Events published in an hour',
  DailyAsyncApexExecutions: 'Jobs in 24 hours',
  DataStorageMB: 'Data storage, MB',
};

export const allowanceText = (name: string): string => ALLOWANCES[name] ?? name;
