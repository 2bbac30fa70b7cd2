import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { TriggerContext } from '../../library/ports.ts';
import type { FieldType } from '../../schema/schema.ts';
import { ApexDate } from '../../values/date.ts';
import { setSlot, slotOf } from '../../values/sobject.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { CountingLimits, NOW, TestOrg, column, decimal, field, get, objectSchema, systemFields, type FieldOptions } from '../test-support.ts';

const computed = (apiName: string, type: FieldType, text: string, options: FieldOptions = {}) =>
  field(apiName, type, { isCreateable: false, isUpdateable: false, length: type === 'string' ? 1300 : 0, scale: 2, formula: { text, blankNumbersAsZero: true }, ...options });

const ORDER = objectSchema('Order__c', 'a00', [
  ...systemFields(), field('Total__c', 'currency', { precision: 12, scale: 2 }), field('Rate__c', 'percent', { precision: 5, scale: 1 }), field('Due__c', 'date'),
  field('Status__c', 'picklist', { length: 40, picklistValues: ['Open', 'Closed'].map((value) => ({ value, label: value, isActive: true, isDefault: false })) }),
  computed('Double__c', 'currency', 'Total__c * 2'),
  computed('Discount__c', 'percent', 'Rate__c / 2', { scale: 2 }),
  computed('Ratio__c', 'double', '1 / Total__c', { scale: 4 }),
  computed('Label__c', 'string', 'Name & " of " & Owner:User.Name & "/" & TEXT(Status__c)'),
  computed('Overdue__c', 'boolean', 'Due__c < TODAY()'),
  computed('Wide__c', 'double', 'Total__c * 1000000', { scale: 8 }),
  computed('Mine__c', 'boolean', 'CreatedById = $User.Id'),
]);
const LINE = objectSchema('Line__c', 'a01', [
  ...systemFields(false),
  field('Order__c', 'reference', { to: ['Order__c'], relationship: 'Order__r', children: 'Lines__r' }), field('Quantity__c', 'double', { precision: 10, scale: 3 }),
  computed('Order_Total__c', 'currency', 'Order__r.Total__c'),
  computed('Share__c', 'double', 'Quantity__c * Order__r.Double__c'),
], {
  validationRules: [
    { name: 'Positive', isActive: true, formula: 'Quantity__c < 0', message: 'Quantity must not be negative.', displayField: 'Quantity__c' },
    { name: 'Big', isActive: true, formula: 'AND(NOT(ISBLANK(Order__c)), Quantity__c > Order__r.Total__c)', message: 'More than the order has.', displayField: undefined },
    { name: 'Frozen', isActive: true, formula: 'ISCHANGED(Order__c) && NOT(ISBLANK(PRIORVALUE(Order__c)))', message: 'The order is fixed.', displayField: 'Order__c' },
    { name: 'Off', isActive: false, formula: 'TRUE', message: 'never', displayField: undefined },
    { name: 'Odd', isActive: true, formula: '1 / Quantity__c > 5', message: 'Too small.', displayField: undefined },
  ],
});
const TASK = objectSchema('Task__c', 'a02', [
  ...systemFields(), field('Due__c', 'date', { defaultFormula: 'TODAY() + 7' }), field('Who__c', 'string', { defaultFormula: '$User.Username & "!"' }), field('Part__c', 'percent', { precision: 5, scale: 1, defaultFormula: '0.125' }),
]);

let org: TestOrg;
let order: SObjectRecord;
beforeEach(() => {
  org = new TestOrg([ORDER, LINE, TASK]);
  order = org.insert('Order__c', { Name: 'O-1', Total__c: decimal('10.50'), Rate__c: decimal('25'), Due__c: ApexDate.parse('2026-11-20'), Status__c: 'Open' });
  org.insert('Order__c', { Name: 'O-2', Total__c: decimal('4') });
  org.insert('Order__c', { Name: 'O-3' });
});

