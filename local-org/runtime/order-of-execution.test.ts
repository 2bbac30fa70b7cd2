/** The documented order of a save, from defaults to what follows the commit, told by triggers that write down what they see. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SourceFile } from '../compiler/position.ts';
import { fieldFile, metadata, objectFile } from '../schema/test-support/projects.ts';
import { JobRunner } from './jobs/job-runner.ts';
import { ADMINISTRATOR, ScriptOrg } from './test/script-org.ts';

const master = (to: string): string =>
  `<type>MasterDetail</type><referenceTo>${to}</referenceTo><relationshipName>${to.replace('__c', '')}_Details</relationshipName><relationshipOrder>0</relationshipOrder>`;
const summary = (child: string, field: string, reference: string): string =>
  `<type>Summary</type><summarizedField>${child}.${field}</summarizedField><summaryForeignKey>${child}.${reference}</summaryForeignKey><summaryOperation>sum</summaryOperation>`;
const controlled = '<nameField><type>Text</type></nameField><sharingModel>ControlledByParent</sharingModel>';
const rule = (objectName: string, name: string, condition: string, message: string): [string, string] => [
  `objects/${objectName}/validationRules/${name}.validationRule-meta.xml`,
  metadata('ValidationRule', `<fullName>${name}</fullName><active>true</active><errorConditionFormula>${condition}</errorConditionFormula><errorMessage>${message}</errorMessage>`),
];
const number = '<type>Number</type><precision>8</precision><scale>2</scale>';

/** Region ← Basket ← Item, each master with the sum of its details. */
const project = new Map([
  objectFile('Region__c'), objectFile('Basket__c', controlled), objectFile('Item__c', controlled),
  fieldFile('Region__c', 'Total__c', summary('Basket__c', 'Total__c', 'Region__c')),
  fieldFile('Basket__c', 'Region__c', master('Region__c')),
  fieldFile('Basket__c', 'Total__c', summary('Item__c', 'Quantity__c', 'Basket__c')),
  fieldFile('Item__c', 'Basket__c', master('Basket__c')),
  fieldFile('Item__c', 'Quantity__c', `${number}<defaultValue>2</defaultValue>`),
  fieldFile('Item__c', 'Code__c', '<type>Text</type><length>10</length><unique>true</unique><externalId>true</externalId>'),
  fieldFile('Item__c', 'Note__c', '<type>Text</type><length>20</length><required>true</required>'),
  objectFile('Told__e', '<eventType>HighVolume</eventType><publishBehavior>PublishAfterCommit</publishBehavior><pluralLabel>Told</pluralLabel><deploymentStatus>Deployed</deploymentStatus>'),
  fieldFile('Told__e', 'Text__c', '<type>Text</type><length>80</length>'),
  rule('Item__c', 'Negative', 'Quantity__c &lt; 0', 'Quantities are not negative.'),
  rule('Basket__c', 'Full', 'Total__c &gt; 100', 'A basket holds 100.'),
]);

const watched = (objectName: string, body: string): SourceFile => ({
  path: `${objectName}Watch.trigger`, kind: 'trigger',
  text: `trigger ${objectName}Watch on ${objectName}__c (before insert, after insert, before update, after update, before delete, after delete, after undelete) {
    ${body}
  }`,
});
const steps: SourceFile = {
  path: 'Steps.cls', kind: 'class',
  text: `public class Steps {
    public static List<String> lines = new List<String>();
    public static Integer runs = 0;
    public class Later implements Queueable {
      public void execute(QueueableContext context) { insert new Region__c(Name = 'after the commit there are ' + [SELECT COUNT() FROM Item__c]); }
    }
  }`,
};
const note = (what: string): string => `Steps.lines.add('${what} ' + Trigger.operationType + ' '`;
const installed = [
  steps,
  watched('Item', `
    ${note('item')} + Trigger.size + (Trigger.isInsert && Trigger.isBefore ? ' ' + Trigger.new[0].Quantity__c + ' ' + Trigger.new[0].Note__c : ''));
    Steps.runs++;
    if (Trigger.isBefore && Trigger.isDelete) { for (Item__c each : Trigger.old) if (each.Note__c == 'keep') each.addError('This one stays.'); return; }
    if (Trigger.isBefore && Trigger.isInsert) for (Item__c each : Trigger.new) {
      if (each.Note__c == null) each.Note__c = 'from the trigger';
      if (each.Name == 'record') each.addError('of the record');
      if (each.Name == 'field') each.Code__c.addError('of the field');
      if (each.Name == 'both') { each.addError(Item__c.Note__c, 'first'); each.addError('Quantity__c', 'second'); }
      if (each.Name == 'throws') { Integer none; none++; }
    }
    if (Trigger.isAfter && Trigger.isInsert) {
      Steps.lines.add('basket is ' + [SELECT Total__c FROM Basket__c LIMIT 1].Total__c);
      for (Item__c each : Trigger.new) {
        if (each.Name == 'later') System.enqueueJob(new Steps.Later());
        if (each.Name.startsWith('event')) EventBus.publish(new Told__e(Text__c = each.Name));
        if (each.Name == 'event then error') each.addError('published and refused');
      }
    }`),
  watched('Basket', `if (Trigger.isUpdate) ${note('basket')} + Trigger.old[0].Total__c + ' > ' + Trigger.new[0].Total__c);`),
  watched('Region', `
    if (Trigger.isUpdate) ${note('region')} + Trigger.old[0].Total__c + ' > ' + Trigger.new[0].Total__c);
    if (Trigger.isAfter && Trigger.isUpdate && Trigger.new[0].Name == 'nested') {
      Id basket = [SELECT Id FROM Basket__c].Id;
      Integer more = [SELECT COUNT() FROM Region__c] + [SELECT COUNT() FROM Item__c];
      Database.insert(new List<Item__c>{ new Item__c(Name = 'record', Basket__c = basket), new Item__c(Basket__c = basket, Quantity__c = 0) }, false);
    }`),
];

