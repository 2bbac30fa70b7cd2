/** A till, an ERP and a real local org with the gateway between them: after each step the org's positions are the ERP's book and what the ERP has not posted yet. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { secretOf } from '../gateway/cli/home.ts';
import { mapTypes, setModes } from '../scripts/gateway/settings.ts';
import { ledgerDifferences, query } from './support/ledger-check.ts';
import { SapShop } from './support/sap-shop.ts';

const LYON = { location: 'LYON', plant: '1010', storageLocation: '0001' };
const NICE = { location: 'NICE', plant: '1020', storageLocation: '0001' };
const PLACES = [LYON, NICE];
const SKUS = ['LAMP-1', 'LAMP-2'];
const POLLS = 400;
const POLL_MS = 50;

describe('tills, SAP and the org', () => {
  const shop = new SapShop('LYON');
  /** Units that left here and that the ERP has not posted yet, by SKU and location. */
  const pending = new Map<string, number>();
  const item = (place: { plant: string; storageLocation: string }, units: number, sku = SKUS[0]!) => ({ material: sku, plant: place.plant, storageLocation: place.storageLocation, quantityThousandths: units * 1000 });
  const sell = async (...units: number[]) => {
    const sold = units.map((quantity) => shop.till.sell([{ sku: 'LAMP-1', quantity }]));
    pending.set('LAMP-1|LYON', (pending.get('LAMP-1|LYON') ?? 0) + units.reduce((sum, one) => sum + one, 0));
    await shop.upload();
    return sold;
  };

  /** Looks until it is so; tells what is wrong when it does not become so. */
  async function becomes(check: () => Promise<void> | void): Promise<void> {
    for (let poll = 1; ; poll++) {
      try {
        await check();
        return;
      } catch (error) {
        if (poll === POLLS) throw error;
        await new Promise((resolve) => { setTimeout(resolve, POLL_MS); });
      }
    }
  }

  /** The org's positions are the ERP's book and what is pending. */
  const agree = () => becomes(async () => {
    for (const place of PLACES) {
      for (const sku of SKUS) {
        const inErp = shop.inErp(sku, place);
        const { onHand, book, inTransit } = await shop.position(sku, place.location);
        const expected = { onHand: inErp - (pending.get(`${sku}|${place.location}`) ?? 0), book: inErp, inTransit: shop.inErp(sku, { plant: place.plant, storageLocation: '' }, '06') };
        assert.deepEqual({ onHand, book, inTransit }, expected, `${sku} at ${place.location}`);
      }
    }
  });
  const done = async () => {
    await agree();
    assert.deepEqual(await ledgerDifferences(shop.org, shop.token), []);
  };

  before(async () => {
    await shop.open(PLACES, SKUS, (dataFolder) => setModes(dataFolder, { TILL: 'ByDay', HOLDFAST: 'ByReference' }));
    shop.sap.post({ movementType: '561', items: [item(LYON, 100), item(NICE, 50), item(LYON, 30, 'LAMP-2')] });
    await agree();
  });
  after(() => shop.close());

  it('count a sale at once, and no second time when SAP posts the sales of the day', async () => {
    const sold = await sell(1, 2, 3);
    await agree();
    shop.sap.postSalesOfDay({ ...LYON, day: sold[0]!.businessDay, sales: [{ material: 'LAMP-1', quantityThousandths: 6000, receipt: 'any' }] });
    pending.clear();
    await done();
  });

  it('count no sale twice that SAP posted before the till told of it', async () => {
    const sold = shop.till.sell([{ sku: 'LAMP-1', quantity: 4 }]);
    shop.sap.postSalesOfDay({ ...LYON, day: sold.businessDay, sales: [{ material: 'LAMP-1', quantityThousandths: 4000, receipt: 'any' }] });
    await agree();
    await shop.upload();
    await becomes(async () => {
      const [row] = await query(shop.org, shop.token, `SELECT Outcome__c FROM Stock_Entry__c WHERE Entry_Key__c LIKE 'TILL|%' AND Sequence__c = ${String(sold.sequence)}`);
      assert.equal(row?.['Outcome__c'], 'Absorbed');
    });
    await done();
  });

  it('follow receipts, transfers with both their items, goods in transit and cancellations', async () => {
    shop.sap.post({ movementType: '101', items: [item(LYON, 10)] });
    shop.sap.post({ movementType: '301', items: [{ ...item(LYON, 5), toPlant: NICE.plant, toStorageLocation: NICE.storageLocation }] });
    shop.sap.post({ movementType: '351', items: [{ ...item(LYON, 7), toPlant: NICE.plant, toStorageLocation: NICE.storageLocation }] });
    await agree();
    const { year, number } = shop.sap.post({ movementType: '101', items: [{ ...item(NICE, 7), toPlant: LYON.plant }] });
    await agree();
    shop.sap.cancel(year, number);
    await done();
  });

  it('agree although doorbells are lost, doubled, late and out of order, documents late and SAP failing', async () => {
    shop.sap.setFaults({ doorbellLostShare: 0.2, doorbellDuplicateShare: 0.3, doorbellReorderedShare: 0.3, doorbellLateShare: 0.2, doorbellLateMs: 500, commitLateShare: 0.3, commitLateMs: 900, errorShare: 0.2, resetShare: 0.1 });
    for (let index = 0; index < 30; index++) shop.sap.post({ movementType: index % 3 === 0 ? '551' : '501', items: [item(PLACES[index % 2]!, 1 + (index % 4))] });
    await new Promise((resolve) => { setTimeout(resolve, 1000); });
    shop.sap.setFaults({ doorbellLostShare: 0, doorbellDuplicateShare: 0, doorbellReorderedShare: 0, doorbellLateShare: 0, commitLateShare: 0, errorShare: 0, resetShare: 0 });
    shop.sap.doorbells.letGo();
    assert.ok(shop.sap.doorbells.figures.lost > 0, 'some doorbell was lost');
    // What never rang is found by the poll, which leaves doorbells ten seconds and comes every fifteen.
    for (let round = 0; round < 3; round++) await agree().catch((error: unknown) => { if (round === 2) throw error; });
    await done();
  });

  it('let a document wait that nobody mapped, and count it once when somebody has', async () => {
    shop.sap.post({ movementType: '551', shownMovementType: '951', items: [item(LYON, 2), item(NICE, 1)] });
    const dead = async () => ((await shop.operate('GET', '/operations/v1/work?state=Dead&kind=document')).body as { items: { id: number; reason: string; message: string }[] }).items;
    await becomes(async () => { assert.deepEqual((await dead()).map(({ reason }) => reason), ['GW-UNMAPPED']); });
    const [waiting] = await dead();
    assert.match(waiting!.message, /movement type 951 is not in the movement map/);
    assert.notEqual((await shop.position('LAMP-1', 'LYON')).book, shop.inErp('LAMP-1', LYON));
    await mapTypes(shop.dataFolder, [{ type: '951', of: '551' }]);
    assert.deepEqual(await shop.operate('POST', '/operations/v1/work/redrive', { ids: [waiting!.id] }), { status: 200, body: { changed: 1 } });
    await done();
  });

  it('agree after a snapshot that was taken while goods moved', async () => {
    await sell(2);
    shop.sap.setFaults({ commitLateShare: 0.5, commitLateMs: 400 });
    const begun = await shop.operate('POST', '/reconciliation/v1/runs', {});
    assert.equal(begun.status, 202, JSON.stringify(begun.body));
    for (let index = 0; index < 12; index++) {
      shop.sap.post({ movementType: index % 2 === 0 ? '501' : '201', items: [item(PLACES[index % 2]!, 1)] });
      await new Promise((resolve) => { setTimeout(resolve, 20); });
    }
    shop.sap.setFaults({ commitLateShare: 0 });
    await becomes(async () => {
      const { body } = await shop.operate('GET', `/reconciliation/v1/runs/${(begun.body as { id: string }).id}`);
      assert.equal((body as { state: string }).state, 'Done', JSON.stringify(body));
      assert.ok((body as { told: number }).told > 0, JSON.stringify(body));
    });
    await done();
    const quiet = await shop.operate('POST', '/reconciliation/v1/runs', { locations: ['LYON'] });
    await becomes(async () => {
      const { body } = await shop.operate('GET', `/reconciliation/v1/runs/${(quiet.body as { id: string }).id}`);
      assert.deepEqual([(body as { state: string }).state, (body as { left: unknown }).left], ['Done', []]);
    });
    await done();
  });

  it('post in SAP what was shipped, once, and count it once', async () => {
    const before = shop.inErp('LAMP-2', LYON);
    await shop.callOrg('/reservations', { requestKey: 'order-1', kind: 'Firm', purpose: 'Ship', channel: 'WEB', allOrNothing: true, lines: [{ line: '1', sku: 'LAMP-2', location: 'LYON', quantity: 3 }] });
    await shop.callOrg('/reservations/order-1/fulfil', {});
    await becomes(() => { assert.equal(shop.inErp('LAMP-2', LYON), before - 3); });
    await done();
    const posted = shop.sap.book.documents(Date.now()).filter(({ headerText }) => headerText === 'order-1');
    assert.deepEqual(posted.map(({ reference }) => reference.length), [16]);
    const rows = await query(shop.org, shop.token, "SELECT Outcome__c, Group_Key__c FROM Stock_Entry__c WHERE Source__c = 'SAP' AND Group_Key__c = 'R:order-1'");
    assert.deepEqual(rows.map((row) => row['Outcome__c']), ['Absorbed']);
  });

  it('count once by receipt, and for good where SAP never hears of a till', async () => {
    // Day and receipt would net apart what is pending now.
    const open = pending.get('LAMP-1|LYON')!;
    shop.sap.postSalesOfDay({ ...LYON, day: new Date().toISOString().slice(0, 10), sales: [{ material: 'LAMP-1', quantityThousandths: open * 1000, receipt: 'any' }] });
    pending.clear();
    await agree();
    await setModes(shop.dataFolder, { TILL: 'ByReference' });
    await shop.stopGateway();
    await shop.startGateway();
    const sold = await sell(1, 5);
    await agree();
    shop.sap.postSalesByReceipt({ ...LYON, day: sold[1]!.businessDay, sales: [{ material: 'LAMP-1', quantityThousandths: 5000, receipt: `LYON-1-${sold[1]!.businessDay.replaceAll('-', '')}-${String(sold[1]!.sequence)}` }] });
    pending.set('LAMP-1|LYON', 1);
    await done();
    await setModes(shop.dataFolder, { TILL: 'Final' });
    await sell(2);
    await becomes(async () => { assert.equal((await shop.position('LAMP-1', 'LYON')).onHand, shop.inErp('LAMP-1', LYON) - 3); });
    assert.equal((await shop.position('LAMP-1', 'LYON')).book, shop.inErp('LAMP-1', LYON) - 2, 'what SAP never posts is part of the book at once');
  });

  it('leave neither errors nor secrets in the log of the gateway', () => {
    const text = shop.log.join('\n');
    assert.ok(text.includes('"snapshot-run"'), 'it tells of runs');
    assert.deepEqual(shop.log.filter((line) => line.includes('"level":"error"') || line.includes('differences-not-looked-at')), []);
    for (const name of ['till', 'operations', 'sapPassword', 'brokerPassword', 'doorbell'] as const) assert.ok(!text.includes(secretOf(shop.home, name)), name);
  });
});
