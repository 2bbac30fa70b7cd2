import { LightningElement, api, wire } from 'lwc';
import { NavigationMixin } from 'lightning/navigation';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { addressOf } from '../../../page-reference.ts';
import { iconName } from '../../data-service/field-kind.ts';
import type { ListColumn, ListInfo, RecordPage } from '../../data-service/lists.ts';
import { RecordList, type RecordListState } from '../../data-service/record-list.ts';
import { followRefresh } from '../../data-service/refresh-part.ts';
import { ask, failureText, read } from '../../data-service/requests.ts';
import type { Provisioned } from '../../data-service/store.ts';
import type { ObjectInfo } from '../../data-service/types.ts';

const { Navigate } = NavigationMixin as unknown as { readonly Navigate: symbol };
const DEFAULT_ROWS = 5;
/** A card is narrow. */
const COLUMNS = 5;

/** The first records of a list view, on a page of its own making. */
export default class ListViewCard extends NavigationMixin(LightningElement) {
  @api objectApiName: string | undefined;
  @api filterName: string | undefined;
  @api pageSize: number | undefined;
  objectInfo: ObjectInfo | undefined;
  label = '';
  columns: readonly ListColumn[] = [];
  state: RecordListState = { records: [], hasMore: false, isLoading: true, problem: undefined };
  infoProblem: string | undefined;
  #endNotice: (() => void) | undefined;
  #endRefresh: (() => void) | undefined;
  #list: RecordList | undefined;

  @wire(getObjectInfo, { objectApiName: '$objectApiName' })
  wiredInfo({ data, error }: Provisioned<ObjectInfo>): void {
    this.objectInfo = data;
    if (error !== undefined) this.infoProblem = failureText(error);
  }

  connectedCallback(): void {
    this.#list = new RecordList(this.pageSize ?? DEFAULT_ROWS, (state) => {
      this.state = state;
    });
    this.#endNotice = this.#list.follow(() => this.objectInfo?.apiName);
    this.#endRefresh = followRefresh(this, async () => this.#list?.refresh());
    void this.start(this.#list);
  }

  disconnectedCallback(): void {
    this.#endNotice?.();
    this.#endRefresh?.();
  }

  get icon(): string {
    return iconName(this.objectInfo?.themeInfo.iconUrl);
  }
  get heading(): string {
    return this.label;
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
  get allUrl(): string {
    return addressOf(this.allPage);
  }

  handleAll(event: MouseEvent): void {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    (this as unknown as Record<symbol, (reference: object) => void>)[Navigate]!(this.allPage);
  }

  private get allPage(): { readonly type: string; readonly attributes: Record<string, unknown>; readonly state: Record<string, string> } {
    return { type: 'standard__objectPage', attributes: { objectApiName: this.objectApiName, actionName: 'list' }, state: { filterName: this.filterName ?? 'All' } };
  }

  private async start(list: RecordList): Promise<void> {
    const view = `${this.objectApiName ?? ''}/${this.filterName ?? 'All'}`;
    try {
      const info = await read<ListInfo>(`/list-info/${view}`);
      this.label = info.label;
      this.columns = info.displayColumns.slice(0, COLUMNS);
      await list.show((pageToken, pageSize) => ask<RecordPage>(`/list-records/${view}`, { pageToken, pageSize }));
    } catch (error) {
      this.infoProblem = failureText(error);
    }
  }
}
