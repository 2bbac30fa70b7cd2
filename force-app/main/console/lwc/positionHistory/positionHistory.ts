import { LightningElement, api } from 'lwc';
import { NavigationMixin } from 'lightning/navigation';
import locale from '@salesforce/i18n/locale';
import mayView from '@salesforce/customPermission/View_Availability';
import getHistory from '@salesforce/apex/PositionController.getHistory';
import getPosition from '@salesforce/apex/PositionController.getPosition';
import type { History, Position } from '@salesforce/apex/PositionController';
import { AvailabilityStream } from 'c/availabilityStream';
import type { StreamState } from 'c/availabilityStream';
import { formatQuantity } from 'c/formatQuantity';
import { momentText } from 'c/positionTexts';
import { present } from 'c/present';
import type { Present } from 'c/present';
import { isAccessError, reduceErrors } from 'c/reduceErrors';
import { HEIGHT, shownFrom, stepAt, stepGraph, WIDTH } from './stepGraph';
import type { GraphStep, StepGraph, Tick } from './stepGraph';

type ShownPosition = Present<Position, 'positionKey' | 'sku' | 'productName' | 'location' | 'locationName' | 'onHand' | 'reserved' | 'safety' | 'available' | 'version'>;
type ShownHistory = Present<History, 'fromMillis' | 'toMillis'>;

const STREAM_TEXTS: Readonly<Record<StreamState, string>> = { connecting: 'Connecting…', live: 'Live', polling: 'Not live' };
const RANGES = [1, 7, 31] as const;
const HOURS = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
const DAYS = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric' });
const SETTLE_MILLIS = 150;

/** What a position holds now, bucket by bucket, and a graph of how it came about that can be read with pointer, keyboard and screen reader. */
export default class PositionHistory extends NavigationMixin(LightningElement) {
  @api recordId: string | undefined;

