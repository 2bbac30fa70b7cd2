/** Cloning of records and of collections that hold them, with the options of SObject.clone and deepClone. */
import { ApexList } from '../../values/collections/list.ts';
import { ApexMap } from '../../values/collections/map.ts';
import { setSlot, SObjectRecord } from '../../values/sobject.ts';
import { cloneRecord } from '../../values/sobject-access.ts';
import { context } from '../ports.ts';

export interface Preserved {
  readonly id: boolean;
  readonly timestamps: boolean;
  readonly autonumbers: boolean;
}

const ALL: Preserved = { id: true, timestamps: true, autonumbers: true };

/** The optional flags of clone and deepClone in their order; absent ones are false. */
export function preserved(id: boolean | null, timestamps: boolean | null, autonumbers: boolean | null): Preserved {
  return { id: id === true, timestamps: timestamps === true, autonumbers: autonumbers === true };
}

export function copyRecord(record: SObjectRecord, isDeep: boolean, keep: Preserved): SObjectRecord {
  const copy = cloneRecord(record, { preserveId: keep.id, isDeep, preserveReadonlyTimestamps: keep.timestamps });
  if (keep.autonumbers) return copy;
  const fields = context().schema.describe(record.$shape.apiName.toLowerCase())?.fieldsByName;
  for (const field of record.$shape.slots) {
    if (fields?.get(field.folded)?.type === 'autonumber') setSlot(copy, field.slot, undefined);
  }
  return copy;
}

/** List.deepClone: records are copied with their related records, other elements shared. */
export function deepCloneList(list: ApexList, keep: Preserved): ApexList {
  return new ApexList(list.type, list.items.map((item) => (item instanceof SObjectRecord ? copyRecord(item, true, keep) : item)));
}

/** Map.deepClone: records keep their ids. platform-facts: map-deep-clone-ids. */
export function deepCloneMap(map: ApexMap): ApexMap {
  return new ApexMap(map.type, map.entries().map(([key, value]) => [key, value instanceof SObjectRecord ? copyRecord(value, true, ALL) : value] as const));
}
