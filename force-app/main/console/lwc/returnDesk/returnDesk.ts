import cancel from '@salesforce/apex/ReturnController.cancel';
import findReturns from '@salesforce/apex/ReturnController.findReturns';
import getOpenReturns from '@salesforce/apex/ReturnController.getOpenReturns';
import inspect from '@salesforce/apex/ReturnController.inspect';
import openReturn from '@salesforce/apex/ReturnController.openReturn';
import sendToVendor from '@salesforce/apex/ReturnController.sendToVendor';
import take from '@salesforce/apex/ReturnController.take';
import type { ReturnView } from '@salesforce/apex/ReturnView';
import mayManage from '@salesforce/customPermission/Manage_Store';
import mayTake from '@salesforce/customPermission/Take_Returns';
import { DocumentDesk } from 'c/documentDesk';
import type { DocumentChoice } from 'c/documentShell';
import { formatQuantity } from 'c/formatQuantity';
import type { ProductSelect } from 'c/productSearch';
import { reduceErrors } from 'c/reduceErrors';
import type { ScannedText } from 'c/scanField';
import { playTone } from 'c/scanSound';
import { tallyOf } from 'c/scanTally';
import type { TallyChange, TallyLine } from 'c/tallyList';
import { awaitedOf, choiceOf, CONDITIONS, FINDINGS, lineOf, modeOf, REASONS, reasonText } from './returnTexts';
import type { Condition, Finding, Mode } from './returnTexts';

interface Brought {
  readonly line: string;
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly reason: string;
  readonly condition: Condition;
}

/** The counter where goods come back: take them, look at them, send them to the vendor. */
export default class ReturnDesk extends DocumentDesk<ReturnView> {
  readonly conditions = CONDITIONS;
  readonly findings = FINDINGS;
  readonly reasons = REASONS;
  condition: Condition = 'sellable';
  finding: Finding = 'sellable';
  reason = 'Unwanted';
  receipt = '';
  isGoodwill = false;
  tallies: Readonly<Record<string, number>> = {};
  /** What a customer has just brought without an announcement; undefined: nobody has. */
  brought: readonly Brought[] | undefined;

  get choices(): DocumentChoice[] | undefined {
    return this.documents?.map(choiceOf);
  }

  get isPermitted(): boolean {
    return mayTake === true;
  }

  /** Managers take back what the rules refuse. */
  get canGiveGoodwill(): boolean {
    return mayManage === true;
  }

  get mode(): Mode {
    return this.document === undefined || !this.canWork ? 'watch' : modeOf(this.document);
  }

  get isTake(): boolean {
    return this.mode === 'take';
  }

  get isInspect(): boolean {
    return this.mode === 'inspect';
  }

  get isWork(): boolean {
    return this.isTake || this.isInspect;
  }

  get isNew(): boolean {
    return this.brought !== undefined;
  }

  get title(): string {
    return this.document?.summary ?? '';
  }

  get subtitle(): string {
    const { documentNo, orderRef, receipt, locationCode } = this.document ?? {};
    return [documentNo, orderRef == null ? undefined : `order ${orderRef}`, receipt == null ? undefined : `receipt ${receipt}`, locationCode].filter((part) => part != null).join(' · ');
  }

  get lines(): TallyLine[] {
    return (this.document?.lines ?? []).map((line) => lineOf(line, this.mode, this.tallies, this.finding));
  }

  get broughtLines(): TallyLine[] {
    return (this.brought ?? []).map(({ line, sku, name, quantity, reason, condition }) => ({
      key: line, name, sku, imageUrl: undefined, note: `${reasonText(reason)} · ${CONDITIONS.find(({ value }) => value === condition)?.label ?? ''}`, tally: quantity, verdict: '', tone: 'plain',
    }));
  }

  get waitsForVendor(): boolean {
    return this.canWork && (this.document?.lines ?? []).some(({ forVendor, sentToVendor: sent }) => (forVendor ?? 0) > (sent ?? 0));
  }

  get canCancel(): boolean {
    return this.canWork && (this.document?.lines ?? []).some((line) => awaitedOf(line) > 0);
  }

  get counted(): number {
    const quantities = this.isNew ? (this.brought ?? []).map(({ quantity }) => quantity) : Object.values(this.tallies);
    return quantities.reduce((sum, quantity) => sum + quantity, 0);
  }

  get nothingCounted(): boolean {
    return this.isBusy || this.counted === 0;
  }

  get doLabel(): string {
    return `${this.isInspect && !this.isNew ? 'Record' : 'Take back'} ${formatQuantity(this.counted)}`;
  }

  /** Goods may come back anywhere, so returns of all stores are looked through. */
  async handleFind(event: KeyboardEvent): Promise<void> {
    if (event.key !== 'Enter') return;
    const term = (event.currentTarget as HTMLInputElement).value.trim();
    try {
      if (term === '') await this.load();
      else this.documents = (await findReturns({ term })) ?? [];
      const found = this.documents ?? [];
      const [only] = found;
      this.announcement = `${formatQuantity(found.length)} found`;
      if (term !== '' && found.length === 1 && only?.documentNo != null) await this.open(only.documentNo);
    } catch (failure) {
      this.problem = reduceErrors(failure).join(' ');
    }
  }

