import { LightningElement, api } from 'lwc';
import type { QuarantinedFact as Fact } from '@salesforce/apex/QuarantinedFact';
import { formatQuantity } from 'c/formatQuantity';
import { intentText, momentText } from 'c/positionTexts';

export interface Discard {
  readonly entryId: string;
  readonly reason: string;
}

interface Said {
  readonly name: string;
  readonly value: string;
}

/** A fact in quarantine: in one line, and on request as it was told. Fires `drive` with the id of its entry, `discard` with a {@link Discard}. */
export default class QuarantinedFact extends LightningElement {
  @api fact: Fact | undefined;
  @api isBusy = false;

  isOpen = false;
  isAsking = false;
  reason = '';

  #mustFocus = false;

  renderedCallback(): void {
    if (!this.#mustFocus) return;
    this.#mustFocus = false;
    this.template?.querySelector<HTMLInputElement>('input.reason')?.focus();
  }

  get title(): string {
    const { intent, quantity, sku, locationCode } = this.fact ?? {};
    return `${intentText(intent)}: ${quantity == null ? 'no quantity' : formatQuantity(quantity)} × ${sku ?? 'no SKU'} at ${locationCode ?? 'no location'}`;
  }

  get origin(): string {
    const { source, receivedAtMillis } = this.fact ?? {};
    return [source, receivedAtMillis == null ? undefined : `came ${momentText(receivedAtMillis)}`].filter((part) => part != null).join(' · ');
  }

  get expanded(): 'true' | 'false' {
    return this.isOpen ? 'true' : 'false';
  }

  get icon(): string {
    return this.isOpen ? 'utility:chevrondown' : 'utility:chevronright';
  }

  get isDiscarded(): boolean {
    return this.fact?.discardReason != null;
  }

  get discardText(): string {
    const { discardedBy, discardedAtMillis, discardReason } = this.fact ?? {};
    const who = [discardedBy, discardedAtMillis == null ? undefined : momentText(discardedAtMillis)].filter((part) => part != null).join(', ');
    return `Discarded${who === '' ? '' : ` by ${who}`}: ${discardReason ?? ''}`;
  }

  get mayDiscard(): boolean {
    return !this.isDiscarded;
  }

  /** What the source said, part by part; what it did not say is left out. */
  get said(): Said[] {
    const fact = this.fact ?? {};
    const moment = (millis: number | null | undefined): string | null | undefined => (millis == null ? undefined : momentText(millis));
    const parts: readonly (readonly [string, string | null | undefined])[] = [
      ['Intent', fact.intent],
      ['SKU', fact.sku],
      ['Location', fact.locationCode],
      ['Quantity', fact.quantity == null ? undefined : formatQuantity(fact.quantity)],
      ['Condition', fact.condition],
      ['Happened', moment(fact.occurredAtMillis)],
      ['Came', moment(fact.receivedAtMillis)],
      ['Source', fact.source],
      ['Key', fact.key],
      ['Takes back', fact.reverses],
      ['Confirms', fact.confirms],
      ['Reference', fact.reference],
      ['Register', fact.register],
      ['Business day', fact.businessDay],
      ['Reason', fact.reason],
      ['Correlation', fact.correlation],
      ['Actor', fact.actor],
      ['Device', fact.device],
      ['Sequence', fact.sequence],
    ];
    return parts.flatMap(([name, value]) => (value == null || value === '' ? [] : { name, value }));
  }

  handleToggle(): void {
    this.isOpen = !this.isOpen;
    this.isAsking = false;
  }

  handleDrive(): void {
    this.dispatchEvent(new CustomEvent<string>('drive', { detail: this.fact?.entryId ?? '' }));
  }

  handleAsk(): void {
    this.isAsking = !this.isAsking;
    this.reason = '';
    this.#mustFocus = this.isAsking;
  }

  handleReason(event: Event): void {
    this.reason = (event.target as HTMLInputElement).value;
  }

  handleKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.isAsking = false;
  }

  handleDiscard(event: Event): void {
    event.preventDefault();
    const reason = this.reason.trim();
    if (reason === '' || this.isBusy) return;
    this.dispatchEvent(new CustomEvent<Discard>('discard', { detail: { entryId: this.fact?.entryId ?? '', reason } }));
  }
}
