import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { demoPlan } from '../scripts/seed/plan.ts';
import { script } from './support/commands.ts';
import { call, startOrg, type RunningOrg } from './support/running-org.ts';

let org: RunningOrg;
let token = '';
before(async () => {
  org = await startOrg({ seed: false });
  token = await org.token();
});
after(() => org.stop());

async function query<Row>(soql: string): Promise<readonly Row[]> {
  const response = await fetch(`${org.url}/services/data/v67.0/query?q=${encodeURIComponent(soql)}`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal(response.status, 200, soql);
  return ((await response.json()) as { readonly records: readonly Row[] }).records;
}
const count = async (object: string): Promise<number> => (await query<{ readonly n: number }>(`SELECT COUNT(Id) n FROM ${object}`))[0]!.n;
const SEEDED = ['Stock_Location__c', 'Location_Group__c', 'Location_Group_Member__c', 'Expected_Supply__c', 'Store_Task_Line__c', 'Product2', 'Product_Barcode__c', 'Product_Place__c', 'Stock_Position__c', 'Stock_Entry__c', 'Rule_Set__c', 'Rule__c', 'Stock_Reservation__c', 'Store_Task__c', 'BusinessHours', 'Group', 'QueueSobject', 'GroupMember', 'CronTrigger'];
const counts = (): Promise<readonly number[]> => Promise.all(SEEDED.map(count));
const seed = (...args: readonly string[]): ReturnType<typeof script> => script('seed', ['--instance-url', org.url, ...args], { env: { HOLDFAST_ACCESS_TOKEN: token } });

describe('a seed of an empty org', () => {
  it('says first what it takes of the storage and what is left', async () => {
    const { exitCode, errors } = await seed();
    assert.equal(exitCode, 0, errors);
    assert.match(errors, /^seed: storage: about \d(?:\.\d)? MB needed for \d+ of \d+ records that are not there yet, \d+ of \d+ MB left\n/);
  });

  it('brings every position of the plan, as facts', async () => {
    const plan = demoPlan();
    assert.deepEqual([await count('Stock_Location__c'), await count('Stock_Position__c')], [plan.locations.length, plan.openings.length]);
    const [opening] = plan.openings;
    const { body } = await call(org, token, 'GET', `/availability?sku=${opening!.sku}&location=${opening!.location}`);
    assert.equal((body as { items: { onHand: number }[] }).items[0]!.onHand, opening!.quantity);
  });

  it('groups the places into regions, a network and a view of the web shop, in the order they are asked', async () => {
    for (const { code, members } of demoPlan().groups) {
      const rows = await query<{ readonly Location_Code__c: string }>(`SELECT Location_Code__c FROM Location_Group_Member__c WHERE Group_Code__c = '${code}' ORDER BY Rank__c`);
      assert.deepEqual(rows.map(({ Location_Code__c }) => Location_Code__c), members, code);
    }
  });

  it('expects supply in the days to come', async () => {
    const rows = await query<{ readonly Open_SKU__c: string }>('SELECT Open_SKU__c FROM Expected_Supply__c WHERE Due_On__c > TODAY');
    assert.equal(rows.length, demoPlan().supplies.length);
  });

  it('gives each store opening hours and a queue that may own its work, and puts its staff there', async () => {
    const stores = await query<{ readonly Code__c: string; readonly Queue_Id__c: string; readonly Business_Hours__c: string }>("SELECT Code__c, Queue_Id__c, Business_Hours__c FROM Stock_Location__c WHERE Type__c = 'Store'");
    const owned = Map.groupBy(await query<{ readonly QueueId: string; readonly SobjectType: string }>('SELECT QueueId, SobjectType FROM QueueSobject'), ({ QueueId }) => QueueId);
    for (const store of stores) {
      assert.ok(store.Business_Hours__c, store.Code__c);
      assert.deepEqual(owned.get(store.Queue_Id__c)?.map(({ SobjectType }) => SobjectType).toSorted(), ['Stock_Exception__c', 'Stock_Reservation__c', 'Store_Task__c'], store.Code__c);
    }
    const london = stores.find(({ Code__c }) => Code__c === 'LON-01')!;
    const members = await query<{ readonly UserOrGroupId: string }>(`SELECT UserOrGroupId FROM GroupMember WHERE GroupId = '${london.Queue_Id__c}'`);
    const staff = await query<{ readonly Username: string }>(`SELECT Username FROM User WHERE Id IN (${members.map(({ UserOrGroupId }) => `'${UserOrGroupId}'`).join(',')})`);
    assert.deepEqual(staff.map(({ Username }) => Username).toSorted(), ['associate2@holdfast.local', 'associate@holdfast.local', 'manager@holdfast.local']);
  });

  it('promises the pickups of the plan', async () => {
    for (const { requestKey, customer } of demoPlan().pickups) {
      const { status, body } = await call(org, token, 'GET', `/reservations/${requestKey}`);
      assert.deepEqual([status, (body as { customer?: string }).customer], [200, customer], requestKey);
    }
  });

  it('brings some pickups on their way, each as far as its stage', async () => {
    const states: Readonly<Record<string, string>> = { Open: 'Open', Picking: 'Picking', Ready: 'Ready', HandedOver: 'HandedOver', PutAway: 'Cancelled' };
    const tasks = new Map((await query<{ readonly Request_Key__c: string; readonly State__c: string }>("SELECT Request_Key__c, State__c FROM Store_Task__c WHERE Kind__c = 'Pick'")).map(({ Request_Key__c, State__c }) => [Request_Key__c, State__c]));
    for (const { requestKey, stage } of demoPlan().pickups) assert.equal(tasks.get(requestKey), states[stage], requestKey);
    const putAways = await query<{ readonly Request_Key__c: string }>("SELECT Request_Key__c FROM Store_Task__c WHERE Kind__c = 'PutAway' AND State__c = 'Open'");
    assert.deepEqual(putAways.map(({ Request_Key__c }) => Request_Key__c), demoPlan().pickups.filter(({ stage }) => stage === 'PutAway').map(({ requestKey }) => requestKey));
  });

  it('lets the sweeps run every five minutes, so that breaches and expiries need nobody at a screen', async () => {
    const sweeps = await query<{ readonly CronJobDetail: { readonly Name: string }; readonly NextFireTime: string | null }>("SELECT CronJobDetail.Name, NextFireTime FROM CronTrigger WHERE CronJobDetail.Name LIKE 'Holdfast sweep %'");
    assert.equal(sweeps.length, 12);
    for (const { CronJobDetail: detail, NextFireTime: next } of sweeps) assert.ok(next !== null, detail.Name);
  });

  it('changes nothing when it is run again', async () => {
    const first = await counts();
    const { exitCode, errors } = await seed();
    assert.equal(exitCode, 0, errors);
    assert.deepEqual(await counts(), first);
    assert.match(errors, /opening stock: \d+ there already,/);
  });
});

describe('a seed that is refused', () => {
  it('does not fit: says both figures and writes nothing', async () => {
    const first = await counts();
    const { exitCode, errors } = await seed('--profile', 'chain', '--stores', '400');
    assert.equal(exitCode, 1);
    assert.match(errors, /seed: The org has \d+ MB of data storage left and the seed needs about \d+(?:\.\d)? MB\. Choose fewer --stores or --skus, or say --anyway\.\n$/);
    assert.deepEqual(await counts(), first);
  });

  it('is told wrongly: says how it is told', async () => {
    for (const [args, message] of [
      [['--profile', 'huge'], /There is no profile huge\./], [['--stores', 'ten'], /--stores takes a whole number/], [['--stores', '0', '--warehouses', '0'], /one store or warehouse at least/], [['--url', org.url], /--instance-url and --url name two orgs/],
    ] as const) {
      const { exitCode, errors } = await seed(...args);
      assert.equal(exitCode, 2, errors);
      assert.match(errors, message);
    }
  });

  it('has no access token for an address that is no local org of its own', async () => {
    const { exitCode, errors } = await script('seed', ['--instance-url', 'http://127.0.0.1:9']);
    assert.equal(exitCode, 1);
    assert.match(errors, /needs an access token: set HOLDFAST_ACCESS_TOKEN/);
  });
});

describe('a seed of many rows', () => {
  it('goes through the Bulk API', async () => {
    const { exitCode, errors } = await seed('--profile', 'store', '--skus', '2010');
    assert.equal(exitCode, 0, errors);
    const { records } = (await (await fetch(`${org.url}/services/data/v67.0/jobs/ingest`, { headers: { authorization: `Bearer ${token}` } })).json()) as { readonly records: readonly { readonly object: string; readonly state: string }[] };
    assert.deepEqual(records.map(({ object, state }) => `${object} ${state}`).toSorted(), ['Product2 JobComplete', 'Product_Barcode__c JobComplete']);
    assert.equal(await count('Product2'), 2010);
  });
});