const basket = `
  Region__c region = new Region__c(Name = 'r'); insert region;
  Basket__c basket = new Basket__c(Name = 'b', Region__c = region.Id); insert basket;
  Steps.lines.clear(); Steps.runs = 0;`;
const showLines = 'for (String line : Steps.lines) System.debug(line);';

function orgWithTriggers(): ScriptOrg {
  const host = new ScriptOrg(project);
  host.install(installed);
  return host;
}

async function output(script: string): Promise<string[]> {
  return (await orgWithTriggers().anonymous(basket + script, installed)).map(({ text }) => text);
}

test('a save runs: defaults, before triggers, checks, write, after triggers, roll-ups that save master and grandparent', async () => {
  assert.deepEqual(await output(`insert new Item__c(Basket__c = basket.Id); ${showLines}`), [
    'item BEFORE_INSERT 1 2 null', 'item AFTER_INSERT 1', 'basket is 0.00', 'basket BEFORE_UPDATE 0.00 > 2.00', 'basket AFTER_UPDATE 0.00 > 2.00',
    'region BEFORE_UPDATE 0.00 > 2.00', 'region AFTER_UPDATE 0.00 > 2.00',
  ]);
});

test('200 rows at a time go through every step, roll-ups included, with the statics of the transaction', async () => {
  const step = (rows: number, before: string, after: string): string[] => [
    `item BEFORE_INSERT ${String(rows)} 0.1 null`, `item AFTER_INSERT ${String(rows)}`, `basket is ${before}`, `basket BEFORE_UPDATE ${before} > ${after}`, `basket AFTER_UPDATE ${before} > ${after}`,
    `region BEFORE_UPDATE ${before} > ${after}`, `region AFTER_UPDATE ${before} > ${after}`,
  ];
  assert.deepEqual(await output(`
    List<Item__c> many = new List<Item__c>();
    for (Integer i = 0; i < 401; i++) many.add(new Item__c(Quantity__c = 0.1, Basket__c = basket.Id));
    insert many;
    ${showLines}
    System.debug(Steps.runs);`), [...step(200, '0.00', '20.00'), ...step(200, '20.00', '40.00'), ...step(1, '40.00', '40.10'), '6']);
});

test('every failed row has its errors, from triggers, checks and rules alike', async () => {
  assert.deepEqual(await output(`
    try {
      insert new List<Item__c>{
        new Item__c(Name = 'ok', Basket__c = basket.Id), new Item__c(Name = 'record', Basket__c = basket.Id), new Item__c(Name = 'field', Basket__c = basket.Id),
        new Item__c(Name = 'both', Basket__c = basket.Id), new Item__c(Name = 'negative', Quantity__c = -1, Basket__c = basket.Id),
        new Item__c(Name = 'long', Note__c = 'x'.repeat(21), Basket__c = basket.Id), new Item__c(Name = 'orphan') };
    } catch (DmlException e) {
      System.debug(e.getMessage());
      for (Integer i = 0; i < e.getNumDml(); i++) {
        System.debug(e.getDmlIndex(i) + ' ' + e.getDmlId(i) + ' ' + e.getDmlType(i) + ' ' + (e.getDmlType(i).name() == e.getDmlStatusCode(i)) + ' ' + e.getDmlFields(i) + ' ' + e.getDmlFieldNames(i) + ' ' + e.getDmlMessage(i));
      }
      System.debug(e.getDmlFields(2)[0] == Item__c.Note__c);
    }
    System.debug([SELECT COUNT() FROM Item__c]);`), [
    'Insert failed. First exception on row 1; first error: FIELD_CUSTOM_VALIDATION_EXCEPTION, of the record: []',
    '1 null FIELD_CUSTOM_VALIDATION_EXCEPTION true () () of the record',
    '2 null FIELD_CUSTOM_VALIDATION_EXCEPTION true (Code__c) (Code__c) of the field',
    '3 null FIELD_CUSTOM_VALIDATION_EXCEPTION true (Note__c) (Note__c) first',
    '3 null FIELD_CUSTOM_VALIDATION_EXCEPTION true (Quantity__c) (Quantity__c) second',
    '4 null FIELD_CUSTOM_VALIDATION_EXCEPTION true () () Quantities are not negative.',
    '5 null STRING_TOO_LONG true (Note__c) (Note__c) Label: data value too large: xxxxxxxxxxxxxxxxxxxxx (max length=20)',
    '6 null REQUIRED_FIELD_MISSING true (Basket__c) (Basket__c) Required fields are missing: [Basket__c]',
    'true', '0',
  ]);
});

