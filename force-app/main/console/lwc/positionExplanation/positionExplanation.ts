import { LightningElement, api } from 'lwc';
import mayView from '@salesforce/customPermission/View_Availability';
import getExplanation from '@salesforce/apex/PositionController.getExplanation';
import type { Part, PositionExplanation as Answer, Promise as Promised } from '@salesforce/apex/PositionExplanation';
import { formatQuantity } from 'c/formatQuantity';
import { changeText, intentText, momentText } from 'c/positionTexts';
import { present } from 'c/present';
import type { Present } from 'c/present';
import { reduceErrors } from 'c/reduceErrors';

type Reading = 'now' | 'at' | 'knownAt';
type Explanation = Present<Answer, 'onHand' | 'reserved' | 'inspection' | 'damaged' | 'inTransit' | 'parts' | 'why'>;
type FigureName = 'available' | 'onHand' | 'reserved' | 'inspection' | 'damaged' | 'inTransit';

interface Row {
  readonly key: string;
  readonly label: string;
  readonly detail: string;
  readonly text: string;
}
interface Figure {
  readonly name: FigureName;
  readonly label: string;
  readonly text: string;
  readonly rows: readonly Row[];
  readonly hasRows: boolean;
}

const READINGS: readonly { readonly label: string; readonly value: Reading }[] = [
  { label: 'Now', value: 'now' },
  { label: 'What had happened by', value: 'at' },
  { label: 'What was known at', value: 'knownAt' },
];
const HINTS: Readonly<Record<Reading, string>> = {
  now: 'What is there at this moment.',
  at: 'As it is known today: a sale that was reported late counts from when it happened.',
  knownAt: 'What we believed and answered then, late reports left out.',
};
const MILLISECONDS_PER_HOUR = 3_600_000;
const FIGURES: readonly (readonly [name: FigureName, label: string])[] = [
  ['available', 'Available'], ['onHand', 'On hand'], ['reserved', 'Reserved'], ['inspection', 'In inspection'], ['damaged', 'Damaged'], ['inTransit', 'In transit'],
];

/** Why a position holds what it does: sentences first, then each figure with the parts that add up to it, now or at a moment of the past. */
export default class PositionExplanation extends LightningElement {
  @api recordId: string | undefined;

  readings = READINGS;
  reading: Reading = 'now';
  /** As the inputs give them, in the time zone of the browser; empty while one is not filled in. */
  day = '';
  time = '';
  explanation: Explanation | undefined;
  failure: unknown;

  #asked = 0;

  connectedCallback(): void {
    if (mayView) void this.load();
  }

  /** Who may not see stock is told so by the figures above. */
  get isShown(): boolean {
    return mayView === true;
  }

  get isPast(): boolean {
    return this.reading !== 'now';
  }

  get isMomentMissing(): boolean {
    return this.isPast && (this.day === '' || this.time === '');
  }

  get isFailed(): boolean {
    return this.failure !== undefined;
  }

  get isLoading(): boolean {
    return this.explanation === undefined && !this.isFailed && !this.isMomentMissing;
  }

  get isExplained(): boolean {
    return this.explanation !== undefined && !this.isFailed && !this.isMomentMissing;
  }

  get errorText(): string {
    return this.failure === undefined ? '' : reduceErrors(this.failure).join(' ');
  }

  get hint(): string {
    return HINTS[this.reading];
  }

  get today(): string {
    return dayOf(new Date());
  }

  get sentences(): readonly { key: string; text: string; sentenceClass: string }[] {
    return (this.explanation?.why ?? []).map((text, index) => ({ key: String(index), text, sentenceClass: index === 0 ? 'sentence sentence_first' : 'sentence' }));
  }

