import { LightningElement, api } from 'lwc';

/** Head, body and foot of a quick action's window. */
export default class QuickActionPanel extends LightningElement {
  @api header: string | undefined;
  hasNoFooter = true;

  handleFooter(event: Event): void {
    this.hasNoFooter = (event.target as HTMLSlotElement).assignedElements().length === 0;
  }
}
