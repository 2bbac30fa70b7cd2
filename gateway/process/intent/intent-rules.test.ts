import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { TransientFailure } from '../../shared/failures.ts';
import type { OrgApi } from '../../system/salesforce/org-api.ts';
import type { MaterialDocument } from '../../system/sap/sap-api.ts';
import { testParts, type TestParts } from '../../system/sap/test/parts.ts';
import { documentMapper } from './document-mapper.ts';
import { IntentRules } from './intent-rules.ts';
import { ownReference, rememberReference } from './own-references.ts';
import { shippedRows, shippedRules } from './test/shipped-map.ts';

let nowMs = 0;
let parts: TestParts;
let isAway = false;
let movements = shippedRows();
let asked = 0;

const org = {
  query: async (soql: string) => {
    asked += 1;
    if (isAway) throw new TransientFailure('the org is away');
    if (soql.includes('Movement_Map__mdt')) return movements;
    return soql.includes('Stock_Location__c') ? [{ Code__c: 'LYON', ERP_Plant__c: '1010', ERP_Storage_Location__c: '0001', Time_Zone__c: 'Europe/Paris' }, { Code__c: 'DEPOT', ERP_Plant__c: '1020', ERP_Storage_Location__c: null, Time_Zone__c: null }] : [{ Source__c: 'TILL', Mode__c: 'ByDay' }, { Source__c: 'Default', Mode__c: 'Final' }];
  },
} as unknown as OrgApi;
const rulesOf = () => new IntentRules({ source: 'SAP' }, { org, ...parts });
const sale: MaterialDocument = {
  year: '2026', number: '1', createdAt: '2026-11-21T12:00:00.000Z', postingDate: '2026-11-21', reference: ownReference('order-1'),
  items: [{ item: '0001', material: 'LAMP-1', plant: '1010', storageLocation: '0001', movementType: '951', stockType: '01', quantity: 1, baseUnit: 'EA', isAutomatic: false, isCancelled: false }],
};

beforeEach(() => {
  [nowMs, isAway, asked, movements] = [1_000_000, false, 0, shippedRows()];
  parts = testParts({ now: () => nowMs, sleep: async () => undefined });
});
afterEach(() => parts.close());

describe('the rules of documents', () => {
  it('are what the org has in its movement map, locations and policies', async () => {
    const rules = await rulesOf().current();
    assert.deepEqual(rules.movements.rules, shippedRules());
    assert.deepEqual([rules.places.places, rules.tillMode], [[{ location: 'LYON', plant: '1010', storageLocation: '0001', timeZone: 'Europe/Paris' }, { location: 'DEPOT', plant: '1020', storageLocation: '' }], 'ByDay']);
  });

  it('are read again after five minutes, and at once for a document that is not understood', async () => {
    const rules = rulesOf();
    await Promise.all([rules.current(), rules.current()]);
    nowMs += 60_000;
    await rules.current();
    assert.equal(asked, 3);
    await rules.fresh();
    assert.equal(asked, 6);
    nowMs += 300_001;
    await rules.current();
    assert.equal(asked, 9);
  });

  it('stay as they were while the org is away, also after a restart', async () => {
    await rulesOf().current();
    isAway = true;
    assert.deepEqual((await rulesOf().current()).movements.rules, shippedRules());
  });

  it('are never empty: without a map documents wait', async () => {
    movements = [];
    await assert.rejects(rulesOf().current(), /GW-NO-MOVEMENT-MAP|no active Movement Map/);
    isAway = true;
    await assert.rejects(rulesOf().current(), TransientFailure);
  });

  it('refuse a direction there is not, naming the type', async () => {
    movements = [{ ...movements[0], Direction__c: 'up' }];
    await assert.rejects(rulesOf().current(), /Movement Map of 101 has the direction "up"/);
  });
});

describe('the mapper of documents', () => {
  it('understands a type as soon as somebody says in Setup what it does', async () => {
    const mapper = documentMapper({ rules: rulesOf(), store: parts.store, sap: { document: async () => undefined } });
    assert.ok('reason' in (await mapper.map(sale)));
    movements = [...movements, { Movement_Type__c: '951', Stock_Type__c: null, Direction__c: '-', Condition__c: null, Confirms__c: 'BusinessDay', Intent_Label__c: 'Our sale', Active__c: true }];
    nowMs += 3_000;
    const mapped = await mapper.map(sale);
    assert.ok('facts' in mapped);
    assert.deepEqual(mapped.facts.map(({ quantity, reason, confirms }) => ({ quantity, reason, confirms })), [{ quantity: -1, reason: '951 Our sale', confirms: { businessDay: '2026-11-21' } }]);
  });

  it('knows the request behind a reference of ours', async () => {
    movements = [{ Movement_Type__c: '951', Direction__c: '-', Confirms__c: 'None', Intent_Label__c: 'Our sale' }];
    await parts.store.transaction((transaction) => rememberReference(transaction, ownReference('order-1'), 'order-1'));
    const mapped = await documentMapper({ rules: rulesOf(), store: parts.store, sap: { document: async () => undefined } }).map(sale);
    assert.ok('facts' in mapped);
    assert.deepEqual(mapped.facts[0]!.confirms, { reference: 'order-1' });
  });
});

it('a reference of ours has 16 characters and is the same for the same thing', () => {
  assert.match(ownReference('order-1'), /^HF[0-9A-HJKMNP-TV-Z]{14}$/);
  assert.equal(ownReference('order-1'), ownReference('order-1'));
  assert.notEqual(ownReference('order-1'), ownReference('order-2'));
});
