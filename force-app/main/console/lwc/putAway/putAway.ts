import { LightningElement, api } from 'lwc';
import type { LineProgress, Verdict } from 'c/pickSession';

/** Goods on their way back to the shelf. Only when the last one is scanned at its place can they be promised again. */
export default class PutAway extends LightningElement {
  @api lines: readonly LineProgress[] = [];
  @api currentLineId: string | undefined;
  @api verdict: Verdict | undefined;
  @api waitingScans = 0;
  @api disturbance = '';
  @api isBusy = false;

  get isComplete(): boolean {
    return this.lines.length > 0 && this.lines.every(({ isDone }) => isDone);
  }

  get cannotFinish(): boolean {
    return this.isBusy || this.waitingScans > 0;
  }

  handleScan(event: CustomEvent): void {
    this.dispatchEvent(new CustomEvent('scan', { detail: event.detail as unknown }));
  }

  handleTap(event: CustomEvent): void {
    this.dispatchEvent(new CustomEvent('tap', { detail: event.detail as unknown }));
  }

  handleFinish(): void {
    this.dispatchEvent(new CustomEvent('finish'));
  }
}
