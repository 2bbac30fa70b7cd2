import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SourceFile } from '../compiler/position.ts';
import type { Access } from '../library/ports.ts';
import { ApexException, DmlException, LimitException } from '../values/exceptions.ts';
import { exceptionHeading, uncaughtText } from './exceptions.ts';
import { ADMINISTRATOR, ScriptOrg, USER_ID, type ScriptFile } from './test/script-org.ts';

const classFile = (name: string, text: string): SourceFile => ({ path: `${name}.cls`, text, kind: 'class' });
const triggerFile = (name: string, text: string): SourceFile => ({ path: `${name}.trigger`, text, kind: 'trigger' });

const COUNT = classFile('Count', 'public class Count { public static Integer accounts() { return [SELECT COUNT() FROM Account]; } }');

function org(...files: readonly ScriptFile[]): ScriptOrg {
  const host = new ScriptOrg();
  host.install([COUNT, ...files]);
  return host;
}

const run = (host: ScriptOrg, className: string, method: string, ...values: unknown[]): Promise<unknown> =>
  host.org.run({ user: ADMINISTRATOR, kind: 'ANONYMOUS' }, () => host.org.program.invoke(className, method, values));

async function failure(work: Promise<unknown>): Promise<ApexException> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ApexException) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('a transaction', () => {
  it('keeps what it wrote when it ends', async () => {
    const host = org(classFile('Shop', "public class Shop { public static void open() { insert new Account(Name = 'A'); } }"));
    await run(host, 'Shop', 'open');
    assert.equal(await run(host, 'Count', 'accounts'), 1);
  });

  it('keeps nothing when an exception leaves it', async () => {
    const host = org(classFile('Shop', "public class Shop { public static void fail() { insert new Account(Name = 'A'); Integer zero = 0; zero = 1 / zero; } }"));
    assert.equal(exceptionHeading(await failure(run(host, 'Shop', 'fail'))), 'System.MathException: Divide by 0');
    assert.equal(await run(host, 'Count', 'accounts'), 0);
  });

  it('keeps nothing when a limit ends it, which no catch clause sees', async () => {
    const host = org(classFile('Shop', `public class Shop { public static Integer ask() {
      insert new Account(Name = 'A');
      try { for (Integer i = 0; i < 200; i++) { Integer n = [SELECT COUNT() FROM Account]; } } catch (Exception e) { return 0; }
      return 1;
    } }`));
    const error = await failure(run(host, 'Shop', 'ask'));
    assert.ok(error instanceof LimitException);
    assert.equal(error.message, 'Too many SOQL queries: 101');
    assert.equal(await run(host, 'Count', 'accounts'), 0);
  });

  it('starts with fresh statics and fresh limits', async () => {
    const host = org(classFile('Shop', `public class Shop { static Integer calls = 0; public static String next() {
      calls++; Integer n = [SELECT COUNT() FROM Account]; return calls + ' ' + Limits.getQueries(); } }`));
    assert.equal(await run(host, 'Shop', 'next'), '1 1');
    assert.equal(await run(host, 'Shop', 'next'), '1 1');
  });

  it('a rollback to a savepoint takes the rows back and leaves the records in memory as they are', async () => {
    const host = org(classFile('Shop', `public class Shop { public static String back() {
      Account a = new Account(Name = 'A'); Savepoint before = Database.setSavepoint(); insert a; Database.rollback(before);
      return [SELECT COUNT() FROM Account] + ' ' + Limits.getDmlStatements(); } }`));
    assert.equal(await run(host, 'Shop', 'back'), '0 3');
  });

  it('an uncaught exception prints its type, its message and the Apex lines it came through', async () => {
    const host = org(classFile('Outer', [
      'public class Outer {',
      '  public class Inner {',
      '    public Integer fail(String text) {',
      '      return 1 +',
      '        text.length();',
      '    }',
      '  }',
      '  public static void run() {',
      '    new Inner().fail(null);',
      '  }',
      '}',
    ].join('\n')));
    const error = await failure(run(host, 'Outer', 'run'));
    assert.equal(uncaughtText(error, host.org.program), [
      'System.NullPointerException: Attempt to de-reference a null object', '', 'Class.Outer.Inner.fail: line 5, column 1', 'Class.Outer.run: line 9, column 1',
    ].join('\n'));
  });

  it('a mistake of the local org is not taken for an Apex exception and passes every catch clause', async () => {
    const host = org(classFile('Shop', "public class Shop { public static void ask() { try { List<Account> found = [SELECT Id FROM Account]; Database.getQueryLocator(found); } catch (Exception e) { } } }"));
    await assert.rejects(run(host, 'Shop', 'ask'), { name: 'UnsupportedFeature' });
  });

  it('a new install leaves the transaction before it with its own program', async () => {
    const host = org(classFile('V', "public class V { public static String v() { return 'one'; } }"));
    const first = run(host, 'V', 'v');
    host.install([classFile('V', "public class V { public static String v() { return 'two'; } }")]);
    assert.equal(await first, 'one');
    assert.equal(await run(host, 'V', 'v'), 'two');
  });

  it('what does not compile never replaces what serves', async () => {
    const host = org(classFile('V', "public class V { public static String v() { return 'one'; } }"));
    assert.throws(() => host.install([classFile('V', 'public class V { public static String v() { return 1; } }')]));
    assert.equal(await run(host, 'V', 'v'), 'one');
  });
});