  handleNew(): void {
    this.begin('RT');
    this.brought = [];
  }

  handleProduct(event: CustomEvent<ProductSelect>): void {
    this.whenReady(() => this.bring(event.detail));
  }

  handleBroughtTally(event: CustomEvent<TallyChange>): void {
    const { key, quantity } = event.detail;
    this.brought = (this.brought ?? []).map((line) => (line.line === key ? { ...line, quantity } : line));
  }

  handleScan(event: CustomEvent<ScannedText>): void {
    const { code } = event.detail;
    const found = tallyOf(this.document?.codes ?? [], code);
    const line = this.lines.find(({ sku, tally, tone }) => sku === found?.sku && tally !== undefined && tone !== 'good') ?? this.lines.find(({ sku, tally }) => sku === found?.sku && tally !== undefined);
    if (found === undefined || line === undefined) {
      playTone('bad');
      this.lastScan = `${code} is not part of this return.`;
      return;
    }
    playTone('good');
    this.set(line.key, (line.tally ?? 0) + found.units);
    this.lastScan = line.name;
  }

  handleTally(event: CustomEvent<TallyChange>): void {
    this.set(event.detail.key, event.detail.quantity);
  }

  handleCondition(event: CustomEvent<{ readonly value: Condition }>): void {
    this.condition = event.detail.value;
  }

  handleFinding(event: CustomEvent<{ readonly value: Finding }>): void {
    this.finding = event.detail.value;
  }

  handleReason(event: CustomEvent<{ readonly value: string }>): void {
    this.reason = event.detail.value;
  }

  handleReceipt(event: CustomEvent<{ readonly value: string }>): void {
    this.receipt = event.detail.value;
  }

  handleGoodwill(event: CustomEvent<{ readonly checked: boolean }>): void {
    this.isGoodwill = event.detail.checked;
  }

  handleDo(): void {
    const locationCode = this.store?.code;
    const { isGoodwill } = this;
    const documentNo = this.isNew ? this.newNo : this.document?.documentNo;
    if (this.isInspect && !this.isNew) void this.act(() => inspect({ documentNo, lines: this.found() }), 'Recorded');
    else {
      const receipt = this.receipt.trim();
      void this.act(() => take({ documentNo, locationCode, sale: receipt === '' ? null : { receipt }, lines: this.presented(), isGoodwill }), 'Taken back');
    }
  }

  handleVendor(): void {
    const documentNo = this.document?.documentNo;
    void this.act(() => sendToVendor({ documentNo }), 'Sent to the vendor');
  }

  handleCancel(): void {
    const documentNo = this.document?.documentNo;
    void this.act(() => cancel({ documentNo }), 'Not expected any more');
  }

  private bring({ sku, name }: ProductSelect): void {
    const { brought, reason, condition } = this;
    if (brought === undefined) {
      this.refuse(name);
      return;
    }
    const same = brought.find((line) => line.sku === sku && line.reason === reason && line.condition === condition);
    playTone('good');
    this.brought = same === undefined ? [...brought, { line: String(brought.length + 1), sku, name, quantity: 1, reason, condition }] : brought.map((line) => (line === same ? { ...line, quantity: line.quantity + 1 } : line));
  }

  private set(line: string, quantity: number): void {
    this.tallies = { ...this.tallies, [this.isInspect ? `${line} ${this.finding}` : line]: quantity };
  }

  private presented(): { line: string; sku: string; quantity: number; reason: string | null; condition: string }[] {
    if (this.brought !== undefined) return this.brought.filter(({ quantity }) => quantity > 0).map(({ line, sku, quantity, reason, condition }) => ({ line, sku, quantity, reason, condition }));
    return (this.document?.lines ?? []).flatMap((row) => {
      const { line, sku, reason } = row;
      const more = this.tallies[line ?? ''] ?? 0;
      return line == null || sku == null || more === 0 ? [] : { line, sku, quantity: (row.received ?? 0) + (row.turnedAway ?? 0) + more, reason: reason ?? null, condition: this.condition };
    });
  }

  private found(): { line: string; sellable: number; damaged: number; vendor: number }[] {
    return (this.document?.lines ?? []).flatMap(({ line, sellable, damaged, forVendor }) => {
      const more = (finding: Finding): number => this.tallies[`${line ?? ''} ${finding}`] ?? 0;
      return line == null ? [] : { line, sellable: (sellable ?? 0) + more('sellable'), damaged: (damaged ?? 0) + more('damaged'), vendor: (forVendor ?? 0) + more('vendor') };
    });
  }

  protected fetchOpen(locationCode: string): Promise<readonly ReturnView[]> {
    return getOpenReturns({ locationCode });
  }

  protected fetchDocument(documentNo: string): Promise<ReturnView> {
    return openReturn({ documentNo });
  }

  protected forget(): void {
    this.brought = undefined;
    this.tallies = {};
    this.receipt = '';
    this.isGoodwill = false;
    this.condition = 'sellable';
    this.finding = 'sellable';
  }
}