const failing = (values: Readonly<Record<string, unknown>>): string[] =>
  org.dml('insert', [org.record('Line__c', values)], { allOrNone: false })[0]!.errors.map((error) => `${error.statusCode} ${error.message} [${error.fields.join()}]`);

test('a formula field is read like any other, with the scale of its field', () => {
  const [found] = org.query("SELECT Double__c, Discount__c, Ratio__c, Label__c, Overdue__c, Mine__c FROM Order__c WHERE Name = 'O-1'");
  assert.deepEqual(['Double__c', 'Discount__c', 'Ratio__c'].map((name) => String(get(found, name))), ['21.00', '12.50', '0.0952']);
  assert.deepEqual(['Label__c', 'Overdue__c', 'Mine__c'].map((name) => get(found, name)), ['O-1 of First/Open', true, true]);
});

test('blank numbers count as zero, and what cannot be computed is null', () => {
  const [found] = org.query("SELECT Double__c, Ratio__c FROM Order__c WHERE Name = 'O-3'");
  assert.equal(String(get(found, 'Double__c')), '0.00');
  assert.equal(get(found, 'Ratio__c'), null);
});

test('a formula field filters, sorts, groups and sums', () => {
  assert.deepEqual(column(org.query('SELECT Name FROM Order__c WHERE Double__c > 5 ORDER BY Double__c DESC'), 'Name'), ['O-1', 'O-2']);
  assert.deepEqual(column(org.query("SELECT Name FROM Order__c WHERE Label__c = 'o-1 OF first/OPEN'"), 'Name'), ['O-1']);
  assert.deepEqual(column(org.query('SELECT Overdue__c flag, COUNT(Id) n, SUM(Double__c) total FROM Order__c GROUP BY Overdue__c ORDER BY Overdue__c'), 'total').map(String), ['8.00', '21.00']);
});

test('a wide outcome keeps every digit', () => {
  org.insert('Order__c', { Name: 'wide', Total__c: decimal('1234.56') });
  const [found] = org.query("SELECT Wide__c FROM Order__c WHERE Name = 'wide'");
  assert.equal(String(get(found, 'Wide__c')), '1234560000.00000000');
  assert.equal(org.count('SELECT COUNT() FROM Order__c WHERE Wide__c = 1234560000'), 1);
});

test('a formula reaches over relationships and into other formulas', () => {
  org.insert('Line__c', { Order__c: get(order, 'Id'), Quantity__c: decimal('2') });
  org.insert('Line__c', { Quantity__c: decimal('2') });
  const lines = org.query('SELECT Order_Total__c, Share__c, Order__r.Double__c FROM Line__c ORDER BY Id');
  assert.deepEqual(lines.map((line) => [String(get(line, 'Order_Total__c')), String(get(line, 'Share__c'))]), [['10.50', '42.00'], ['0.00', '0.00']]);
  assert.equal(String(get(slotOf(lines[0]!, '$order__r') as SObjectRecord, 'Double__c')), '21.00');
  const [parent] = org.query("SELECT (SELECT Share__c FROM Lines__r) FROM Order__c WHERE Name = 'O-1'");
  assert.ok(parent);
});

test('who may read the formula need not be able to read its sources', () => {
  const readable = new Set(['line__c.share__c']);
  org.session = {
    ...org.session,
    permissions: {
      objects: (name) => ({ read: name === 'line__c', create: false, edit: false, delete: false, viewAll: true, modifyAll: false }),
      canReadField: (object, found) => readable.has(`${object.apiName}.${found.apiName}`.toLowerCase()) || found.isSystem, canEditField: () => false,
    },
  };
  assert.doesNotThrow(() => org.queryAs('user', false, 'SELECT Share__c FROM Line__c'));
  assert.throws(() => org.queryAs('user', false, 'SELECT Order_Total__c FROM Line__c'), /No such column/);
});

test('today is the day of whoever asks', () => {
  org.insert('Order__c', { Name: 'today', Due__c: ApexDate.parse('2026-11-21') });
  const overdue = (): unknown[] => column(org.query("SELECT Overdue__c FROM Order__c WHERE Name = 'today'"), 'Overdue__c');
  assert.deepEqual(overdue(), [false]);
  org.session = { ...org.session, clock: { now: () => NOW + 86_400_000 } };
  assert.deepEqual(overdue(), [true]);
});