describe('triggers', () => {
  const log = classFile('Log', 'public class Log { public static List<String> lines = new List<String>(); }');

  it('run before and after, see old and new, and share the statics of the transaction', async () => {
    const host = org(log, triggerFile('AccountTrigger', `trigger AccountTrigger on Account (before insert, after insert, before update, after update, before delete, after delete) {
      for (Account a : Trigger.isDelete ? Trigger.old : Trigger.new) {
        Log.lines.add(Trigger.operationType + ' ' + a.Name + (Trigger.isUpdate ? ' was ' + Trigger.oldMap.get(a.Id).Name : ''));
      }
    }`), classFile('Shop', `public class Shop { public static String run() {
      Account a = new Account(Name = 'A'); insert a; a.Name = 'B'; update a; delete a;
      return String.join(Log.lines, ', '); } }`));
    assert.equal(await run(host, 'Shop', 'run'),
      'BEFORE_INSERT A, AFTER_INSERT A, BEFORE_UPDATE B was A, AFTER_UPDATE B was A, BEFORE_DELETE B, AFTER_DELETE B');
  });

  it('what a before trigger sets is stored, while the record of the caller keeps its own values', async () => {
    const host = org(triggerFile('AccountTrigger', "trigger AccountTrigger on Account (before insert) { Trigger.new[0].Phone = '1'; }"),
      classFile('Shop', "public class Shop { public static String run() { Account a = new Account(Name = 'A'); insert a; return a.Phone + ' ' + [SELECT Phone FROM Account].Phone; } }"));
    assert.equal(await run(host, 'Shop', 'run'), 'null 1');
  });

  it('get 200 records at a time', async () => {
    const host = org(log, triggerFile('AccountTrigger', "trigger AccountTrigger on Account (before insert) { Log.lines.add(String.valueOf(Trigger.new.size())); }"),
      classFile('Shop', `public class Shop { public static String run() {
        List<Account> rows = new List<Account>(); for (Integer i = 0; i < 450; i++) { rows.add(new Account(Name = 'A' + i)); }
        insert rows; return String.join(Log.lines, ' '); } }`));
    assert.equal(await run(host, 'Shop', 'run'), '200 200 50');
  });

  it('an exception in a trigger refuses the rows with its text and its Apex line', async () => {
    const host = org(triggerFile('AccountTrigger', 'trigger AccountTrigger on Account (before insert) {\n  Integer zero = 0;\n  zero = 1 / zero;\n}'),
      classFile('Shop', "public class Shop { public static void run() { insert new Account(Name = 'A'); } }"));
    const error = await failure(run(host, 'Shop', 'run'));
    assert.ok(error instanceof DmlException);
    assert.match(error.message, /^Insert failed\. First exception on row 0; first error: \w+, AccountTrigger: execution of BeforeInsert\n\ncaused by: System\.MathException: Divide by 0\n\nTrigger\.AccountTrigger: line 3, column 1/);
    assert.equal(await run(host, 'Count', 'accounts'), 0);
  });

  it('after triggers may not change their records', async () => {
    const host = org(triggerFile('AccountTrigger', "trigger AccountTrigger on Account (after insert) { Trigger.new[0].Phone = '1'; }"),
      classFile('Shop', "public class Shop { public static void run() { insert new Account(Name = 'A'); } }"));
    assert.match((await failure(run(host, 'Shop', 'run'))).message, /System\.FinalException: Record is read-only/);
  });

  it('that cause themselves stop at the sixteenth level', async () => {
    const host = org(triggerFile('AccountTrigger', "trigger AccountTrigger on Account (after insert) { insert new Account(Name = 'again'); }"),
      classFile('Shop', "public class Shop { public static void run() { insert new Account(Name = 'A'); } }"));
    assert.match((await failure(run(host, 'Shop', 'run'))).message, /Maximum trigger depth exceeded\nAccount trigger event AfterInsert/);
  });

  it('addError refuses one row and names it', async () => {
    const host = org(triggerFile('AccountTrigger', "trigger AccountTrigger on Account (before insert) { for (Account a : Trigger.new) { if (a.Name == 'bad') { a.addError('No such name'); } } }"),
      classFile('Shop', "public class Shop { public static void run() { insert new List<Account>{ new Account(Name = 'good'), new Account(Name = 'bad') }; } }"));
    assert.equal((await failure(run(host, 'Shop', 'run'))).message,
      'Insert failed. First exception on row 1; first error: FIELD_CUSTOM_VALIDATION_EXCEPTION, No such name: []');
    assert.equal(await run(host, 'Count', 'accounts'), 0);
  });
});

