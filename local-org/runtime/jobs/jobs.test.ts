import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import type { SourceFile } from '../../compiler/position.ts';
import { ADMINISTRATOR, NOW, ScriptOrg } from '../test/script-org.ts';
import { JobRunner } from './job-runner.ts';

let host: ScriptOrg;
let runner: JobRunner;
let reports: string[];
let files: SourceFile[];

const MINUTE = 60_000;
const file = (name: string, text: string): SourceFile => ({ path: `${name}.cls`, text, kind: 'class' });

/** An org that runs jobs, with these classes. */
function install(...classes: SourceFile[]): void {
  files = classes;
  host.install(files);
}
const apex = async (text: string): Promise<void> => { await host.anonymous(text, files); };
/** What an anonymous block prints. */
const print = async (text: string): Promise<string[]> => (await host.anonymous(text, files)).map((entry) => entry.text);
const names = (): Promise<string[]> => print('for (Account a : [SELECT Name FROM Account ORDER BY CreatedDate, Id]) System.debug(a.Name);');
const jobs = (fields = 'Status'): Promise<string[]> => print(`for (AsyncApexJob j : [SELECT ${fields} FROM AsyncApexJob WHERE JobType != 'BatchApexWorker' ORDER BY CreatedDate, Id]) System.debug(${fields.split(', ').map((name) => `j.${name}`).join(" + ' ' + ")});`);

beforeEach(() => {
  host = new ScriptOrg();
  reports = [];
  runner = new JobRunner({ org: host.org, jobs: host.jobs, platformUser: () => ADMINISTRATOR, report: (line) => reports.push(line) });
});
/** Runs everything that is due at the clock's time. */
async function settle(at = host.now): Promise<void> {
  host.now = at;
  runner.wake();
  await runner.idle();
}

