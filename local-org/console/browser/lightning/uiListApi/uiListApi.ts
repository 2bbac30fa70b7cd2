/** `lightning/uiListApi`: a list view with its records in one. */
import { address, read } from '../../data-service/requests.ts';
import { fieldNames, listOf, objectName, textOf, wireAdapter } from '../../data-service/wire.ts';

/** Names the records the user has looked at last. */
export const MRU = Symbol('most recently used');

export const getListUi = wireAdapter((config) => {
  const object = objectName(config['objectApiName']);
  const view = config['listViewApiName'] === MRU ? 'RecentlyViewed' : textOf(config['listViewApiName']);
  const id = textOf(config['listViewId']);
  if (object === undefined && id === undefined) return undefined;
  const path = address(id === undefined ? `/list-ui/${object ?? ''}${view === undefined ? '' : `/${view}`}` : `/list-ui/${id}`, {
    fields: fieldNames(config['fields']), optionalFields: fieldNames(config['optionalFields']), pageSize: config['pageSize'], pageToken: config['pageToken'], sortBy: listOf(config['sortBy']),
  });
  return { key: path, fetch: () => read(path) };
});
