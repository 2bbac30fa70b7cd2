/** Event triggers that end early or with an exception: what is kept, and what comes again. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { Store } from '../data/store/store.ts';
import { runTests } from '../runtime/test-runner.ts';
import type { ApexList } from '../values/collections/list.ts';
import { ADMIN_USERNAME } from './demo-users.ts';
import { LocalOrg } from './local-org.ts';
import { classMeta, field, metadataXml, objectHead } from './test-support/deploying.ts';

const eventHead = '<deploymentStatus>Deployed</deploymentStatus><eventType>HighVolume</eventType><label>Note</label><pluralLabel>Notes</pluralLabel><publishBehavior>PublishAfterCommit</publishBehavior>';
const FILES: Readonly<Record<string, string>> = {
  'objects/Note__e/Note__e.object-meta.xml': metadataXml('CustomObject', eventHead),
  'objects/Note__e/fields/Text__c.field-meta.xml': metadataXml('CustomField', field('Text__c')),
  'objects/Echo__e/Echo__e.object-meta.xml': metadataXml('CustomObject', eventHead),
  'objects/Echo__e/fields/Text__c.field-meta.xml': metadataXml('CustomField', field('Text__c')),
  'objects/Shelf__c/Shelf__c.object-meta.xml': metadataXml('CustomObject', objectHead),
  // The trigger does what the text of each event says.
  'triggers/OnNote.trigger': `trigger OnNote on Note__e (after insert) {
    EventBus.TriggerContext batch = EventBus.TriggerContext.currentContext();
    Savepoint start = Database.setSavepoint();
    for (Note__e note : Trigger.new) {
      if (note.Text__c == 'divide') { insert as system new Shelf__c(Name = 'half'); EventBus.publishWithAccessLevel(new Echo__e(Text__c = 'half'), AccessLevel.SYSTEM_MODE); Integer zero = 0; zero = 1 / zero; }
      if (note.Text__c == 'exhaust') { for (Integer i = 0; i < 200; i++) { List<Shelf__c> found = [SELECT Id FROM Shelf__c WITH SYSTEM_MODE LIMIT 1]; } }
      if (note.Text__c == 'null') { String nothing; nothing.length(); }
      if (note.Text__c == 'retry' && batch.retries < 2) { throw new EventBus.RetryableException('busy ' + batch.retries); }
      if (note.Text__c == 'always') { throw new EventBus.RetryableException('busy'); }
      if (note.Text__c == 'unknown') { batch.setResumeCheckpoint('999999'); }
      if (note.Text__c == 'back') { Database.rollback(start); }
      if (note.Text__c == 'stop') { break; }
      insert as system new Shelf__c(Name = note.Text__c + ' ' + Trigger.new.size());
      EventBus.publishWithAccessLevel(new Echo__e(Text__c = note.Text__c), AccessLevel.SYSTEM_MODE);
      if (note.Text__c != 'unmarked') { batch.setResumeCheckpoint(note.ReplayId); }
    }
  }`,
  'triggers/OnNote.trigger-meta.xml': metadataXml('ApexTrigger', '<apiVersion>67.0</apiVersion><status>Active</status>'),
  'classes/Notes.cls': `public class Notes {
    public static void publish(String texts) { List<Note__e> notes = new List<Note__e>(); for (String text : texts.split(',')) notes.add(new Note__e(Text__c = text)); EventBus.publish(notes); }
    public static List<String> shelves() { List<String> names = new List<String>(); for (Shelf__c s : [SELECT Name FROM Shelf__c WITH SYSTEM_MODE ORDER BY CreatedDate, Id]) names.add(s.Name); return names; }
  }`,
  'classes/Notes.cls-meta.xml': classMeta,
  'classes/NotesTest.cls': `@IsTest private class NotesTest {
    @IsTest static void resumes() {
      Notes.publish('a,divide,c');
      Test.getEventBus().deliver();
      System.assertEquals(new List<String>{ 'a 3' }, Notes.shelves());
      Test.getEventBus().deliver();
      System.assertEquals(new List<String>{ 'a 3' }, Notes.shelves(), 'the rest failed before any checkpoint and is dropped');
    }
    @IsTest static void controlsTheSize() {
      Notes.publish('a,stop,c');
      Test.getEventBus().deliver();
      System.assertEquals(new List<String>{ 'a 3' }, Notes.shelves());
    }
    @IsTest static void retries() {
      Notes.publish('a,retry');
      Test.getEventBus().deliver();
      System.assertEquals(0, Notes.shelves().size());
      Notes.publish('b');
      Test.getEventBus().deliver();
      Test.getEventBus().deliver();
      System.assertEquals(new List<String>{ 'a 3', 'retry 3', 'b 3' }, Notes.shelves());
    }
  }`,
  'classes/NotesTest.cls-meta.xml': classMeta,
};

let now = Date.UTC(2026, 10, 22, 9, 0, 0);
let localOrg: LocalOrg;
let reports: string[];

beforeEach(() => {
  reports = [];
  localOrg = new LocalOrg({ store: Store.inMemory(), clock: { now: () => (now += 1) }, report: (line) => { reports.push(line); } });
  assert.deepEqual(localOrg.deploy(new Map(Object.entries(FILES))), []);
});
afterEach(() => localOrg.close());

const run = (method: string, ...values: unknown[]): Promise<unknown> =>
  localOrg.org.run({ user: localOrg.users.byUsername(ADMIN_USERNAME)!, kind: 'ANONYMOUS' }, () => localOrg.org.program.invoke('Notes', method, values));
async function shelvesAfter(texts: string): Promise<readonly string[]> {
  await run('publish', texts);
  await localOrg.subscribers.idle();
  return shelves();
}
const shelves = async (): Promise<readonly string[]> => (await run('shelves') as ApexList<string>).items;
const echoes = (): unknown[] => localOrg.bus.read('/event/Echo__e', 0, 100).map(({ payload }) => payload['Text__c']);

describe('an event trigger', () => {
  it('that fails after a checkpoint keeps what it did until then and gets the events behind it', async () => {
    assert.deepEqual(await shelvesAfter('a,b,divide,c'), ['a 4', 'b 4']);
    assert.deepEqual(echoes(), ['a', 'b'], 'what it published afterwards is undone too');
    assert.equal(reports.filter((line) => line.includes('System.MathException')).length, 2, 'the rest fails without a checkpoint and is dropped');
  });
  it('goes on after a limit exception, with fresh limits', async () => {
    assert.deepEqual(await shelvesAfter('a,exhaust'), ['a 2']);
    assert.match(reports[0]!, /System.LimitException: Too many SOQL queries: 101/);
  });
  it('goes on after a null pointer', async () => {
    assert.deepEqual(await shelvesAfter('a,null'), ['a 2']);
  });
  it('that fails without a checkpoint is undone, and the batch does not come again', async () => {
    assert.deepEqual(await shelvesAfter('unmarked,divide,c'), []);
    assert.equal(reports.length, 1);
    assert.deepEqual(await shelvesAfter('d'), ['d 1']);
  });
  it('that ends early gets the events behind its checkpoint', async () => {
    assert.deepEqual(await shelvesAfter('a,stop,c'), ['a 3']);
    assert.deepEqual(echoes(), ['a']);
  });
  it('that asks for the batch again gets all of it, whatever the checkpoint', async () => {
    await shelvesAfter('a,retry');
    assert.deepEqual(await shelves(), []);
    for (let round = 0; round < 3; round++) {
      now += 600_000;
      localOrg.subscribers.wake();
      await localOrg.subscribers.idle();
    }
    assert.deepEqual(await shelves(), ['a 2', 'retry 2']);
  });
  it('is in error state after ten runs', async () => {
    await shelvesAfter('a,always');
    for (let round = 0; round < 12; round++) {
      now += 600_000;
      localOrg.subscribers.wake();
      await localOrg.subscribers.idle();
    }
    assert.equal(localOrg.subscribers.isSuspended('Note__e'), true);
    assert.equal(reports.filter((line) => /run \d+ of 10/.test(line)).length, 10);
  });
  it('may only name an event of its batch', async () => {
    assert.deepEqual(await shelvesAfter('a,unknown'), ['a 2']);
    assert.match(reports[0]!, /InvalidReplayIdException/);
  });
  it('that rolls back behind its checkpoint itself keeps what is left', async () => {
    assert.deepEqual(await shelvesAfter('a,back,divide'), ['back 3']);
  });
  it('does the same in tests', () => {
    const user = localOrg.users.byUsername(ADMIN_USERNAME)!;
    const { results } = runTests(localOrg.org.installed, { services: localOrg.org.services, eventUser: () => user }, { user });
    assert.deepEqual(results.map(({ methodName, message }) => [methodName, message]), [['resumes', null], ['controlsTheSize', null], ['retries', null]]);
  });
});
