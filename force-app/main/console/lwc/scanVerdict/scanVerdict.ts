import { LightningElement, api } from 'lwc';
import type { Verdict } from 'c/pickSession';

/** The answer to the last scan, readable at arm's length: colour, sign and words, and the words aloud. */
export default class ScanVerdict extends LightningElement {
  /** What to do while nothing has been scanned yet. */
  @api invitation = 'Scan the next item';

  shown: Verdict | undefined;
  count = 0;

  @api
  get verdict(): Verdict | undefined {
    return this.shown;
  }
  set verdict(value: Verdict | undefined) {
    if (value !== undefined && value.key !== this.shown?.key) this.count += 1;
    this.shown = value;
  }

  /** The live region says a verdict; the band would only repeat it. */
  get isSilent(): string {
    return String(this.shown !== undefined);
  }

  get title(): string {
    return this.shown?.title ?? this.invitation;
  }

  get detail(): string {
    return this.shown?.detail ?? '';
  }

  /** Two names for one effect: swapping them starts the flash again when the same verdict comes twice. */
  get bandClass(): string {
    if (this.shown === undefined) return 'band band_idle';
    const tone = this.shown.isGood ? 'good' : 'bad';
    return `band band_${tone} flash_${this.count % 2 === 0 ? 'even' : 'odd'}`;
  }

  get iconName(): string {
    if (this.shown === undefined) return 'utility:scan';
    return this.shown.isGood ? 'utility:check' : 'utility:close';
  }

  get iconVariant(): string {
    return this.shown === undefined ? '' : 'inverse';
  }

  /** The number makes equal texts differ: screen readers say only what has changed. */
  get spoken(): string {
    if (this.shown === undefined) return '';
    return `${this.shown.isGood ? 'Right' : 'Stop'}: ${this.title}. ${this.detail}${this.count % 2 === 0 ? '' : ' '}`;
  }
}
