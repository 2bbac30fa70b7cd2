import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { parseSoql } from '../../soql/parse.ts';
import type { ApexList } from '../../values/collections/list.ts';
import { Decimal } from '../../values/decimal.ts';
import { slotOf } from '../../values/sobject.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { LockTimeout } from '../locks.ts';
import { CountingLimits, TestOrg, column, decimal, field, get, objectSchema, systemFields } from '../test-support.ts';

const PRODUCT = objectSchema('Product2', '01t', [...systemFields(false), field('SKU__c', 'string', { isUnique: true, isExternalId: true })]);
const ORDER = objectSchema('Order__c', 'a00', [...systemFields(), field('Channel__c', 'string'), field('Total__c', 'currency', { precision: 12, scale: 2 }), field('Notes__c', 'longtextarea'), field('Pieces__c', 'int')]);
const LINE = objectSchema('Order_Line__c', 'a01', [
  ...systemFields(false),
  field('Order__c', 'reference', { to: ['Order__c'], relationship: 'Order__r', children: 'Lines__r', isMasterDetail: true, onDelete: 'cascade', isNillable: false }),
  field('Product__c', 'reference', { to: ['Product2'], relationship: 'Product__r' }), field('Quantity__c', 'double', { precision: 10, scale: 3 }),
]);

let org: TestOrg;
let first: SObjectRecord;
beforeEach(() => {
  org = new TestOrg([PRODUCT, ORDER, LINE]);
  const product = org.insert('Product2', { Name: 'Lamp', SKU__c: 'L-1' });
  first = org.insert('Order__c', { Name: 'O-1', Channel__c: 'WEB', Total__c: decimal('10.5') });
  org.insert('Order__c', { Name: 'O-2', Channel__c: 'web', Total__c: decimal('4') });
  org.insert('Order__c', { Name: 'O-3', Channel__c: 'TILL' });
  for (const quantity of ['1', '2.5', '3']) org.insert('Order_Line__c', { Name: quantity, Order__c: get(first, 'Id'), Product__c: quantity === '3' ? null : get(product, 'Id'), Quantity__c: decimal(quantity) });
});

const childrenOf = (record: SObjectRecord): SObjectRecord[] => (slotOf(record, '$lines__r') as ApexList<SObjectRecord>).items;

test('a field that was not selected is not set, the id always is', () => {
  const [order] = org.query("SELECT Name FROM Order__c WHERE Name = 'O-1'");
  assert.equal(get(order, 'Total__c'), undefined);
  assert.equal(get(order, 'Id'), get(first, 'Id'));
});

test('a Decimal comes back with the scale of its field', () => {
  const [order] = org.query("SELECT Total__c FROM Order__c WHERE Name = 'O-2'");
  assert.equal(String(get(order, 'Total__c')), '4.00');
});

test('a parent that is missing is null, one that is there carries its id and the reference', () => {
  const lines = org.query('SELECT Product__r.SKU__c FROM Order_Line__c ORDER BY Quantity__c DESC');
  assert.equal(slotOf(lines[0]!, '$product__r'), null);
  assert.equal(get(lines[0], 'Product__c'), null);
  const product = slotOf(lines[1]!, '$product__r') as SObjectRecord;
  assert.equal(get(product, 'SKU__c'), 'L-1');
  assert.equal(get(product, 'Id'), get(lines[1], 'Product__c'));
});

test('a parent of several possible types is read from the one it is', () => {
  const queue = org.insert('Group', { Name: 'Store 12' });
  org.insert('Order__c', { Name: 'O-4', OwnerId: get(queue, 'Id') });
  const owners = org.query("SELECT Owner.Name FROM Order__c WHERE Name IN ('O-1', 'O-4') ORDER BY Name").map((order) => slotOf(order, '$owner') as SObjectRecord);
  assert.deepEqual(owners.map((owner) => [owner.$shape.apiName, get(owner, 'Name')]), [['User', 'First'], ['Group', 'Store 12']]);
  assert.equal(org.count("SELECT COUNT() FROM Order__c WHERE Owner.Name = 'store 12'"), 1);
});

test('children come as lists in their order, an empty list where there are none', () => {
  const orders = org.query('SELECT Name, (SELECT Name, Order__r.Name FROM Lines__r ORDER BY Quantity__c DESC) FROM Order__c ORDER BY Name');
  assert.deepEqual(childrenOf(orders[0]!).map((line) => get(line, 'Name')), ['3', '2.5', '1']);
  assert.equal(get(slotOf(childrenOf(orders[0]!)[0]!, '$order__r') as SObjectRecord, 'Name'), 'O-1');
  assert.deepEqual(childrenOf(orders[1]!), []);
});

