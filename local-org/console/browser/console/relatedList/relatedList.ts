import { LightningElement, api, wire } from 'lwc';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import RecordModal from 'console/recordModal';
import { iconName } from '../../data-service/field-kind.ts';
import type { ListColumn, RecordPage, RelatedListInfo } from '../../data-service/lists.ts';
import { RecordList, type RecordListState } from '../../data-service/record-list.ts';
import { followRefresh } from '../../data-service/refresh-part.ts';
import { ask, failureText, read } from '../../data-service/requests.ts';
import type { Provisioned } from '../../data-service/store.ts';
import type { ObjectInfo } from '../../data-service/types.ts';

/** Rows of the card until somebody asks for more. */
const PAGE_SIZE = 6;

/** One related list of a record, as a card. */
export default class RelatedList extends LightningElement {
  @api parentObjectApiName: string | undefined;
  @api relatedListId: string | undefined;
  @api recordId: string | undefined;
  list: RelatedListInfo | undefined;
  objectInfo: ObjectInfo | undefined;
  columns: readonly ListColumn[] = [];
  state: RecordListState = { records: [], hasMore: false, isLoading: true, problem: undefined };
  sortBy: string | undefined;
  infoProblem: string | undefined;
  #endNotice: (() => void) | undefined;
  #endRefresh: (() => void) | undefined;
  readonly #list = new RecordList(PAGE_SIZE, (state) => {
    this.state = state;
  });

  @wire(getObjectInfo, { objectApiName: '$childObject' })
  wiredInfo({ data }: Provisioned<ObjectInfo>): void {
    this.objectInfo = data;
  }

  connectedCallback(): void {
    this.#endNotice = this.#list.follow(() => this.childObject);
    this.#endRefresh = followRefresh(this, () => this.#list.refresh());
    void this.start();
  }

  disconnectedCallback(): void {
    this.#endNotice?.();
    this.#endRefresh?.();
  }

  get childObject(): string | undefined {
    return this.list?.objectApiNames[0];
  }
  get icon(): string {
    return iconName(this.objectInfo?.themeInfo.iconUrl);
  }
  get heading(): string {
    return `${this.list?.label ?? ''} (${String(this.state.records.length)}${this.state.hasMore ? '+' : ''})`;
  }
  get canCreate(): boolean {
    return this.list?.createable === true;
  }
  get problem(): string | undefined {
    return this.infoProblem ?? this.state.problem;
  }
  get hasRows(): boolean {
    return this.state.records.length > 0;
  }
  get isEmpty(): boolean {
    return !this.state.isLoading;
  }
  get emptyText(): string {
    return `There are no ${(this.list?.label ?? 'records').toLowerCase()} here yet.`;
  }
  get moreText(): string {
    return this.state.isLoading ? 'Loading…' : 'View more';
  }

  handleSort(event: CustomEvent<{ readonly sortBy: string }>): void {
    this.sortBy = event.detail.sortBy;
    void this.load();
  }

  handleMore(): void {
    void this.#list.more();
  }

  handleNew(): void {
    const field = this.list?.fieldApiName;
    if (field === undefined) return;
    void RecordModal.open({ size: 'medium', objectApiName: this.childObject, heading: `New ${this.objectInfo?.label ?? ''}`, defaults: { [field]: this.recordId } });
  }

  private async start(): Promise<void> {
    try {
      this.list = await read<RelatedListInfo>(`/related-list-info/${this.parentObjectApiName ?? ''}/${this.relatedListId ?? ''}`);
      const [order] = this.list.orderedByInfo;
      this.columns = this.list.displayColumns;
      this.sortBy = order === undefined ? undefined : `${order.isAscending ? '' : '-'}${order.fieldApiName}`;
      await this.load();
    } catch (error) {
      this.infoProblem = failureText(error);
    }
  }

  private load(): Promise<void> {
    const path = `/related-list-records/${this.recordId ?? ''}/${this.relatedListId ?? ''}`;
    const sortBy = this.sortBy === undefined ? [] : [this.sortBy];
    return this.#list.show((pageToken, pageSize) => ask<RecordPage>(path, { sortBy, pageToken, pageSize }));
  }
}