test('an exception of a trigger tells the trigger, the cause and the stack up to the trigger', async () => {
  assert.deepEqual(await output(`try { insert new Item__c(Name = 'throws', Basket__c = basket.Id); } catch (DmlException e) { System.debug(e.getMessage()); }`), [
    'Insert failed. First exception on row 0; first error: CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY, ItemWatch: execution of BeforeInsert\n\n'
    + 'caused by: System.NullPointerException: Attempt to de-reference a null object\n\nTrigger.ItemWatch: line 11, column 1: []',
  ]);
});

test('what a master refuses is refused to the detail, and nothing of the save stays', async () => {
  assert.deepEqual(await output(`
    try { insert new Item__c(Quantity__c = 101, Basket__c = basket.Id); } catch (DmlException e) { System.debug(e.getMessage()); }
    System.debug([SELECT COUNT() FROM Item__c] + ' ' + [SELECT Total__c FROM Basket__c].Total__c + ' ' + [SELECT Total__c FROM Region__c].Total__c);`), [
    'Insert failed. First exception on row 0; first error: FIELD_CUSTOM_VALIDATION_EXCEPTION, A basket holds 100.: []', '0 0.00 0.00',
  ]);
});

test('a before delete trigger may keep its record', async () => {
  assert.deepEqual(await output(`
    Item__c kept = new Item__c(Note__c = 'keep', Basket__c = basket.Id); insert kept;
    try { delete kept; } catch (DmlException e) { System.debug(e.getMessage().replace(kept.Id, 'ID')); System.debug(e.getDmlId(0) == kept.Id); }
    System.debug([SELECT COUNT() FROM Item__c]);`), [
    'Delete failed. First exception on row 0 with id ID; first error: FIELD_CUSTOM_VALIDATION_EXCEPTION, This one stays.: []', 'true', '1',
  ]);
});

test('a partial save begins again with the good rows: triggers fire again, limits go back, statics and nothing else stay', async () => {
  const attempt = (rows: number): string[] => [
    `item BEFORE_INSERT ${String(rows)} 2 null`, 'item AFTER_INSERT 1', 'basket is 0.00', 'basket BEFORE_UPDATE 0.00 > 2.00', 'basket AFTER_UPDATE 0.00 > 2.00',
    'region BEFORE_UPDATE 0.00 > 2.00', 'region AFTER_UPDATE 0.00 > 2.00',
  ];
  assert.deepEqual(await output(`
    Integer queries = Limits.getQueries();
    List<Database.SaveResult> results = Database.insert(new List<Item__c>{ new Item__c(Name = 'record', Basket__c = basket.Id), new Item__c(Name = 'later', Basket__c = basket.Id) }, false);
    System.debug(Limits.getQueries() - queries);
    System.debug(Limits.getQueueableJobs());
    System.debug(results[0].getErrors()[0].getMessage() + ' ' + results[1].isSuccess());
    ${showLines}
    System.debug(Steps.runs + ' ' + [SELECT COUNT() FROM AsyncApexJob] + ' ' + [SELECT Total__c FROM Region__c].Total__c);`), [
    '1', '1', 'of the record true', ...attempt(2), ...attempt(1), '4 1 2.00',
  ]);
});

test('a partial save inside a trigger gives back its own limits only', async () => {
  assert.deepEqual(await output(`
    region.Name = 'nested'; update region;
    System.debug(Limits.getQueries());`), ['4']);
});

test('events and queueable jobs follow the commit; those of a statement that failed are gone with it', async () => {
  const host = orgWithTriggers();
  const runner = new JobRunner({ org: host.org, jobs: host.jobs, platformUser: () => ADMINISTRATOR, report: (line) => assert.fail(line) });
  const run = async (script: string): Promise<string[]> => (await host.anonymous(script, installed)).map(({ text }) => text);
  assert.deepEqual(await run(`${basket}
    try { insert new Item__c(Name = 'event then error', Basket__c = basket.Id); } catch (DmlException e) { System.debug(e.getDmlMessage(0)); }
    Database.insert(new List<Item__c>{ new Item__c(Name = 'record', Basket__c = basket.Id), new Item__c(Name = 'event', Basket__c = basket.Id) }, false);
    insert new Item__c(Name = 'later', Basket__c = basket.Id);
    System.debug([SELECT COUNT() FROM Region__c]);`), ['published and refused', '1']);
  assert.deepEqual(host.published.map(({ objectName, payload }) => [objectName, payload['Text__c']]), [['Told__e', 'event']]);
  runner.wake();
  await runner.idle();
  assert.deepEqual(await run(`for (Region__c each : [SELECT Name FROM Region__c WHERE Name LIKE 'after%']) System.debug(each.Name);`), ['after the commit there are 2']);
  await runner.stop();
});
