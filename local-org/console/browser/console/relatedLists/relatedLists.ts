import { LightningElement, api, wire } from 'lwc';
import { getRelatedListsInfo, type RelatedListsInfo } from 'lightning/uiRelatedListApi';
import { failureText } from '../../data-service/requests.ts';
import type { Provisioned } from '../../data-service/store.ts';

/** The related lists of a record in the order of its page layout, or one of them. */
export default class RelatedLists extends LightningElement {
  @api recordId: string | undefined;
  @api objectApiName: string | undefined;
  /** Shows this one alone. */
  @api relatedListApiName: string | undefined;
  info: RelatedListsInfo | undefined;
  problem: string | undefined;

  @wire(getRelatedListsInfo, { parentObjectApiName: '$objectApiName' })
  wiredLists({ data, error }: Provisioned<RelatedListsInfo>): void {
    this.info = data;
    this.problem = error === undefined ? undefined : failureText(error);
  }

  get lists(): { readonly key: string; readonly relatedListId: string }[] {
    const ids = this.relatedListApiName === undefined ? (this.info?.relatedLists ?? []).map(({ relatedListId }) => relatedListId) : [this.relatedListApiName];
    // Another record is another list.
    return ids.map((relatedListId) => ({ key: `${relatedListId} ${this.recordId ?? ''}`, relatedListId }));
  }

  get isEmpty(): boolean {
    return this.info !== undefined && this.lists.length === 0;
  }
}
