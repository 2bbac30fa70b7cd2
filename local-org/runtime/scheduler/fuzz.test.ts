/**
 * Random transactions of many kinds of statements. Those that lock all they touch first must end like some serial run of them, in the order of their commits; those that lock
 * nothing may end in any way the isolation allows, but no schedule of them may break the engine. FUZZ_SEED=… repeats one seed, FUZZ_RUNS=… digs deeper.
 */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { TransactionCase } from './cases.ts';
import { explicit, seeded, traceHash } from './explore.ts';
import type { Kernel, TransactionResult } from './kernel.ts';
import { seededNumbers } from './random.ts';
import { lastOutcomes, SmallOrg } from './test/small-org.ts';

const PLAY = `public without sharing class Play {
  public static void setUp() {
    List<Box__c> boxes = new List<Box__c>();
    for (String key : new List<String>{ 'A', 'B', 'C' }) boxes.add(new Box__c(Name = key, Key__c = key, Amount__c = 5, Taken__c = 0));
    insert as system boxes;
    insert as system new Item__c(Name = 'A1', Key__c = 'A1', Box__c = boxes[0].Id, Amount__c = 1);
  }
  private static Box__c box(String key) { return [SELECT Id, Key__c, Taken__c FROM Box__c WHERE Key__c = :key WITH SYSTEM_MODE]; }
  private static List<Item__c> items(String key) { return [SELECT Id, Key__c, Amount__c FROM Item__c WHERE Key__c = :key WITH SYSTEM_MODE]; }

  public static String run(Boolean locks, String steps) {
    List<String> told = new List<String>();
    Set<String> keys = new Set<String>();
    for (String step : steps.split(' ')) if (step.length() > 1) keys.add(step.substring(1, 2));
    if (locks) told.add('locked ' + [SELECT Id FROM Box__c WHERE Key__c IN :keys WITH SYSTEM_MODE FOR UPDATE].size());
    List<Savepoint> marks = new List<Savepoint>();
    for (String step : steps.split(' ')) {
      try { told.add(play(step, marks)); } catch (DmlException error) { told.add(error.getDmlType(0).name()); }
    }
    return String.join(told, ' ');
  }

  private static String play(String step, List<Savepoint> marks) {
    String verb = step.left(1);
    String key = step.length() > 1 ? step.substring(1, 2) : null;
    String itemKey = step.substring(1);
    if (verb == 't') { Box__c row = box(key); row.Taken__c += 1; update as system row; return String.valueOf(row.Taken__c); }
    if (verb == 'i') { insert as system new Item__c(Name = itemKey, Key__c = itemKey, Box__c = box(key).Id, Amount__c = 1); return 'inserted'; }
    if (verb == 'd') { List<Item__c> found = items(itemKey); delete as system found; return 'deleted' + found.size(); }
    if (verb == 'u') { List<Item__c> found = items(itemKey); for (Item__c each : found) each.Amount__c += 1; update as system found; return 'raised' + found.size(); }
    if (verb == 'k') { List<Item__c> found = items(itemKey); for (Item__c each : found) each.Key__c = key + '9'; update as system found; return 'renamed' + found.size(); }
    if (verb == 'q') { return 'sum' + [SELECT SUM(Amount__c) total FROM Item__c WHERE Box__r.Key__c = :key WITH SYSTEM_MODE][0].get('total'); }
    if (verb == 's') { marks.add(Database.setSavepoint()); return 'mark'; }
    if (verb == 'r') { if (marks.isEmpty()) return 'none'; Database.rollback(marks[marks.size() - 1]); return 'back'; }
    throw new IllegalArgumentException('gives up');
  }
}`;
const TRIGGER = `trigger ItemTrigger on Item__c (before insert, after insert, after delete) {
  if (Trigger.isBefore) { for (Item__c item : Trigger.new) if (item.Key__c.endsWith('3')) item.addError('no three'); return; }
  Set<Id> boxes = new Set<Id>();
  for (Item__c item : Trigger.isDelete ? Trigger.old : Trigger.new) boxes.add(item.Box__c);
  List<Box__c> rows = [SELECT Id, Amount__c FROM Box__c WHERE Id IN :boxes WITH SYSTEM_MODE];
  for (Box__c row : rows) row.Amount__c += Trigger.isDelete ? 1 : -1;
  update as system rows;
}`;

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 150);
const SEEDS = process.env['FUZZ_SEED'] === undefined ? Array.from({ length: RUNS }, (_, index) => index + 1) : [Number(process.env['FUZZ_SEED'])];