/** The access of every COUNT() from now on, in order. */
function accessOfCounts({ data }: ScriptOrg): Access[] {
  const asked: Access[] = [];
  const count = data.count.bind(data);
  data.count = (request, session) => {
    asked.push(request.access);
    return count(request, session);
  };
  return asked;
}

describe('abstract methods', () => {
  it('one without a word about its visibility is answered by the subclass', async () => {
    const host = org(
      classFile('Base', 'public abstract class Base { abstract Integer size(); public Integer twice() { return size() + this.size(); } }'),
      classFile('Sub', 'public class Sub extends Base { public Integer size() { return 4; } public static Integer run() { return new Sub().twice(); } }'),
    );
    assert.equal(await run(host, 'Sub', 'run'), 8);
  });
});

describe('sharing and modes', () => {
  it('inherited sharing is that of the nearest caller that states one', async () => {
    const host = org(
      classFile('Inherits', 'public inherited sharing class Inherits { public static Integer count() { return [SELECT COUNT() FROM Account WITH SYSTEM_MODE]; } }'),
      classFile('Open', 'public without sharing class Open { public static Integer count() { return Inherits.count(); } }'),
      classFile('Shut', 'public with sharing class Shut { public static Integer count() { return Inherits.count(); } }'),
    );
    const asked = accessOfCounts(host);
    for (const className of ['Open', 'Shut', 'Inherits']) await run(host, className, 'count');
    assert.deepEqual(asked.map(({ sharing }) => sharing), [false, true, true]);
  });

  it('an older class states nothing: system mode, with the sharing of its callers, or none', async () => {
    const older = (name: string, text: string): ScriptFile => ({ ...classFile(name, text), apiVersion: 66 });
    const host = org(
      older('Omits', 'public class Omits { public static Integer count() { return [SELECT COUNT() FROM Account]; } }'),
      older('Through', 'public class Through { public static Integer count() { return Omits.count(); } }'),
      older('Shut', 'public with sharing class Shut { public static Integer count() { return Through.count(); } }'),
      older('Inherits', 'public inherited sharing class Inherits { public static Integer count() { return Omits.count(); } }'),
      classFile('Newest', 'public class Newest { public static Integer count() { return Omits.count(); } public static Integer own() { return [SELECT COUNT() FROM Account]; } }'),
      older('Stated', 'public class Stated { public static Integer count() { return Database.countQuery(\'SELECT COUNT() FROM Account\', AccessLevel.USER_MODE); } }'),
    );
    const asked = accessOfCounts(host);
    for (const [className, method] of [['Omits', 'count'], ['Through', 'count'], ['Shut', 'count'], ['Inherits', 'count'], ['Newest', 'count'], ['Newest', 'own'], ['Stated', 'count']] as const) {
      await run(host, className, method);
    }
    const [withSharing, withoutSharing, userMode] = [{ mode: 'system', sharing: true }, { mode: 'system', sharing: false }, { mode: 'user', sharing: true }];
    assert.deepEqual(asked, [withoutSharing, withoutSharing, withSharing, withSharing, withSharing, userMode, userMode]);
  });

  it('a trigger begins anew: what it calls does not have the sharing of whoever wrote', async () => {
    const host = org(
      { ...classFile('Omits', 'public class Omits { public static Integer count() { return [SELECT COUNT() FROM Account]; } }'), apiVersion: 50 },
      classFile('Inherits', 'public inherited sharing class Inherits { public static Integer count() { return [SELECT COUNT() FROM Account WITH SYSTEM_MODE]; } }'),
      triggerFile('AccountTrigger', 'trigger AccountTrigger on Account (before insert) { Omits.count(); Inherits.count(); }'),
      classFile('Shut', "public with sharing class Shut { public static void run() { insert as system new Account(Name = 'A'); } }"),
    );
    const asked = accessOfCounts(host);
    await run(host, 'Shut', 'run');
    assert.deepEqual(asked, [{ mode: 'system', sharing: false }, { mode: 'system', sharing: true }]);
  });

  it('a class asks in user mode, a trigger in system mode without sharing', async () => {
    const host = org(triggerFile('AccountTrigger', 'trigger AccountTrigger on Account (before insert) { Integer n = [SELECT COUNT() FROM Account]; }'),
      classFile('Shop', "public class Shop { public static void run() { Integer n = [SELECT COUNT() FROM Account]; insert as system new Account(Name = 'A'); } }"));
    const asked = accessOfCounts(host);
    await run(host, 'Shop', 'run');
    assert.deepEqual(asked, [{ mode: 'user', sharing: true }, { mode: 'system', sharing: false }]);
  });
});

