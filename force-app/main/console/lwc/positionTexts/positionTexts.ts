import locale from '@salesforce/i18n/locale';

const moments = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const changes = new Intl.NumberFormat(locale, { maximumFractionDigits: 3, signDisplay: 'exceptZero' });

const INTENTS: Readonly<Record<string, string>> = {
  StockReceived: 'Goods received',
  StockSold: 'Sold',
  StockReturned: 'Returned',
  StockAdjusted: 'Adjusted',
  SafetyChanged: 'Safety stock changed',
  ReservationCreated: 'Reserved',
  ReservationChanged: 'Reservation changed',
  ReservationReleased: 'Reservation released',
  ReservationExpired: 'Reservation expired',
  ReservationFulfilled: 'Handed over',
  ReservationSold: 'Reserved goods sold at a till',
  FenceDrawn: 'Taken from what a channel keeps',
  FenceReturned: 'Given back to what a channel keeps',
  ShardFilled: 'Handed out to a shard',
  ShardReturned: 'Taken back from a shard',
};
const OUTCOMES: Readonly<Record<string, string>> = {
  Duplicate: 'Sent twice, not counted again',
  Absorbed: 'Already in another number',
  InAnchor: 'Already in the last count',
  Quarantined: 'Waits: nothing was changed',
};

/** `Sat, 21 Nov, 14:03` in the browser's time zone. */
export function momentText(millis: number): string {
  return moments.format(millis);
}

/** `+3`, `−2.5` or `0`, with a sign of minus and not a hyphen. */
export function changeText(change: number): string {
  return changes.format(change).replace('-', '−');
}

/** What happened, in words. An intent that an administrator has added shows as it is spelled, `StockLoaned` as "Stock loaned". */
export function intentText(intent: string | null | undefined): string {
  if (intent == null || intent === '') return 'Change';
  const words = intent.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return INTENTS[intent] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

/** Empty for what was applied: that is the rule. */
export function outcomeText(outcome: string | null | undefined): string {
  return outcome == null || outcome === 'Applied' ? '' : (OUTCOMES[outcome] ?? outcome);
}