  position: ShownPosition | undefined;
  history: ShownHistory | undefined;
  steps: readonly GraphStep[] = [];
  days: number = 7;
  failure: unknown;
  streamState: StreamState = 'connecting';
  /** The step that is read off; the newest until somebody points elsewhere. */
  readIndex: number | undefined;

  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  #stream = new AvailabilityStream({
    onChange: (change) => {
      if (change.Position_Key__c === this.position?.positionKey && change.Version__c > this.position.version) this.reloadSoon();
    },
    catchUp: () => this.load(),
    onState: (state) => {
      this.streamState = state;
    },
  });

  connectedCallback(): void {
    if (!mayView) return;
    void this.load().catch(() => undefined);
    void this.#stream.start();
  }

  disconnectedCallback(): void {
    this.#stream.stop();
    clearTimeout(this.#timer);
  }

  get isForbidden(): boolean {
    return !mayView || (this.failure !== undefined && this.position === undefined && isAccessError(this.failure));
  }

  get isFailed(): boolean {
    return this.failure !== undefined && this.position === undefined;
  }

  get isLoading(): boolean {
    return this.position === undefined;
  }

  get isOutdated(): boolean {
    return this.failure !== undefined && this.position !== undefined;
  }

  get errorText(): string {
    return this.failure === undefined ? '' : reduceErrors(this.failure).join(' ');
  }

  get streamText(): string {
    return STREAM_TEXTS[this.streamState];
  }

  get dotClass(): string {
    return `dot dot_${this.streamState}`;
  }

  /** The sum first: what can be promised, then what it is made of, then what cannot be sold. */
  get buckets(): readonly { name: string; text: string; boxClass: string; sign: string }[] {
    const position = this.position;
    if (position === undefined) return [];
    const bucket = (name: string, quantity: number | null | undefined, sign = '', boxClass = 'bucket'): { name: string; text: string; boxClass: string; sign: string } => ({ name, text: formatQuantity(quantity ?? 0), boxClass, sign });
    return [
      bucket('Available', position.available, '', `bucket bucket_main${position.available <= 0 ? ' bucket_none' : ''}`),
      bucket('On hand', position.onHand, '='),
      bucket('Reserved', position.reserved, '−'),
      bucket('Safety', position.safety, '−'),
      bucket('Inspection', position.inspection, '', 'bucket bucket_aside bucket_first'),
      bucket('Damaged', position.damaged, '', 'bucket bucket_aside'),
      bucket('In transit', position.inTransit, '', 'bucket bucket_aside'),
    ];
  }

  get ranges(): readonly { days: number; label: string; pressed: string; buttonClass: string }[] {
    return RANGES.map((days) => ({ days, label: days === 1 ? '24 hours' : `${days} days`, pressed: String(days === this.days), buttonClass: `slds-button ${days === this.days ? 'slds-button_brand' : 'slds-button_neutral'}` }));
  }

  get graph(): StepGraph | undefined {
    return this.history === undefined ? undefined : stepGraph(this.steps, this.window.fromMillis, this.window.toMillis);
  }

  private get window(): { fromMillis: number; toMillis: number } {
    const { fromMillis, toMillis } = this.history ?? { fromMillis: 0, toMillis: 1 };
    return { fromMillis: shownFrom(this.steps, fromMillis, toMillis), toMillis };
  }

  get viewBox(): string {
    return `0 0 ${WIDTH} ${HEIGHT}`;
  }

  get quantityTicks(): readonly (Tick & { text: string; style: string })[] {
    return (this.graph?.quantityTicks ?? []).map((tick) => ({ ...tick, text: formatQuantity(tick.value), style: `inset-block-start: ${tick.percent}%` }));
  }

  get timeTicks(): readonly (Tick & { text: string; style: string })[] {
    return (this.graph?.timeTicks ?? []).filter(({ percent }) => percent > 2 && percent < 98).map((tick) => ({ ...tick, text: tickText(tick.value), style: `inset-inline-start: ${tick.percent}%` }));
  }

  get gridLines(): readonly { value: number; y: number }[] {
    return (this.graph?.quantityTicks ?? []).map(({ value, percent }) => ({ value, y: (percent / 100) * HEIGHT }));
  }

  get shownIndex(): number {
    return Math.min(this.readIndex ?? this.steps.length - 1, this.steps.length - 1);
  }

  get lastIndex(): number {
    return Math.max(0, this.steps.length - 1);
  }

  get readStep(): GraphStep | undefined {
    return this.steps[this.shownIndex];
  }

  get reading(): { when: string; onHand: string; reserved: string; available: string } {
    const step = this.readStep;
    if (step === undefined) return { when: '', onHand: '', reserved: '', available: '' };
    const isNow = this.shownIndex === this.lastIndex;
    return { when: isNow ? `since ${momentText(step.atMillis)}` : momentText(step.atMillis), onHand: formatQuantity(step.onHand), reserved: formatQuantity(step.reserved), available: formatQuantity(step.available) };
  }

  get readingText(): string {
    const { when, onHand, reserved, available } = this.reading;
    return `${when}: ${available} available, ${onHand} on hand, ${reserved} reserved`;
  }

  get cursorX(): number {
    const { fromMillis, toMillis } = this.window;
    return (Math.max(0, (this.readStep?.atMillis ?? fromMillis) - fromMillis) / Math.max(1, toMillis - fromMillis)) * WIDTH;
  }

  get isCursorShown(): boolean {
    return this.readIndex !== undefined;
  }

  get summary(): string {
    const [first, ...later] = this.steps;
    if (first === undefined) return '';
    const range = this.days === 1 ? 'the last 24 hours' : `the last ${this.days} days`;
    if (later.length === 0) return `Nothing has changed in ${range}.`;
    const lowest = later.reduce((low, step) => (step.available < low.available ? step : low), first);
    const cut = this.history?.isComplete === false ? ` Only since ${momentText(first.atMillis)}: more has happened than is shown.` : '';
    return `Lowest in ${range}: ${formatQuantity(lowest.available)} available on ${momentText(lowest.atMillis)}. ${formatQuantity(later.length)} ${later.length === 1 ? 'change' : 'changes'} shown.${cut}`;
  }

  get rows(): readonly { key: string; when: string; onHand: string; reserved: string; available: string }[] {
    return this.steps.map((step, index) => ({ key: String(index), when: momentText(step.atMillis), onHand: formatQuantity(step.onHand), reserved: formatQuantity(step.reserved), available: formatQuantity(step.available) })).reverse();
  }

  handleRange(event: Event): void {
    this.days = Number((event.currentTarget as HTMLElement).dataset.days);
    this.readIndex = undefined;
    void this.load().catch(() => undefined);
  }

  handleRetry(): void {
    void this.load().catch(() => undefined);
  }

  handlePointer(event: PointerEvent): void {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const { fromMillis, toMillis } = this.window;
    const share = box.width === 0 ? 1 : (event.clientX - box.left) / box.width;
    this.readIndex = stepAt(this.steps, fromMillis + share * (toMillis - fromMillis));
  }

  handleLeave(): void {
    this.readIndex = undefined;
  }

  handleKeyDown(event: KeyboardEvent): void {
    const targets: Readonly<Record<string, number>> = { ArrowLeft: this.shownIndex - 1, ArrowRight: this.shownIndex + 1, PageUp: this.shownIndex - 10, PageDown: this.shownIndex + 10, Home: 0, End: this.lastIndex };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    this.readIndex = Math.max(0, Math.min(this.lastIndex, target));
  }

  handleFind(): void {
    this[NavigationMixin.Navigate]({ type: 'standard__navItemPage', attributes: { apiName: 'Availability' }, state: { c__sku: this.position?.sku } });
  }

  /** Several changes at once, as of an order of many lines, are one reload. */
  private reloadSoon(): void {
    clearTimeout(this.#timer);
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- ended when the page is left
    this.#timer = setTimeout(() => {
      void this.load().catch(() => undefined);
    }, SETTLE_MILLIS);
  }

  private async load(): Promise<void> {
    const { recordId, days } = this;
    if (recordId === undefined) return;
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const [position, history] = await Promise.all([getPosition({ recordIdOrKey: recordId }), getHistory({ recordIdOrKey: recordId, days })]);
      // A later question has been asked meanwhile: its answer counts.
      if (asked !== this.#asked) return;
      this.position = present(position, 'positionKey', 'sku', 'productName', 'location', 'locationName', 'onHand', 'reserved', 'safety', 'available', 'version');
      this.history = present(history, 'fromMillis', 'toMillis');
      this.steps = (history.steps ?? []).map((step) => present(step, 'atMillis', 'onHand', 'reserved', 'available'));
      this.failure = undefined;
    } catch (failure) {
      this.failure = failure;
      throw failure;
    }
  }
}

/** Midnight is named by its day. */
function tickText(millis: number): string {
  const isMidnight = new Date(millis).getHours() === 0;
  return isMidnight ? DAYS.format(millis) : HOURS.format(millis);
}
