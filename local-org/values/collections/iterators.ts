/** Iterators that Apex code holds: `Iterator<T>` of lists and sets, called through the slots of System.Iterator. */
import { ApexObject, describePlatformClass } from '../apex-object.ts';
import { FinalException, NoSuchElementException } from '../exceptions.ts';
import type { ApexList } from './list.ts';
import type { ApexSet } from './set.ts';

abstract class PositionIterator extends ApexObject {
  protected position = 0;

  abstract hasnext$(): boolean;
  protected abstract current(): unknown;

  next$(): unknown {
    if (!this.hasnext$()) throw new NoSuchElementException('Iterator has no more elements.');
    const value = this.current();
    this.position++;
    return value;
  }
}

/** Sees elements that are added behind its position. */
export class ListIterator extends PositionIterator {
  private readonly list: ApexList;

  constructor(list: ApexList) {
    super();
    this.list = list;
  }

  hasnext$(): boolean {
    return this.position < this.list.items.length;
  }

  protected current(): unknown {
    return this.list.items[this.position];
  }
}

/** Throws FinalException once the set has changed. */
export class SetIterator extends PositionIterator {
  private readonly set: ApexSet;
  private readonly values: readonly unknown[];
  private readonly changes: number;

  constructor(set: ApexSet) {
    super();
    this.set = set;
    this.values = set.values();
    this.changes = set.table.changes;
  }

  hasnext$(): boolean {
    return this.position < this.values.length;
  }

  protected current(): unknown {
    if (this.set.table.changes !== this.changes) throw new FinalException('Cannot modify a collection while it is being iterated.');
    return this.values[this.position];
  }
}

describePlatformClass(ListIterator, 'System.ListIterator', ['System.Iterator']);
describePlatformClass(SetIterator, 'System.SetIterator', ['System.Iterator']);
