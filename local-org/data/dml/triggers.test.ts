import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { TriggerContext } from '../../library/ports.ts';
import { READ_ONLY, setSlot } from '../../values/sobject.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { TestOrg, column, decimal, field, get, objectSchema, systemFields } from '../test-support.ts';

const THING = objectSchema('Thing__c', 'a00', [...systemFields(), field('Code__c', 'string', { isUnique: true }), field('Level__c', 'double', { precision: 8, scale: 2, defaultValue: 1 })]);

let org: TestOrg;
let fired: TriggerContext[];
let retries: number;
let react: (context: TriggerContext) => void;
beforeEach(() => {
  org = new TestOrg([THING]);
  fired = [];
  retries = 0;
  react = () => undefined;
  org.session = {
    ...org.session,
    triggers: {
      handles: (object) => object === 'thing__c',
      fire: (context) => {
        fired.push(context);
        react(context);
      },
      beginAttempts: () => () => { retries += 1; },
    },
  };
});

const thing = (fields: Readonly<Record<string, unknown>> = {}): SObjectRecord => org.record('Thing__c', fields);
const events = (): string[] => fired.map((context) => `${context.operation} ${(context.newRecords ?? context.oldRecords)!.length}`);
function addError(record: SObjectRecord, message: string, name?: string): void {
  (record.$errors ??= []).push({ field: name, message });
}
const onlyIn = (operation: TriggerContext['operation'], body: (context: TriggerContext) => void) => (context: TriggerContext): void => {
  if (context.operation === operation) body(context);
};

test('a statement of 450 rows fires its triggers in chunks of 200', () => {
  org.dml('insert', Array.from({ length: 450 }, () => thing()));
  assert.deepEqual(events(), ['BEFORE_INSERT 200', 'AFTER_INSERT 200', 'BEFORE_INSERT 200', 'AFTER_INSERT 200', 'BEFORE_INSERT 50', 'AFTER_INSERT 50']);
});

test('what a before trigger sets is stored, and the caller does not see it', () => {
  react = onlyIn('BEFORE_INSERT', ({ newRecords }) => setSlot(newRecords![0]!, '$code__c', 'set'));
  const record = thing({ Name: 'n' });
  org.dml('insert', [record]);
  assert.equal(get(record, 'Code__c'), undefined);
  assert.deepEqual(column(org.query('SELECT Code__c FROM Thing__c'), 'Code__c'), ['set']);
});

test('a before insert trigger sees defaults and no id, an after trigger the stored row, read-only', () => {
  org.dml('insert', [thing({ Level__c: undefined, Code__c: ' x ' })]);
  const [before, after] = fired.map((context) => context.newRecords![0]!);
  assert.deepEqual([get(before, 'Id'), String(get(before, 'Level__c'))], [undefined, '1']);
  assert.deepEqual([get(after, 'Id'), String(get(after, 'Level__c')), get(after, 'Code__c')], ['a00Hf0000000001IAA', '1.00', 'x']);
  assert.equal(after!.$stateBits & READ_ONLY, READ_ONLY);
});

test('update triggers see the whole record before and after', () => {
  const record = org.insert('Thing__c', { Name: 'n', Code__c: 'a', Level__c: decimal('1') });
  fired = [];
  org.dml('update', [thing({ Id: get(record, 'Id'), Level__c: decimal('2') })]);
  const [before, after] = fired;
  assert.deepEqual([get(before!.newRecords![0], 'Code__c'), String(get(before!.newRecords![0], 'Level__c')), String(get(before!.oldRecords![0], 'Level__c'))], ['a', '2', '1.00']);
  assert.deepEqual([after!.operation, String(get(after!.newRecords![0], 'Level__c')), get(after!.oldRecords![0], 'Name')], ['AFTER_UPDATE', '2.00', 'n']);
});

test('delete triggers see the old record only, undelete fires after it', () => {
  const record = org.insert('Thing__c', { Code__c: 'a' });
  fired = [];
  org.dml('delete', [record]);
  org.dml('undelete', [record]);
  assert.deepEqual(fired.map((context) => [context.operation, context.newRecords === null, context.oldRecords === null]), [
    ['BEFORE_DELETE', true, false], ['AFTER_DELETE', true, false], ['AFTER_UNDELETE', false, true],
  ]);
});

