import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import { seededRandom } from '../random.ts';
import { shelfChanges, ShopFloor } from './shop-floor.ts';
import { NO_TILL_FAULTS, type Send, type Transaction } from './till.ts';

const clock = { now: () => Date.parse('2026-11-22T10:00:00.000Z'), sleep: async () => undefined };
const identity = (register: string) => ({ network: 'shops', secret: 'open sesame', store: 'LON', register });

/** A gateway that keeps what it is told, by idempotency key and by number of the transaction. */
class Listener {
  readonly uploads: { readonly key: string; readonly body: string; readonly headers: Readonly<Record<string, string>> }[] = [];
  refusals = 0;

  readonly send: Send = async (_path, body, headers) => {
    if (this.refusals > 0) {
      this.refusals--;
      return { status: 503, body: [] };
    }
    this.uploads.push({ key: headers['idempotency-key']!, body, headers });
    return { status: 202, body: {} };
  };

  get transactions(): readonly Transaction[] {
    const all = this.uploads.flatMap(({ body }) => (JSON.parse(body) as { transactions: Transaction[] }).transactions);
    return [...new Map(all.map((one) => [`${one.register}/${String(one.sequence)}`, one])).values()];
  }
}

const floor = (seed = 1): ShopFloor => new ShopFloor({ tills: [identity('1'), identity('2')], skus: ['LAMP-1', 'CHAIR-7'], clock, random: seededRandom(seed) });

describe('simulated tills', () => {
  it('tell everything that happened, each number once, whatever goes wrong on the way', async () => {
    const shop = floor();
    const listener = new Listener();
    for (const till of shop.tills) till.faults = { ...NO_TILL_FAULTS, repeatedShare: 0.3, heldBackShare: 0.4, lostAnswerShare: 0.3 };
    for (let customer = 0; customer < 60; customer++) {
      shop.trade();
      if (customer % 5 === 0) await shop.tills[customer % 2]!.upload(listener.send);
    }
    await shop.tellRest(listener.send);
    const journals = shop.tills.flatMap(({ journal }) => journal);
    assert.equal(listener.transactions.length, journals.length);
    assert.deepEqual(shelfChanges(listener.transactions), shelfChanges(journals));
    assert.ok(listener.uploads.length > new Set(listener.uploads.map(({ key }) => key)).size, 'some were sent twice');
  });

  it('send what failed again unchanged, under its key', async () => {
    const { tills: [till] } = floor();
    const listener = new Listener();
    till!.sell([{ sku: 'LAMP-1', quantity: 1 }]);
    listener.refusals = 1;
    await assert.rejects(till!.upload(listener.send), /503/);
    till!.sell([{ sku: 'LAMP-1', quantity: 1 }]);
    assert.equal(await till!.upload(listener.send), 1);
    assert.equal(await till!.upload(listener.send), 1);
    assert.equal(till!.waiting, 0);
    assert.equal(new Set(listener.uploads.map(({ key }) => key)).size, 2);
  });

  it('sign the seconds and the bytes', async () => {
    const { tills: [till] } = floor();
    const listener = new Listener();
    till!.noSale();
    await till!.upload(listener.send);
    const [{ body, headers }] = listener.uploads as [Listener['uploads'][number]];
    const [, seconds, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers['x-signature']!)!;
    assert.equal(signature, createHmac('sha256', 'open sesame').update(`${seconds!}.${body}`).digest('hex'));
  });

  it('keep selling while they are offline', async () => {
    const { tills: [till] } = floor();
    const listener = new Listener();
    till!.faults = { ...NO_TILL_FAULTS, isOffline: true };
    till!.sell([{ sku: 'LAMP-1', quantity: 1 }]);
    assert.equal(await till!.upload(listener.send), 0);
    till!.faults = NO_TILL_FAULTS;
    assert.equal(await till!.upload(listener.send), 1);
  });

  it('know what a void undoes', () => {
    const { tills: [till] } = floor();
    const sale = till!.sell([{ sku: 'LAMP-1', quantity: 2 }]);
    till!.takeBack([{ sku: 'LAMP-1', quantity: 1, condition: 'sellable' }, { sku: 'LAMP-1', quantity: 5, condition: 'damaged' }]);
    assert.equal(shelfChanges(till!.journal).get('LAMP-1|LON'), -1);
    till!.void(sale);
    assert.equal(shelfChanges(till!.journal).get('LAMP-1|LON'), 1);
  });
});
