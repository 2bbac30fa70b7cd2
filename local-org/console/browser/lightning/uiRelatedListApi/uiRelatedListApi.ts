/** `lightning/uiRelatedListApi`: the records below a record. */
import { address, ask, read } from '../../data-service/requests.ts';
import type { Question } from '../../data-service/store.ts';
import { fieldNames, listOf, objectName, textOf, wireAdapter, type Config } from '../../data-service/wire.ts';

export interface RelatedListsInfo {
  readonly relatedLists: readonly { readonly relatedListId: string; readonly label: string; readonly objectApiName: string }[];
}

const question = (path: string): Question => ({ key: path, fetch: () => read(path) });

export const getRelatedListsInfo = wireAdapter<RelatedListsInfo>((config) => {
  const parent = objectName(config['parentObjectApiName']);
  return parent === undefined ? undefined : question(address(`/related-list-info/${parent}`, { recordTypeId: textOf(config['recordTypeId']) }));
});

export const getRelatedListInfo = wireAdapter((config) => {
  const parent = objectName(config['parentObjectApiName']);
  const list = textOf(config['relatedListId']);
  return parent === undefined || list === undefined ? undefined : question(address(`/related-list-info/${parent}/${list}`, { recordTypeId: textOf(config['recordTypeId']) }));
});

export const getRelatedListRecords = wireAdapter((config: Config) => {
  const parent = textOf(config['parentRecordId']);
  const list = textOf(config['relatedListId']);
  if (parent === undefined || list === undefined) return undefined;
  const path = `/related-list-records/${parent}/${list}`;
  const asked = {
    fields: fieldNames(config['fields'])?.split(','), optionalFields: fieldNames(config['optionalFields'])?.split(','), pageSize: config['pageSize'], pageToken: config['pageToken'],
    sortBy: listOf(config['sortBy'])?.split(','), where: config['where'],
  };
  return { key: `${path} ${JSON.stringify(asked)}`, fetch: () => ask(path, asked) };
});

export const getRelatedListCount = wireAdapter((config) => {
  const parent = textOf(config['parentRecordId']);
  const list = textOf(config['relatedListId']);
  return parent === undefined || list === undefined ? undefined : question(address(`/related-list-count/${parent}/${list}`, { maxCount: config['maxCount'] }));
});
