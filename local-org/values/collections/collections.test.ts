import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ApexObject } from '../apex-object.ts';
import { ApexDate } from '../date.ts';
import { Decimal } from '../decimal.ts';
import { Double } from '../double.ts';
import { FinalException, ListException, NoSuchElementException, NullPointerException } from '../exceptions.ts';
import { OBJECT, primitive, STRING } from '../runtime-type.ts';
import { SetIterator } from './iterators.ts';
import { ApexList } from './list.ts';
import { ApexMap } from './map.ts';
import { ApexSet } from './set.ts';

const INTEGER = primitive('Integer');
const DECIMAL = primitive('Decimal');

/** A user class with equals and hashCode over one field. */
class Key extends ApexObject {
  part: string;

  constructor(part: string) {
    super();
    this.part = part;
  }
  equals$object(other: unknown): boolean {
    return other instanceof Key && other.part.toLowerCase() === this.part.toLowerCase();
  }
  hashcode$(): number {
    return this.part.length;
  }
}

const isFinal = (message: string) => (error: unknown): boolean => error instanceof FinalException && error.message === message;

test('list indexes outside the list throw "List index out of bounds: n"', () => {
  const list = ApexList.of(INTEGER, [1, 2]);
  for (const [index, access] of [[2, () => list.get(2)], [-1, () => list.get(-1)], [2, () => list.set(2, 0)], [3, () => list.insert(3, 0)], [5, () => list.removeAt(5)]] as const) {
    assert.throws(access, (error) => error instanceof ListException && error.message === `List index out of bounds: ${index}`);
  }
  assert.throws(() => list.get(null), NullPointerException);
});

test('a list keeps nulls and takes an insertion at its end', () => {
  const list = ApexList.of<number | null>(INTEGER, [null]);
  assert.equal(list.get(0), null);
  list.insert(1, 7);
  assert.deepEqual(list.items, [null, 7]);
});

test('adding a list to itself doubles it', () => {
  const list = ApexList.of(INTEGER, [1, 2]);
  list.addAll(list.items);
  assert.deepEqual(list.items, [1, 2, 1, 2]);
});

test('text keys are case-sensitive and keep their order', () => {
  const map = ApexMap.of<string | null, number>(STRING, INTEGER, [['b', 1], ['B', 2], [null, 3]]);
  map.put('b', 9);
  assert.deepEqual(map.entries(), [['b', 9], ['B', 2], [null, 3]]);
  assert.equal(map.get('x'), null);
  assert.equal(map.remove('B'), 2);
  assert.deepEqual(map.keys(), ['b', null]);
});

test('decimals of different scale are different keys, doubles and dates are keys by value', () => {
  const set = ApexSet.of<unknown>(DECIMAL, [Decimal.parse('1.1'), Decimal.parse('1.10'), Decimal.parse('1.1')]);
  assert.equal(set.size, 2);
  const mixed = ApexSet.of<unknown>(OBJECT, [1, 1n, new Double(1), Decimal.fromInteger(1), '1', new ApexDate(1), new ApexDate(1), new Double(1)]);
  assert.equal(mixed.size, 6);
  assert.ok(mixed.has(new ApexDate(1)));
});

test('collections are keys by content', () => {
  const list = ApexList.of(STRING, ['a', 'b']);
  const set = ApexSet.of<unknown>(OBJECT, [list]);
  assert.ok(set.has(ApexList.of(STRING, ['a', 'b'])));
  assert.ok(!set.has(ApexList.of(STRING, ['A', 'b'])));
});

test('objects with equals and hashCode are keys by them, others by identity', () => {
  const map = ApexMap.of<unknown, number>(OBJECT, INTEGER, [[new Key('ab'), 1], [new Key('AB'), 2], [new Key('cd'), 3]]);
  assert.equal(map.size, 2);
  assert.equal(map.get(new Key('aB')), 2);
  const plain = class extends ApexObject {};
  const set = ApexSet.of<unknown>(OBJECT, [new plain(), new plain()]);
  assert.equal(set.size, 2);
});

test('a key that changed its hash is lost to look-ups but still listed', () => {
  const key = new Key('ab');
  const set = ApexSet.of<unknown>(OBJECT, [key]);
  key.part = 'abc';
  assert.equal(set.has(key), false);
  assert.equal(set.values()[0], key);
});