test('LIMIT in a sub-query counts per parent', () => {
  const second = org.query("SELECT Id FROM Order__c WHERE Name = 'O-2'")[0];
  org.insert('Order_Line__c', { Order__c: get(second, 'Id'), Quantity__c: decimal('9') });
  const orders = org.query('SELECT (SELECT Quantity__c FROM Lines__r ORDER BY Quantity__c DESC LIMIT 2) FROM Order__c ORDER BY Name');
  assert.deepEqual(orders.map((order) => childrenOf(order).map((line) => String(get(line, 'Quantity__c')))), [['3.000', '2.500'], ['9.000'], []]);
});

test('a semi-join and an anti-join choose by the rows of another object', () => {
  assert.deepEqual(column(org.query('SELECT Name FROM Order__c WHERE Id IN (SELECT Order__c FROM Order_Line__c WHERE Quantity__c > 2)'), 'Name'), ['O-1']);
  assert.deepEqual(column(org.query('SELECT Name FROM Order__c WHERE Id NOT IN (SELECT Order__c FROM Order_Line__c) ORDER BY Name'), 'Name'), ['O-2', 'O-3']);
  assert.equal(org.count('SELECT COUNT() FROM Product2 WHERE Id NOT IN (SELECT Product__c FROM Order_Line__c WHERE Quantity__c = 3)'), 1);
  assert.equal(org.count('SELECT COUNT() FROM Order__c WHERE OwnerId IN (SELECT Id FROM User)'), 3);
});

test('a semi-join between different objects is refused', () => {
  assert.throws(() => org.query('SELECT Id FROM Order__c WHERE Id IN (SELECT Product__c FROM Order_Line__c)'), /cannot have more than one type or a type that does not match/);
});

test('nulls come first ascending and last descending unless the query says otherwise', () => {
  assert.deepEqual(column(org.query('SELECT Name FROM Order__c ORDER BY Total__c'), 'Name'), ['O-3', 'O-2', 'O-1']);
  assert.deepEqual(column(org.query('SELECT Name FROM Order__c ORDER BY Total__c DESC'), 'Name'), ['O-1', 'O-2', 'O-3']);
  assert.deepEqual(column(org.query('SELECT Name FROM Order__c ORDER BY Total__c NULLS LAST'), 'Name'), ['O-2', 'O-1', 'O-3']);
});

test('LIMIT and OFFSET take binds, an offset above 2000 is refused', () => {
  assert.deepEqual(column(org.query('SELECT Name FROM Order__c ORDER BY Name LIMIT :n OFFSET :o', 1, 1), 'Name'), ['O-2']);
  assert.throws(() => org.query('SELECT Name FROM Order__c LIMIT 1 OFFSET 2001'), /Maximum SOQL offset allowed is 2000/);
  assert.throws(() => org.query('SELECT Name FROM Order__c LIMIT :n', -1), /must be a whole number that is not negative/);
});

test('deleted rows are seen only with ALL ROWS', () => {
  org.dml('delete', [first]);
  assert.equal(org.count('SELECT COUNT() FROM Order__c'), 2);
  assert.equal(org.count('SELECT COUNT() FROM Order__c ALL ROWS'), 3);
  assert.deepEqual(column(org.query('SELECT IsDeleted FROM Order__c WHERE IsDeleted = true ALL ROWS'), 'IsDeleted'), [true]);
});

test('aggregates are exact and named by alias or exprN', () => {
  const [result] = org.query('SELECT COUNT(Id), SUM(Quantity__c) total, AVG(Quantity__c), MIN(Quantity__c), MAX(Name), COUNT_DISTINCT(Product__c) FROM Order_Line__c');
  assert.equal(result!.$shape.apiName, 'AggregateResult');
  assert.deepEqual(['expr0', 'total', 'expr1', 'expr2', 'expr3', 'expr4'].map((name) => String(get(result, name))), ['3', '6.500', '2.1666666666666665', '1.000', '3', '1']);
  assert.ok(get(result, 'total') instanceof Decimal);
});

