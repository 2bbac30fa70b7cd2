/**
 * The table under sets and maps: insertion order, keys by value. Text, numbers, Booleans and null go straight into a JavaScript Map; objects that are only equal to
 * themselves do too; boxed values, records, collections and objects with their own equals are found through a `BoxedKey`.
 * A key that changes after it was put in is lost to look-ups but still iterated, as on the platform.
 */
import { Blob } from '../blob.ts';
import { ApexDate } from '../date.ts';
import { Datetime } from '../datetime.ts';
import { Decimal } from '../decimal.ts';
import { Double } from '../double.ts';
import { FinalException } from '../exceptions.ts';
import { equalObjects, hasEquals, hashOf, hasHash, isBoxedValue } from '../equality.ts';
import { SObjectRecord } from '../sobject.ts';
import type { Time } from '../time.ts';
import { ApexCollection } from './collection.ts';

class BoxedKey {
  readonly value: object;
  /** Content as text for boxed values, hash for the rest: where the key is filed. */
  readonly place: string | number;

  constructor(value: object, place: string | number) {
    this.value = value;
    this.place = place;
  }
}

/** Never a key in the table: what an unknown boxed key is looked up as. */
const ABSENT = Symbol('absent');

export class KeyTable<V> {
  readonly entries = new Map<unknown, V>();
  /** Keys by place; made with the first key that needs it. */
  private boxes: Map<string | number, BoxedKey[]> | undefined = undefined;
  /** Loops under way; the keys may not change meanwhile. */
  private iterations = 0;
  private isReadOnly = false;
  /** Counts changes of the set of keys, for iterators that Apex code holds. */
  changes = 0;

  get size(): number {
    return this.entries.size;
  }

  get(key: unknown): V | undefined {
    return typeof key === 'object' && key !== null ? this.entries.get(this.locate(key)) : this.entries.get(key);
  }

  has(key: unknown): boolean {
    return typeof key === 'object' && key !== null ? this.entries.has(this.locate(key)) : this.entries.has(key);
  }

  /** The previous value; `undefined` when the key is new. Throws FinalException when a new key comes during a loop. */
  put(key: unknown, value: V): V | undefined {
    const located = typeof key === 'object' && key !== null ? this.locate(key) : key;
    const previous = this.entries.get(located);
    if (previous !== undefined) {
      if (this.isReadOnly) throw readOnly();
      this.entries.set(located, value);
      return previous;
    }
    this.beforeChange();
    this.entries.set(located === ABSENT ? this.file(key as object) : located, value);
    return undefined;
  }

  /** The removed value; `undefined` when the key was not there. */
  remove(key: unknown): V | undefined {
    const located = typeof key === 'object' && key !== null ? this.locate(key) : key;
    const previous = this.entries.get(located);
    if (previous === undefined) return undefined;
    this.beforeChange();
    this.entries.delete(located);
    if (located instanceof BoxedKey) this.unfile(located);
    return previous;
  }

  clear(): void {
    if (this.entries.size === 0) return;
    this.beforeChange();
    this.entries.clear();
    this.boxes = undefined;
  }

  /** The keys in order, as a copy. */
  keyList(): unknown[] {
    const keys = [...this.entries.keys()];
    if (this.boxes === undefined) return keys;
    return keys.map((key) => (key instanceof BoxedKey ? key.value : key));
  }

  /** The keys in order; while it is under way, changing the keys throws FinalException. */
  loop(): IterableIterator<unknown> {
    this.iterations++;
    return new KeyLoop(this.entries.keys(), () => {
      this.iterations--;
    });
  }

  /** Every later change throws FinalException. */
  freeze(): void {
    this.isReadOnly = true;
  }

  private beforeChange(): void {
    if (this.isReadOnly) throw readOnly();
    if (this.iterations > 0) throw new FinalException('Cannot modify a collection while it is being iterated.');
    this.changes++;
  }

  private locate(key: object): unknown {
    const place = placeOf(key);
    if (place === undefined) return key;
    const filed = this.boxes?.get(place);
    if (filed === undefined) return ABSENT;
    return filed.find((box) => equalObjects(box.value, key)) ?? ABSENT;
  }

  private file(key: object): BoxedKey {
    const place = placeOf(key)!;
    const box = new BoxedKey(key, place);
    this.boxes ??= new Map();
    const filed = this.boxes.get(place);
    if (filed === undefined) this.boxes.set(place, [box]);
    else filed.push(box);
    return box;
  }

  private unfile(box: BoxedKey): void {
    const filed = this.boxes!.get(box.place)!;
    if (filed.length === 1) this.boxes!.delete(box.place);
    else filed.splice(filed.indexOf(box), 1);
  }
}

export function readOnly(): Error {
  return new FinalException('Collection is read-only');
}

/** Where a key is filed; `undefined` for objects that are only equal to themselves. */
function placeOf(key: object): string | number | undefined {
  if (isBoxedValue(key)) return textOfBoxed(key);
  if (key instanceof SObjectRecord || key instanceof ApexCollection) return hashOf(key);
  return hasEquals(key) && hasHash(key) ? hashOf(key) : undefined;
}

function textOfBoxed(value: Decimal | Double | ApexDate | Datetime | Time | Blob): string {
  if (value instanceof Decimal) return `d${value.unscaled}e${value.scale}`;
  if (value instanceof Double) return `f${value.value}`;
  if (value instanceof ApexDate) return `a${value.days}`;
  if (value instanceof Datetime) return `t${value.milliseconds}`;
  if (value instanceof Blob) return `b${hashOf(value)}`;
  return `c${value.milliseconds}`;
}

class KeyLoop implements IterableIterator<unknown> {
  private readonly keys: Iterator<unknown>;
  private readonly finish: () => void;
  private isOver = false;

  constructor(keys: Iterator<unknown>, finish: () => void) {
    this.keys = keys;
    this.finish = finish;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<unknown> {
    const step = this.keys.next();
    if (step.done === true) return this.return();
    return step.value instanceof BoxedKey ? { done: false, value: step.value.value } : step;
  }

  /** Also called by `for … of` when the loop is left early. */
  return(): IteratorResult<unknown> {
    if (!this.isOver) {
      this.isOver = true;
      this.finish();
    }
    return { done: true, value: undefined };
  }
}
