import { wire } from 'lwc';
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
import { DocumentDesk } from 'c/documentDesk';
import type { DocumentChoice } from 'c/documentShell';
import { formatQuantity } from 'c/formatQuantity';
import type { ProductSelect } from 'c/productSearch';
import type { ScannedText } from 'c/scanField';
import { playTone } from 'c/scanSound';
import { tallyOf } from 'c/scanTally';
import type { TallyChange, TallyLine } from 'c/tallyList';
import { choiceOf, CONDITIONS, lineOf, modeOf, sumOf, tallied } from './transferTexts';
import type { Condition, Mode, Tallies } from './transferTexts';

interface Asked {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
}

/** Goods that move between locations: ask for them, send them, receive them, scan by scan. */
export default class TransferDesk extends DocumentDesk<TransferView> {
  readonly conditions = CONDITIONS;
  condition: Condition = 'received';
  tallies: Tallies = new Map();
  /** What is being asked for; undefined: nothing is. */
  asked: readonly Asked[] | undefined;
  source: string | undefined;
  places: readonly Place[] = [];

  @wire(getPlaces)
  wiredPlaces({ data }: { readonly data?: readonly Place[] }): void {
    if (data !== undefined) this.places = data;
  }

  get choices(): DocumentChoice[] | undefined {
    const { store } = this;
    return store === undefined ? undefined : this.documents?.map((transfer) => choiceOf(transfer, store.code));
  }

  get mode(): Mode {
    return this.document === undefined || this.store === undefined || !this.canWork ? 'watch' : modeOf(this.document, this.store.code);
  }

  get isPermitted(): boolean {
    return mayMove === true;
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

  get isNew(): boolean {
    return this.asked !== undefined;
  }

  get title(): string {
    const { fromLocation, toLocation } = this.document ?? {};
    return `${this.nameOf(fromLocation)} to ${this.nameOf(toLocation)}`;
  }

  get subtitle(): string {
    const { documentNo, reason, dueOn } = this.document ?? {};
    return [documentNo, dueOn == null ? undefined : `due ${dueOn}`, reason].filter((part) => part != null).join(' · ');
  }

  get lines(): TallyLine[] {
    return (this.document?.lines ?? []).map((line) => lineOf(line, this.mode, this.tallies, this.condition));
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

  handleScan(event: CustomEvent<ScannedText>): void {
    const { code } = event.detail;
    const found = tallyOf(this.document?.codes ?? [], code);
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
    this.whenReady(() => this.takeUnsent(event.detail));
  }

  handleEverything(): void {
    this.condition = 'received';
    this.tallies = new Map((this.document?.lines ?? []).map((line) => [line.sku ?? '', { received: Math.max((this.isSend ? line.toDispatch : line.inTransit) ?? 0, 0), inspection: 0, damaged: 0 }]));
  }

  handleDo(): void {
    const { documentNo } = this.document ?? {};
    if (this.isSend) void this.act(() => dispatch({ documentNo, lines: this.totalsSent() }), 'Sent');
    else void this.act(() => receive({ documentNo, lines: this.totalsArrived(), isClosing: false }), 'Taken in');
  }

  handleClose(): void {
    const { documentNo } = this.document ?? {};
    void this.act(() => receive({ documentNo, lines: this.totalsArrived(), isClosing: true }), 'Taken in and closed');
  }

  handleCancel(): void {
    const { documentNo } = this.document ?? {};
    void this.act(() => cancel({ documentNo }), 'The rest is cancelled');
  }

  handleAsk(): void {
    this.begin('TR');
    this.asked = [];
  }

  handleSource(event: CustomEvent<{ readonly value: string }>): void {
    this.source = event.detail.value;
  }

  handleProduct(event: CustomEvent<ProductSelect>): void {
    const { sku, name } = event.detail;
    this.whenReady(() => {
      const { asked } = this;
      if (asked === undefined) this.refuse(name);
      else this.asked = asked.some((line) => line.sku === sku) ? asked.map((line) => (line.sku === sku ? { ...line, quantity: line.quantity + 1 } : line)) : [...asked, { sku, name, quantity: 1 }];
    });
  }

  handleAskedTally(event: CustomEvent<TallyChange>): void {
    const { key, quantity } = event.detail;
    this.asked = (this.asked ?? []).flatMap((line) => (line.sku !== key ? line : quantity === 0 ? [] : { ...line, quantity }));
  }

  handleSubmit(): void {
    const lines = (this.asked ?? []).map(({ sku, quantity }) => ({ sku, quantity }));
    void this.act(() => request({ documentNo: this.newNo, fromLocation: this.source, toLocation: this.store?.code, lines, reason: null }), 'Asked for');
  }

  private takeUnsent({ sku, name }: ProductSelect): void {
    const { document } = this;
    if (document === undefined || !this.isReceive) {
      this.refuse(name);
      return;
    }
    if (!(document.lines ?? []).some((line) => line.sku === sku)) this.document = { ...document, lines: [...(document.lines ?? []), { sku, productName: name, inTransit: 0 }] };
    this.add(sku, 1);
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
    return (this.document?.lines ?? []).flatMap(({ sku, dispatched }) => {
      const more = tallied(this.tallies, sku).received;
      return sku == null || more === 0 ? [] : { sku, quantity: (dispatched ?? 0) + more };
    });
  }

  private totalsArrived(): { sku: string; received: number; inspection: number; damaged: number }[] {
    return (this.document?.lines ?? []).flatMap((line) => {
      const more = tallied(this.tallies, line.sku);
      return line.sku == null ? [] : { sku: line.sku, received: (line.received ?? 0) + more.received, inspection: (line.inspection ?? 0) + more.inspection, damaged: (line.damaged ?? 0) + more.damaged };
    });
  }

  protected fetchOpen(locationCode: string): Promise<readonly TransferView[]> {
    return getOpenTransfers({ locationCode });
  }

  protected fetchDocument(documentNo: string): Promise<TransferView> {
    return openTransfer({ documentNo });
  }

  protected forget(): void {
    this.asked = undefined;
    this.tallies = new Map();
    this.condition = 'received';
  }
}