test('changing the keys during a loop throws FinalException, replacing a value does not', () => {
  const map = ApexMap.of<string, number>(STRING, INTEGER, [['a', 1], ['b', 2]]);
  for (const key of map.keySet().loop()) map.put(key, 0);
  assert.deepEqual(map.values(), [0, 0]);
  const text = 'Cannot modify a collection while it is being iterated.';
  assert.throws(() => {
    for (const key of map.keySet().loop()) map.remove(key);
  }, isFinal(text));
  assert.throws(() => {
    for (const key of map.keySet().loop()) map.put(`${key}!`, 1);
  }, isFinal(text));
  map.put('c', 3);
  assert.equal(map.size, 3);
});

test('leaving a loop early ends the protection', () => {
  const set = ApexSet.of(STRING, ['a', 'b']);
  for (const value of set.loop()) {
    if (value === 'a') break;
  }
  assert.ok(set.add('c'));
});

test('keySet is a view: removing works through, adding is refused', () => {
  const map = ApexMap.of<string, number>(STRING, INTEGER, [['a', 1], ['b', 2]]);
  const keys = map.keySet();
  keys.remove('a');
  assert.equal(map.has('a'), false);
  map.put('z', 3);
  assert.ok(keys.has('z'));
  assert.throws(() => keys.add('q'), isFinal('Collection is read-only'));
});

test('values is a copy', () => {
  const map = ApexMap.of<string, number>(STRING, INTEGER, [['a', 1]]);
  map.valueList().add(5);
  assert.equal(map.size, 1);
});

test('a frozen map refuses every change', () => {
  const map = ApexMap.of<string, number>(STRING, INTEGER, [['a', 1]]).freeze();
  for (const change of [() => map.put('a', 2), () => map.put('b', 2), () => map.remove('a'), () => map.clear(), () => map.keySet().remove('a')]) {
    assert.throws(change, isFinal('Collection is read-only'));
  }
});

test('an iterator ends with NoSuchElementException and notices changes', () => {
  const set = ApexSet.of(STRING, ['a', 'b']);
  const iterator = new SetIterator(set);
  assert.equal(iterator.next$(), 'a');
  assert.equal(iterator.next$(), 'b');
  assert.equal(iterator.hasnext$(), false);
  assert.throws(() => iterator.next$(), NoSuchElementException);
  const second = new SetIterator(set);
  set.add('c');
  assert.throws(() => second.next$(), FinalException);
});

test('equal collections have equal hashes, whatever the order of a set or map', () => {
  fc.assert(fc.property(fc.uniqueArray(fc.oneof(fc.string(), fc.integer())), (values) => {
    const first = ApexSet.of<unknown>(OBJECT, values);
    const second = ApexSet.of<unknown>(OBJECT, values.toReversed());
    assert.ok(first.equalsCollection(second));
    assert.equal(first.hashCollection(), second.hashCollection());
    const toMap = (keys: readonly unknown[]): ApexMap => ApexMap.of<unknown, unknown>(OBJECT, OBJECT, keys.map((key) => [key, Decimal.parse('1.5')] as const));
    assert.ok(toMap(values).equalsCollection(toMap(values.toReversed())));
    assert.equal(toMap(values).hashCollection(), toMap(values.toReversed()).hashCollection());
  }));
});

test('a map behaves like a list of entries under any sequence of changes', () => {
  const key = fc.oneof(fc.constantFrom('a', 'b', 'A'), fc.constantFrom(1, 2), fc.constantFrom('1.0', '1.00', '2').map((text) => Decimal.parse(text)));
  const step = fc.record({ key, isRemoval: fc.boolean(), value: fc.integer() });
  const same = (left: unknown, right: unknown): boolean => (left instanceof Decimal ? right instanceof Decimal && left.identical(right) : left === right);
  fc.assert(fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
    const map = ApexMap.of<unknown, number>(OBJECT, INTEGER);
    const model: [unknown, number][] = [];
    for (const { key: changed, isRemoval, value } of steps) {
      const index = model.findIndex(([known]) => same(known, changed));
      const previous = isRemoval ? map.remove(changed) : map.put(changed, value);
      assert.equal(previous, index < 0 ? null : model[index]![1]);
      if (isRemoval && index >= 0) model.splice(index, 1);
      else if (!isRemoval && index >= 0) model[index]![1] = value;
      else if (!isRemoval) model.push([changed, value]);
      assert.deepEqual(map.entries(), model);
    }
  }));
});