describe('a queueable job', () => {
  beforeEach(() => {
    install(
      file('Writer', `public class Writer implements Queueable {
        public String name; public List<String> more = new List<String>(); public Integer chain = 0; public Boolean fails = false;
        public Writer(String name) { this.name = name; }
        public void execute(QueueableContext context) {
          insert new Account(Name = name + more.size() + System.isQueueable() + Request.getCurrent().getQuiddity().name());
          if (fails) throw new MathException('no');
          if (chain > 0) { Writer next = new Writer(name + '+'); next.chain = chain - 1; System.enqueueJob(next); }
        }
      }`),
      file('Depth', `public class Depth implements Queueable {
        public void execute(QueueableContext context) {
          insert new Account(Name = AsyncInfo.getCurrentQueueableStackDepth() + '/' + AsyncInfo.getMaximumQueueableStackDepth());
          System.enqueueJob(new Depth());
        }
      }`),
    );
  });
  it('runs after the transaction that queued it, in the state it was queued with', async () => {
    await apex("Writer w = new Writer('a'); w.more.add('x'); System.enqueueJob(w); w.name = 'changed'; w.more.clear(); System.assertEquals(0, [SELECT COUNT() FROM Account]);");
    await settle();
    assert.deepEqual(await names(), ['a1trueQUEUEABLE']);
    assert.deepEqual(await jobs('Status, JobType'), ['Completed Queueable']);
  });
  it('is not queued when its transaction fails or goes back to a savepoint', async () => {
    await assert.rejects(apex("System.enqueueJob(new Writer('a')); throw new MathException('x');"));
    await apex("Savepoint before = Database.setSavepoint(); System.enqueueJob(new Writer('b')); Database.rollback(before);");
    await settle();
    assert.deepEqual(await names(), []);
    assert.deepEqual(await jobs(), []);
  });
  it('that fails leaves nothing but its failure', async () => {
    await apex("Writer w = new Writer('a'); w.fails = true; System.enqueueJob(w);");
    await settle();
    assert.deepEqual(await names(), []);
    assert.deepEqual(await jobs('Status, NumberOfErrors, ExtendedStatus'), ['Failed 1 System.MathException: no']);
    assert.equal(reports.length, 1);
  });
  it('may be delayed by up to ten minutes', async () => {
    await apex("System.enqueueJob(new Writer('late'), 2);");
    await settle(NOW + 2 * MINUTE - 1);
    assert.deepEqual(await names(), []);
    await settle(NOW + 2 * MINUTE);
    assert.equal((await names()).length, 1);
    await assert.rejects(apex("System.enqueueJob(new Writer('late'), 11);"), /0 to 10 minutes: 11/);
  });
  it('chains, one after the other, until the org says it is deep enough', async () => {
    await apex("Writer w = new Writer('a'); w.chain = 3; System.enqueueJob(w);");
    await settle();
    assert.equal((await names()).length, 4);
    await apex('delete [SELECT Id FROM Account]; System.enqueueJob(new Depth());');
    await settle();
    assert.deepEqual((await names()).map((name) => name[0]), ['1', '2', '3', '4'], 'the fifth fails when it queues a sixth');
    assert.match((await jobs('ExtendedStatus')).at(-1)!, /Maximum stack depth has been reached\./);
  });
  it('may state its own depth', async () => {
    await apex('AsyncOptions o = new AsyncOptions(); o.MaximumQueueableStackDepth = 2; System.enqueueJob(new Depth(), o);');
    await settle();
    assert.deepEqual(await names(), ['1/2']);
  });
  it('with a signature waits once', async () => {
    const queue = `AsyncOptions o = new AsyncOptions(); o.DuplicateSignature = new QueueableDuplicateSignature.Builder().addString('one').addInteger(2).build();
      try { System.enqueueJob(new Writer('a'), o); } catch (DuplicateMessageException e) { System.debug(e.getMessage()); }`;
    assert.deepEqual(await print(queue + queue.replaceAll(' o', ' p').replaceAll('o.', 'p.').replaceAll(', o)', ', p)').replaceAll(' e)', ' f)').replaceAll('e.get', 'f.get')), ['Attempt to enqueue job with duplicate queueable signature']);
    await settle();
    assert.deepEqual(await print(queue), []);
    await settle();
    assert.equal((await names()).length, 2);
  });
  it('counts: fifty in a transaction, one in a job', async () => {
    await assert.rejects(apex("for (Integer i = 0; i < 51; i++) System.enqueueJob(new Writer('a'));"), /Too many queueable jobs added to the queue: 51/);
  });
  it('survives a restart: what one runner left waits for the next', async () => {
    await runner.stop();
    await apex("System.enqueueJob(new Writer('a'));");
    const again = new JobRunner({ org: host.org, jobs: host.jobs, platformUser: () => ADMINISTRATOR, report: () => undefined });
    again.wake();
    await again.idle();
    assert.equal((await names()).length, 1);
  });
  it('can be aborted while it waits', async () => {
    await apex("System.abortJob(System.enqueueJob(new Writer('a'), 1));");
    await settle(NOW + MINUTE);
    assert.deepEqual(await names(), []);
    assert.deepEqual(await jobs(), ['Aborted']);
  });
});

