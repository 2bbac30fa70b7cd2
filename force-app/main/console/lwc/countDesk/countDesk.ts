import { LightningElement, wire } from 'lwc';
import { CurrentPageReference } from 'lightning/navigation';
import type { PageReference } from 'lightning/navigation';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import approve from '@salesforce/apex/CountController.approve';
import getOpenCounts from '@salesforce/apex/CountController.getOpenCounts';
import openCount from '@salesforce/apex/CountController.openCount';
import record from '@salesforce/apex/CountController.record';
import recount from '@salesforce/apex/CountController.recount';
import skip from '@salesforce/apex/CountController.skip';
import start from '@salesforce/apex/CountController.start';
import type { CountView } from '@salesforce/apex/CountView';
import mayCount from '@salesforce/customPermission/Count_Stock';
import worksEverywhere from '@salesforce/customPermission/Work_In_All_Stores';
import type { Store } from 'c/chosenStore';
import type { DocumentChoice } from 'c/documentShell';
import { formatQuantity } from 'c/formatQuantity';
import type { ProductSelect } from 'c/productSearch';
import { reduceErrors } from 'c/reduceErrors';
import type { ScannedText } from 'c/scanField';
import { playTone } from 'c/scanSound';
import { newDocumentNo, tallyOf } from 'c/scanTally';
import type { TallyChange, TallyLine } from 'c/tallyList';
import { choiceOf, isToCount, lineOf } from './countTexts';
import type { Counted } from './countTexts';

interface Chosen {
  readonly sku: string;
  readonly name: string;
}

interface ScannerField extends HTMLElement {
  takeKey(event: KeyboardEvent): void;
}

/** Counts of what is on the shelf: scan what is there, while selling goes on. Who counts blind sees no expectation; managers decide about large differences. */
export default class CountDesk extends LightningElement {
  store: Store | undefined;
  counts: readonly CountView[] | undefined;
  count: CountView | undefined;
  failure: unknown;
  problem = '';
  announcement = '';
  lastScan = '';
  isBusy = false;
  isBlind = true;
  counted: ReadonlyMap<string, Counted> = new Map();
  /** Goods of a count that is about to begin; undefined: none is. */
  chosen: readonly Chosen[] | undefined;

  #newNo = '';
  /** Document that the address names, shown once. */
  #asked: string | undefined;

