/** What triggers, failed rows and rollbacks leave behind, told by one trigger that writes down what it sees. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SourceFile } from '../compiler/position.ts';
import { ScriptOrg } from './test/script-org.ts';

const seen: SourceFile = {
  path: 'Seen.cls', kind: 'class',
  text: `public class Seen {
    public static List<String> lines = new List<String>();
    public static List<Integer> sizes = new List<Integer>();
    public static Integer depth = 0;
  }`,
};
const trigger: SourceFile = {
  path: 'Watch.trigger', kind: 'trigger',
  text: `trigger Watch on Account (before insert, after insert, before update, after update, before delete, after delete) {
    Seen.lines.add(Trigger.operationType + ' ' + Trigger.size + ' new ' + (Trigger.new != null) + ' old ' + (Trigger.old != null) + ' newMap ' + (Trigger.newMap != null) + ' oldMap ' + (Trigger.oldMap != null));
    if (Trigger.isBefore && Trigger.isInsert) {
      Seen.sizes.add(Trigger.size);
      for (Account each : Trigger.new) {
        each.Description = 'from the trigger';
        if (each.Name == 'bad') each.addError('no bad');
        if (each.Name == 'bad phone') each.Phone.addError('no phone');
      }
    }
    if (Trigger.isAfter && Trigger.isInsert && Trigger.new[0].Name == 'again' && Seen.depth < 3) {
      Seen.depth++;
      insert new Account(Name = 'again');
    }
    if (Trigger.isAfter && Trigger.isUpdate) {
      Seen.lines.add(Trigger.oldMap.get(Trigger.new[0].Id).Name + ' -> ' + Trigger.new[0].Name);
      try { Trigger.new[0].Name = 'z'; } catch (FinalException e) { Seen.lines.add(e.getMessage()); }
    }
  }`,
};
const installed = [seen, trigger];

async function output(script: string): Promise<string[]> {
  const host = new ScriptOrg();
  host.install(installed);
  return (await host.anonymous(script, installed)).map(({ text }) => text);
}

test('each event sees its own trigger variables, and records are read-only behind the write', async () => {
  const lines = await output(`
    Account a = new Account(Name = 'one'); insert a;
    a.Name = 'two'; update a; delete a;
    for (String line : Seen.lines) System.debug(line);`);
  assert.deepEqual(lines, [
    'BEFORE_INSERT 1 new true old false newMap false oldMap false', 'AFTER_INSERT 1 new true old false newMap true oldMap false',
    'BEFORE_UPDATE 1 new true old true newMap true oldMap true', 'AFTER_UPDATE 1 new true old true newMap true oldMap true', 'one -> two', 'Record is read-only',
    'BEFORE_DELETE 1 new false old true newMap false oldMap true', 'AFTER_DELETE 1 new false old true newMap false oldMap true',
  ]);
});

test('what a before trigger sets is stored and does not show in the variable that was inserted', async () => {
  assert.deepEqual(await output(`
    Account a = new Account(Name = 'one'); insert a;
    System.debug(a.Description);
    System.debug([SELECT Description FROM Account].Description);`), ['null', 'from the trigger']);
});

test('rows go through the triggers in chunks of 200, and a trigger that inserts runs again', async () => {
  assert.deepEqual(await output(`
    List<Account> many = new List<Account>();
    for (Integer i = 0; i < 401; i++) many.add(new Account(Name = 'n' + i));
    insert many;
    System.debug(Seen.sizes);
    insert new Account(Name = 'again');
    System.debug(Seen.depth);
    System.debug([SELECT COUNT() FROM Account WHERE Name = 'again']);
    System.debug(Limits.getDmlStatements());`), ['(200, 200, 1)', '3', '4', '5']);
});

test('a failed statement tells every row and stores none', async () => {
  assert.deepEqual(await output(`
    try {
      insert new List<Account>{ new Account(Name = 'fine'), new Account(Name = 'bad'), new Account(Name = 'bad phone') };
    } catch (DmlException e) {
      System.debug(e.getMessage());
      System.debug(e.getNumDml() + ' ' + e.getDmlIndex(0) + ' ' + e.getDmlIndex(1) + ' ' + e.getDmlFieldNames(1) + ' ' + e.getDmlMessage(1));
    }
    System.debug([SELECT COUNT() FROM Account]);`), [
    'Insert failed. First exception on row 1; first error: FIELD_CUSTOM_VALIDATION_EXCEPTION, no bad: []', '2 1 2 (Phone) no phone', '0',
  ]);
});

test('with allOrNone false the good rows are stored and only they get ids', async () => {
  assert.deepEqual(await output(`
    List<Account> rows = new List<Account>{ new Account(Name = 'ok'), new Account(Name = 'bad'), new Account(), new Account(Name = 'ok too') };
    for (Database.SaveResult each : Database.insert(rows, false)) System.debug(each.isSuccess() ? 'ok' : each.getErrors()[0].getStatusCode() + ' ' + each.getErrors()[0].getFields());
    System.debug(rows[0].Id != null && rows[1].Id == null && rows[2].Id == null && rows[3].Id != null);`), [
    'ok', 'FIELD_CUSTOM_VALIDATION_EXCEPTION ()', 'REQUIRED_FIELD_MISSING (Name)', 'ok', 'true',
  ]);
});

test('a rollback takes the rows back and leaves variables, ids in memory and limits as they are', async () => {
  assert.deepEqual(await output(`
    Savepoint point = Database.setSavepoint();
    Account a = new Account(Name = 'gone'); insert a;
    Seen.depth = 99;
    Database.rollback(point);
    System.debug(a.Id != null);
    System.debug(Seen.depth);
    System.debug([SELECT COUNT() FROM Account]);
    System.debug(Limits.getDmlStatements());`), ['true', '99', '0', '3']);
});