describe('a finalizer', () => {
  beforeEach(() => {
    install(file('Work', `public class Work implements Queueable, Finalizer {
      public Boolean fails; public Boolean again = false; public String note = '';
      public Work(Boolean fails) { this.fails = fails; }
      public void execute(QueueableContext context) {
        System.attachFinalizer(this);
        note = 'worked';
        insert new Account(Name = 'work');
        if (fails) throw new IllegalArgumentException('broken');
      }
      public void execute(FinalizerContext context) {
        insert new Account(Name = note + ' ' + context.getResult() + ' ' + (context.getException() == null ? 'fine' : context.getException().getMessage()) + ' ' + (context.getAsyncApexJobId() != null));
        if (again) { Work next = new Work(true); next.again = true; System.enqueueJob(next); }
      }
    }`), file('Twice', `public class Twice implements Queueable, Finalizer {
      public void execute(QueueableContext context) { System.attachFinalizer(this); try { System.attachFinalizer(this); } catch (AsyncException e) { insert new Account(Name = e.getMessage()); } }
      public void execute(FinalizerContext context) { }
    }`));
  });
  it('runs after success, with the state the job left it in', async () => {
    await apex('System.enqueueJob(new Work(false));');
    await settle();
    assert.deepEqual(await names(), ['work', 'worked SUCCESS fine true']);
  });
  it('runs after an exception nobody caught, in a transaction of its own', async () => {
    await apex('System.enqueueJob(new Work(true));');
    await settle();
    assert.deepEqual(await names(), ['worked UNHANDLED_EXCEPTION broken true']);
  });
  it('may queue a failing job again five times', async () => {
    await apex('Work w = new Work(true); w.again = true; System.enqueueJob(w);');
    await settle();
    assert.equal((await jobs()).length, 6);
  });
  it('is attached once', async () => {
    await apex('System.enqueueJob(new Twice());');
    await settle();
    assert.deepEqual(await names(), ['More than one Finalizer cannot be attached to same Async Apex Job']);
    await assert.rejects(apex('System.attachFinalizer(new Twice());'), /inside a queueable job/);
  });
});

describe('a @future method', () => {
  beforeEach(() => {
    install(file('Later', `public class Later {
      @future public static void save(List<String> names, Integer count) { for (String name : names) insert new Account(Name = name + count + System.isFuture()); }
      @future(callout=true) public static void nested() { save(new List<String>{ 'x' }, 1); }
    }`));
  });
  it('runs later with the arguments of the call', async () => {
    await apex("List<String> names = new List<String>{ 'a', 'b' }; Later.save(names, 2); names.clear();");
    await settle();
    assert.deepEqual(await names(), ['a2true', 'b2true']);
    assert.deepEqual(await jobs('Status, JobType, MethodName'), ['Completed Future save']);
  });
  it('cannot call another one', async () => {
    await apex('Later.nested();');
    await settle();
    assert.deepEqual(await jobs('ExtendedStatus'), ['System.AsyncException: Future method cannot be called from a future or batch method: Later.save(List<String>, Integer)']);
  });
  it('is called fifty times at most', async () => {
    await assert.rejects(apex('for (Integer i = 0; i < 51; i++) Later.nested();'), /Too many future calls: 51/);
  });
});