describe('anonymous Apex', () => {
  it('runs beside the program and leaves it as it was', async () => {
    const shop = classFile('Shop', "public class Shop { public static Integer calls = 0; public virtual class Base { public virtual String say() { return 'base'; } } public static Integer next() { return ++calls; } }");
    const host = org(shop);
    const log = await host.anonymous(`
      public class Mine extends Shop.Base { public override String say() { return 'mine ' + Shop.next(); } }
      Shop.Base base = new Mine();
      System.debug(base.say());
      System.debug(Shop.calls);
    `, [shop]);
    assert.deepEqual(log.map(({ text }) => text), ['mine 1', '1']);
    assert.equal(host.org.program.typeOf('AnonymousBlock'), undefined);
  });
});

describe('what the library asks about classes', () => {
  it('Type.forName finds inner classes and makes instances through their constructor', async () => {
    const host = org(classFile('Outer', `public class Outer { public class Inner { public Integer x = 5; } public static Integer run() {
      Outer.Inner made = (Outer.Inner) Type.forName('outer.inner').newInstance(); return made.x; } }`));
    assert.equal(await run(host, 'Outer', 'run'), 5);
  });

  it('JSON writes the fields of a class by their declared names and reads them back', async () => {
    const host = org(classFile('Order_Line', `public class Order_Line { public String Sku; public Integer quantity; transient public String hidden = 'x';
      public static String run() {
        Order_Line line = new Order_Line(); line.Sku = 'A'; line.quantity = 2;
        String text = JSON.serialize(line);
        return text + ' ' + ((Order_Line) JSON.deserialize('{"Sku":"B","quantity":7}', Order_Line.class)).quantity; } }`));
    assert.equal(await run(host, 'Order_Line', 'run'), '{"Sku":"A","quantity":2} 7');
  });

  it('the running user is who the transaction was opened for', async () => {
    const host = org(classFile('Who', 'public class Who { public static Id me() { return UserInfo.getUserId(); } }'));
    assert.equal(await run(host, 'Who', 'me'), USER_ID);
  });
});