test('sums beyond 2^53 stay exact', () => {
  const BIG = objectSchema('Big__c', 'a05', [...systemFields(), field('Value__c', 'double', { precision: 18 })]);
  const wide = new TestOrg([BIG]);
  for (const value of ['999999999999999999', '999999999999999999', '1']) wide.insert('Big__c', { Value__c: decimal(value) });
  assert.equal(String(get(wide.query('SELECT SUM(Value__c) s FROM Big__c')[0], 's')), '1999999999999999999');
  assert.deepEqual(column(wide.query('SELECT Value__c FROM Big__c ORDER BY Value__c DESC LIMIT 1'), 'Value__c').map(String), ['999999999999999999']);
});

test('groups ignore the case of text, HAVING filters them, ORDER BY sorts them', () => {
  const groups = org.query('SELECT Channel__c, COUNT(Id) n FROM Order__c GROUP BY Channel__c HAVING COUNT(Id) > 1');
  assert.deepEqual(groups.map((group) => [String(get(group, 'Channel__c')).toUpperCase(), get(group, 'n')]), [['WEB', 2]]);
  assert.deepEqual(column(org.query('SELECT Channel__c, SUM(Total__c) s FROM Order__c GROUP BY Channel__c ORDER BY SUM(Total__c) DESC'), 's').map(String), ['14.50', 'null']);
  assert.deepEqual(column(org.query('SELECT Order__r.Name, SUM(Quantity__c) s FROM Order_Line__c GROUP BY Order__r.Name'), 'Name'), ['O-1']);
});

test('a field that is neither grouped nor aggregated is refused', () => {
  assert.throws(() => org.query('SELECT Name, COUNT(Id) FROM Order__c GROUP BY Channel__c'), /Field must be grouped or aggregated: Name/);
});

test('date functions group and filter', () => {
  assert.deepEqual(org.query('SELECT CALENDAR_YEAR(CreatedDate) y, CALENDAR_MONTH(CreatedDate) m, DAY_IN_WEEK(CreatedDate) d, COUNT(Id) n FROM Order__c GROUP BY CALENDAR_YEAR(CreatedDate), CALENDAR_MONTH(CreatedDate), DAY_IN_WEEK(CreatedDate)')
    .map((group) => ['y', 'm', 'd', 'n'].map((name) => get(group, name))), [[2026, 11, 7, 3]]);
  assert.equal(org.count('SELECT COUNT() FROM Order__c WHERE HOUR_IN_DAY(CreatedDate) = 10 AND CALENDAR_QUARTER(CreatedDate) = 4 AND DAY_ONLY(CreatedDate) = 2026-11-21'), 3);
  assert.deepEqual(column(org.query('SELECT HOUR_IN_DAY(convertTimezone(CreatedDate)) h, COUNT(Id) n FROM Order__c GROUP BY HOUR_IN_DAY(convertTimezone(CreatedDate))'), 'h'), [11]);
});

test('FIELDS(ALL) needs a limit of at most 200, FIELDS(STANDARD) does not', () => {
  assert.throws(() => org.query('SELECT FIELDS(ALL) FROM Order__c'), /must have a LIMIT of at most 200/);
  assert.equal(get(org.query('SELECT FIELDS(ALL) FROM Order__c ORDER BY Name LIMIT 200')[0], 'Channel__c'), 'WEB');
  assert.equal(get(org.query('SELECT FIELDS(STANDARD) FROM Order__c')[0], 'Channel__c'), undefined);
});

