import { LightningElement, wire } from 'lwc';
import { CurrentPageReference } from 'lightning/navigation';
import type { PageReference } from 'lightning/navigation';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import worksEverywhere from '@salesforce/customPermission/Work_In_All_Stores';
import type { Store } from 'c/chosenStore';
import { reduceErrors } from 'c/reduceErrors';
import type { ScannedText, ScannerField } from 'c/scanField';
import { playTone } from 'c/scanSound';
import { newDocumentNo } from 'c/scanTally';

/** What every document of a store says of itself. */
export interface StoreDocument {
  readonly documentNo?: string | null;
  readonly summary?: string | null;
}

/**
 * What the desks of transfers, returns and counts do alike: list the documents of the store, open one, also the one that the address names,
 * begin a new one, ask Apex to act on it, and show what came of that. What a scan means is each desk's own.
 * platform-facts: component-base-in-another-bundle.
 */
export abstract class DocumentDesk<View extends StoreDocument> extends LightningElement {
  store: Store | undefined;
  /** Those of the list; undefined: not fetched yet. */
  documents: readonly View[] | undefined;
  /** The one that is worked on. */
  document: View | undefined;
  /** Why the list could not be fetched. */
  failure: unknown;
  /** Why the last action was refused. */
  problem = '';
  announcement = '';
  lastScan = '';
  isBusy = false;
  /** Number of the document that is about to begin. */
  newNo = '';

  /** Document that the address named last. */
  #named: string | undefined;
  /** Document to open as soon as the store is known and the org has answered. */
  #wanted: string | undefined;
  /** What was chosen while the org was busy, to be done when it has answered. */
  #later: (() => void)[] = [];

  @wire(CurrentPageReference)
  wiredPageReference(reference: PageReference | null): void {
    const { c__document: documentNo } = reference?.state ?? {};
    if (documentNo === undefined || documentNo === this.#named) return;
    this.#named = documentNo;
    this.#wanted = documentNo;
    void this.openWanted();
  }

  /** Does the user hold the permission that this work needs? */
  abstract get isPermitted(): boolean;

  /** Is a new document being put together? */
  abstract get isNew(): boolean;

  /** Lists documents of a location that are not done. */
  protected abstract fetchOpen(locationCode: string): Promise<readonly View[]>;

  protected abstract fetchDocument(documentNo: string): Promise<View>;

  /** Drops what was scanned and typed for the document that is left. */
  protected abstract forget(): void;

  get selectedId(): string | undefined {
    return this.document?.documentNo ?? undefined;
  }

  get canWork(): boolean {
    return this.isPermitted && (this.store?.isMine === true || worksEverywhere === true);
  }

  get cannotWork(): boolean {
    return !this.canWork;
  }

  get isOpen(): boolean {
    return this.document !== undefined && !this.isNew;
  }

  get isIdle(): boolean {
    return !this.isOpen && !this.isNew;
  }

  handleStore(event: CustomEvent<Store>): void {
    this.store = event.detail;
    this.documents = undefined;
    this.leave();
    void this.load();
    void this.openWanted();
  }

  /** A scan that begins on a button of the screen goes to the field. */
  handleKey(event: KeyboardEvent): void {
    (this.refs?.scanner as ScannerField | undefined)?.takeKey(event);
  }

  /** Goods of a new document are looked up; a code that was scanned while one of its quantities had the focus is not. */
  handleStrayScan(event: CustomEvent<ScannedText>): void {
    this.refuse(event.detail.code);
  }

  handleRetry(): void {
    this.failure = undefined;
    void this.load();
  }

  handleOpen(event: CustomEvent<string>): void {
    void this.open(event.detail);
  }

  handleLeave(): void {
    this.leave();
  }

  /** @param kind letters that the number of the document begins with */
  protected begin(kind: string): void {
    this.leave();
    this.newNo = newDocumentNo(kind);
  }

  protected async open(documentNo: string): Promise<void> {
    this.#wanted = documentNo;
    await this.openWanted();
  }

  protected leave(): void {
    this.#later = [];
    this.show(undefined);
  }

  /** An answer of the org replaces what is shown, so what is chosen before it comes is done after it. */
  protected whenReady(change: () => void): void {
    if (this.isBusy) this.#later.push(change);
    else change();
  }

  /** Something was scanned for which the screen has no place (any more). */
  protected refuse(what: string): void {
    playTone('bad');
    this.problem = `${what} was not taken. Scan it in “Find a product”.`;
  }

  protected async load(): Promise<void> {
    const { store } = this;
    if (store === undefined) return;
    try {
      const documents = await this.fetchOpen(store.code);
      if (store === this.store) this.documents = documents;
    } catch (failure) {
      if (store === this.store) this.failure = failure;
    }
  }

  /** @param done what is said when it was done; empty: nothing happened but looking */
  protected async act(call: () => Promise<View>, done: string): Promise<void> {
    if (this.isBusy) return;
    const { store } = this;
    this.isBusy = true;
    this.problem = '';
    try {
      const document = await call();
      // In another store than the one it was asked for, nobody may go on with it.
      if (store === this.store) this.show(document);
      if (done !== '') this.tell(document, done);
    } catch (failure) {
      this.problem = reduceErrors(failure).join(' ');
    } finally {
      // Before the list is fetched again: what is scanned from now on counts for the document that is shown.
      this.isBusy = false;
    }
    for (const change of this.#later.splice(0)) change();
    await this.openWanted();
  }

  private show(document: View | undefined): void {
    this.document = document;
    this.problem = '';
    this.lastScan = '';
    this.forget();
  }

  private tell(document: View, done: string): void {
    this.announcement = `${done}: ${document.summary ?? ''}`;
    this.dispatchEvent(new ShowToastEvent({ variant: 'success', title: done, message: `${document.summary ?? ''} · ${document.documentNo ?? ''}` }));
    void this.load();
  }

  /** Somebody may choose a document before the org has answered for another, or before the store is known. */
  private async openWanted(): Promise<void> {
    const documentNo = this.#wanted;
    if (documentNo === undefined || this.store === undefined || this.isBusy) return;
    this.#wanted = undefined;
    this.leave();
    await this.act(() => this.fetchDocument(documentNo), '');
  }
}
