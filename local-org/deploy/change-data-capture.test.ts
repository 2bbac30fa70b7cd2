import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { Store } from '../data/store/store.ts';
import type { StreamEvent } from '../events/bus.ts';
import type { ChangeHeader } from '../library/org/ChangeEventHeader.ts';
import { runTests } from '../runtime/test-runner.ts';
import { ADMIN_USERNAME } from './demo-users.ts';
import { LocalOrg } from './local-org.ts';

const object = (label: string): string => `<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata"><label>${label}</label><pluralLabel>${label}s</pluralLabel><nameField><label>Name</label><type>Text</type></nameField><deploymentStatus>Deployed</deploymentStatus><sharingModel>ReadWrite</sharingModel></CustomObject>`;
const field = (name: string, type: string, rest = ''): string => `<CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>${name}</fullName><label>${name}</label><type>${type}</type>${rest}</CustomField>`;
const meta = (kind: 'ApexClass' | 'ApexTrigger'): string => `<${kind} xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>67.0</apiVersion><status>Active</status></${kind}>`;
const member = (channel: string, entity: string, rest = ''): string => `<PlatformEventChannelMember xmlns="http://soap.sforce.com/2006/04/metadata"><eventChannel>${channel}</eventChannel>${rest}<selectedEntity>${entity}</selectedEntity></PlatformEventChannelMember>`;

const FILES: Readonly<Record<string, string>> = {
  'objects/Shelf__c/Shelf__c.object-meta.xml': object('Shelf'),
  'objects/Shelf__c/fields/Code__c.field-meta.xml': field('Code__c', 'Text', '<length>20</length>'),
  'objects/Shelf__c/fields/Level__c.field-meta.xml': field('Level__c', 'Number', '<precision>10</precision><scale>1</scale>'),
  'objects/Quiet__c/Quiet__c.object-meta.xml': object('Quiet'),
  'objects/Note__c/Note__c.object-meta.xml': object('Note'),
  'objects/Note__c/fields/Text__c.field-meta.xml': field('Text__c', 'LongTextArea', '<length>2000</length><visibleLines>3</visibleLines>'),
  'platformEventChannelMembers/ChangeEvents_Shelf_ChangeEvent.platformEventChannelMember-meta.xml': member('ChangeEvents', 'Shelf__ChangeEvent'),
  'platformEventChannelMembers/ChangeEvents_AccountChangeEvent.platformEventChannelMember-meta.xml': member('ChangeEvents', 'AccountChangeEvent'),
  'platformEventChannels/Stock__chn.platformEventChannel-meta.xml': '<PlatformEventChannel xmlns="http://soap.sforce.com/2006/04/metadata"><channelType>data</channelType><label>Stock</label></PlatformEventChannel>',
  'platformEventChannelMembers/Stock_chn_Shelf_ChangeEvent.platformEventChannelMember-meta.xml': member('Stock__chn', 'Shelf__ChangeEvent', '<enrichedFields><name>Code__c</name></enrichedFields>'),
  'triggers/ShelfChange.trigger': `trigger ShelfChange on Shelf__ChangeEvent (after insert) {
    for (Shelf__ChangeEvent change : Trigger.new) {
      EventBus.ChangeEventHeader header = change.ChangeEventHeader;
      insert new Note__c(Text__c = header.changeType + ' ' + header.getRecordIds().size() + ' ' + header.entityName + ' ' + String.join(header.changedFields, ',') + ' ' + change.Level__c + ' ' + UserInfo.getName());
    }
  }`,
  'triggers/ShelfChange.trigger-meta.xml': meta('ApexTrigger'),
  'classes/Shelves.cls': `public class Shelves {
    public static void make(Integer count) { List<Shelf__c> all = new List<Shelf__c>(); for (Integer i = 0; i < count; i++) all.add(new Shelf__c(Name = 's' + i, Code__c = 'c' + i, Level__c = i)); insert as system all; }
    public static void change() { for (Shelf__c s : [SELECT Id FROM Shelf__c WITH SYSTEM_MODE]) { update as system new Shelf__c(Id = s.Id, Level__c = 7, Code__c = null); update as system new Shelf__c(Id = s.Id, Level__c = 8.5); } }
    public static void same() { List<Shelf__c> all = [SELECT Id FROM Shelf__c WITH SYSTEM_MODE]; for (Shelf__c s : all) s.Level__c = 3; update as system all; }
    public static void undone() {
      Savepoint before = Database.setSavepoint();
      insert as system new Shelf__c(Name = 'gone'); Database.rollback(before);
      Shelf__c brief = new Shelf__c(Name = 'brief'); insert as system brief; delete as system brief;
      insert as system new Quiet__c(Name = 'quiet');
    }
    public static void half() {
      Shelf__c one = [SELECT Id FROM Shelf__c WITH SYSTEM_MODE];
      update as system new Shelf__c(Id = one.Id, Level__c = 4);
      Savepoint between = Database.setSavepoint();
      update as system new Shelf__c(Id = one.Id, Level__c = 5, Code__c = 'z'); Database.rollback(between);
    }
    public static void there() {
      Shelf__c one = [SELECT Id, Code__c FROM Shelf__c WITH SYSTEM_MODE];
      update as system new Shelf__c(Id = one.Id, Level__c = 4);
      Savepoint between = Database.setSavepoint();
      update as system new Shelf__c(Id = one.Id, Code__c = 'z'); update as system new Shelf__c(Id = one.Id, Code__c = one.Code__c); Database.rollback(between);
    }
    public static void bin() { List<Shelf__c> all = [SELECT Id FROM Shelf__c WITH SYSTEM_MODE]; delete as system all; }
    public static void unbin() { undelete as system [SELECT Id FROM Shelf__c WHERE IsDeleted = true WITH SYSTEM_MODE ALL ROWS]; }
    public static String subscribers() { EventBusSubscriber s = [SELECT Name, Topic, Status, Position, Tip, Retries FROM EventBusSubscriber WITH SYSTEM_MODE]; return s.Name + ' ' + s.Topic + ' ' + s.Status + ' ' + s.Position + ' ' + s.Tip + ' ' + s.Retries; }
    public static List<String> notes() { List<String> texts = new List<String>(); for (Note__c n : [SELECT Text__c FROM Note__c WITH SYSTEM_MODE ORDER BY CreatedDate, Id]) texts.add(n.Text__c); return texts; }
  }`,
  'classes/Shelves.cls-meta.xml': meta('ApexClass'),
  'classes/ShelvesTest.cls': `@IsTest private class ShelvesTest {
    @IsTest static void without() { Shelves.make(1); Test.getEventBus().deliver(); System.assertEquals(0, Shelves.notes().size()); }
    @IsTest static void captured() {
      Test.enableChangeDataCapture();
      Shelves.make(2);
      Test.getEventBus().deliver();
      System.assertEquals(2, Shelves.notes().size());
      Shelves.same();
      Test.getEventBus().deliver();
      System.assertEquals('UPDATE 2 Shelf__c LastModifiedDate,Level__c 3', Shelves.notes()[2].substringBefore(' Automated'));
    }
  }`,
  'classes/ShelvesTest.cls-meta.xml': meta('ApexClass'),
};