describe('a batch job', () => {
  beforeEach(() => {
    install(
      file('Renamer', `public class Renamer implements Database.Batchable<SObject>, Database.Stateful {
        public Integer seen = 0; public Integer scopes = 0; public String bad; public Boolean failsAtStart = false;
        public Database.QueryLocator start(Database.BatchableContext context) {
          if (failsAtStart) throw new MathException('start');
          String first = 'n';
          return Database.getQueryLocator([SELECT Id, Name FROM Account WHERE Name LIKE 'n%' ORDER BY Name]);
        }
        public void execute(Database.BatchableContext context, List<Account> scope) {
          seen += scope.size(); scopes++;
          for (Account a : scope) a.Name = 'done ' + a.Name;
          update scope;
          for (Account a : scope) if (a.Name == 'done ' + bad) throw new MathException('bad row');
        }
        public void finish(Database.BatchableContext context) { insert new Account(Name = 'finish ' + seen + ' in ' + scopes + ' ' + System.isBatch()); }
      }`),
      file('Numbers', `public class Numbers implements Database.Batchable<Integer>, Iterable<Integer>, Iterator<Integer> {
        Integer at = 0; Integer sum = 0;
        public Iterable<Integer> start(Database.BatchableContext context) { return this; }
        public Iterator<Integer> iterator() { return this; }
        public Boolean hasNext() { return at < 5; }
        public Integer next() { return at++; }
        public void execute(Database.BatchableContext context, List<Integer> scope) { for (Integer i : scope) sum += i; insert new Account(Name = 'sum ' + sum); }
        public void finish(Database.BatchableContext context) { insert new Account(Name = 'end ' + sum); }
      }`),
    );
  });
  const rows = (count: number): Promise<void> => apex(`List<Account> all = new List<Account>(); for (Integer i = 0; i < ${count}; i++) all.add(new Account(Name = 'n' + i)); insert all;`);

  it('goes through the rows of its query in scopes, each a transaction, and keeps its state when it is stateful', async () => {
    await rows(7);
    await apex('Database.executeBatch(new Renamer(), 3);');
    await settle();
    assert.deepEqual((await names()).at(-1), 'finish 7 in 3 true');
    assert.deepEqual(await jobs('Status, TotalJobItems, JobItemsProcessed, NumberOfErrors'), ['Completed 3 3 0']);
  });
  it('loses a failed scope and goes on with the next', async () => {
    await rows(4);
    await apex("Renamer r = new Renamer(); r.bad = 'n1'; Database.executeBatch(r, 2);");
    await settle();
    assert.deepEqual(await names(), ['n0', 'n1', 'done n2', 'done n3', 'finish 2 in 1 true']);
    assert.deepEqual(await jobs('Status, TotalJobItems, JobItemsProcessed, NumberOfErrors, ExtendedStatus'), ['Completed 2 2 1 First error: bad row']);
  });
  it('reads a scope when its turn comes and leaves out what was deleted', async () => {
    await rows(4);
    await apex('Database.executeBatch(new Renamer(), 2);');
    const step = host.jobs.pending.all()[0]!;
    assert.equal(step.kind, 'batch');
    await apex("delete [SELECT Id FROM Account WHERE Name = 'n3'];");
    await settle();
    assert.equal((await names()).at(-1), 'finish 3 in 2 true');
  });
  it('without rows starts and finishes', async () => {
    await apex('Database.executeBatch(new Renamer());');
    await settle();
    assert.deepEqual(await names(), ['finish 0 in 0 true']);
  });
  it('that cannot start has failed', async () => {
    await apex('Renamer r = new Renamer(); r.failsAtStart = true; Database.executeBatch(r);');
    await settle();
    assert.deepEqual(await jobs('Status, ExtendedStatus'), ['Failed First error: start']);
    assert.deepEqual(await names(), []);
  });
  it('goes through an iterable, and forgets its fields between scopes when it is not stateful', async () => {
    await apex('Database.executeBatch(new Numbers(), 2);');
    await settle();
    assert.deepEqual(await names(), ['sum 1', 'sum 5', 'sum 4', 'end 0']);
  });
  it('waits in the flex queue behind five others; a hundred may wait', async () => {
    await apex('for (Integer i = 0; i < 7; i++) Database.executeBatch(new Renamer());');
    assert.deepEqual(await jobs(), ['Queued', 'Queued', 'Queued', 'Queued', 'Queued', 'Holding', 'Holding']);
    await settle();
    assert.deepEqual(new Set(await jobs()), new Set(['Completed']));
    await assert.rejects(apex('for (Integer i = 0; i < 106; i++) Database.executeBatch(new Renamer());'), /exceeded the limit of 100 jobs in the flex queue/);
  });
  it('can be moved and aborted in the flex queue', async () => {
    await apex(`List<Id> ids = new List<Id>(); for (Integer i = 0; i < 8; i++) ids.add(Database.executeBatch(new Renamer()));
      System.assert(FlexQueue.moveJobToFront(ids[7])); System.assert(!FlexQueue.moveJobToFront(ids[7])); System.assert(FlexQueue.moveAfterJob(ids[5], ids[6])); System.assert(!FlexQueue.moveJobToEnd(ids[0]));
      System.abortJob(ids[0]);`);
    assert.deepEqual(await jobs(), ['Aborted', 'Queued', 'Queued', 'Queued', 'Queued', 'Holding', 'Holding', 'Queued']);
  });
});

