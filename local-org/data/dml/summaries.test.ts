import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import type { TriggerContext } from '../../library/ports.ts';
import type { SummarySchema } from '../../schema/schema.ts';
import { slotOf } from '../../values/sobject.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { Store } from '../store/store.ts';
import { TestOrg, column, decimal, field, get, objectSchema, systemFields, type FieldOptions } from '../test-support.ts';

const summary = (apiName: string, childObject: string, reference: string, operation: SummarySchema['operation'], summarized: string | undefined, options: FieldOptions & { filters?: SummarySchema['filters'] } = {}) => {
  const { filters = [], ...rest } = options;
  return field(apiName, 'double', {
    scale: 2, isCreateable: false, isUpdateable: false, defaultValue: operation === 'count' || operation === 'sum' ? 0 : undefined,
    summary: { operation, childObject, reference, field: summarized, filters }, ...rest,
  });
};
const master = (apiName: string, to: string): ReturnType<typeof field> =>
  field(apiName, 'reference', { to: [to], relationship: apiName.replace('__c', '__r'), isMasterDetail: true, onDelete: 'cascade', isNillable: false });

const REGION = objectSchema('Region__c', 'a03', [...systemFields(), summary('Total__c', 'Order__c', 'Region__c', 'sum', 'Total__c')]);
const ORDER = objectSchema('Order__c', 'a00', [
  ...systemFields(false), master('Region__c', 'Region__c'),
  summary('Total__c', 'Line__c', 'Order__c', 'sum', 'Amount__c'), summary('Lines__c', 'Line__c', 'Order__c', 'count', undefined, { scale: 0 }),
  summary('Least__c', 'Line__c', 'Order__c', 'min', 'Amount__c'), summary('Most__c', 'Line__c', 'Order__c', 'max', 'Amount__c'),
  summary('Open__c', 'Line__c', 'Order__c', 'count', undefined, { scale: 0, filters: [{ field: 'Status__c', operation: 'equals', value: "Open, It's new" }] }),
], { validationRules: [{ name: 'Cap', isActive: true, formula: 'Total__c > 1000', message: 'An order holds 1000.', displayField: undefined }] });
const LINE = objectSchema('Line__c', 'a01', [...systemFields(false), master('Order__c', 'Order__c'), field('Amount__c', 'currency', { scale: 2 }), field('Status__c', 'string')]);

let org: TestOrg;
let region: SObjectRecord;
let order: SObjectRecord;
beforeEach(() => {
  org = new TestOrg([REGION, ORDER, LINE]);
  region = org.insert('Region__c', { Name: 'north' });
  order = org.insert('Order__c', { Name: 'one', Region__c: get(region, 'Id') });
});

const line = (amount: string | null, status: string | null = null, of: SObjectRecord = order): SObjectRecord =>
  org.record('Line__c', { Order__c: get(of, 'Id'), Amount__c: amount === null ? null : decimal(amount), Status__c: status });
const shown = (of: SObjectRecord = order): string =>
  ['Total__c', 'Lines__c', 'Least__c', 'Most__c', 'Open__c'].map((name) => String(get(org.query(`SELECT ${name} FROM Order__c WHERE Id = :id ALL ROWS`.replace(':id', `'${String(get(of, 'Id'))}'`))[0], name))).join(' ');
const total = (of: SObjectRecord): string => String(get(org.query(`SELECT Total__c FROM Region__c WHERE Id = '${String(get(of, 'Id'))}'`)[0], 'Total__c'));

