import { LightningElement, api } from 'lwc';

/** Head, body and foot of a quick action's window. */
export default class QuickActionPanel extends LightningElement {
  @api header: string | undefined;
  hasNoFooter = true;

  // The design system's own display goes before the attribute `hidden`.
  get footerClass(): string {
    return this.hasNoFooter ? 'slds-hide' : 'slds-modal__footer';
  }

  handleFooter(event: Event): void {
    this.hasNoFooter = (event.target as HTMLSlotElement).assignedElements().length === 0;
  }
}
