import approve from '@salesforce/apex/CountController.approve';
import getOpenCounts from '@salesforce/apex/CountController.getOpenCounts';
import openCount from '@salesforce/apex/CountController.openCount';
import record from '@salesforce/apex/CountController.record';
import recount from '@salesforce/apex/CountController.recount';
import skip from '@salesforce/apex/CountController.skip';
import start from '@salesforce/apex/CountController.start';
import type { CountView } from '@salesforce/apex/CountView';
import mayCount from '@salesforce/customPermission/Count_Stock';
import { DocumentDesk } from 'c/documentDesk';
import type { DocumentChoice } from 'c/documentShell';
import { formatQuantity } from 'c/formatQuantity';
import type { ProductSelect } from 'c/productSearch';
import type { ScannedText } from 'c/scanField';
import { playTone } from 'c/scanSound';
import { tallyOf } from 'c/scanTally';
import type { TallyChange, TallyLine } from 'c/tallyList';
import { choiceOf, isToCount, lineOf } from './countTexts';
import type { Counted } from './countTexts';

interface Chosen {
  readonly sku: string;
  readonly name: string;
}

/** Counts of what is on the shelf: scan what is there, while selling goes on. Who counts blind sees no expectation; managers decide about large differences. */
export default class CountDesk extends DocumentDesk<CountView> {
  isBlind = true;
  counted: ReadonlyMap<string, Counted> = new Map();
  /** Goods of a count that is about to begin; undefined: none is. */
  chosen: readonly Chosen[] | undefined;

  get choices(): DocumentChoice[] | undefined {
    return this.documents?.map(choiceOf);
  }

  get isPermitted(): boolean {
    return mayCount === true;
  }

  get isNew(): boolean {
    return this.chosen !== undefined;
  }

  get isCounting(): boolean {
    return this.canWork && (this.document?.lines ?? []).some(isToCount);
  }

  get canDecide(): boolean {
    return this.canWork && this.document?.canDecide === true && (this.document.lines ?? []).some(({ state }) => state === 'Waiting');
  }

  get lines(): TallyLine[] {
    return (this.document?.lines ?? []).map((line) => lineOf(line, this.counted, this.canWork));
  }

  get chosenLines(): TallyLine[] {
    return (this.chosen ?? []).map(({ sku, name }) => ({ key: sku, name, sku, imageUrl: undefined, note: '', tally: undefined, verdict: '', tone: 'plain' }));
  }

  get subtitle(): string {
    const { documentNo, isBlind, cause } = this.document ?? {};
    return [documentNo, cause === 'Suspect' ? 'what somebody did not find' : undefined, isBlind === true ? 'counted blind' : undefined].filter((part) => part != null).join(' · ');
  }

  get nothingChosen(): boolean {
    return this.isBusy || (this.chosen ?? []).length === 0;
  }

  get nothingCounted(): boolean {
    return this.isBusy || this.counted.size === 0;
  }

  get doLabel(): string {
    return this.counted.size === 1 ? 'Record 1 product' : `Record ${formatQuantity(this.counted.size)} products`;
  }

  handleNew(): void {
    this.begin('CT');
    this.chosen = [];
  }

  handleProduct(event: CustomEvent<ProductSelect>): void {
    const { sku, name } = event.detail;
    this.whenReady(() => {
      if (this.chosen === undefined) this.refuse(name);
      else if (!this.chosen.some((line) => line.sku === sku)) this.chosen = [...this.chosen, { sku, name }];
    });
  }

  handleBlind(event: CustomEvent<{ readonly checked: boolean }>): void {
    this.isBlind = event.detail.checked;
  }

  handleBegin(): void {
    this.startWith((this.chosen ?? []).map(({ sku }) => sku));
  }

  handleBeginDoubts(): void {
    this.startWith([]);
  }

  handleScan(event: CustomEvent<ScannedText>): void {
    const { code } = event.detail;
    const found = tallyOf(this.document?.codes ?? [], code);
    const line = this.lines.find(({ sku, tally }) => sku === found?.sku && tally !== undefined);
    if (found === undefined || line === undefined) {
      playTone('bad');
      this.lastScan = found === undefined ? `${code} is not on the list. Look it up below to count it all the same.` : 'This product is counted already.';
      return;
    }
    playTone('good');
    this.set(found.sku, (line.tally ?? 0) + found.units);
    this.lastScan = `${line.name}: ${formatQuantity(this.counted.get(found.sku)?.quantity ?? 0)}`;
  }

  handleTally(event: CustomEvent<TallyChange>): void {
    this.set(event.detail.key, event.detail.quantity);
  }

  /** What lies on the shelf is counted, whether or not anybody asked for it. */
  handleUnlisted(event: CustomEvent<ProductSelect>): void {
    this.whenReady(() => this.countUnlisted(event.detail));
  }

  handleRecord(): void {
    const documentNo = this.document?.documentNo;
    const lines = [...this.counted].map(([sku, { quantity, atMillis }]) => ({ sku, quantity, countedAtMillis: atMillis }));
    void this.act(() => record({ documentNo, lines }), 'Recorded');
  }

  handleApprove(): void {
    const documentNo = this.document?.documentNo;
    void this.act(() => approve({ documentNo, skus: null }), 'Differences posted');
  }

  handleRecount(): void {
    const documentNo = this.document?.documentNo;
    void this.act(() => recount({ documentNo, skus: null }), 'To be counted again');
  }

  handleSkip(): void {
    const documentNo = this.document?.documentNo;
    void this.act(() => skip({ documentNo, skus: null }), 'The rest is not counted');
  }

  private countUnlisted({ sku, name }: ProductSelect): void {
    const { document } = this;
    if (document === undefined || !this.canWork) {
      this.refuse(name);
      return;
    }
    if (!(document.lines ?? []).some((line) => line.sku === sku)) this.document = { ...document, lines: [...(document.lines ?? []), { sku, productName: name, state: 'ToCount' }] };
    this.set(sku, (this.counted.get(sku)?.quantity ?? 0) + 1);
  }

  private startWith(skus: string[]): void {
    const locationCode = this.store?.code;
    const { isBlind } = this;
    void this.act(() => start({ documentNo: this.newNo, locationCode, skus, isBlind }), 'Count started');
  }

  private set(sku: string, quantity: number): void {
    this.counted = new Map([...this.counted, [sku, { quantity, atMillis: Date.now() }]]);
  }

  protected fetchOpen(locationCode: string): Promise<readonly CountView[]> {
    return getOpenCounts({ locationCode });
  }

  protected fetchDocument(documentNo: string): Promise<CountView> {
    return openCount({ documentNo });
  }

  protected forget(): void {
    this.chosen = undefined;
    this.counted = new Map();
    this.isBlind = true;
  }
}
