import { LightningElement, api } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import retireGateways from '@salesforce/apex/IntegrationHealthController.retireGateways';
import type { IntegrationConcern } from '@salesforce/apex/IntegrationConcern';
import { agoText } from 'c/integrationTexts';
import { reduceErrors } from 'c/reduceErrors';

interface Row {
  readonly id: string;
  readonly message: string;
  readonly since: string;
  readonly canRetire: boolean;
  readonly isRetiring: boolean;
}

const SILENT = 'GatewaySilent';

/** Alerts of integrations. They end by themselves, except for a gateway that will not come back: that one people retire. */
export default class AlertList extends LightningElement {
  @api alerts: readonly IntegrationConcern[] = [];
  @api nowMillis = 0;
  @api canManage = false;

  /** The alert whose gateway is about to be retired. */
  retiringId = '';
  note = '';
  isBusy = false;
  problem = '';

  #mustFocus = '';

  renderedCallback(): void {
    if (this.#mustFocus === '') return;
    this.template!.querySelector<HTMLElement>(this.#mustFocus)?.focus({ preventScroll: true });
    this.#mustFocus = '';
  }

  get shown(): Row[] {
    return this.alerts.map(({ exceptionId, message, raisedAtMillis, type }) => {
      const id = exceptionId ?? '';
      const isRetiring = id === this.retiringId;
      return { id, message: message ?? '', since: agoText(raisedAtMillis, this.nowMillis), canRetire: this.canManage && type === SILENT && !isRetiring, isRetiring };
    });
  }

  handleRetire(event: Event): void {
    const id = (event.currentTarget as HTMLElement).dataset.id ?? '';
    this.retiringId = this.retiringId === id ? '' : id;
    this.note = '';
    if (this.retiringId !== '') this.#mustFocus = 'input.note';
  }

  handleNote(event: Event): void {
    this.note = (event.target as HTMLInputElement).value;
  }

  handleKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.retiringId = '';
  }

  handleRetired(event: Event): void {
    event.preventDefault();
    void this.retire();
  }

  private async retire(): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    this.problem = '';
    try {
      const isAll = await retireGateways({ exceptionId: this.retiringId, note: this.note });
      this.dispatchEvent(new ShowToastEvent(isAll
        ? { title: 'Retired', message: 'What it reported is closed. If it reports again, it begins anew.', variant: 'success' }
        : { title: 'Not all of it yet', message: 'It had reported more than can be closed at once. Retire it again for the rest.', variant: 'warning' }));
      this.retiringId = '';
      this.#mustFocus = 'ul';
      this.dispatchEvent(new CustomEvent('asked'));
    } catch (failure) {
      this.problem = reduceErrors(failure).join(' ');
    } finally {
      this.isBusy = false;
    }
  }
}
