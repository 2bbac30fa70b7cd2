import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import reserve from '@salesforce/apex/ReservationController.reserve';
import type { ReserveAnswer } from '@salesforce/apex/ReservationController';
import { formatQuantity } from 'c/formatQuantity';
import { reduceErrors } from 'c/reduceErrors';

/**
 * Reserves at one location for a customer: who, which order, how many. Stays open with the reason when the org refuses.
 *
 * Closes with the org's answer; `undefined` when the user goes back.
 */
export default class ReserveModal extends LightningModal {
  @api sku = '';
  @api productName = '';
  @api location = '';
  @api locationName = '';
  @api available = 0;
  /** Whose view of the stock is reserved from; empty: the console's own. */
  @api channel = '';
  @api quantity = 1;

  customerLabel = '';
  orderRef = '';
  wanted: number | undefined;
  isBusy = false;
  refusal: string | undefined;

  /** One wish, one key: sent again after a lost answer it cannot be granted twice. Another wish is another key. */
  #keys = new Map<string, string>();

  get heading(): string {
    return `Reserve ${this.productName}`;
  }

  get quantityNow(): number {
    return this.wanted ?? this.quantity;
  }

  get availableText(): string {
    return `${formatQuantity(this.available)} available at ${this.locationName}`;
  }

  get buttonText(): string {
    return this.isBusy ? 'Reserving…' : `Reserve ${formatQuantity(this.quantityNow)}`;
  }

  handleQuantity(event: CustomEvent<{ value: string }>): void {
    this.wanted = Math.round(Number(event.detail.value) * 1000) / 1000;
  }

  handleCustomer(event: CustomEvent<{ value: string }>): void {
    this.customerLabel = event.detail.value;
  }

  handleOrder(event: CustomEvent<{ value: string }>): void {
    this.orderRef = event.detail.value;
  }

  handleKeydown(event: KeyboardEvent): void {
    if (event.key === 'Enter') void this.handleReserve();
  }

  handleBack(): void {
    this.close();
  }

  async handleReserve(): Promise<void> {
    if (this.isBusy) return;
    const quantity = this.quantityNow;
    if (!(quantity > 0)) {
      this.refusal = 'Enter how many the customer wants.';
      return;
    }
    this.isBusy = true;
    this.refusal = undefined;
    try {
      const answer = await reserve({ input: { ...this.wish(quantity), requestKey: this.keyOf(quantity) } });
      if (answer.status === 'Refused') {
        this.refusal = answer.reason ?? 'Nothing could be reserved.';
        this.#keys.clear();
      } else this.finish(answer);
    } catch (error) {
      this.refusal = reduceErrors(error).join(' ');
    } finally {
      this.isBusy = false;
    }
  }

  private finish(answer: ReserveAnswer): void {
    this.close(answer);
  }

  private wish(quantity: number): { sku: string; location: string; quantity: number; customerLabel: string; orderRef: string; channel: string } {
    return { sku: this.sku, location: this.location, quantity, customerLabel: this.customerLabel, orderRef: this.orderRef, channel: this.channel };
  }

  private keyOf(quantity: number): string {
    const wish = JSON.stringify(this.wish(quantity));
    const key = this.#keys.get(wish) ?? `console-${crypto.randomUUID()}`;
    this.#keys.set(wish, key);
    return key;
  }
}
