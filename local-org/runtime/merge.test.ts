/** merge: what hangs on the records that go moves to the one that stays, and triggers fire in the documented order. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SourceFile } from '../compiler/position.ts';
import { ScriptOrg } from './test/script-org.ts';

const installed: SourceFile[] = [
  { path: 'Seen.cls', kind: 'class', text: 'public class Seen { public static List<String> lines = new List<String>(); }' },
  {
    path: 'Watch.trigger', kind: 'trigger',
    text: `trigger Watch on Account (before update, after update, before delete, after delete) {
      List<String> rows = new List<String>();
      for (Account each : Trigger.isDelete ? Trigger.old : Trigger.new) {
        rows.add(each.Name + (each.MasterRecordId == null ? '' : ' into another'));
        if (Trigger.isDelete && Trigger.isBefore && each.Name == 'stubborn') each.addError('I stay.');
      }
      Seen.lines.add(Trigger.operationType + ' ' + String.join(rows, ', '));
    }`,
  },
  { path: 'Contacts.trigger', kind: 'trigger', text: 'trigger Contacts on Contact (before update, after update) { Seen.lines.add(\'contact\'); }' },
];

async function output(script: string): Promise<string[]> {
  const host = new ScriptOrg();
  host.install(installed);
  return (await host.anonymous(script, installed)).map(({ text }) => text);
}

test('children move, the record that goes names its master, triggers fire for the goers and then for the one that stays', async () => {
  assert.deepEqual(await output(`
    Account stays = new Account(Name = 'stays'), goes = new Account(Name = 'goes'), too = new Account(Name = 'too');
    insert new List<Account>{ stays, goes, too };
    insert new List<Contact>{ new Contact(LastName = 'a', AccountId = goes.Id), new Contact(LastName = 'b', AccountId = too.Id) };
    insert new Case(Subject = 'c', AccountId = goes.Id);
    update new Account(Id = stays.Id, ParentId = goes.Id);
    Seen.lines.clear();
    Integer statements = Limits.getDmlStatements();
    stays.Description = 'merged';
    merge stays new List<Account>{ goes, too };
    System.debug(Limits.getDmlStatements() - statements);
    for (String line : Seen.lines) System.debug(line);
    System.debug([SELECT COUNT() FROM Contact WHERE AccountId = :stays.Id] + ' ' + [SELECT COUNT() FROM Case WHERE AccountId = :stays.Id]);
    for (Account each : [SELECT Name, IsDeleted, MasterRecord.Name, Description, ParentId FROM Account ORDER BY Name ALL ROWS]) {
      System.debug(each.Name + ' ' + each.IsDeleted + ' ' + each.MasterRecord?.Name + ' ' + each.Description + ' ' + each.ParentId);
    }`), [
    '1', 'BEFORE_DELETE goes, too', 'AFTER_DELETE goes into another, too into another', 'BEFORE_UPDATE stays', 'AFTER_UPDATE stays', '2 1',
    'goes true stays null null', 'stays false null merged null', 'too true stays null null',
  ]);
});

test('a record that refuses to go leaves everything as it was', async () => {
  assert.deepEqual(await output(`
    Account stays = new Account(Name = 'stays'), stubborn = new Account(Name = 'stubborn');
    insert new List<Account>{ stays, stubborn };
    insert new Contact(LastName = 'a', AccountId = stubborn.Id);
    try { merge stays stubborn; } catch (DmlException e) { System.debug(e.getMessage().substringAfter(stubborn.Id)); }
    Database.MergeResult result = Database.merge(stays, stubborn.Id, false);
    System.debug(result.isSuccess() + ' ' + result.getErrors()[0].getMessage() + ' ' + result.getMergedRecordIds().size());
    System.debug([SELECT COUNT() FROM Account] + ' ' + [SELECT COUNT() FROM Contact WHERE AccountId = :stubborn.Id]);`), [
    '; first error: FIELD_CUSTOM_VALIDATION_EXCEPTION, I stay.: []', 'false I stay. 0', '2 1',
  ]);
});

test('Database.merge tells what went and what moved, for leads, contacts and cases too', async () => {
  assert.deepEqual(await output(`
    Contact stays = new Contact(LastName = 's'), goes = new Contact(LastName = 'g');
    insert new List<Contact>{ stays, goes };
    Case moved = new Case(ContactId = goes.Id); insert moved;
    List<Database.MergeResult> results = Database.merge(stays, new List<Id>{ goes.Id });
    System.debug(results[0].isSuccess() + ' ' + (results[0].getId() == stays.Id) + ' ' + (results[0].getMergedRecordIds()[0] == goes.Id) + ' ' + (results[0].getUpdatedRelatedIds()[0] == moved.Id));
    Lead first = new Lead(LastName = 'x', Company = 'c'), second = new Lead(LastName = 'y', Company = 'c');
    insert new List<Lead>{ first, second };
    merge first second.Id;
    System.debug([SELECT COUNT() FROM Lead]);
    try { Database.merge(stays, new List<Contact>{ goes, goes.clone(), goes.clone() }); } catch (ListException e) { System.debug(e.getMessage()); }
    SObject opportunity = new Opportunity();
    try { merge opportunity opportunity; } catch (TypeException e) { System.debug(e.getMessage()); }`), [
    'true true true true', '1', 'A merge takes up to 2 records into another: 3', 'DML operation MERGE not allowed on Opportunity',
  ]);
});
