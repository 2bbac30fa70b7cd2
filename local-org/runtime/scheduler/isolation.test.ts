import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { explicit, seeded } from './explore.ts';
import type { Kernel, Rules, TransactionResult } from './kernel.ts';
import { lastOutcomes, SmallOrg } from './test/small-org.ts';

const STEPS = `public without sharing class Steps {
  static String show(List<Box__c> boxes) {
    List<String> texts = new List<String>();
    for (Box__c box : boxes) texts.add(box.Key__c + ':' + box.Taken__c);
    texts.sort();
    return String.join(texts, ' ');
  }
  static List<Box__c> read(String key) { return [SELECT Key__c, Taken__c FROM Box__c WHERE Key__c = :key WITH SYSTEM_MODE]; }
  static List<Box__c> lockOne(String key) { return [SELECT Key__c, Taken__c FROM Box__c WHERE Key__c = :key WITH SYSTEM_MODE FOR UPDATE]; }
  static void set(String key, Integer taken) { Box__c box = read(key)[0]; box.Taken__c = taken; update as system box; }

  public static void setUp() {
    insert as system new List<Box__c>{ new Box__c(Name = 'P', Key__c = 'P', Amount__c = 2, Taken__c = 0), new Box__c(Name = 'Q', Key__c = 'Q', Amount__c = 2, Taken__c = 0) };
  }
  public static String readTwice() { String first = show(read('P')); return first + ' then ' + show(read('P')); }
  public static String writeAndRead() { Box__c box = read('P')[0]; box.Taken__c = 7; update as system box; return show(read('P')); }
  public static String lockAndTake() { Box__c box = lockOne('P')[0]; String seen = show(new List<Box__c>{ box }); box.Taken__c += 1; update as system box; return seen; }
  public static String readAndTake() { Box__c box = read('P')[0]; String seen = show(new List<Box__c>{ box }); box.Taken__c += 1; update as system box; return seen; }
  public static String lockBoth(String first, String second) { return show(lockOne(first)) + ' ' + show(lockOne(second)); }
  public static String lockAll() { return show([SELECT Key__c, Taken__c FROM Box__c WITH SYSTEM_MODE FOR UPDATE]); }
  public static String add(String key) { insert as system new Box__c(Name = key, Key__c = key); return 'added'; }
  public static String addAndFail(String key) { insert as system new Box__c(Name = key, Key__c = key); throw new IllegalArgumentException('no'); }
  public static String takeBack() {
    lockOne('P');
    Savepoint mark = Database.setSavepoint();
    set('Q', 9);
    Database.rollback(mark);
    return show(read('Q'));
  }
  public static String tryLock(String key) {
    try { return show(lockOne(key)); } catch (QueryException error) { return error.getMessage().left(28); }
  }
  public static String tryUpdate(String key) {
    try { set(key, 5); return 'set'; } catch (DmlException error) { return error.getDmlType(0).name() + ' ' + error.getDmlMessage(0).substringBefore(':'); }
  }
  public static String addItem(String key) { insert as system new Item__c(Name = 'i', Box__c = read(key)[0].Id); return 'added'; }
  public static String labelBox(String key) { insert as system new Label__c(Name = 'l', Box__c = read(key)[0].Id); return 'labelled'; }
  public static String remove(String key) { delete as system read(key); return 'removed'; }
  public static String rename(String key, String other) { Box__c box = read(key)[0]; box.Key__c = other; update as system box; return 'renamed'; }
  public static String swallow() {
    String text = 'nothing';
    try { text = show(lockOne('P')); } catch (Exception error) { text = 'caught'; } finally { text += ' finally ' + show(read('Q')); }
    return text;
  }
  public static Integer returnFromFinally() { try { return lockOne('P').size(); } finally { read('Q'); } }
}`;

let org: SmallOrg;
before(async () => {
  org = new SmallOrg({ Steps: STEPS });
  await org.call('Steps', 'setUp');
});

type Call = readonly [method: string, ...values: unknown[]];
let kernelSeen: Kernel;

function run(order: readonly (number | string)[], calls: readonly Call[], rules: Partial<Rules> = {}): string[] {
  return org.interleaved((kernel) => {
    kernelSeen = kernel;
    const results: readonly TransactionResult[] | undefined = kernel.schedule(calls.map(([method, ...values]) => org.case('Steps', method, values)), explicit(order));
    return lastOutcomes(results).map((text) => text.replace(/^returned "(.*)"$/, '$1'));
  }, rules);
}

test('a write is seen by its own transaction at once and by others after the commit, statement by statement', () => {
  assert.deepEqual(run([0, 0, 1, 0, 0, 1], [['writeAndRead'], ['readTwice']]), ['P:7', 'P:0 then P:7']);
});

test('a schedule leaves nothing behind: the next one begins with the same rows', () => {
  assert.deepEqual(run([], [['writeAndRead']]), ['P:7']);
  assert.deepEqual(run([], [['readTwice']]), ['P:0 then P:0']);
});

test('FOR UPDATE waits for the one who has the row and then reads what that one wrote', () => {
  assert.deepEqual(run([0, 0, 1], [['lockAndTake'], ['lockAndTake']]), ['P:0', 'P:1']);
  assert.throws(() => run([0, 0, 1, 1], [['lockAndTake'], ['lockAndTake']]), /Step 4: 1 cannot move/);
});