test('every broken rule is an error of the row, with the field it stands beside', () => {
  assert.deepEqual(failing({ Quantity__c: decimal('-1') }), ['FIELD_CUSTOM_VALIDATION_EXCEPTION Quantity must not be negative. [Quantity__c]']);
  assert.deepEqual(failing({ Quantity__c: decimal('11'), Order__c: get(order, 'Id') }), ['FIELD_CUSTOM_VALIDATION_EXCEPTION More than the order has. []']);
  assert.deepEqual(failing({ Quantity__c: decimal('5') }), []);
  assert.deepEqual(failing({ Quantity__c: decimal('0.1') }), ['FIELD_CUSTOM_VALIDATION_EXCEPTION Too small. []']);
});

test('a rule that cannot be computed refuses nothing', () => {
  assert.deepEqual(failing({ Quantity__c: decimal('0') }), []);
  assert.deepEqual(failing({}), []);
});

test('a rule knows what the row was before', () => {
  const line = org.insert('Line__c', { Order__c: get(order, 'Id'), Quantity__c: decimal('1') });
  const changed = org.record('Line__c', { Id: get(line, 'Id'), Order__c: null });
  assert.equal(org.dml('update', [changed], { allOrNone: false })[0]!.errors[0]!.message, 'The order is fixed.');
  assert.equal(org.dml('update', [org.record('Line__c', { Id: get(line, 'Id'), Quantity__c: decimal('2') })])[0]!.success, true);
});

test('defaults are computed when nobody sets the field', () => {
  org.insert('Task__c', { Name: 'a' });
  org.insert('Task__c', { Name: 'b', Due__c: null, Who__c: 'me' });
  const tasks = org.query('SELECT Due__c, Who__c, Part__c FROM Task__c ORDER BY Name');
  assert.deepEqual(column(tasks, 'Due__c').map(String), ['2026-11-28', 'null']);
  assert.deepEqual(column(tasks, 'Who__c'), ['first@example.com!', 'me']);
  assert.deepEqual(column(tasks, 'Part__c').map(String), ['12.5', '12.5']);
});

test('a new record is given its defaults before it is inserted, where nobody set the field', () => {
  const task = org.record('Task__c', { Who__c: 'me' });
  org.in(() => { org.data.fillDefaults(task, org.session); });
  assert.deepEqual(['Due__c', 'Who__c', 'Part__c'].map((name) => String(get(task, name))), ['2026-11-28', 'me', '12.500']);
});

test('triggers see formulas: before the save those of the values given, afterwards those of the stored', () => {
  const seen: string[] = [];
  const handled = new Set(['BEFORE_INSERT', 'AFTER_INSERT', 'BEFORE_UPDATE', 'AFTER_UPDATE']);
  org.session = {
    ...org.session, limits: new CountingLimits(),
    triggers: {
      handles: (object, operation) => object === 'line__c' && handled.has(operation), beginAttempts: () => () => undefined,
      fire: ({ operation, newRecords, oldRecords }: TriggerContext) => {
        seen.push(`${operation} ${String(get(newRecords![0], 'Share__c'))} ${oldRecords === null ? '-' : String(get(oldRecords[0], 'Share__c'))}`);
        if (operation === 'BEFORE_INSERT') setSlot(newRecords![0]!, '$quantity__c', decimal('3'));
      },
    },
  };
  const line = org.insert('Line__c', { Order__c: get(order, 'Id'), Quantity__c: decimal('2') });
  org.dml('update', [org.record('Line__c', { Id: get(line, 'Id'), Quantity__c: decimal('4') })]);
  assert.deepEqual(seen, ['BEFORE_INSERT 42.00 -', 'AFTER_INSERT 63.00 -', 'BEFORE_UPDATE 84.00 63.00', 'AFTER_UPDATE 84.00 63.00']);
});