test('an error added to a record fails its row', () => {
  react = onlyIn('BEFORE_INSERT', ({ newRecords }) => addError(newRecords![1]!, 'not this one', 'Code__c'));
  const results = org.dml('insert', [thing(), thing()]);
  assert.deepEqual(results.map((result) => result.errors), [[], [{ statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'not this one', fields: ['Code__c'] }]]);
  assert.deepEqual(events(), ['BEFORE_INSERT 2', 'AFTER_INSERT 1']);
  assert.equal(org.count('SELECT COUNT() FROM Thing__c'), 0);
});

test('an error added after the write undoes the write', () => {
  react = onlyIn('AFTER_INSERT', ({ newRecords }) => addError(newRecords![0]!, 'too late'));
  assert.equal(org.dml('insert', [thing()])[0]!.success, false);
  assert.equal(org.count('SELECT COUNT() FROM Thing__c'), 0);
});

test('a partial save undoes the first attempt with what its triggers did and saves the good rows again', () => {
  react = onlyIn('AFTER_INSERT', ({ newRecords }) => {
    for (const record of newRecords!) org.in(() => org.store.writer('INSERT INTO "group" ("id", "name", "isdeleted") VALUES (?, ?, 0)').run(fired.length * 100 + Number(get(record, 'Name')), `${fired.length}`));
  });
  const results = org.dml('insert', [thing({ Name: '1' }), thing({ Name: '2', Code__c: 'x' }), thing({ Name: '3', Code__c: 'X' })], { allOrNone: false });
  assert.deepEqual(results.map((result) => result.success), [true, true, false]);
  assert.deepEqual(events(), ['BEFORE_INSERT 3', 'AFTER_INSERT 2', 'BEFORE_INSERT 2', 'AFTER_INSERT 2']);
  assert.equal(retries, 1);
  assert.equal(org.count('SELECT COUNT() FROM Thing__c'), 2);
  assert.equal(org.count('SELECT COUNT() FROM Group'), 2, 'only the second attempt stays');
});

test('a retry begins with the caller\'s record, not with what the triggers made of it', () => {
  const seen: unknown[] = [];
  react = onlyIn('BEFORE_INSERT', ({ newRecords }) => {
    seen.push(get(newRecords![0], 'Level__c') === undefined ? undefined : String(get(newRecords![0], 'Level__c')));
    setSlot(newRecords![0]!, '$level__c', decimal('9'));
    if (newRecords!.length === 2) addError(newRecords![1]!, 'bad');
  });
  org.dml('insert', [thing(), thing()], { allOrNone: false });
  assert.deepEqual(seen, ['1', '1']);
});

test('three attempts that all fail somewhere fail the rest', () => {
  react = onlyIn('BEFORE_INSERT', ({ newRecords }) => addError(newRecords![0]!, 'always the first'));
  const results = org.dml('insert', [thing(), thing(), thing(), thing()], { allOrNone: false });
  assert.deepEqual(results.map((result) => result.errors[0]!.message), ['always the first', 'always the first', 'always the first', 'Too many batch retries in the presence of Apex triggers and partial failures.']);
  assert.equal(org.count('SELECT COUNT() FROM Thing__c'), 0);
});

test('an exception of a trigger undoes the statement and passes', () => {
  react = onlyIn('AFTER_INSERT', () => { throw new Error('trigger broke'); });
  org.in(() => {
    assert.throws(() => org.dml('insert', [thing()]), /trigger broke/);
    assert.equal(org.count('SELECT COUNT() FROM Thing__c'), 0);
  });
});

test('a trigger may do DML of its own', () => {
  react = onlyIn('AFTER_INSERT', ({ newRecords }) => {
    if (get(newRecords![0], 'Name') !== 'child') org.insert('Thing__c', { Name: 'child' });
  });
  org.insert('Thing__c', { Name: 'parent' });
  assert.equal(org.count('SELECT COUNT() FROM Thing__c'), 2);
  assert.deepEqual(events(), ['BEFORE_INSERT 1', 'AFTER_INSERT 1', 'BEFORE_INSERT 1', 'AFTER_INSERT 1']);
});
