import { LightningElement, api, wire } from 'lwc';
import LightningConfirm from 'lightning/confirm';
import { NavigationMixin } from 'lightning/navigation';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { deleteRecord } from 'lightning/uiRecordApi';
import RecordModal from 'console/recordModal';
import { iconName } from '../../data-service/field-kind.ts';
import { RecordList, type RecordListState } from '../../data-service/record-list.ts';
import type { ListColumn, ListInfo, RecordPage } from '../../data-service/lists.ts';
import { followRefresh } from '../../data-service/refresh-part.ts';
import { ask, failureText, read } from '../../data-service/requests.ts';
import type { Provisioned } from '../../data-service/store.ts';
import type { ObjectInfo, RecordRepresentation } from '../../data-service/types.ts';

const { Navigate } = NavigationMixin as unknown as { readonly Navigate: symbol };
const PAGE_SIZE = 50;
/** Typing must pause this long before the org is asked. */
const PAUSE_MILLISECONDS = 300;

interface View {
  readonly apiName: string;
  readonly label: string;
}

/** The list views of an object: choose one, search and sort in it, open, create, edit and delete records. */
export default class ObjectHome extends NavigationMixin(LightningElement) {
  /** `new`: the page opens with the dialog for a new record. */
  @api actionName: string | undefined;
  info: ObjectInfo | undefined;
  allViews: readonly View[] = [];
  columns: readonly ListColumn[] = [];
  state: RecordListState = { records: [], hasMore: false, isLoading: true, problem: undefined };
  viewProblem: string | undefined;
  sortBy: string | undefined;
  searchTerm = '';
  chosen: string | undefined;
  /** Reactive, which a private field is not. */
  currentObject: string | undefined;
  #filterName: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #endNotice: (() => void) | undefined;
  #endRefresh: (() => void) | undefined;
  #turn = 0;
  readonly #list = new RecordList(PAGE_SIZE, (state) => {
    this.state = state;
  });

  @api get objectApiName(): string | undefined {
    return this.currentObject;
  }
  set objectApiName(value: string | undefined) {
    if (value === this.currentObject) return;
    this.currentObject = value;
    this.allViews = [];
    this.chosen = undefined;
    void this.start();
  }

  @api get filterName(): string | undefined {
    return this.#filterName;
  }
  set filterName(value: string | undefined) {
    this.#filterName = value;
    if (this.allViews.length > 0) void this.choose(this.initialView());
  }

  @wire(getObjectInfo, { objectApiName: '$objectApiName' })
  wiredInfo({ data, error }: Provisioned<ObjectInfo>): void {
    this.info = data;
    if (error !== undefined) this.viewProblem = failureText(error);
  }

  connectedCallback(): void {
    this.#endNotice = this.#list.follow(() => this.info?.apiName);
    this.#endRefresh = followRefresh(this, () => this.#list.refresh());
    if (this.actionName === 'new') this.handleNew();
  }

  disconnectedCallback(): void {
    this.#endNotice?.();
    this.#endRefresh?.();
    clearTimeout(this.#timer);
  }

  get objectLabelPlural(): string {
    return this.info?.labelPlural ?? '';
  }
  get icon(): string {
    return iconName(this.info?.themeInfo.iconUrl);
  }
  get viewLabel(): string {
    return this.allViews.find(({ apiName }) => apiName === this.chosen)?.label ?? '';
  }
  get views(): (View & { readonly isChosen: boolean })[] {
    return this.allViews.map((view) => ({ ...view, isChosen: view.apiName === this.chosen }));
  }
  get tableLabel(): string {
    return `${this.objectLabelPlural}, ${this.viewLabel}`;
  }
  get canCreate(): boolean {
    return this.info?.createable === true;
  }
  get rowActions(): { readonly name: string; readonly label: string }[] {
    return [...(this.info?.updateable === true ? [{ name: 'edit', label: 'Edit' }] : []), ...(this.info?.deletable === true ? [{ name: 'delete', label: 'Delete' }] : [])];
  }
  get problem(): string | undefined {
    return this.viewProblem ?? this.state.problem;
  }
  get isEmpty(): boolean {
    return !this.state.isLoading && this.state.records.length === 0;
  }
  get isWaiting(): boolean {
    return this.state.isLoading && this.problem === undefined;
  }
  get emptyTitle(): string {
    return this.searchTerm === '' ? 'Nothing to see here' : 'No matches';
  }
  get emptyText(): string {
    return this.searchTerm === '' ? `There are no ${this.objectLabelPlural.toLowerCase()} in this list view.` : `Nothing in this list contains “${this.searchTerm}”.`;
  }
  get summary(): string {
    if (this.isEmpty || this.problem !== undefined) return '0 items';
    const count = this.state.records.length;
    const column = this.columns.find(({ fieldApiName }) => fieldApiName === this.sortBy?.replace(/^-/, ''));
    return `${String(count)}${this.state.hasMore ? '+' : ''} ${count === 1 ? 'item' : 'items'}${column === undefined ? '' : ` • Sorted by ${column.label}`}`;
  }

  handleView(event: CustomEvent<{ readonly value: string }>): void {
    this.navigate({ type: 'standard__objectPage', attributes: { objectApiName: this.currentObject, actionName: 'list' }, state: { filterName: event.detail.value } });
    void this.choose(event.detail.value);
  }

  handleSort(event: CustomEvent<{ readonly sortBy: string }>): void {
    this.sortBy = event.detail.sortBy;
    void this.load();
  }

  handleSearch(event: CustomEvent<{ readonly value: string }>): void {
    const { value } = event.detail;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.searchTerm = value.trim();
      void this.load();
    }, PAUSE_MILLISECONDS);
  }

  handleMore(): void {
    void this.#list.more();
  }

  handleRefresh(): void {
    void this.#list.refresh();
  }

  handleNew(): void {
    void RecordModal.open<RecordRepresentation>({ size: 'medium', objectApiName: this.currentObject, heading: `New ${this.info?.label ?? ''}` }).then((record) => {
      if (record === undefined) return;
      this.dispatchEvent(new ShowToastEvent({ title: `${this.info?.label ?? ''} was created.`, variant: 'success' }));
      this.navigate({ type: 'standard__recordPage', attributes: { recordId: record.id, objectApiName: record.apiName, actionName: 'view' } });
    });
  }

  handleRowAction(event: CustomEvent<{ readonly action: string; readonly recordId: string }>): void {
    const { action, recordId } = event.detail;
    void (action === 'edit' ? RecordModal.open({ size: 'medium', recordId, heading: `Edit ${this.info?.label ?? ''}` }) : this.remove(recordId));
  }

  private async remove(recordId: string): Promise<void> {
    const label = this.info?.label ?? '';
    if (!(await LightningConfirm.open({ label: `Delete ${label}`, message: `Are you sure you want to delete this ${label.toLowerCase()}?` }))) return;
    try {
      await deleteRecord(recordId);
      this.dispatchEvent(new ShowToastEvent({ title: `${label} was deleted.`, variant: 'success' }));
    } catch (error) {
      this.dispatchEvent(new ShowToastEvent({ title: `${label} was not deleted.`, message: failureText(error), variant: 'error' }));
    }
  }

  private async start(): Promise<void> {
    if (this.currentObject === undefined) return;
    const turn = ++this.#turn;
    try {
      const { lists } = await read<{ readonly lists: readonly View[] }>(`/list-info/${this.currentObject}`);
      if (turn !== this.#turn) return;
      this.allViews = lists;
      this.viewProblem = undefined;
      await this.choose(this.initialView());
    } catch (error) {
      if (turn === this.#turn) this.viewProblem = failureText(error);
    }
  }

  /** `Recent` is what addresses call the recently viewed records. */
  private initialView(): string | undefined {
    const wanted = this.#filterName === 'Recent' || this.#filterName === '__Recent' ? 'RecentlyViewed' : this.#filterName;
    return (this.allViews.find(({ apiName }) => apiName === wanted) ?? this.allViews.find(({ apiName }) => apiName === 'All') ?? this.allViews[0])?.apiName;
  }

  private async choose(view: string | undefined): Promise<void> {
    if (view === undefined || view === this.chosen) return;
    const turn = ++this.#turn;
    this.chosen = view;
    this.searchTerm = '';
    this.viewProblem = undefined;
    try {
      const info = await read<ListInfo>(`/list-info/${this.currentObject ?? ''}/${view}`);
      if (turn !== this.#turn) return;
      const [order] = info.orderedByInfo;
      this.columns = info.displayColumns;
      this.sortBy = order === undefined || view === 'RecentlyViewed' ? undefined : `${order.isAscending ? '' : '-'}${order.fieldApiName}`;
      await this.load();
    } catch (error) {
      if (turn === this.#turn) this.viewProblem = failureText(error);
    }
  }

  private load(): Promise<void> {
    const path = `/list-records/${this.currentObject ?? ''}/${this.chosen ?? ''}`;
    const question = { sortBy: this.sortBy === undefined ? [] : [this.sortBy], searchTerm: this.searchTerm };
    return this.#list.show((pageToken, pageSize) => ask<RecordPage>(path, { ...question, pageToken, pageSize }));
  }

  private navigate(reference: object): void {
    (this as unknown as Record<symbol, (reference: object) => void>)[Navigate]!(reference);
  }
}