  /** Figures that are nothing and made of nothing are left out, but for those everybody looks for. */
  get figures(): readonly Figure[] {
    const { explanation } = this;
    if (explanation === undefined) return [];
    return FIGURES.flatMap(([name, label]) => {
      const quantity = explanation[name];
      const rows = rowsOf(explanation, name);
      const isAside = name !== 'available' && name !== 'onHand' && name !== 'reserved';
      if (isAside && rows.length === 0) return [];
      return [{ name, label, text: quantity == null ? 'unknown' : formatQuantity(quantity), rows, hasRows: rows.length > 0 }];
    });
  }

  handleReading(event: CustomEvent<{ value: string }>): void {
    this.reading = event.detail.value as Reading;
    if (this.isPast && this.day === '' && this.time === '') this.chooseEarlier();
    if (!this.isMomentMissing) void this.load();
  }

  handleMoment(event: CustomEvent<{ value: string | null }>): void {
    const value = event.detail.value ?? '';
    if ((event.currentTarget as HTMLElement).dataset.part === 'day') this.day = value;
    else this.time = value;
    if (!this.isMomentMissing) void this.load();
  }

  handleRetry(): void {
    void this.load();
  }

  /** The past begins an hour ago, until somebody chooses. */
  private chooseEarlier(): void {
    const earlier = new Date(Date.now() - MILLISECONDS_PER_HOUR);
    this.day = dayOf(earlier);
    this.time = `${two(earlier.getHours())}:${two(earlier.getMinutes())}:00.000`;
  }

  private async load(): Promise<void> {
    const { recordId, reading, day, time } = this;
    if (recordId === undefined) return;
    this.#asked += 1;
    const asked = this.#asked;
    this.failure = undefined;
    try {
      const answer = await getExplanation({ recordIdOrKey: recordId, reading, atMillis: reading === 'now' ? null : new Date(`${day}T${time}`).getTime() });
      if (asked === this.#asked) this.explanation = present(answer, 'onHand', 'reserved', 'inspection', 'damaged', 'inTransit', 'parts', 'why');
    } catch (failure) {
      if (asked === this.#asked) this.failure = failure;
    }
  }
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

function dayOf(moment: Date): string {
  return `${String(moment.getFullYear())}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

function rowsOf(explanation: Explanation, figure: FigureName): readonly Row[] {
  const promises = new Map((explanation.promises ?? []).map((promise) => [`${promise.requestKey ?? ''} line ${promise.line ?? ''}`, promise]));
  return explanation.parts.filter((part) => part.figure === figure).map((part, index) => {
    const promise = part.kind === 'Reservation' ? promises.get(part.label ?? '') : undefined;
    return { key: `${figure}${String(index)}`, label: labelOf(part, promise), detail: detailOf(part, promise), text: changeText(part.quantity ?? 0) };
  });
}

function labelOf(part: Part, promise: Promised | undefined): string {
  if (part.kind === 'Entries') return intentText(part.label);
  if (part.kind === 'CarriedForward') return 'Carried forward';
  if (part.kind === 'Safety') return 'Safety stock';
  return promise === undefined ? (part.label ?? '') : promiseText(promise);
}

function promiseText({ kind, purpose, channel }: Promised): string {
  if (kind === 'Cart') return 'In a cart';
  if (kind === 'Fence') return `Kept for channel ${channel ?? ''}`;
  if (kind === 'Quota') return 'Quota of a till';
  return purpose === 'Pickup' ? 'For pickup' : 'To ship';
}

function detailOf(part: Part, promise: Promised | undefined): string {
  if (promise !== undefined) {
    const until = promise.expiresAtMillis == null ? [] : [`until ${momentText(promise.expiresAtMillis)}`];
    return [promise.orderRef ?? promise.requestKey ?? '', ...until].join(', ');
  }
  if (part.kind === 'CarriedForward') return part.label ?? '';
  if (part.kind === 'Safety') return part.label === 'Safety stock' ? 'of the product' : `by ${part.label ?? ''}`;
  return part.entries == null ? '' : `${formatQuantity(part.entries)} ${part.entries === 1 ? 'entry' : 'entries'}`;
}