let org: SmallOrg;
before(async () => {
  org = new SmallOrg({ Play: PLAY, ItemTrigger: TRIGGER });
  await org.call('Play', 'setUp');
});

/** Two to four transactions of two to five steps over three boxes and nine item keys. */
function casesOf(seed: number, locks: boolean): readonly TransactionCase[] {
  const next = seededNumbers(seed);
  const pick = (from: string): string => from[next() % from.length]!;
  const step = (): string => {
    const verb = pick('ttiiddukqsrrx');
    return 'srx'.includes(verb) && (verb !== 'x' || next() % 4 === 0) ? verb : `${verb === 'x' ? 't' : verb}${pick('ABC')}${pick('123')}`;
  };
  return Array.from({ length: 2 + (next() % 3) }, () => {
    const steps = Array.from({ length: 2 + (next() % 4) }, step).join(' ');
    return org.case('Play', 'run', [locks, steps], { attempts: 4, isSentAgain: ({ kind, ...rest }) => kind === 'threw' && 'error' in rest && /Currently Unavailable/.test(rest.error.message) });
  });
}

const image = (kernel: Kernel): string => JSON.stringify([
  kernel.world.committed('SELECT key__c, taken__c, amount__c FROM box__c WHERE isdeleted = 0 ORDER BY 1'),
  kernel.world.committed('SELECT i.key__c, i.amount__c, b.key__c FROM item__c i JOIN box__c b ON b.id = i.box__c WHERE i.isdeleted = 0 ORDER BY 1'),
]);

/** Slots that returned, in the order of their commits. */
function committed(kernel: Kernel, results: readonly TransactionResult[]): number[] {
  const commits = kernel.trace.filter((line) => line.endsWith(' go commit')).map((line) => Number.parseInt(line, 10));
  return results.flatMap(({ outcomes }, slot) => (outcomes.at(-1)!.kind === 'returned' ? [slot] : [])).toSorted((a, b) => commits.lastIndexOf(a) - commits.lastIndexOf(b));
}

test('transactions that lock what they touch end like a serial run in the order of their commits', () => {
  let met = 0;
  org.interleaved((kernel) => {
    for (const seed of SEEDS) {
      const cases = casesOf(seed, true);
      const results = kernel.schedule(cases, seeded(seed))!;
      const [rows, answers, order, waited] = [image(kernel), lastOutcomes(results), committed(kernel, results), kernel.timeouts];
      const serial = kernel.schedule(order.map((slot) => cases[slot]!), explicit([]))!;
      assert.deepEqual(order.map((slot) => answers[slot]), lastOutcomes(serial), `seed ${String(seed)}: ${cases.map(({ name }) => name).join(' | ')}`);
      assert.equal(image(kernel), rows, `seed ${String(seed)}: ${cases.map(({ name }) => name).join(' | ')}`);
      met += waited;
    }
  }, { clockJumps: 1 });
  assert.ok(SEEDS.length < 10 || met > 0, 'some waited in vain');
});

test('transactions that lock nothing themselves never break the engine, and take the same course again', () => {
  org.interleaved((kernel) => {
    for (const seed of SEEDS) {
      const hash = (): string => traceHash(kernel, kernel.schedule(casesOf(seed, false), seeded(seed))!);
      assert.equal(hash(), hash(), `seed ${String(seed)}`);
    }
  }, { clockJumps: 1 });
});
