import { LightningElement, api } from 'lwc';
import type { ScannedText } from 'c/scanField';

export interface BayChoice {
  readonly bay: string;
}

const LONGEST_BAY = 40;
/** Labels of bays may carry this prefix, so that nobody stages an order into a product's barcode. */
const BAY_PREFIX = /^BAY[-: ]/i;

/** Where the picked order waits for its customer: the bay's label is scanned, or its name typed. */
export default class StagePanel extends LightningElement {
  @api summary = '';
  @api isBusy = false;

  problem = '';

  get hasProblem(): boolean {
    return this.problem !== '';
  }

  handleScan(event: CustomEvent<ScannedText>): void {
    const bay = event.detail.code.trim().replace(BAY_PREFIX, '').toUpperCase();
    this.problem = problemWith(bay);
    if (this.problem === '' && !this.isBusy) this.dispatchEvent(new CustomEvent<BayChoice>('stage', { detail: { bay } }));
  }
}

function problemWith(bay: string): string {
  if (bay === '') return 'That is no bay. Scan the label of the bay or type its name.';
  if (/^\d{8,}$/.test(bay)) return `${bay} is a product's barcode. Scan the label of the bay.`;
  return bay.length > LONGEST_BAY ? `The name of a bay has at most ${LONGEST_BAY} characters; this has ${bay.length}.` : '';
}
