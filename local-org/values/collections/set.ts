/** Apex Set: insertion order, elements by value. A map's keySet() is a view on the map's keys: removing works through, adding is refused. */
import { hashOf } from '../equality.ts';
import { setOf } from '../runtime-type.ts';
import type { RuntimeType } from '../runtime-type.ts';
import { ApexCollection } from './collection.ts';
import { SetIterator } from './iterators.ts';
import { KeyTable, readOnly } from './key-table.ts';

export class ApexSet<T = unknown> extends ApexCollection {
  readonly table: KeyTable<unknown>;
  private readonly isView: boolean;

  /** `type` is the set's type (`Set<Id>`). */
  constructor(type: RuntimeType, values: Iterable<T> = [], viewed: KeyTable<unknown> | undefined = undefined) {
    super(type);
    this.table = viewed ?? new KeyTable();
    this.isView = viewed !== undefined;
    for (const value of values) this.table.put(value, true);
  }

  static of<T>(element: RuntimeType, values: Iterable<T> = []): ApexSet<T> {
    return new ApexSet(setOf(element), values);
  }

  /** The keys of a map. */
  static viewOf<T>(element: RuntimeType, table: KeyTable<unknown>): ApexSet<T> {
    return new ApexSet<T>(setOf(element), [], table);
  }

  get size(): number {
    return this.table.size;
  }

  has(value: unknown): boolean {
    return this.table.has(value);
  }

  /** True when the set changed. */
  add(value: T): boolean {
    if (this.isView) throw readOnly();
    return this.table.put(value, true) === undefined;
  }

  remove(value: unknown): boolean {
    return this.table.remove(value) !== undefined;
  }

  clear(): void {
    this.table.clear();
  }

  /** The elements in order, as a copy. */
  values(): T[] {
    return this.table.keyList() as T[];
  }

  /** For loops: changing the set meanwhile throws FinalException. */
  loop(): IterableIterator<T> {
    return this.table.loop() as IterableIterator<T>;
  }

  shallowClone(): ApexSet<T> {
    return new ApexSet(this.type, this.values());
  }

  /** The slot of System.Iterable: what holds it as an Iterable calls it like a user's. */
  iterator$(): SetIterator {
    return new SetIterator(this);
  }

  equalsCollection(other: ApexCollection): boolean {
    return other instanceof ApexSet && other.size === this.size && this.values().every((value) => other.has(value));
  }

  hashCollection(): number {
    return this.values().reduce<number>((hash, value) => (hash + hashOf(value)) | 0, 0);
  }
}
