import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import jsforce from 'jsforce';
import { StreamingExtension } from 'jsforce/lib/api/streaming.js';
import { startOrg, type RunningOrg } from './support/running-org.ts';

/** Of every fact: facts of long ago would come too late. */
const HAPPENED_AT = new Date().toISOString();

let org: RunningOrg;
let connection: jsforce.Connection;

before(async () => {
  org = await startOrg({ seed: false });
  connection = new jsforce.Connection({ instanceUrl: org.url, accessToken: await org.token(), version: '67.0' });
});
after(() => org.stop());

const location = (code: string) => ({ Code__c: code, Name: `${code} store`, Type__c: 'Store', Town__c: 'Leeds' });

describe('jsforce against the local org', () => {
  it('knows who it is', async () => {
    const identity = await connection.identity();
    assert.match(identity.user_id, /^005\w{15}$/);
    assert.match(identity.organization_id, /^00D\w{15}$/);
  });

  it('creates, reads, updates and deletes a record', async () => {
    const created = await connection.sobject('Stock_Location__c').create(location('CRUD-1'));
    assert.ok(created.success);
    const id = created.id;
    await connection.sobject('Stock_Location__c').update({ Id: id, Town__c: 'York' });
    const read = await connection.sobject('Stock_Location__c').retrieve(id);
    assert.equal(read['Town__c'], 'York');
    assert.equal(read['Code__c'], 'CRUD-1');
    assert.equal((read as { attributes?: { type: string } }).attributes?.type, 'Stock_Location__c');
    await connection.sobject('Stock_Location__c').destroy(id);
    await assert.rejects(connection.sobject('Stock_Location__c').retrieve(id), { errorCode: 'NOT_FOUND' });
  });

  it('upserts by external id: first created, then updated', async () => {
    const first = await connection.sobject('Stock_Location__c').upsert(location('UPS-1'), 'Code__c');
    const second = await connection.sobject('Stock_Location__c').upsert({ ...location('UPS-1'), Town__c: 'Hull' }, 'Code__c');
    assert.deepEqual([(first as { created?: boolean }).created, (second as { created?: boolean }).created], [true, false]);
    const { records } = await connection.query<{ Town__c: string }>("SELECT Town__c FROM Stock_Location__c WHERE Code__c = 'UPS-1'");
    assert.deepEqual(records.map((record) => record.Town__c), ['Hull']);
  });

  it('writes collections with one answer per record, in order', async () => {
    const answers = await connection.sobject('Stock_Location__c').create([location('COL-1'), { Name: 'no code', Type__c: 'Store' }, location('COL-2')], { allOrNone: false });
    assert.deepEqual(answers.map((answer) => answer.success), [true, false, true]);
    const failed = answers[1]!;
    assert.ok(!failed.success);
    assert.equal((failed.errors[0] as unknown as { statusCode: string }).statusCode, 'REQUIRED_FIELD_MISSING');
  });

  it('undoes a collection as a whole with allOrNone', async () => {
    const answers = await connection.sobject('Stock_Location__c').create([location('ALL-1'), { Name: 'no code', Type__c: 'Store' }], { allOrNone: true });
    assert.deepEqual(answers.map((answer) => answer.success), [false, false]);
    const { totalSize } = await connection.query("SELECT Id FROM Stock_Location__c WHERE Code__c = 'ALL-1'");
    assert.equal(totalSize, 0);
  });

  it('pages through a large result with queryMore', async () => {
    for (let start = 0; start < 600; start += 200) {
      await connection.sobject('Product2').create(Array.from({ length: 200 }, (_, index) => ({ Name: `Product ${String(start + index)}`, SKU__c: `PAGE-${String(start + index)}` })), { allOrNone: true });
    }
    const first = await connection.query<{ SKU__c: string }>("SELECT SKU__c FROM Product2 WHERE SKU__c LIKE 'PAGE-%' ORDER BY SKU__c", { headers: { 'Sforce-Query-Options': 'batchSize=200' } });
    assert.deepEqual([first.totalSize, first.done, first.records.length], [600, false, 200]);
    const seen = new Set(first.records.map((record) => record.SKU__c));
    let next = first.nextRecordsUrl;
    while (next !== undefined) {
      const page = await connection.queryMore<{ SKU__c: string }>(next);
      for (const record of page.records) seen.add(record.SKU__c);
      next = page.nextRecordsUrl;
    }
    assert.equal(seen.size, 600);
  });

  it('answers aggregates, parents and counts', async () => {
    const counted = await connection.query("SELECT COUNT() FROM Product2 WHERE SKU__c LIKE 'PAGE-%'");
    assert.equal(counted.totalSize, 600);
    const grouped = await connection.query<{ Type__c: string; total: number }>("SELECT Type__c, COUNT(Id) total FROM Stock_Location__c WHERE Code__c LIKE 'COL-%' GROUP BY Type__c");
    assert.deepEqual(grouped.records.map(({ Type__c, total }) => [Type__c, total]), [['Store', 2]]);
    const product = await connection.query<{ Id: string }>("SELECT Id FROM Product2 WHERE SKU__c = 'PAGE-1'");
    await connection.sobject('Product_Barcode__c').create({ GTIN__c: '4006381333931', Product__c: product.records[0]!.Id, Pack_Quantity__c: 1 });
    const joined = await connection.query<{ Product__r: { SKU__c: string } }>("SELECT GTIN__c, Product__r.SKU__c FROM Product_Barcode__c WHERE GTIN__c = '4006381333931'");
    assert.equal(joined.records[0]?.Product__r.SKU__c, 'PAGE-1');
  });

  it('refuses a barcode with a wrong check digit and says which', async () => {
    const product = await connection.query<{ Id: string }>("SELECT Id FROM Product2 WHERE SKU__c = 'PAGE-2'");
    await assert.rejects(connection.sobject('Product_Barcode__c').create({ GTIN__c: '4006381333930', Product__c: product.records[0]!.Id, Pack_Quantity__c: 1 }), /4006381333930/);
  });

  it('describes objects and the org', async () => {
    const described = await connection.sobject('Stock_Location__c').describe();
    assert.equal(described.name, 'Stock_Location__c');
    assert.ok(described.fields.some((field) => field.name === 'Code__c' && field.externalId === true));
    const { sobjects } = await connection.describeGlobal();
    assert.ok(sobjects.some((one) => one.name === 'Stock_Position__c'));
  });

  it('composes requests that refer to each other', async () => {
    const answer = await connection.request<{ compositeResponse: { httpStatusCode: number; body: { totalSize?: number } }[] }>({
      method: 'POST', url: '/services/data/v67.0/composite', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ compositeRequest: [
        { method: 'POST', url: '/services/data/v67.0/sobjects/Stock_Location__c', referenceId: 'made', body: location('COMP-1') },
        { method: 'GET', url: "/services/data/v67.0/query?q=SELECT+Id+FROM+Stock_Location__c+WHERE+Id='@{made.id}'", referenceId: 'found' },
      ] }),
    });
    assert.deepEqual(answer.compositeResponse.map((one) => one.httpStatusCode), [201, 200]);
    assert.equal(answer.compositeResponse[1]?.body.totalSize, 1);
  });

  it('words errors as Salesforce does', async () => {
    await assert.rejects(async () => connection.query('SELECT Nope__c FROM Stock_Location__c'), { errorCode: 'INVALID_FIELD' });
    await assert.rejects(async () => connection.query('SELECT Id FROM Nope__c'), { errorCode: 'INVALID_TYPE' });
    await assert.rejects(async () => connection.query('SELEC Id FROM Stock_Location__c'), { errorCode: 'MALFORMED_QUERY' });
    await assert.rejects(connection.sobject('Stock_Location__c').create({ ...location('X'), Nope__c: 1 } as never), { errorCode: 'INVALID_FIELD' });
    const stranger = new jsforce.Connection({ instanceUrl: org.url, accessToken: '00D000000000000!nope', version: '67.0' });
    await assert.rejects(async () => stranger.query('SELECT Id FROM Stock_Location__c'), { errorCode: 'INVALID_SESSION_ID' });
  });

  it('streams platform events, new ones and replayed ones', async () => {
    const token = await org.token();
    const send = (key: string) => fetch(`${org.url}/services/apexrest/holdfast/v1/events`, {
      method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ events: [{ key, intent: 'StockReceived', sku: 'PAGE-3', location: 'COL-1', quantity: 5, occurredAt: HAPPENED_AT, source: 'TEST' }] }),
    });
    const received = (replay: number, count: number): { ready: Promise<void>; events: Promise<{ payload: { SKU__c: string; On_Hand__c: number } }[]> } => {
      const client = connection.streaming.createClient([new StreamingExtension.Replay('/event/Availability_Changed__e', replay)]);
      const seen: { payload: { SKU__c: string; On_Hand__c: number } }[] = [];
      let ready!: Promise<void>;
      const events = new Promise<typeof seen>((resolve) => {
        const subscription = client.subscribe('/event/Availability_Changed__e', (event: (typeof seen)[number]) => {
          seen.push(event);
          // Waited for: a client whose goodbye is not answered before the org ends goes on trying for ever.
          if (seen.length === count) void (client as unknown as { disconnect(): PromiseLike<void> }).disconnect().then(() => { resolve(seen); });
        });
        ready = new Promise((done) => { void subscription.then(() => { done(); }); });
      });
      return { ready, events };
    };
    await send('stream-1');
    const fresh = received(-1, 1);
    await fresh.ready;
    await send('stream-2');
    assert.deepEqual((await fresh.events).map((event) => [event.payload.SKU__c, event.payload.On_Hand__c]), [['PAGE-3', 10]]);
    const all = await received(-2, 2).events;
    assert.deepEqual(all.map((event) => event.payload.On_Hand__c), [5, 10]);
  });
});
