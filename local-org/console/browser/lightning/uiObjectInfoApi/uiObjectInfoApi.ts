/** `lightning/uiObjectInfoApi`: what objects and fields are, and which values a picklist offers. */
import { address, read } from '../../data-service/requests.ts';
import type { Question } from '../../data-service/store.ts';
import type { ObjectInfo, PicklistValues } from '../../data-service/types.ts';
import { fieldName, objectName, textOf, wireAdapter } from '../../data-service/wire.ts';

const question = (path: string): Question => ({ key: path, fetch: () => read(path) });

export const getObjectInfo = wireAdapter<ObjectInfo>((config) => {
  const object = objectName(config['objectApiName']);
  return object === undefined ? undefined : question(`/object-info/${object}`);
});

export const getObjectInfos = wireAdapter((config) => {
  const given = config['objectApiNames'];
  const names = Array.isArray(given) ? given.map(objectName) : [];
  return names.length === 0 || names.includes(undefined) ? undefined : question(`/object-info/batch/${names.join(',')}`);
});

export const getPicklistValues = wireAdapter<PicklistValues>((config) => {
  const [object, field] = fieldName(config['fieldApiName'])?.split('.') ?? [];
  const recordTypeId = textOf(config['recordTypeId']);
  return object === undefined || field === undefined || recordTypeId === undefined ? undefined : question(`/object-info/${object}/picklist-values/${recordTypeId}/${field}`);
});

export const getPicklistValuesByRecordType = wireAdapter((config) => {
  const object = objectName(config['objectApiName']);
  const recordTypeId = textOf(config['recordTypeId']);
  return object === undefined || recordTypeId === undefined ? undefined : question(address(`/object-info/${object}/picklist-values/${recordTypeId}`));
});
