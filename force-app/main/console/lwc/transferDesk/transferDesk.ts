import { LightningElement, wire } from 'lwc';
import { CurrentPageReference } from 'lightning/navigation';
import type { PageReference } from 'lightning/navigation';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import cancel from '@salesforce/apex/TransferController.cancel';
import dispatch from '@salesforce/apex/TransferController.dispatch';
import getOpenTransfers from '@salesforce/apex/TransferController.getOpenTransfers';
import getPlaces from '@salesforce/apex/TransferController.getPlaces';
import type { Place } from '@salesforce/apex/TransferController.getPlaces';
import openTransfer from '@salesforce/apex/TransferController.openTransfer';
import receive from '@salesforce/apex/TransferController.receive';
import request from '@salesforce/apex/TransferController.request';
import type { TransferView } from '@salesforce/apex/TransferView';
import mayMove from '@salesforce/customPermission/Move_Stock';
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
import { choiceOf, CONDITIONS, lineOf, modeOf, sumOf, tallied } from './transferTexts';
import type { Condition, Mode, Tallies } from './transferTexts';

interface ScannerField extends HTMLElement {
  takeKey(event: KeyboardEvent): void;
}

interface Asked {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
}

/** Goods that move between locations: ask for them, send them, receive them, scan by scan. */
export default class TransferDesk extends LightningElement {
  readonly conditions = CONDITIONS;
  store: Store | undefined;
  transfers: readonly TransferView[] | undefined;
  transfer: TransferView | undefined;
  failure: unknown;
  problem = '';
  announcement = '';
  lastScan = '';
  isBusy = false;
  condition: Condition = 'received';
  tallies: Tallies = new Map();
  /** What is being asked for; undefined: nothing is. */
  asked: readonly Asked[] | undefined;
  source: string | undefined;
  places: readonly Place[] = [];

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

  @wire(getPlaces)
  wiredPlaces({ data }: { readonly data?: readonly Place[] }): void {
    if (data !== undefined) this.places = data;
  }

  get documents(): DocumentChoice[] | undefined {
    const { store } = this;
    return store === undefined ? undefined : this.transfers?.map((transfer) => choiceOf(transfer, store.code));
  }

  get selectedId(): string | undefined {
    return this.transfer?.documentNo ?? undefined;
  }

  get mode(): Mode {
    return this.transfer === undefined || this.store === undefined || !this.canWork ? 'watch' : modeOf(this.transfer, this.store.code);
  }

  get canWork(): boolean {
    return mayMove === true && (this.store?.isMine === true || worksEverywhere === true);
  }

  get cannotAsk(): boolean {
    return !this.canWork;
  }

  get isReceive(): boolean {
    return this.mode === 'receive';
  }

  get isSend(): boolean {
    return this.mode === 'send';
  }

  get isWork(): boolean {
    return this.isSend || this.isReceive;
  }

  get isAsking(): boolean {
    return this.asked !== undefined;
  }

  get isOpen(): boolean {
    return this.transfer !== undefined && !this.isAsking;
  }

  get isIdle(): boolean {
    return !this.isOpen && !this.isAsking;
  }

  get title(): string {
    const { fromLocation, toLocation } = this.transfer ?? {};
    return `${this.nameOf(fromLocation)} to ${this.nameOf(toLocation)}`;
  }

  get subtitle(): string {
    const { documentNo, reason, dueOn } = this.transfer ?? {};
    return [documentNo, dueOn == null ? undefined : `due ${dueOn}`, reason].filter((part) => part != null).join(' · ');
  }

  get lines(): TallyLine[] {
    return (this.transfer?.lines ?? []).map((line) => lineOf(line, this.mode, this.tallies, this.condition));
  }

  get askedLines(): TallyLine[] {
    return (this.asked ?? []).map(({ sku, name, quantity }) => ({ key: sku, name, sku, imageUrl: undefined, note: '', tally: quantity, verdict: '', tone: 'plain' }));
  }

  get sourceOptions(): { label: string; value: string }[] {
    return this.places.filter(({ code }) => code !== this.store?.code).map(({ code, name }) => ({ label: name ?? code ?? '', value: code ?? '' }));
  }

  get cannotSubmit(): boolean {
    return this.isBusy || this.source === undefined || !(this.asked ?? []).some(({ quantity }) => quantity > 0);
  }

  get counted(): number {
    return [...this.tallies.values()].reduce((sum, tally) => sum + sumOf(tally), 0);
  }

  get nothingCounted(): boolean {
    return this.isBusy || this.counted === 0;
  }

  get doLabel(): string {
    return `${this.isSend ? 'Send' : 'Take in'} ${formatQuantity(this.counted)}`;
  }

