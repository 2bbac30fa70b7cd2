/** `lightning/uiListsApi`: list views and their records. */
import { address, ask, read } from '../../data-service/requests.ts';
import { fieldNames, listOf, objectName, textOf, wireAdapter } from '../../data-service/wire.ts';

export const getListInfosByObjectName = wireAdapter((config) => {
  const object = objectName(config['objectApiName']);
  if (object === undefined) return undefined;
  const path = address(`/list-info/${object}`, { pageSize: config['pageSize'], pageToken: config['pageToken'], q: textOf(config['q']) });
  return { key: path, fetch: () => read(path) };
});

export const getListInfoByName = wireAdapter((config) => {
  const object = objectName(config['objectApiName']);
  const view = textOf(config['listViewApiName']);
  if (object === undefined || view === undefined) return undefined;
  const path = `/list-info/${object}/${view}`;
  return { key: path, fetch: () => read(path) };
});

export const getListRecordsByName = wireAdapter((config) => {
  const object = objectName(config['objectApiName']);
  const view = textOf(config['listViewApiName']);
  if (object === undefined || view === undefined) return undefined;
  const path = `/list-records/${object}/${view}`;
  const asked = {
    fields: fieldNames(config['fields'])?.split(','), optionalFields: fieldNames(config['optionalFields'])?.split(','), pageSize: config['pageSize'], pageToken: config['pageToken'],
    sortBy: listOf(config['sortBy'])?.split(','), searchTerm: textOf(config['searchTerm']), where: config['where'],
  };
  return { key: `${path} ${JSON.stringify(asked)}`, fetch: () => ask(path, asked) };
});
