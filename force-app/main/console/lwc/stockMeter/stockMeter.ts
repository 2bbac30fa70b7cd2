import { LightningElement, api } from 'lwc';
import { formatQuantity } from 'c/formatQuantity';

/** One location's stock as a bar: what can be promised, what is reserved, what safety stock keeps back; the rest of the bar is stock in no one's reach. */
export default class StockMeter extends LightningElement {
  @api available = 0;
  @api reserved = 0;
  @api safety = 0;
  /** On hand: fills the whole bar. */
  @api total = 0;

  get description(): string {
    return `${formatQuantity(this.available)} available, ${formatQuantity(this.reserved)} reserved, ${formatQuantity(this.safety)} safety stock`;
  }

  get availableStyle(): string {
    return this.widthOf(this.available);
  }

  get reservedStyle(): string {
    return this.widthOf(this.reserved);
  }

  get safetyStyle(): string {
    return this.widthOf(this.safety);
  }

  private widthOf(quantity: number): string {
    // Reserved and safety stock together may exceed what is there; the bar then shows their proportion.
    const full = Math.max(this.total, this.available + this.reserved + this.safety);
    const share = full > 0 ? Math.max(0, quantity) / full : 0;
    return `inline-size: ${(share * 100).toFixed(2)}%`;
  }
}