describe('a roll-up summary', () => {
  it('begins at nothing', () => assert.equal(shown(), '0.00 0 null null 0'));

  it('follows inserts, updates, deletes and undeletes of details, up to the grandparent', () => {
    const lines = [line('10', 'Open'), line('2.5', "It's new"), line(null, 'Closed')];
    org.dml('insert', lines);
    assert.equal(shown(), '12.50 3 2.50 10.00 2');
    assert.equal(total(region), '12.50');
    org.dml('update', [org.record('Line__c', { Id: get(lines[0], 'Id'), Amount__c: decimal('1'), Status__c: 'Closed' })]);
    assert.equal(shown(), '3.50 3 1.00 2.50 1');
    org.dml('delete', [lines[1]!]);
    assert.equal(shown(), '1.00 2 1.00 1.00 0');
    org.dml('undelete', [lines[1]!]);
    assert.equal(shown(), '3.50 3 1.00 2.50 1');
    assert.equal(total(region), '3.50');
  });

  it('moves with a detail that gets another master', () => {
    const other = org.insert('Order__c', { Name: 'two', Region__c: get(region, 'Id') });
    const moved = line('7');
    org.dml('insert', [moved]);
    org.dml('update', [org.record('Line__c', { Id: get(moved, 'Id'), Order__c: get(other, 'Id') })]);
    assert.deepEqual([shown(), shown(other)], ['0.00 0 null null 0', '7.00 1 7.00 7.00 0']);
  });

  it('forgets what goes with a deleted master, and knows it again', () => {
    org.dml('insert', [line('5')]);
    org.dml('delete', [order]);
    assert.equal(total(region), '0.00');
    org.dml('undelete', [order]);
    assert.deepEqual([shown(), total(region)], ['5.00 1 5.00 5.00 0', '5.00']);
  });

  it('saves the master: its triggers run, its rules may refuse the detail', () => {
    const fired: string[] = [];
    org.session = {
      ...org.session,
      triggers: {
        handles: (object) => object === 'order__c', beginAttempts: () => () => undefined,
        fire: ({ operation, newRecords, oldRecords }: TriggerContext) => fired.push(`${operation} ${String(slotOf(oldRecords![0]!, '$total__c'))} > ${String(slotOf(newRecords![0]!, '$total__c'))}`),
      },
    };
    org.dml('insert', [line('10'), line('20')]);
    assert.deepEqual(fired, ['BEFORE_UPDATE 0.00 > 30.00', 'AFTER_UPDATE 0.00 > 30.00']);
    const results = org.dml('insert', [line('2000')], { allOrNone: false });
    assert.deepEqual(results[0]!.errors.map(({ statusCode, message }) => `${statusCode} ${message}`), ['FIELD_CUSTOM_VALIDATION_EXCEPTION An order holds 1000.']);
    assert.equal(shown(), '30.00 2 10.00 20.00 0');
  });

  it('does not save a master whose summaries stay as they are', () => {
    const saved = line('4');
    org.dml('insert', [saved]);
    let fired = 0;
    org.session = { ...org.session, triggers: { handles: (object) => object === 'order__c', beginAttempts: () => () => undefined, fire: () => { fired++; } } };
    org.dml('update', [org.record('Line__c', { Id: get(saved, 'Id'), Status__c: 'else' })]);
    assert.equal(fired, 0);
  });

  it('is computed for the rows that are there when it is deployed', () => {
    const store = Store.inMemory();
    const before = new TestOrg([objectSchema('Order__c', 'a00', systemFields(false)), LINE], { store });
    const old = before.insert('Order__c', { Name: 'old' });
    before.insert('Line__c', { Order__c: get(old, 'Id'), Amount__c: decimal('3') });
    const after = new TestOrg([objectSchema('Order__c', 'a00', [...systemFields(false), summary('Total__c', 'Line__c', 'Order__c', 'sum', 'Amount__c')]), LINE], { store });
    assert.deepEqual(column(after.query('SELECT Total__c FROM Order__c'), 'Total__c').map(String), ['3.00']);
  });

  it('is the sum of its details after whatever happened to them', () => {
    const other = org.insert('Order__c', { Name: 'two', Region__c: get(region, 'Id') });
    const step = fc.record({ kind: fc.constantFrom('insert', 'amount', 'move', 'delete', 'undelete'), index: fc.nat(5), amount: fc.integer({ min: -99, max: 99 }), isOther: fc.boolean() });
    fc.assert(fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
      const mine: { record: SObjectRecord; isDeleted: boolean }[] = [];
      for (const { kind, index, amount, isOther } of steps) {
        const chosen = mine[index % Math.max(mine.length, 1)];
        const target = isOther ? other : order;
        if (kind === 'insert' || chosen === undefined) {
          const record = line(String(amount), null, target);
          org.dml('insert', [record]);
          mine.push({ record, isDeleted: false });
        } else if (kind === 'delete' || kind === 'undelete') {
          if (chosen.isDeleted === (kind === 'delete')) continue;
          org.dml(kind, [chosen.record]);
          chosen.isDeleted = kind === 'delete';
        } else if (!chosen.isDeleted) {
          const changes = kind === 'amount' ? { Amount__c: decimal(String(amount)) } : { Order__c: get(target, 'Id') };
          org.dml('update', [org.record('Line__c', { Id: get(chosen.record, 'Id'), ...changes })]);
        }
      }
      const sums = new Map(org.query('SELECT Order__c o, SUM(Amount__c) s, COUNT(Id) n FROM Line__c GROUP BY Order__c').map((group) => [get(group, 'o'), `${String(get(group, 's'))} ${String(get(group, 'n'))}`]));
      for (const one of [order, other]) assert.ok(shown(one).startsWith(sums.get(get(one, 'Id')) ?? '0.00 0'), shown(one));
      org.dml('delete', org.query('SELECT Id FROM Line__c'));
    }), { numRuns: 25 });
  });
});
