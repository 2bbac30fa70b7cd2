import { LightningElement, api } from 'lwc';
import { formatQuantity } from 'c/formatQuantity';
import { nameOf } from 'c/pickSession';
import type { LineProgress } from 'c/pickSession';

export interface MissingReport {
  readonly lineId: string;
  readonly quantity: number;
  readonly reason: string;
}

const REASONS = ['Not at its place', 'Damaged', 'Only a display piece', 'Somebody else has it'] as const;

/** How many of a line cannot be picked, and why. The rest of the order goes on without them. */
export default class MissingPanel extends LightningElement {
  @api line: LineProgress | undefined;
  @api isBusy = false;

  reason: string = REASONS[0];
  /** Whatever is left, until somebody says otherwise. */
  chosenQuantity: number | undefined;

  /** So that a keyboard user goes on where the panel opened. */
  renderedCallback(): void {
    if (this.#isFocused) return;
    this.#isFocused = true;
    this.template?.querySelector<HTMLElement>('h3')?.focus();
  }
  #isFocused = false;

  get name(): string {
    return this.line === undefined ? '' : nameOf(this.line);
  }

  get most(): number {
    return this.line?.remaining ?? 0;
  }

  get quantity(): number {
    return Math.min(this.chosenQuantity ?? this.most, this.most);
  }

  get quantityText(): string {
    return formatQuantity(this.quantity);
  }

  get quantityWords(): string {
    return `${this.quantityText} of ${formatQuantity(this.most)} missing`;
  }

  get isLeast(): boolean {
    return this.quantity <= Math.min(1, this.most);
  }

  get isMost(): boolean {
    return this.quantity >= this.most;
  }

  get reasons(): readonly { value: string; id: string; isChosen: boolean }[] {
    return REASONS.map((value, index) => ({ value, id: `reason-${index}`, isChosen: value === this.reason }));
  }

  handleLess(): void {
    this.chosenQuantity = Math.max(Math.min(1, this.most), this.quantity - 1);
  }

  handleMore(): void {
    this.chosenQuantity = Math.min(this.most, this.quantity + 1);
  }

  handleReason(event: Event): void {
    this.reason = (event.target as HTMLInputElement).value;
  }

  handleReport(): void {
    if (this.line === undefined) return;
    this.dispatchEvent(new CustomEvent<MissingReport>('report', { detail: { lineId: this.line.lineId, quantity: this.quantity, reason: this.reason } }));
  }

  handleClose(): void {
    this.dispatchEvent(new CustomEvent('close'));
  }

  handleKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.handleClose();
  }
}
