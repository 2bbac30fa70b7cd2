import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ADMINISTRATOR, ScriptOrg } from './test/script-org.ts';
import { runTests } from './test-runner.ts';
import type { TestRun } from './test-runner.ts';

function tests(text: string, ...others: string[]): TestRun {
  const host = new ScriptOrg();
  host.install([{ path: 'Shop.cls', text: others[0] ?? 'public class Shop { }', kind: 'class' }, { path: 'ShopTest.cls', text, kind: 'class' }], true);
  return runTests(host.org.installed, { services: host.org.services, eventUser: () => ADMINISTRATOR }, { user: ADMINISTRATOR });
}
const outcomes = ({ results }: TestRun): Record<string, string> => Object.fromEntries(results.map(({ methodName, outcome, message }) => [methodName, message ?? outcome]));

describe('the test runner', () => {
  it('tells which methods passed and why the others failed, with the Apex lines', () => {
    const run = tests(`@IsTest
private class ShopTest {
  @IsTest static void good() { System.assertEquals(2, 1 + 1); }
  @IsTest
  static void wrong() {
    System.assertEquals(3, 1 + 1, 'sum');
  }
  static testMethod void broken() { Integer zero = 0; zero = 1 / zero; }
  static void helper() { System.assert(false); }
}`);
    assert.deepEqual(outcomes(run), {
      good: 'Pass', wrong: 'System.AssertException: Assertion Failed: sum: Expected: 3, Actual: 2', broken: 'System.MathException: Divide by 0',
    });
    assert.equal(run.results[1]!.stackTrace, 'Class.ShopTest.wrong: line 6, column 1');
  });

  it('gives every method the data of @TestSetup and nothing of the other methods', () => {
    assert.deepEqual(outcomes(tests(`@IsTest
private class ShopTest {
  @TestSetup static void make() { insert new Account(Name = 'A'); counter++; }
  static Integer counter = 0;
  @IsTest static void first() { delete [SELECT Id FROM Account]; counter++; System.assertEquals(1, counter); }
  @IsTest static void second() { System.assertEquals(1, [SELECT COUNT() FROM Account]); counter++; System.assertEquals(1, counter); }
}`)), { first: 'Pass', second: 'Pass' });
  });

  it('a failing @TestSetup fails every method of the class', () => {
    assert.deepEqual(outcomes(tests(`@IsTest
private class ShopTest {
  @TestSetup static void make() { Integer zero = 0; zero = 1 / zero; }
  @IsTest static void first() { }
}`)), { first: 'System.MathException: Divide by 0' });
  });

  it('leaves nothing in the database', async () => {
    const host = new ScriptOrg();
    host.install([
      { path: 'T.cls', text: "@IsTest private class T { @IsTest static void t() { insert new Account(Name = 'A'); } }", kind: 'class' },
      { path: 'C.cls', text: 'public class C { public static Integer n() { return [SELECT COUNT() FROM Account]; } }', kind: 'class' },
    ]);
    runTests(host.org.installed, { services: host.org.services, eventUser: () => ADMINISTRATOR }, { user: ADMINISTRATOR });
    assert.equal(await host.org.run({ user: ADMINISTRATOR, kind: 'ANONYMOUS' }, () => host.org.program.invoke('C', 'n')), 0);
  });

  it('startTest gives fresh limits and stopTest gives the earlier ones back', () => {
    assert.deepEqual(outcomes(tests(`@IsTest
private class ShopTest {
  @IsTest static void limits() {
    Integer n = [SELECT COUNT() FROM Account];
    Test.startTest();
    System.assertEquals(0, Limits.getQueries());
    n = [SELECT COUNT() FROM Account];
    n = [SELECT COUNT() FROM Account];
    System.assertEquals(2, Limits.getQueries());
    Test.stopTest();
    System.assertEquals(1, Limits.getQueries());
  }
}`)), { limits: 'Pass' });
  });

  it('stopTest runs queued jobs with statics of their own, and their work stays', () => {
    assert.deepEqual(outcomes(tests(`@IsTest
private class ShopTest {
  @IsTest static void queue() {
    Shop.calls = 5;
    Test.startTest();
    System.enqueueJob(new Shop());
    System.assertEquals(1, Limits.getQueueableJobs());
    System.assertEquals(0, [SELECT COUNT() FROM Account]);
    Test.stopTest();
    System.assertEquals('calls 1', [SELECT Name FROM Account].Name);
    System.assertEquals(5, Shop.calls);
  }
  @IsTest static void chain() {
    Test.startTest();
    System.enqueueJob(new Chained());
    try { Test.stopTest(); System.assert(false, 'chained'); } catch (AsyncException e) { System.assertEquals('Maximum stack depth has been reached.', e.getMessage()); }
  }
  private class Chained implements Queueable { public void execute(QueueableContext context) { System.enqueueJob(new Shop()); } }
}`, `public class Shop implements Queueable {
  public static Integer calls = 0;
  public void execute(QueueableContext context) { calls++; insert new Account(Name = 'calls ' + calls); }
}`)), { queue: 'Pass', chain: 'Pass' });
  });

  it('System.runAs changes the user for the block, however it is left', () => {
    assert.deepEqual(outcomes(tests(`@IsTest
private class ShopTest {
  @IsTest static void others() {
    Id before = UserInfo.getUserId();
    User other = new User(Username = 'other@example.com', LastName = 'Other');
    insert other;
    System.runAs(other) { System.assertEquals(other.Id, UserInfo.getUserId()); }
    System.assertEquals(before, UserInfo.getUserId());
    try { System.runAs(other) { Integer zero = 0; zero = 1 / zero; } } catch (MathException e) { System.assertEquals(before, UserInfo.getUserId()); }
    System.assertEquals(other.Id, whoAmI(other));
    System.assertEquals(before, UserInfo.getUserId());
  }
  static Id whoAmI(User other) { System.runAs(other) { return UserInfo.getUserId(); } }
}`)), { others: 'Pass' });
  });

  it('@IsTest(SeeAllData=true) runs where there is no other data, and is refused by name where it is out of reach', () => {
    const text = '@IsTest(SeeAllData=true) private class ShopTest { @IsTest static void t() { } }';
    assert.deepEqual(outcomes(tests(text)), { t: 'Pass' });
    const host = new ScriptOrg();
    host.install([{ path: 'ShopTest.cls', text, kind: 'class' }]);
    const run = runTests(host.org.installed, { services: host.org.services, eventUser: () => ADMINISTRATOR }, { user: ADMINISTRATOR, hidesOrgData: true });
    assert.equal(run.results[0]!.outcome, 'NotRunnable');
    assert.match(run.results[0]!.message!, /SeeAllData=true\) is not supported/);
  });

  it('counts the lines of all but the test classes', () => {
    const run = tests('@IsTest private class ShopTest { @IsTest static void t() { Shop.sign(1); } }', [
      'public class Shop {',
      '  public static Integer sign(Integer n) {',
      '    if (n > 0) {',
      '      return 1;',
      '    }',
      '    return -1;',
      '  }',
      '}',
    ].join('\n'));
    assert.deepEqual(run.coverage, [{ path: 'Shop.cls', covered: [3, 4], uncovered: [6] }]);
  });

  it('stopTest runs a batch, a schedule, a delayed queueable and a @future call, and their rows tell so', () => {
    assert.deepEqual(outcomes(tests(`@IsTest
private class ShopTest {
  @IsTest static void all() {
    insert new Account(Name = 'a');
    Test.startTest();
    Database.executeBatch(new Shop());
    String fired = System.schedule('Shop', '0 0 0 1 1 ? 2099', new Shop());
    System.enqueueJob(new Shop(), 10);
    Shop.later('future');
    System.assertEquals(4, [SELECT COUNT() FROM AsyncApexJob WHERE Status = 'Queued']);
    System.assertEquals('WAITING', [SELECT State FROM CronTrigger WHERE Id = :fired].State);
    Test.stopTest();
    System.assertEquals(new Set<String>{ 'batch', 'finish', 'scheduled', 'queueable', 'future' }, names().keySet());
    System.assertEquals(3, [SELECT COUNT() FROM AsyncApexJob WHERE Status = 'Completed' AND JobType != 'BatchApexWorker' AND JobType != 'ScheduledApex']);
  }
  static Map<String, Account> names() { Map<String, Account> byName = new Map<String, Account>(); for (Account a : [SELECT Name FROM Account]) byName.put(a.Name, a); return byName; }
  @IsTest static void thrown() {
    Test.startTest();
    Shop.later(null);
    try { Test.stopTest(); System.assert(false); } catch (NullPointerException e) { System.assertEquals('Failed', [SELECT Status FROM AsyncApexJob].Status); }
  }
  @IsTest static void oneScope() {
    insert new List<Account>{ new Account(Name = 'a'), new Account(Name = 'b') };
    Test.startTest();
    Database.executeBatch(new Shop(), 1);
    try { Test.stopTest(); System.assert(false); } catch (UnexpectedException e) { System.assert(e.getMessage().startsWith('No more than one executeBatch can be called')); }
  }
}`, `public class Shop implements Database.Batchable<Account>, Schedulable, Queueable {
  public Database.QueryLocator start(Database.BatchableContext c) { return Database.getQueryLocator('SELECT Name FROM Account'); }
  public void execute(Database.BatchableContext c, List<Account> scope) { for (Account a : scope) a.Name = 'batch'; update scope; }
  public void finish(Database.BatchableContext c) { insert new Account(Name = 'finish'); }
  public void execute(SchedulableContext c) { insert new Account(Name = 'scheduled'); }
  public void execute(QueueableContext c) { insert new Account(Name = 'queueable'); }
  @future public static void later(String name) { insert new Account(Name = name.trim()); }
}`)), { all: 'Pass', thrown: 'Pass', oneScope: 'Pass' });
  });
});