test('unknown names are refused in Salesforce\'s words', () => {
  assert.throws(() => org.query('SELECT Nope FROM Order__c'), /^.*No such column 'Nope' on entity 'Order__c'\. If you are attempting to use a custom field/);
  assert.throws(() => org.query('SELECT Id FROM Nope'), /sObject type 'Nope' is not supported\./);
  assert.throws(() => org.query('SELECT Nope__r.Name FROM Order__c'), /Didn't understand relationship 'Nope__r' in field path\./);
  assert.throws(() => org.query('SELECT (SELECT Id FROM Nope__r) FROM Order__c'), /Didn't understand relationship 'Nope__r' in FROM part of query call\./);
  assert.throws(() => org.query('SELECT Name, name FROM Order__c'), /duplicate field selected: name/);
});

test('a value of the wrong type is refused with the field and its type', () => {
  assert.throws(() => org.query("SELECT Id FROM Order__c WHERE Total__c = '1'"), /value of filter criterion for field 'Total__c' must be of type double and should not be enclosed in quotes/);
  assert.throws(() => org.query('SELECT Id FROM Order__c WHERE Channel__c = 1'), /must be of type string and should be enclosed in quotes/);
  assert.throws(() => org.query("SELECT Id FROM Order__c WHERE Id = 'abc'"), /invalid ID field: abc/);
});

test('long text cannot be filtered, grouped or sorted', () => {
  assert.throws(() => org.query("SELECT Id FROM Order__c WHERE Notes__c = 'x'"), /field 'Notes__c' can not be filtered in a query call/);
  assert.throws(() => org.query('SELECT Id FROM Order__c ORDER BY Notes__c'), /field 'Notes__c' can not be sorted in a query call/);
});

test('what is not supported is refused by name', () => {
  assert.throws(() => org.query('SELECT toLabel(Channel__c) FROM Order__c'), /The function toLabel .* is not supported by the local org\./);
  assert.throws(() => org.query("SELECT Id FROM Order__c WHERE DISTANCE(Place__c, GEOLOCATION(1, 2), 'km') < 5"), /not supported by the local org|DISTANCE/);
  assert.throws(() => org.query('SELECT Channel__c, COUNT(Id) FROM Order__c GROUP BY ROLLUP(Channel__c)'), /GROUP BY ROLLUP is not supported by the local org\./);
});

test('FOR UPDATE reports the rows it locks and cannot be ordered', () => {
  const locked: (readonly string[])[] = [];
  org.session = { ...org.session, locks: { take: (names) => locked.push(names.toSorted()) === 1 } };
  org.query("SELECT Name FROM Order__c WHERE Name != 'O-2' FOR UPDATE");
  assert.deepEqual(locked, [['order__c/1', 'order__c/3'], ['order__c/1', 'order__c/3']], 'read and asked again until nothing was new');
  assert.throws(() => org.query('SELECT Name FROM Order__c ORDER BY Name FOR UPDATE'), /ORDER BY/);
});

test('a query whose rows stay locked says so in Salesforce\'s words', () => {
  org.session = { ...org.session, locks: { take: () => { throw new LockTimeout('held'); } } };
  assert.throws(() => org.query('SELECT Name FROM Order__c FOR UPDATE'), /^Error: Record Currently Unavailable: The record you are attempting to edit/);
});

test('a query counts itself and its rows, sub-queries count apart', () => {
  const limits = new CountingLimits();
  org.session = { ...org.session, limits };
  org.query('SELECT Id, (SELECT Id FROM Lines__r) FROM Order__c');
  assert.deepEqual([limits.used('queries'), limits.used('aggregateQueries'), limits.used('queryRows')], [1, 1, 6]);
  org.count('SELECT COUNT() FROM Order_Line__c');
  assert.equal(limits.used('queryRows'), 7);
});

test('COUNT groups count their results, other aggregates every row they look at', () => {
  const rowsOf = (text: string): number => {
    const limits = new CountingLimits();
    org.session = { ...org.session, limits };
    org.query(text);
    return limits.used('queryRows');
  };
  assert.equal(rowsOf('SELECT Channel__c, COUNT(Id) FROM Order__c GROUP BY Channel__c'), 2);
  assert.equal(rowsOf('SELECT Channel__c, SUM(Total__c) FROM Order__c GROUP BY Channel__c'), 3);
  assert.equal(rowsOf('SELECT Channel__c, SUM(Total__c) FROM Order__c GROUP BY Channel__c HAVING SUM(Total__c) > 100'), 3);
});

test('rows beyond the limit are refused without reading them all', () => {
  org.session = { ...org.session, limits: new CountingLimits({ queryRows: 2 }) };
  assert.throws(() => org.query('SELECT Id FROM Order__c'), /Too many queryRows: 3/);
});

test('a plan is made once per query tree and user-independent part', () => {
  const query = parseSoql('SELECT Id FROM Order__c WHERE Name = :n');
  const run = (name: string | null): number => org.in(() => org.data.query({ query, binds: [name], access: { mode: 'system', sharing: false } }, org.session)).length;
  assert.deepEqual([run('o-1'), run(null), run('Ö'), run('O-2')], [1, 0, 0, 1]);
});

test('the type of an owner is User or Queue', () => {
  const queue = org.insert('Group', { Name: 'Store 12' });
  org.insert('Order__c', { Name: 'O-4', OwnerId: get(queue, 'Id') });
  assert.deepEqual(column(org.query("SELECT Name FROM Order__c WHERE Owner.Type = 'queue'"), 'Name'), ['O-4']);
  const [order] = org.query("SELECT Owner.Type, Owner.Username FROM Order__c WHERE Name = 'O-1'");
  const owner = slotOf(order!, '$owner') as SObjectRecord;
  assert.deepEqual([slotOf(owner, '$type'), get(owner, 'Username')], ['User', 'first@example.com']);
});
