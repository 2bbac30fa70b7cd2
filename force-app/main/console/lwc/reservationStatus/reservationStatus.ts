import { LightningElement, api } from 'lwc';
import { statusWords } from 'c/reservationText';

/** Where a reservation stands: in words, shape and colour. */
export default class ReservationStatus extends LightningElement {
  @api status = '';

  get text(): string {
    return statusWords(this.status).text;
  }

  get iconName(): string {
    return statusWords(this.status).icon;
  }

  get boxClass(): string {
    return `box box_${statusWords(this.status).tone}`;
  }
}
