/** EventBus.publish with a callback: who is told what became of the events, and when. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { Store } from '../data/store/store.ts';
import { runTests } from '../runtime/test-runner.ts';
import type { ApexList } from '../values/collections/list.ts';
import { ADMIN_USERNAME, AUTOMATED_PROCESS_USERNAME } from './demo-users.ts';
import { LocalOrg } from './local-org.ts';
import { classMeta, field, metadataXml, objectHead } from './test-support/deploying.ts';

const FILES: Readonly<Record<string, string>> = {
  'objects/Note__e/Note__e.object-meta.xml': metadataXml('CustomObject', '<deploymentStatus>Deployed</deploymentStatus><eventType>HighVolume</eventType><label>Note</label><pluralLabel>Notes</pluralLabel><publishBehavior>PublishAfterCommit</publishBehavior>'),
  'objects/Note__e/fields/Text__c.field-meta.xml': metadataXml('CustomField', field('Text__c')),
  'objects/Shelf__c/Shelf__c.object-meta.xml': metadataXml('CustomObject', objectHead),
  'classes/Told.cls': `public class Told implements EventBus.EventPublishSuccessCallback, EventBus.EventPublishFailureCallback {
    private String label;
    public Told(String label) { this.label = label; }
    public void onSuccess(EventBus.SuccessResult result) { insert as system new Shelf__c(Name = 'ok ' + label + ' ' + result.getEventUuids().size() + ' ' + UserInfo.getName()); }
    public void onFailure(EventBus.FailureResult result) { insert as system new Shelf__c(Name = 'failed ' + label + ' ' + result.getEventUuids()[0].length()); }
  }`,
  'classes/Told.cls-meta.xml': classMeta,
  'classes/Forever.cls': `public class Forever implements EventBus.EventPublishSuccessCallback {
    public void onSuccess(EventBus.SuccessResult result) { insert as system new Shelf__c(Name = 'again'); Database.SaveResult published = EventBus.publish(new Note__e(Text__c = 'x'), this); }
  }`,
  'classes/Forever.cls-meta.xml': classMeta,
  'classes/Notes.cls': `public class Notes {
    public static String one() { return EventBus.getOperationId(EventBus.publish(new Note__e(Text__c = 'a'), new Told('one'))); }
    public static void two() { EventBus.publish(new List<Note__e>{ new Note__e(Text__c = 'a'), new Note__e(Text__c = 'b') }, new Told('two')); }
    public static void undone() { Savepoint before = Database.setSavepoint(); two(); Database.rollback(before); }
    public static void fails() { two(); Integer zero = 0; zero = 1 / zero; }
    public static void nobody() { EventBus.publish(new Note__e(Text__c = 'a'), 'text'); }
    public static void forever() { EventBus.publish(new Note__e(Text__c = 'a'), new Forever()); }
    public static List<String> shelves() { List<String> names = new List<String>(); for (Shelf__c s : [SELECT Name FROM Shelf__c WITH SYSTEM_MODE ORDER BY CreatedDate, Id]) names.add(s.Name); return names; }
  }`,
  'classes/Notes.cls-meta.xml': classMeta,
  'classes/NotesTest.cls': `@IsTest private class NotesTest {
    @IsTest static void succeeds() { Notes.two(); System.assertEquals(0, Notes.shelves().size()); Test.getEventBus().deliver(); System.assertEquals('ok two 2 Automated Process', Notes.shelves()[0]); }
    @IsTest static void fails() { Notes.two(); Test.getEventBus().fail(); System.assertEquals(new List<String>{ 'failed two 36' }, Notes.shelves()); Test.getEventBus().deliver(); System.assertEquals(1, Notes.shelves().size()); }
    @IsTest static void forever() { Notes.forever(); for (Integer i = 0; i < 15; i++) { Test.getEventBus().deliver(); } System.assertEquals(10, Notes.shelves().size(), 'ten callbacks publish, the eleventh may not'); }
    @IsTest static void atTheEnd() { Test.startTest(); Notes.two(); Test.stopTest(); System.assertEquals(1, Notes.shelves().size()); }
  }`,
  'classes/NotesTest.cls-meta.xml': classMeta,
};

let now = Date.UTC(2026, 10, 22, 9, 0, 0);
let localOrg: LocalOrg;

beforeEach(() => {
  localOrg = new LocalOrg({ store: Store.inMemory(), clock: { now: () => (now += 1) }, report: () => undefined });
  assert.deepEqual(localOrg.deploy(new Map(Object.entries(FILES))), []);
});
afterEach(() => localOrg.close());

async function run(method: string): Promise<unknown> {
  const answer = await localOrg.org.run({ user: localOrg.users.byUsername(ADMIN_USERNAME)!, kind: 'ANONYMOUS' }, () => localOrg.org.program.invoke('Notes', method, []));
  await localOrg.jobRunner.idle();
  return answer;
}
const shelves = async (): Promise<readonly string[]> => (await run('shelves') as ApexList<string>).items;

describe('a publish callback', () => {
  it('is told of all events of its publish call, after the commit, as Automated Process', async () => {
    await run('two');
    assert.deepEqual(await shelves(), ['ok two 2 Automated Process']);
  });
  it('knows events by the id their publisher asked for', async () => {
    const operation = await run('one');
    assert.deepEqual(localOrg.bus.read('/event/Note__e', 0, 10).map(({ payload }) => payload['EventUuid']), [operation]);
  });
  it('hears nothing of events that were never published', async () => {
    await run('undone');
    await assert.rejects(run('fails'), /Divide by 0/);
    assert.deepEqual(await shelves(), []);
  });
  it('must be one', async () => { await assert.rejects(run('nobody'), /must implement eventbus.EventPublishSuccessCallback/); });
  it('may publish with a callback ten times in a row', async () => {
    const user = localOrg.users.byUsername(ADMIN_USERNAME)!;
    const { results } = runTests(localOrg.org.installed, { services: localOrg.org.services, eventUser: () => user }, { user });
    assert.equal(results.find(({ methodName }) => methodName === 'forever')?.message, null);
  });
  it('is called in tests by deliver, fail and the end', () => {
    const host = { services: localOrg.org.services, eventUser: () => localOrg.users.byUsername(AUTOMATED_PROCESS_USERNAME)! };
    const { results } = runTests(localOrg.org.installed, host, { user: localOrg.users.byUsername(ADMIN_USERNAME)! });
    assert.deepEqual(results.filter(({ methodName }) => methodName !== 'forever').map(({ methodName, message }) => [methodName, message]), [['succeeds', null], ['fails', null], ['atTheEnd', null]]);
  });
});
