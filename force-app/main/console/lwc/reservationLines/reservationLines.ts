import { LightningElement, api } from 'lwc';
import type { Line } from '@salesforce/apex/ReservationDetail';
import { formatQuantity } from 'c/formatQuantity';

export type QuantityChange = Readonly<{ line: string; quantity: number }>;

interface Row {
  readonly line: string;
  readonly productName: string;
  readonly sku: string;
  readonly imageUrl: string | undefined;
  readonly notes: string;
  readonly promisedText: string;
  readonly entered: number;
  readonly canStep: boolean;
  readonly isSmallest: boolean;
  readonly isChanged: boolean;
  readonly applyText: string;
  readonly applyLabel: string;
  readonly inputLabel: string;
  readonly lessLabel: string;
  readonly moreLabel: string;
  readonly refusal: string | undefined;
}

/**
 * What a reservation promises, line by line. Numbers are those of the org; what is entered stays beside them until the org has agreed.
 *
 * Fires `quantitychange` with a {@link QuantityChange}.
 */
export default class ReservationLines extends LightningElement {
  @api canChange = false;
  @api isBusy = false;
  /** Line that a refusal is about, and its text. */
  @api refusedLine: string | undefined;
  @api refusal: string | undefined;

  entered: Readonly<Record<string, number>> = {};
  #lines: readonly Line[] = [];

  /** What the org says now; what was entered before is over. */
  @api get lines(): readonly Line[] {
    return this.#lines;
  }
  set lines(value: readonly Line[]) {
    this.#lines = value;
    this.entered = {};
  }

  get rows(): Row[] {
    return this.#lines.map((line) => this.rowOf(line));
  }

  handleLess(event: Event): void {
    this.step(event, -1);
  }

  handleMore(event: Event): void {
    this.step(event, 1);
  }

  handleInput(event: Event): void {
    const input = event.target as HTMLInputElement;
    const line = this.lineOf(event);
    if (line === undefined) return;
    const quantity = Math.round(input.valueAsNumber * 1000) / 1000;
    if (quantity > 0) this.enter(line, quantity);
    else input.value = String(this.enteredOf(line));
  }

  handleKeydown(event: KeyboardEvent): void {
    const line = this.lineOf(event);
    if (line === undefined) return;
    if (event.key === 'Enter') {
      this.handleInput(event);
      this.apply(line);
    } else if (event.key === 'Escape') this.enter(line, promisedOf(line));
  }

  handleApply(event: Event): void {
    const line = this.lineOf(event);
    if (line !== undefined) this.apply(line);
  }

  private rowOf(line: Line): Row {
    const promised = promisedOf(line);
    const entered = this.enteredOf(line);
    const name = line.productName ?? line.sku ?? '';
    const key = line.line ?? '';
    return {
      line: key,
      productName: name,
      sku: line.sku ?? '',
      imageUrl: line.imageUrl ?? undefined,
      notes: notesOf(line),
      promisedText: formatQuantity(promised),
      entered,
      canStep: this.canChange && promised > 0,
      isSmallest: entered <= Math.max(line.fulfilled ?? 0, 1),
      isChanged: entered !== promised,
      applyText: this.isBusy ? 'Changing…' : `Change to ${formatQuantity(entered)}`,
      applyLabel: `Change to ${formatQuantity(entered)}, from ${formatQuantity(promised)}: ${name}`,
      inputLabel: `Reserved quantity of ${name}`,
      lessLabel: `One less of ${name}`,
      moreLabel: `One more of ${name}`,
      refusal: this.refusedLine === key ? this.refusal : undefined,
    };
  }

  private step(event: Event, by: 1 | -1): void {
    const line = this.lineOf(event);
    if (line === undefined) return;
    const now = this.enteredOf(line);
    this.enter(line, Math.max(Math.max(line.fulfilled ?? 0, 1), by > 0 ? Math.floor(now) + 1 : Math.ceil(now) - 1));
  }

  private apply(line: Line): void {
    const quantity = this.enteredOf(line);
    if (this.isBusy || quantity === promisedOf(line)) return;
    this.dispatchEvent(new CustomEvent<QuantityChange>('quantitychange', { detail: { line: line.line ?? '', quantity } }));
  }

  private enter(line: Line, quantity: number): void {
    this.entered = { ...this.entered, [line.line ?? '']: quantity };
  }

  private enteredOf(line: Line): number {
    return this.entered[line.line ?? ''] ?? promisedOf(line);
  }

  private lineOf(event: Event): Line | undefined {
    const reference = (event.currentTarget as HTMLElement).dataset.line;
    return this.#lines.find(({ line }) => line === reference);
  }
}

/** Handed over or still to be: what the line promises in all. */
function promisedOf(line: Line): number {
  return (line.granted ?? 0) - (line.released ?? 0);
}

/** What else there is to know: asked for more, handed over, given back, waiting to be put away. */
function notesOf(line: Line): string {
  const parts: string[] = [];
  const requested = line.requested ?? 0;
  const granted = line.granted ?? 0;
  if (requested > granted) parts.push(`${formatQuantity(requested)} asked for`);
  if ((line.fulfilled ?? 0) > 0) parts.push(`${formatQuantity(line.fulfilled ?? 0)} handed over`);
  if ((line.released ?? 0) > 0) parts.push(`${formatQuantity(line.released ?? 0)} given back`);
  if ((line.putAway ?? 0) > 0) parts.push(`${formatQuantity(line.putAway ?? 0)} to put away`);
  return parts.join(' · ');
}
