/** Copies of Apex values that share nothing with the original, as storing and reading them elsewhere would give. Equal references stay equal inside the copy. */
import { ApexEnum, ApexObject } from '../../values/apex-object.ts';
import { ApexList } from '../../values/collections/list.ts';
import { ApexMap } from '../../values/collections/map.ts';
import { ApexSet } from '../../values/collections/set.ts';
import { SObjectRecord } from '../../values/sobject.ts';

export function deepCopy(value: unknown, seen = new Map<object, object>()): unknown {
  if (typeof value !== 'object' || value === null || value instanceof ApexEnum) return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  if (value instanceof ApexList) return copyList(value, seen);
  if (value instanceof ApexSet) return remember(seen, value, new ApexSet(value.type, value.values().map((item) => deepCopy(item, seen))));
  if (value instanceof ApexMap) return copyMap(value, seen);
  // Dates, numbers and blobs never change.
  return value instanceof ApexObject || value instanceof SObjectRecord ? copyFields(value, seen) : value;
}

function remember<T extends object>(seen: Map<object, object>, original: object, copy: T): T {
  seen.set(original, copy);
  return copy;
}

function copyList(list: ApexList, seen: Map<object, object>): ApexList {
  const copy = remember(seen, list, new ApexList(list.type));
  copy.items.push(...list.items.map((item) => deepCopy(item, seen)));
  return copy;
}

function copyMap(map: ApexMap, seen: Map<object, object>): ApexMap {
  const copy = remember(seen, map, new ApexMap(map.type));
  for (const [key, item] of map.entries()) copy.put(deepCopy(key, seen), deepCopy(item, seen));
  return copy;
}

function copyFields(original: object, seen: Map<object, object>): object {
  const copy = remember(seen, original, Object.create(Object.getPrototypeOf(original) as object) as Record<string, unknown>);
  for (const [name, value] of Object.entries(original)) copy[name] = deepCopy(value, seen);
  return copy;
}