  @wire(CurrentPageReference)
  wiredPageReference(reference: PageReference | null): void {
    const { c__document: documentNo } = reference?.state ?? {};
    if (documentNo === undefined || documentNo === this.#asked) return;
    this.#asked = documentNo;
    if (this.store !== undefined) void this.open(documentNo);
  }

  get documents(): DocumentChoice[] | undefined {
    return this.counts?.map(choiceOf);
  }

  get selectedId(): string | undefined {
    return this.count?.documentNo ?? undefined;
  }

  get canCount(): boolean {
    return mayCount === true && (this.store?.isMine === true || worksEverywhere === true);
  }

  get cannotCount(): boolean {
    return !this.canCount;
  }

  get isNew(): boolean {
    return this.chosen !== undefined;
  }

  get isOpen(): boolean {
    return this.count !== undefined && !this.isNew;
  }

  get isIdle(): boolean {
    return !this.isOpen && !this.isNew;
  }

  get isCounting(): boolean {
    return this.canCount && (this.count?.lines ?? []).some(isToCount);
  }

  get canDecide(): boolean {
    return this.canCount && this.count?.canDecide === true && (this.count.lines ?? []).some(({ state }) => state === 'Waiting');
  }

  get lines(): TallyLine[] {
    return (this.count?.lines ?? []).map((line) => lineOf(line, this.counted, this.canCount));
  }

  get chosenLines(): TallyLine[] {
    return (this.chosen ?? []).map(({ sku, name }) => ({ key: sku, name, sku, imageUrl: undefined, note: '', tally: undefined, verdict: '', tone: 'plain' }));
  }

  get subtitle(): string {
    const { documentNo, isBlind, cause } = this.count ?? {};
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

  handleStore(event: CustomEvent<Store>): void {
    this.store = event.detail;
    this.counts = undefined;
    this.leave();
    void this.load();
    if (this.#asked !== undefined) void this.open(this.#asked);
  }

  /** A scan that begins on a button of the screen goes to the field. */
  handleKey(event: KeyboardEvent): void {
    (this.refs?.scanner as ScannerField | undefined)?.takeKey(event);
  }

  handleRetry(): void {
    this.failure = undefined;
    void this.load();
  }

  handleOpen(event: CustomEvent<string>): void {
    void this.open(event.detail);
  }

  handleNew(): void {
    this.leave();
    this.chosen = [];
    this.#newNo = newDocumentNo('CT');
  }

  handleProduct(event: CustomEvent<ProductSelect>): void {
    const { sku, name } = event.detail;
    if (!(this.chosen ?? []).some((line) => line.sku === sku)) this.chosen = [...(this.chosen ?? []), { sku, name }];
  }

  handleBlind(event: CustomEvent<{ readonly checked: boolean }>): void {
    this.isBlind = event.detail.checked;
  }

  handleBegin(): void {
    this.begin((this.chosen ?? []).map(({ sku }) => sku));
  }

  handleBeginDoubts(): void {
    this.begin([]);
  }

  handleScan(event: CustomEvent<ScannedText>): void {
    const { code } = event.detail;
    const found = tallyOf(this.count?.codes ?? [], code);
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
    const { sku, name } = event.detail;
    const { count } = this;
    if (count === undefined) return;
    if (!(count.lines ?? []).some((line) => line.sku === sku)) this.count = { ...count, lines: [...(count.lines ?? []), { sku, productName: name, state: 'ToCount' }] };
    this.set(sku, (this.counted.get(sku)?.quantity ?? 0) + 1);
  }

  handleRecord(): void {
    const documentNo = this.count?.documentNo;
    const lines = [...this.counted].map(([sku, { quantity, atMillis }]) => ({ sku, quantity, countedAtMillis: atMillis }));
    void this.act(() => record({ documentNo, lines }), 'Recorded');
  }

  handleApprove(): void {
    const documentNo = this.count?.documentNo;
    void this.act(() => approve({ documentNo, skus: null }), 'Differences posted');
  }

  handleRecount(): void {
    const documentNo = this.count?.documentNo;
    void this.act(() => recount({ documentNo, skus: null }), 'To be counted again');
  }

  handleSkip(): void {
    const documentNo = this.count?.documentNo;
    void this.act(() => skip({ documentNo, skus: null }), 'The rest is not counted');
  }

  handleLeave(): void {
    this.leave();
  }

  private begin(skus: string[]): void {
    const locationCode = this.store?.code;
    const { isBlind } = this;
    void this.act(() => start({ documentNo: this.#newNo, locationCode, skus, isBlind }), 'Count started');
  }

  private set(sku: string, quantity: number): void {
    this.counted = new Map([...this.counted, [sku, { quantity, atMillis: Date.now() }]]);
  }

  private async open(documentNo: string): Promise<void> {
    this.leave();
    await this.act(() => openCount({ documentNo }), '');
  }

  private leave(): void {
    this.count = undefined;
    this.chosen = undefined;
    this.problem = '';
    this.lastScan = '';
    this.counted = new Map();
    this.isBlind = true;
  }

  private async load(): Promise<void> {
    const { store } = this;
    if (store === undefined) return;
    try {
      const counts = await getOpenCounts({ locationCode: store.code });
      if (store === this.store) this.counts = counts;
    } catch (failure) {
      this.failure = failure;
    }
  }

  /** @param done what is said when it was done; empty: nothing happened but looking */
  private async act(call: () => Promise<CountView>, done: string): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    this.problem = '';
    try {
      const count = await call();
      this.leave();
      this.count = count;
      if (done !== '') {
        this.announcement = `${done}: ${count.summary ?? ''}`;
        this.dispatchEvent(new ShowToastEvent({ variant: 'success', title: done, message: `${count.summary ?? ''} · ${count.documentNo ?? ''}` }));
        void this.load();
      }
    } catch (failure) {
      this.problem = reduceErrors(failure).join(' ');
    } finally {
      this.isBusy = false;
    }
  }
}