let now = Date.UTC(2026, 10, 22, 9, 0, 0);
/** Milliseconds that pass between two looks at the clock. */
let tick = 1000;
let localOrg: LocalOrg;
let events: StreamEvent[];

beforeEach(() => {
  localOrg = new LocalOrg({ store: Store.inMemory(), clock: { now: () => (now += tick) }, report: (line) => { assert.fail(line); } });
  assert.deepEqual(localOrg.deploy(new Map(Object.entries(FILES))), []);
  events = [];
  localOrg.bus.onPublished((published) => { events.push(...published); });
});
afterEach(() => localOrg.close());

const run = (method: string, ...values: unknown[]): Promise<unknown> =>
  localOrg.org.run({ user: localOrg.users.byUsername(ADMIN_USERNAME)!, kind: 'ANONYMOUS' }, () => localOrg.org.program.invoke('Shelves', method, values));
const on = (topic: string): StreamEvent[] => events.filter((event) => event.topic === topic);
const headerOf = (event: StreamEvent): ChangeHeader => event.payload['ChangeEventHeader'] as ChangeHeader;

describe('change data capture', () => {
  it('tells of a new record with all that is in it, at every topic that selected it', async () => {
    await run('make', 1);
    assert.deepEqual(events.map(({ topic }) => topic), ['/data/Shelf__ChangeEvent', '/data/ChangeEvents', '/data/Stock__chn']);
    const [event] = events;
    const { changeType, entityName, recordIds, changedFields, nulledFields, sequenceNumber, commitUser } = headerOf(event!);
    assert.deepEqual([changeType, entityName, recordIds.length, changedFields, nulledFields, sequenceNumber], ['CREATE', 'Shelf__c', 1, [], [], 1]);
    assert.equal(commitUser, localOrg.users.byUsername(ADMIN_USERNAME)!.id);
    assert.equal(event!.payload['Level__c'], 0);
    assert.equal(event!.payload['Name'], 's0');
  });
  it('makes one event of all changes of a record in a transaction', async () => {
    await run('make', 1);
    events.length = 0;
    await run('change');
    const [event, ...others] = on('/data/ChangeEvents');
    assert.equal(others.length, 0);
    assert.equal(headerOf(event!).changeType, 'UPDATE');
    assert.deepEqual([...headerOf(event!).changedFields].sort(), ['Code__c', 'LastModifiedDate', 'Level__c']);
    assert.deepEqual(headerOf(event!).nulledFields, ['Code__c']);
    assert.equal(event!.payload['Level__c'], 8.5);
    assert.equal(event!.payload['Code__c'], null);
    assert.equal('Name' in event!.payload, false);
  });
  it('merges the same change of several records into one event', async () => {
    const { 'platformEventChannelMembers/Stock_chn_Shelf_ChangeEvent.platformEventChannelMember-meta.xml': enriching, ...others } = FILES;
    assert.ok(enriching);
    assert.deepEqual(localOrg.deploy(new Map(Object.entries(others))), []);
    await run('make', 3);
    events.length = 0;
    await run('same');
    assert.equal(headerOf(on('/data/ChangeEvents')[0]!).recordIds.length, 3);
    assert.equal(on('/data/ChangeEvents').length, 1);
  });
  it('adds enriched fields where the channel asks for them; they make each event its own', async () => {
    await run('make', 2);
    events.length = 0;
    await run('same');
    assert.deepEqual(on('/data/Stock__chn').map(({ payload }) => payload['Code__c']), ['c0', 'c1']);
    assert.deepEqual(on('/data/ChangeEvents').map(({ payload }) => 'Code__c' in payload), [false, false]);
  });
  it('tells of deleted and restored records', async () => {
    await run('make', 2);
    events.length = 0;
    await run('bin');
    await run('unbin');
    assert.deepEqual(on('/data/Shelf__ChangeEvent').map((event) => headerOf(event).changeType), ['DELETE', 'DELETE', 'UNDELETE', 'UNDELETE']);
  });
  it('tells nothing of what was undone, of what nobody selected, and of records that came and went', async () => {
    await run('undone');
    assert.deepEqual(events, []);
  });
  it('tells of a record that was changed twice what a rollback has left', async () => {
    await run('make', 1);
    events.length = 0;
    await run('half');
    const [event] = on('/data/ChangeEvents');
    assert.deepEqual([event!.payload['Level__c'], headerOf(event!).changedFields], [4, ['LastModifiedDate', 'Level__c']]);
  });
  it('tells nothing of changes that were undone, also when they had left the record as it was', async () => {
    await run('make', 1);
    events.length = 0;
    tick = 0;
    await run('there');
    tick = 1000;
    assert.deepEqual(headerOf(on('/data/ChangeEvents')[0]!).changedFields, ['LastModifiedDate', 'Level__c']);
  });
  it('replays what a client missed', async () => {
    await run('make', 2);
    await run('same');
    const all = localOrg.bus.read('/data/ChangeEvents', 0, 10);
    assert.deepEqual(all.map((event) => headerOf(event).changeType), ['CREATE', 'CREATE', 'UPDATE', 'UPDATE']);
    assert.equal(localOrg.bus.read('/data/ChangeEvents', all[1]!.replayId, 10).length, 2);
    assert.equal(localOrg.bus.topic('/DATA/changeevents'), '/data/ChangeEvents');
    assert.equal(localOrg.bus.topic('/data/Note__ChangeEvent'), undefined);
  });
  it('runs change-event triggers as Automated Process, after the commit', async () => {
    await run('make', 1);
    await run('same');
    await localOrg.subscribers.idle();
    assert.deepEqual(((await run('notes')) as { items: string[] }).items, [
      'CREATE 1 Shelf__c  0 Automated Process', 'UPDATE 1 Shelf__c LastModifiedDate,Level__c 3 Automated Process',
    ]);
    const subscribers = (await run('subscribers')) as string;
    assert.equal(subscribers, 'ShelfChange Shelf__ChangeEvent Running 2 2 0');
  });
  it('tells of a gap with the records and without their values, when the bus is told to', async () => {
    localOrg.faults.set({ seed: 1, gap: 1 });
    await run('make', 1);
    const [event] = on('/data/ChangeEvents');
    assert.deepEqual([headerOf(event!).changeType, headerOf(event!).recordIds.length, Object.keys(event!.payload)], ['GAP_CREATE', 1, ['ChangeEventHeader']]);
  });
  it('in tests begins with Test.enableChangeDataCapture()', () => {
    const { results } = runTests(localOrg.org.installed, { services: localOrg.org.services, eventUser: () => localOrg.users.byUsername('autoproc@holdfast.local')! }, { user: localOrg.users.byUsername(ADMIN_USERNAME)! });
    assert.deepEqual(results.map(({ methodName, message }) => [methodName, message]), [['without', null], ['captured', null]]);
  });
  it('refuses what is not there: an unknown entity, channel or enriched field, and filters', () => {
    const problems = localOrg.deploy(new Map(Object.entries({
      ...FILES,
      'platformEventChannelMembers/A.platformEventChannelMember-meta.xml': member('ChangeEvents', 'Nothing__ChangeEvent'),
      'platformEventChannelMembers/B.platformEventChannelMember-meta.xml': member('None__chn', 'Shelf__ChangeEvent'),
      'platformEventChannelMembers/C.platformEventChannelMember-meta.xml': member('ChangeEvents', 'Shelf__ChangeEvent', '<enrichedFields><name>No__c</name></enrichedFields>'),
      'platformEventChannelMembers/D.platformEventChannelMember-meta.xml': member('ChangeEvents', 'Shelf__ChangeEvent', "<filterExpression>Level__c &gt; 1</filterExpression>"),
    })));
    assert.equal(problems.length, 4);
    assert.match(problems.map(({ message }) => message).join('\n'), /filterExpression/);
  });
});