  handleStore(event: CustomEvent<Store>): void {
    this.store = event.detail;
    this.transfers = undefined;
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

  handleScan(event: CustomEvent<ScannedText>): void {
    const { code } = event.detail;
    const found = tallyOf(this.transfer?.codes ?? [], code);
    if (found === undefined) {
      playTone('bad');
      this.lastScan = `${code} is not part of this transfer.${this.isReceive ? ' Look the product up below to take it in all the same.' : ' Put it back.'}`;
      return;
    }
    playTone('good');
    this.add(found.sku, found.units);
    this.lastScan = `${this.lines.find(({ sku }) => sku === found.sku)?.name ?? found.sku}: ${formatQuantity(tallied(this.tallies, found.sku)[this.condition])}`;
  }

  handleTally(event: CustomEvent<TallyChange>): void {
    const { key, quantity } = event.detail;
    this.set(key, quantity);
  }

  handleCondition(event: CustomEvent<{ readonly value: Condition }>): void {
    this.condition = event.detail.value;
  }

  /** Goods that nobody sent are taken in, too. */
  handleUnsent(event: CustomEvent<ProductSelect>): void {
    const { sku, name } = event.detail;
    const { transfer } = this;
    if (transfer === undefined) return;
    if (!(transfer.lines ?? []).some((line) => line.sku === sku)) this.transfer = { ...transfer, lines: [...(transfer.lines ?? []), { sku, productName: name, inTransit: 0 }] };
    this.add(sku, 1);
  }

  handleEverything(): void {
    this.condition = 'received';
    this.tallies = new Map((this.transfer?.lines ?? []).map((line) => [line.sku ?? '', { received: Math.max((this.isSend ? line.toDispatch : line.inTransit) ?? 0, 0), inspection: 0, damaged: 0 }]));
  }

  handleDo(): void {
    const { documentNo } = this.transfer ?? {};
    if (this.isSend) void this.act(() => dispatch({ documentNo, lines: this.totalsSent() }), 'Sent');
    else void this.act(() => receive({ documentNo, lines: this.totalsArrived(), isClosing: false }), 'Taken in');
  }

  handleClose(): void {
    const { documentNo } = this.transfer ?? {};
    void this.act(() => receive({ documentNo, lines: this.totalsArrived(), isClosing: true }), 'Taken in and closed');
  }

  handleCancel(): void {
    const { documentNo } = this.transfer ?? {};
    void this.act(() => cancel({ documentNo }), 'The rest is cancelled');
  }

  handleAsk(): void {
    this.leave();
    this.asked = [];
    this.#newNo = newDocumentNo('TR');
  }

  handleSource(event: CustomEvent<{ readonly value: string }>): void {
    this.source = event.detail.value;
  }

  handleProduct(event: CustomEvent<ProductSelect>): void {
    const { sku, name } = event.detail;
    const asked = this.asked ?? [];
    this.asked = asked.some((line) => line.sku === sku) ? asked.map((line) => (line.sku === sku ? { ...line, quantity: line.quantity + 1 } : line)) : [...asked, { sku, name, quantity: 1 }];
  }

  handleAskedTally(event: CustomEvent<TallyChange>): void {
    const { key, quantity } = event.detail;
    this.asked = (this.asked ?? []).flatMap((line) => (line.sku !== key ? line : quantity === 0 ? [] : { ...line, quantity }));
  }

  handleSubmit(): void {
    const lines = (this.asked ?? []).map(({ sku, quantity }) => ({ sku, quantity }));
    void this.act(() => request({ documentNo: this.#newNo, fromLocation: this.source, toLocation: this.store?.code, lines, reason: null }), 'Asked for');
  }

  handleLeave(): void {
    this.leave();
  }

  private nameOf(code: string | null | undefined): string {
    return this.places.find((place) => place.code === code)?.name ?? code ?? 'an unknown place';
  }

  private add(sku: string, units: number): void {
    this.set(sku, tallied(this.tallies, sku)[this.condition] + units);
  }

  private set(sku: string, quantity: number): void {
    this.tallies = new Map([...this.tallies, [sku, { ...tallied(this.tallies, sku), [this.condition]: quantity }]]);
  }

  private totalsSent(): { sku: string; quantity: number }[] {
    return (this.transfer?.lines ?? []).flatMap(({ sku, dispatched }) => {
      const more = tallied(this.tallies, sku).received;
      return sku == null || more === 0 ? [] : { sku, quantity: (dispatched ?? 0) + more };
    });
  }

  private totalsArrived(): { sku: string; received: number; inspection: number; damaged: number }[] {
    return (this.transfer?.lines ?? []).flatMap((line) => {
      const more = tallied(this.tallies, line.sku);
      return line.sku == null ? [] : { sku: line.sku, received: (line.received ?? 0) + more.received, inspection: (line.inspection ?? 0) + more.inspection, damaged: (line.damaged ?? 0) + more.damaged };
    });
  }

  private async open(documentNo: string): Promise<void> {
    this.leave();
    await this.act(() => openTransfer({ documentNo }), '');
  }

  private leave(): void {
    this.transfer = undefined;
    this.asked = undefined;
    this.problem = '';
    this.lastScan = '';
    this.tallies = new Map();
    this.condition = 'received';
  }

  private async load(): Promise<void> {
    const { store } = this;
    if (store === undefined) return;
    try {
      const transfers = await getOpenTransfers({ locationCode: store.code });
      if (store === this.store) this.transfers = transfers;
    } catch (failure) {
      this.failure = failure;
    }
  }

  /** @param done what is said when it was done; empty: nothing happened but looking */
  private async act(call: () => Promise<TransferView>, done: string): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    this.problem = '';
    try {
      const transfer = await call();
      this.leave();
      this.transfer = transfer;
      if (done !== '') {
        this.announcement = `${done}: ${transfer.summary ?? ''}`;
        this.dispatchEvent(new ShowToastEvent({ variant: 'success', title: done, message: `${transfer.summary ?? ''} · ${transfer.documentNo ?? ''}` }));
        void this.load();
      }
    } catch (failure) {
      this.problem = reduceErrors(failure).join(' ');
    } finally {
      this.isBusy = false;
    }
  }
}