test('without FOR UPDATE two transactions read the same amount and one update is lost', () => {
  assert.deepEqual(run([0, 1], [['readAndTake'], ['readAndTake']]), ['P:0', 'P:0']);
});

test('an update waits for a row somebody else has changed', () => {
  assert.throws(() => run([0, 0, 1, 1], [['writeAndRead'], ['writeAndRead']]), /Step 4: 1 cannot move/);
});

test('a unique value is waited for: taken after the commit of the first, free after its rollback', () => {
  const duplicate = run([0, 0], [['add', 'K'], ['add', 'K']]);
  assert.equal(duplicate[0], 'added');
  assert.match(duplicate[1]!, /^threw System.DmlException: Insert failed. First exception on row 0; first error: DUPLICATE_VALUE, duplicate value found: Key__c/);
  assert.throws(() => run([0, 1], [['add', 'K'], ['add', 'k']]), /Step 2: 1 cannot move/, 'case does not count');
  assert.deepEqual(run([0, 0], [['addAndFail', 'K'], ['add', 'K']])[1], 'added');
});

test('a value that a rename gives up is free only after the commit', () => {
  // read, lock the row, lock both values; then it commits
  assert.throws(() => run([0, 0, 0, 0, 1], [['rename', 'P', 'R'], ['add', 'P']]), /1 cannot move/);
  assert.deepEqual(run([0, 0, 0, 0, 0, 1], [['rename', 'P', 'R'], ['add', 'P']]), ['renamed', 'added']);
});

test('rolling back to a savepoint undoes the write and gives back the locks taken after it, not those before', () => {
  // find P, lock P, read Q, lock Q, roll back; then Q is free and P is not
  assert.deepEqual(run([0, 0, 0, 0, 0, 1, 1, 1, 0], [['takeBack'], ['lockBoth', 'Q', 'Q']], {}), ['Q:0', 'Q:0 Q:0']);
  assert.throws(() => run([0, 0, 0, 0, 1, 1], [['takeBack'], ['lockBoth', 'Q', 'Q']]), /1 cannot move/);
  assert.throws(() => run([0, 0, 0, 0, 0, 1, 1], [['takeBack'], ['lockBoth', 'P', 'P']]), /1 cannot move/);
});

test('a dead lock ends when the clock has run 10 s: one gets the error, in no real time', () => {
  const order = [0, 0, 1, 1, 0, 1, '0!'];
  assert.deepEqual(run(order, [['lockBoth', 'P', 'Q'], ['lockBoth', 'Q', 'P']]), [
    'threw System.QueryException: Record Currently Unavailable: The record you are attempting to edit, or one of its related records, is currently being modified by another user. Please try again.',
    'Q:0 P:0',
  ]);
  assert.equal(kernelSeen.timeouts, 1);
});

test('the error can be caught, as QueryException by a query and as DmlException by DML', () => {
  const jump = { clockJumps: 1 };
  assert.equal(run([0, 0, 1, '1!'], [['lockAndTake'], ['tryLock', 'P']], jump)[1], 'Record Currently Unavailable');
  assert.equal(run([0, 0, 1, '1!'], [['lockAndTake'], ['tryUpdate', 'P']], jump)[1],
    'UNABLE_TO_LOCK_ROW unable to obtain exclusive access to this record or 1 records');
});

test('a statement that locks several rows takes them one by one, in any order when the rules say so', () => {
  const rows = (): string[] => kernelSeen.trace.filter((line) => line.startsWith('0:')).map((line) => line.split(' ')[0]!.replace(/^0:box__c\//, ''));
  run([0, '0:box__c/2', '0:box__c/1'], [['lockAll']]);
  assert.deepEqual(rows(), ['2', '1']);
  assert.throws(() => run([0, '0:box__c/2'], [['lockAll']], { lockOrder: 'given' }), /cannot move/);
});

test('whoever locks the master keeps others from adding details, and a lookup that forbids deletion locks likewise', () => {
  assert.throws(() => run([0, 0, 1, 1], [['lockAndTake'], ['addItem', 'P']]), /1 cannot move/);
  assert.throws(() => run([0, 0, 1, 1], [['lockAndTake'], ['labelBox', 'P']]), /1 cannot move/);
  assert.equal(run([0, 0, 1, 0, 0, 1], [['lockAndTake'], ['addItem', 'P']])[1], 'added');
});

test('a master is deleted either before a detail is added or after it, never beside it', () => {
  const outcomes = new Set<string>();
  org.interleaved((kernel) => {
    for (let seed = 1; seed <= 40; seed++) outcomes.add(lastOutcomes(kernel.schedule([org.case('Steps', 'remove', ['P']), org.case('Steps', 'addItem', ['P'])], seeded(seed))).join(' | ').replace(/(threw [\w.]+).*/, '$1'));
  });
  assert.deepEqual([...outcomes].toSorted(), ['returned "removed" | returned "added"', 'returned "removed" | threw System.DmlException', 'returned "removed" | threw System.ListException'].filter((text) => outcomes.has(text)));
  assert.ok(outcomes.size >= 2, [...outcomes].join('\n'));
});

test('a finally block that goes on after the transaction was left disturbs nothing', () => {
  assert.deepEqual(run([0, 1, 0, 0, 0, 1], [['swallow'], ['swallow']]), ['P:0 finally Q:0', 'P:0 finally Q:0']);
  assert.deepEqual(run([1, 0], [['returnFromFinally'], ['returnFromFinally']]), ['returned 1', 'returned 1']);
});
