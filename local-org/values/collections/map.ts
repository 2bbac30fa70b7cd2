/** Apex Map: insertion order, keys by value. */
import { equalObjects, hashOf } from '../equality.ts';
import { mapOf } from '../runtime-type.ts';
import type { RuntimeType } from '../runtime-type.ts';
import { ApexCollection } from './collection.ts';
import { KeyTable } from './key-table.ts';
import { ApexList } from './list.ts';
import { ApexSet } from './set.ts';

export class ApexMap<K = unknown, V = unknown> extends ApexCollection {
  readonly table = new KeyTable<V>();

  /** `type` is the map's type (`Map<Id,Account>`). */
  constructor(type: RuntimeType, entries: Iterable<readonly [K, V]> = []) {
    super(type);
    for (const [key, value] of entries) this.table.put(key, value);
  }

  static of<K, V>(key: RuntimeType, value: RuntimeType, entries: Iterable<readonly [K, V]> = []): ApexMap<K, V> {
    return new ApexMap(mapOf(key, value), entries);
  }

  get size(): number {
    return this.table.size;
  }

  /** Null when the key is not there. */
  get(key: unknown): V | null {
    const value = this.table.get(key);
    return value === undefined ? null : value;
  }

  has(key: unknown): boolean {
    return this.table.has(key);
  }

  /** The previous value or null. */
  put(key: K, value: V): V | null {
    const previous = this.table.put(key, value);
    return previous === undefined ? null : previous;
  }

  remove(key: unknown): V | null {
    const previous = this.table.remove(key);
    return previous === undefined ? null : previous;
  }

  clear(): void {
    this.table.clear();
  }

  keys(): K[] {
    return this.table.keyList() as K[];
  }

  values(): V[] {
    return [...this.table.entries.values()];
  }

  entries(): [K, V][] {
    const values = this.values();
    return this.keys().map((key, index) => [key, values[index]!]);
  }

  /** A view: removing from it removes from the map, adding to it throws FinalException. */
  keySet(): ApexSet<K> {
    return ApexSet.viewOf<K>(this.keyType(), this.table);
  }

  /** A copy. */
  valueList(): ApexList<V> {
    return ApexList.of(this.valueType(), this.values());
  }

  shallowClone(): ApexMap<K, V> {
    return new ApexMap(this.type, this.entries());
  }

  /** For maps the platform hands out for reading only (Trigger.newMap). Later changes throw FinalException "Collection is read-only". */
  freeze(): this {
    this.table.freeze();
    return this;
  }

  keyType(): RuntimeType {
    if (this.type.kind !== 'map') throw new Error(`${this.type.name} is not the type of a map.`);
    return this.type.key;
  }

  valueType(): RuntimeType {
    if (this.type.kind !== 'map') throw new Error(`${this.type.name} is not the type of a map.`);
    return this.type.value;
  }

  equalsCollection(other: ApexCollection): boolean {
    return other instanceof ApexMap && other.size === this.size
      && this.entries().every(([key, value]) => other.has(key) && equalObjects(value, other.get(key)));
  }

  hashCollection(): number {
    return this.entries().reduce<number>((hash, [key, value]) => (hash + (hashOf(key) ^ hashOf(value))) | 0, 0);
  }
}
