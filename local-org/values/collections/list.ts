/** Apex List: a JavaScript array with a reified type. Emitted code may read `items` directly; only this class checks indexes. */
import { ListException } from '../exceptions.ts';
import { equalObjects, hashOf } from '../equality.ts';
import { nullPointer } from '../null-pointer.ts';
import { listOf } from '../runtime-type.ts';
import type { RuntimeType } from '../runtime-type.ts';
import { ApexCollection } from './collection.ts';
import { ListIterator } from './iterators.ts';

export class ApexList<T = unknown> extends ApexCollection {
  readonly items: T[];

  /** `type` is the list's type (`List<String>`); the array is taken over, not copied. */
  constructor(type: RuntimeType, items: T[] = []) {
    super(type);
    this.items = items;
  }

  static of<T>(element: RuntimeType, items: T[] = []): ApexList<T> {
    return new ApexList(listOf(element), items);
  }

  get size(): number {
    return this.items.length;
  }

  /** Throws ListException "List index out of bounds: n", NullPointerException for a null index. */
  get(index: number | null): T {
    const item = this.items[index as number];
    return item === undefined ? this.failedIndex(index) : item;
  }

  set(index: number | null, value: T): void {
    if (index === null || index < 0 || index >= this.items.length) this.failedIndex(index);
    this.items[index] = value;
  }

  add(value: T): void {
    this.items.push(value);
  }

  /** At the end is allowed too. */
  insert(index: number | null, value: T): void {
    if (index === null || index < 0 || index > this.items.length) this.failedIndex(index);
    this.items.splice(index, 0, value);
  }

  addAll(values: readonly T[]): void {
    const { items } = this;
    for (let index = 0, count = values.length; index < count; index++) items.push(values[index]!);
  }

  removeAt(index: number | null): T {
    const item = this.get(index);
    this.items.splice(index as number, 1);
    return item;
  }

  clear(): void {
    this.items.length = 0;
  }

  /** -1 when there is none; elements compare as `equals` does. */
  indexOf(value: unknown): number {
    if (typeof value !== 'object' || value === null) return this.items.indexOf(value as T);
    return this.items.findIndex((item) => equalObjects(item, value));
  }

  shallowClone(): ApexList<T> {
    return new ApexList(this.type, this.items.slice());
  }

  /** The slot of System.Iterable: what holds it as an Iterable calls it like a user's. */
  iterator$(): ListIterator {
    return new ListIterator(this);
  }

  equalsCollection(other: ApexCollection): boolean {
    return other instanceof ApexList && other.size === this.size && this.items.every((item, index) => equalObjects(item, other.items[index]));
  }

  hashCollection(): number {
    let hash = 1;
    for (const item of this.items) hash = (Math.imul(31, hash) + hashOf(item)) | 0;
    return hash;
  }

  private failedIndex(index: number | null): never {
    if (index === null) throw nullPointer();
    throw new ListException(`List index out of bounds: ${index}`);
  }
}
