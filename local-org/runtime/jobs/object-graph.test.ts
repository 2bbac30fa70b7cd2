import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { SerializationException } from '../../values/exceptions.ts';
import { ADMINISTRATOR, ScriptOrg } from '../test/script-org.ts';
import { readGraph, writeGraph } from './object-graph.ts';

const CLASSES = `public class Bag {
  public enum Size { SMALL, LARGE }
  public virtual class Item { public String name; public Bag bag; public Item next; transient public String secret = 'x'; public Integer count { get; set; } }
  public class Heavy extends Item { public Decimal weight; final Long ticks = 5L; }
  public class LostException extends Exception { public Integer code; }
  public List<Item> items = new List<Item>();
  public Map<String, Set<Decimal>> sums = new Map<String, Set<Decimal>>{ 'a' => new Set<Decimal>{ 1.50, 2 } };
  public Size extent = Size.LARGE;
  public Datetime at = Datetime.newInstanceGmt(2026, 11, 22, 3, 4, 5);
  public Date day = Date.newInstance(2026, 2, 28);
  public Time hour = Time.newInstance(1, 2, 3, 4);
  public Blob data = Blob.valueOf('päck');
  public Account customer = new Account(Name = 'Acme', AnnualRevenue = 3.25);
  public LostException lost = new LostException('gone');
  public Object kind = Bag.class;
  public SObjectType type = Account.SObjectType;
  public Double ratio = 0.1;
  public Pattern pattern;
  public static Bag full() {
    Bag bag = new Bag();
    Heavy one = new Heavy(); one.name = 'one'; one.bag = bag; one.weight = 2.50; one.count = 7;
    Item two = new Item(); two.name = 'two'; two.next = one;
    one.next = two;
    bag.items = new List<Item>{ one, two, one };
    bag.lost.code = 3;
    return bag;
  }
  public static void check(Bag bag) {
    Heavy one = (Heavy) bag.items[0];
    System.assert(one === bag.items[2], 'shared');
    System.assert(one.next.next === one, 'circular');
    System.assert(one.bag === bag);
    System.assertEquals(2.50, one.weight);
    System.assertEquals(5L, one.ticks);
    System.assertEquals(7, one.count);
    System.assertEquals(null, one.secret);
    System.assert(bag.sums.get('a').contains(1.50));
    System.assertEquals(Size.LARGE, bag.extent);
    System.assertEquals(Datetime.newInstanceGmt(2026, 11, 22, 3, 4, 5), bag.at);
    System.assertEquals(Date.newInstance(2026, 2, 28), bag.day);
    System.assertEquals(Time.newInstance(1, 2, 3, 4), bag.hour);
    System.assertEquals('päck', bag.data.toString());
    System.assertEquals(3.25, bag.customer.AnnualRevenue);
    System.assert(!bag.customer.isSet('Industry'));
    System.assertEquals('gone', bag.lost.getMessage());
    System.assertEquals(3, bag.lost.code);
    System.assertEquals(Bag.class, (Type) bag.kind);
    System.assertEquals(Account.SObjectType, bag.type);
    System.assertEquals(0.1, bag.ratio);
  }
  public static Bag holding() { Bag bag = new Bag(); bag.pattern = Pattern.compile('a'); return bag; }
  public static Item chain() { Item first = new Item(); Item last = first; for (Integer i = 0; i < 50000; i++) { last.next = new Item(); last = last.next; } last.name = 'end'; return first; }
  public static String lastOf(Item item) { while (item.next != null) item = item.next; return item.name; }
}`;

describe('the state of a job', () => {
  const host = new ScriptOrg();
  before(() => { host.install([{ path: 'Bag.cls', text: CLASSES, kind: 'class' }]); });
  const inApex = <T>(body: () => T): Promise<T> => host.org.run({ user: ADMINISTRATOR, kind: 'ANONYMOUS' }, body);
  const invoke = (method: string, ...values: unknown[]): unknown => host.org.program.invoke('Bag', method, values);

  it('comes back with every value, shared and circular references included', async () => {
    const text = await inApex(() => writeGraph(invoke('full')));
    await inApex(() => invoke('check', readGraph(text)));
  });
  it('is a copy: two readings share nothing', async () => {
    const [one, two] = await inApex(() => {
      const text = writeGraph(invoke('full'));
      return [readGraph(text), readGraph(text)];
    });
    assert.notEqual(one, two);
  });
  it('may be a chain of any length', async () => {
    assert.equal(await inApex(() => invoke('lastOf', readGraph(writeGraph(invoke('chain'))))), 'end');
  });
  it('refuses by name what the platform cannot serialise', async () => {
    await assert.rejects(inApex(() => writeGraph(invoke('holding'))), (error) => error instanceof SerializationException && error.$message === 'Not Serializable: System.Pattern');
  });
});
