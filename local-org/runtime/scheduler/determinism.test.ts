import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { exhaust, seeded, traceHash } from './explore.ts';
import type { Kernel } from './kernel.ts';
import { tracedPort } from './statements.ts';
import { lastOutcomes, SmallOrg } from './test/small-org.ts';

const SHELF = `public without sharing class Shelf {
  private static Integer calls = 0;
  public static void setUp() {
    insert as system new List<Box__c>{ new Box__c(Name = 'P', Key__c = 'P', Amount__c = 2, Taken__c = 0), new Box__c(Name = 'Q', Key__c = 'Q', Amount__c = 2, Taken__c = 0) };
  }
  public static String take(String key, String boxes) {
    calls++;
    List<Box__c> rows = [SELECT Key__c, Amount__c, Taken__c FROM Box__c WHERE Key__c IN :boxes.split(',') WITH SYSTEM_MODE FOR UPDATE];
    return grant(key, rows);
  }
  public static String takeUnlocked(String key, String boxes) {
    calls++;
    List<Box__c> rows = [SELECT Key__c, Amount__c, Taken__c FROM Box__c WHERE Key__c IN :boxes.split(',') WITH SYSTEM_MODE];
    return grant(key, rows);
  }
  private static String grant(String key, List<Box__c> rows) {
    if (![SELECT Id FROM Item__c WHERE Key__c = :key WITH SYSTEM_MODE].isEmpty()) return 'known ' + calls;
    for (Box__c row : rows) if (row.Amount__c - row.Taken__c < 1) return 'refused ' + calls;
    List<Item__c> items = new List<Item__c>();
    for (Box__c row : rows) {
      row.Taken__c += 1;
      items.add(new Item__c(Name = key, Key__c = key + row.Key__c, Box__c = row.Id, Amount__c = Math.mod(Math.abs(Crypto.getRandomInteger()), 1000)));
    }
    update as system rows;
    insert as system items;
    return 'granted ' + calls + ' queries ' + Limits.getQueries() + ' at ' + Datetime.now().getTime() + ' ' + items[0].Id;
  }
}`;
const TRIGGER = `trigger BoxTrigger on Box__c (before update) {
  for (Box__c box : Trigger.new) if ([SELECT COUNT() FROM Item__c WHERE Box__c = :box.Id WITH SYSTEM_MODE] > 2) box.addError('too many items');
}`;

let org: SmallOrg;
before(async () => {
  org = new SmallOrg({ Shelf: SHELF, BoxTrigger: TRIGGER });
  await org.call('Shelf', 'setUp');
});

const crossing = (method: string) => [['K1', 'P,Q'], ['K2', 'Q,P'], ['K1', 'P,Q'], ['K4', 'P']].map(([key, boxes]) => org.case('Shelf', method, [key, boxes], { attempts: 4, isSentAgain: ({ kind }) => kind === 'threw' }));
const hashOf = (kernel: Kernel, method: string, seed: number): string => traceHash(kernel, kernel.schedule(crossing(method), seeded(seed))!);

test('equal seeds give equal traces, outcomes, ids and random numbers, in whatever order the schedules are run', () => {
  const rules = { clockJumps: 1 };
  const seeds = Array.from({ length: 25 }, (_, index) => index + 1);
  const first = org.interleaved((kernel) => seeds.map((seed) => hashOf(kernel, 'take', seed)), rules);
  const second = org.interleaved((kernel) => seeds.toReversed().map((seed) => hashOf(kernel, 'take', seed)), rules).toReversed();
  assert.deepEqual(second, first);
  assert.ok(new Set(first).size > 20, 'seeds differ from each other');
});

test('statics, limits and the clock begin anew however often a transaction is run again', () => {
  org.interleaved((kernel) => {
    for (let seed = 1; seed <= 10; seed++) {
      for (const text of lastOutcomes(kernel.schedule(crossing('take'), seeded(seed)))) assert.match(text, /^returned "(?:granted 1 queries [2-4] at \d+ \w{18}|known 1|refused 1)"$/);
    }
  });
});

test('a transaction that runs alone makes the statements and leaves the rows of the serial runtime', async () => {
  const { org: served } = org.localOrg;
  const [rows, statements] = org.interleaved((kernel) => {
    const [result] = kernel.schedule([org.case('Shelf', 'take', ['S', 'P,Q'])], seeded(1))!;
    return [stored((sql) => kernel.world.committed(sql)), result!.statements[0]!];
  });
  const serial: string[] = [];
  await served.run({ user: org.admin, kind: 'ANONYMOUS', interposed: { data: (real) => tracedPort(real, (label) => serial.push(label)) } }, () => served.program.invoke('Shelf', 'take', ['S', 'P,Q']));
  assert.deepEqual(statements, serial);
  assert.deepEqual(rows, stored((sql) => served.installed.data.store.reader(sql).all()));
});

const stored = (read: (sql: string) => unknown[][]): unknown[][] =>
  [...read('SELECT key__c, amount__c, taken__c FROM box__c WHERE isdeleted = 0 ORDER BY key__c'), ...read('SELECT key__c, box__c FROM item__c WHERE isdeleted = 0 ORDER BY key__c')];

test('leaving out schedules that only swap unrelated steps loses no outcome', () => {
  const small = new Map<boolean, { outcomes: Set<string>; complete: number }>();
  for (const isReduced of [true, false]) {
    const outcomes = new Set<string>();
    const { complete, isFinished } = org.interleaved((kernel) => exhaust(kernel, ['A', 'B'].map((key) => org.case('Shelf', 'takeUnlocked', [key, 'P'])), (results) => {
      outcomes.add(JSON.stringify([lastOutcomes(results), stored((sql) => kernel.world.committed(sql))]));
    }, { isReduced }));
    assert.ok(isFinished);
    small.set(isReduced, { outcomes, complete });
  }
  assert.deepEqual(small.get(true)!.outcomes, small.get(false)!.outcomes);
  assert.ok(small.get(true)!.complete < small.get(false)!.complete, `${small.get(true)!.complete} of ${small.get(false)!.complete}`);
});

test('every schedule of two who lock is right, some of two who do not are wrong', () => {
  const wrong = (method: string): number => org.interleaved((kernel) => {
    let count = 0;
    exhaust(kernel, ['A', 'B', 'C'].map((key) => org.case('Shelf', method, [key, 'P'])), () => {
      const [[taken, items]] = kernel.world.committed("SELECT taken__c, (SELECT COUNT(*) FROM item__c WHERE box__c = box__c.id) FROM box__c WHERE key__c = 'P'") as [[number, number]];
      if (Number(taken) !== Number(items)) count += 1;
    }, { limit: 3_000 });
    return count;
  });
  assert.equal(wrong('take'), 0);
  assert.ok(wrong('takeUnlocked') > 0);
});
