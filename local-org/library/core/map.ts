/** System.Map. Constructors are emitted directly; `putRecords` is what `new Map<Id, Account>(records)` does. */
import type { ApexList } from '../../values/collections/list.ts';
import { ApexMap } from '../../values/collections/map.ts';
import { equalObjects } from '../../values/equality.ts';
import { ListException } from '../../values/exceptions.ts';
import { slotOf } from '../../values/sobject.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { concatText } from '../../values/text.ts';
import { nullPointer } from '../../values/null-pointer.ts';
import { defineClass } from '../define.ts';
import { sobjectTypeToken } from '../schema/tokens.ts';
import type { SObjectTypeToken } from '../schema/tokens.ts';
import { given } from './arguments.ts';
import { deepCloneMap } from './record-cloning.ts';

/** Puts records under their ids. Throws ListException for a record without id and for an id that comes twice in the list. */
export function putRecords(map: ApexMap, records: ApexList<SObjectRecord | null>): void {
  const seen = new Set<unknown>();
  records.items.forEach((record, index) => {
    if (record === null) throw nullPointer();
    const id = slotOf(record, '$id') ?? null;
    if (id === null) throw new ListException(`Row with null Id at index: ${index}`);
    if (seen.has(id)) throw new ListException(`Row with duplicate Id at index: ${index}`);
    seen.add(id);
    map.put(id, record);
  });
}

function putAll(self: ApexMap, other: ApexMap): void {
  for (const [key, value] of other.entries()) self.put(key, value);
}

/** Null for maps whose values are not records of one object. */
function sobjectTypeOf(self: ApexMap): SObjectTypeToken | null {
  const type = self.valueType();
  return type.kind === 'sobject' && type.name !== 'SObject' ? sobjectTypeToken(type.name) : null;
}

export const mapClass = defineClass('System.Map<K, V>', {
  'void clear()': (self: ApexMap) => self.clear(),
  'Boolean containsKey(K key)': (self: ApexMap, key: unknown) => self.has(key),
  'V get(K key)': (self: ApexMap, key: unknown) => self.get(key),
  'V put(K key, V value)': (self: ApexMap, key: unknown, value: unknown) => self.put(key, value),
  'void putAll(Map<K, V> other)': (self: ApexMap, other: ApexMap | null) => putAll(self, given(other)),
  'void putAll(List<SObject> records)': (self: ApexMap, records: ApexList<SObjectRecord | null> | null) => putRecords(self, given(records)),
  'V remove(K key)': (self: ApexMap, key: unknown) => self.remove(key),
  'Boolean isEmpty()': (self: ApexMap) => self.size === 0,
  'Integer size()': (self: ApexMap) => self.size,
  'Set<K> keySet()': (self: ApexMap) => self.keySet(),
  'List<V> values()': (self: ApexMap) => self.valueList(),
  'Map<K, V> clone()': (self: ApexMap) => self.shallowClone(),
  'Map<K, V> deepClone()': deepCloneMap,
  'Schema.SObjectType getSObjectType()': sobjectTypeOf,
  'Boolean equals(Map<K, V> other)': (self: ApexMap, other: unknown) => equalObjects(self, other),
  'Integer hashCode()': (self: ApexMap) => self.hashCollection(),
  'String toString()': concatText,
}, { instances: ApexMap });