describe('a scheduled job', () => {
  beforeEach(() => {
    install(file('Tick', `public class Tick implements Schedulable {
      public Boolean fails = false; public Boolean once = false;
      public void execute(SchedulableContext context) {
        insert new Account(Name = 'tick ' + System.now().formatGmt('HH:mm') + ' ' + System.isScheduled());
        if (once) System.abortJob(context.getTriggerId());
        if (fails) throw new MathException('no');
      }
    }`), file('Count', `public class Count implements Database.Batchable<Account> {
      public List<Account> start(Database.BatchableContext context) { return new List<Account>{ new Account(Name = 'made') }; }
      public void execute(Database.BatchableContext context, List<Account> scope) { insert scope; }
      public void finish(Database.BatchableContext context) { }
    }`));
  });
  const triggers = (): Promise<string[]> => print("for (CronTrigger t : [SELECT CronJobDetail.Name, State, TimesTriggered, NextFireTime FROM CronTrigger ORDER BY CreatedDate, Id]) System.debug(t.CronJobDetail.Name + ' ' + t.State + ' ' + t.TimesTriggered + ' ' + (t.NextFireTime == null ? '-' : t.NextFireTime.formatGmt('HH:mm')));");

  it('runs at its times, in the time zone of its user', async () => {
    await apex("System.schedule('Hourly', '0 15 * * * ?', new Tick());");
    assert.deepEqual(await triggers(), ['Hourly WAITING 0 11:15']);
    await settle(NOW + 45 * MINUTE);
    await settle(NOW + 105 * MINUTE);
    assert.deepEqual(await names(), ['tick 11:15 true', 'tick 12:15 true']);
    assert.deepEqual(await triggers(), ['Hourly WAITING 2 13:15']);
    await apex("System.schedule('Noon', '0 0 12 * * ?', new Tick());");
    assert.equal((await triggers())[1], 'Noon WAITING 0 11:00');
  });
  it('makes up for a time the org was down, once', async () => {
    await apex("System.schedule('Hourly', '0 0 * * * ?', new Tick());");
    await settle(NOW + 300 * MINUTE);
    assert.equal((await names()).length, 1);
    assert.deepEqual(await triggers(), ['Hourly WAITING 1 16:00']);
  });
  it('goes on after a failure and stops when it is aborted, by itself too', async () => {
    await apex("Tick t = new Tick(); t.fails = true; System.schedule('Failing', '0 0 * * * ?', t); Tick o = new Tick(); o.once = true; System.schedule('Once', '0 0 * * * ?', o);");
    await settle(NOW + 30 * MINUTE);
    assert.deepEqual(await triggers(), ['Failing WAITING 1 12:00', 'Once DELETED 1 -']);
    await apex("System.abortJob([SELECT Id FROM CronTrigger WHERE CronJobDetail.Name = 'Failing'].Id);");
    await settle(NOW + 300 * MINUTE);
    assert.equal((await names()).length, 1);
  });
  it('has a name of its own and a time that will come; a hundred may wait', async () => {
    await apex("System.schedule('One', '0 0 0 * * ?', new Tick());");
    await assert.rejects(apex("System.schedule('One', '0 0 0 * * ?', new Tick());"), /The Apex job named "One" is already scheduled for execution\./);
    await assert.rejects(apex("System.schedule('Past', '0 0 0 1 1 ? 2020', new Tick());"), /Based on configured schedule, the given trigger 'Past' will never fire/);
    await assert.rejects(apex("for (Integer i = 0; i < 100; i++) System.schedule('n' + i, '0 0 0 * * ?', new Tick());"), /maximum number \(100\) of Apex scheduled jobs/);
  });
  it('may be a batch that starts once', async () => {
    await apex("System.scheduleBatch(new Count(), 'Counting', 5);");
    await settle(NOW + 4 * MINUTE);
    assert.deepEqual(await names(), []);
    await settle(NOW + 5 * MINUTE);
    assert.deepEqual(await names(), ['made']);
    assert.deepEqual(await triggers(), ['Counting COMPLETE 1 -']);
  });
});
