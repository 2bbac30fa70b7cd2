import { LightningElement, api } from 'lwc';
import { formatQuantity } from 'c/formatQuantity';
import { nameOf } from 'c/pickSession';
import type { LineProgress } from 'c/pickSession';
import type { ScannedText, ScannerField } from 'c/scanField';
import type { StoreTask } from 'c/taskDetail';

export interface HandOverProof {
  /** What the customer shows; `null` when an identity was checked instead. */
  readonly pickupCode: string | null;
  readonly identityChecked: boolean;
}

/** The counter: who collects, from which bay, what goes over it. The customer's code, or a checked identity, is the proof. */
export default class HandOver extends LightningElement {
  @api task: StoreTask | undefined;
  @api lines: readonly LineProgress[] = [];
  /** Why the org did not accept the proof. */
  @api problem = '';
  @api isBusy = false;

  isIdentityChecked = false;

  get customer(): string {
    return this.task?.customerLabel ?? this.task?.orderRef ?? 'the customer';
  }

  get bay(): string {
    return this.task?.bay ?? '–';
  }

  get orderText(): string {
    return [this.task?.orderRef, this.task?.channel].filter((text) => text != null && text !== '').join(' · ');
  }

  get items(): readonly { lineId: string; count: string; name: string; imageUrl: string | null | undefined; sku: string }[] {
    return this.lines.filter(({ picked }) => picked > 0).map((line) => ({ lineId: line.lineId, count: `${formatQuantity(line.picked)} ×`, name: nameOf(line), imageUrl: line.imageUrl, sku: line.sku }));
  }

  get missingText(): string {
    const missing = this.lines.filter((line) => line.missing > 0).map((line) => `${formatQuantity(line.missing)} × ${nameOf(line)}`);
    return missing.length === 0 ? '' : `Not in the bag: ${missing.join(', ')}. Tell the customer.`;
  }

  get hasMissing(): boolean {
    return this.missingText !== '';
  }

  get hasProblem(): boolean {
    return this.problem !== '';
  }

  get hasArrived(): boolean {
    return this.task?.arrivedAtMillis != null;
  }

  get canArrive(): boolean {
    return !this.hasArrived && !this.isBusy;
  }

  get identityLabel(): string {
    return `No code: I have checked an identity card of ${this.customer}`;
  }

  get cannotHandOver(): boolean {
    return !this.isIdentityChecked || this.isBusy;
  }

  /** The code is scanned wherever the focus is, on the tick of the identity, say. */
  handleKey(event: KeyboardEvent): void {
    (this.refs?.scanner as ScannerField | undefined)?.takeKey(event);
  }

  handleCode(event: CustomEvent<ScannedText>): void {
    this.prove({ pickupCode: event.detail.code.trim().toUpperCase(), identityChecked: false });
  }

  handleIdentity(event: Event): void {
    this.isIdentityChecked = (event.target as HTMLInputElement).checked;
  }

  handleHandOver(): void {
    this.prove({ pickupCode: null, identityChecked: true });
  }

  handleArrived(): void {
    this.dispatchEvent(new CustomEvent('arrived'));
  }

  private prove(proof: HandOverProof): void {
    if (!this.isBusy) this.dispatchEvent(new CustomEvent<HandOverProof>('prove', { detail: proof }));
  }
}
