import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TransientFailure } from '../../shared/failures.ts';
import { silentLog } from '../../shared/log.ts';
import { TillNames, type FactWork } from './till-names.ts';

const FACT: FactWork = { key: 'K-1', intent: 'StockSold', sku: 'LAMP-1', quantity: 1, occurredAt: '2026-11-21T10:00:00Z', source: 'TILL', told: { store: 'LYON', hash: 'abc' } };

class FakeOrg {
  locations: Record<string, unknown>[] = [];
  barcodes: Record<string, unknown>[] = [];
  isDown = false;
  questions = 0;
  readonly query = async (soql: string): Promise<readonly Record<string, unknown>[]> => {
    this.questions += 1;
    if (this.isDown) throw new TransientFailure('The org does not answer.');
    return soql.includes('Stock_Location__c') ? this.locations : this.barcodes;
  };
}

function world(): { org: FakeOrg; names: () => TillNames; clock: { nowMs: number; sleep: (milliseconds: number) => Promise<void> } } {
  const org = new FakeOrg();
  const clock = { nowMs: 1_000_000, sleep: (milliseconds: number): Promise<void> => Promise.resolve(void milliseconds) };
  const cursors = new Map<string, string>();
  const transaction = { cursor: async (name: string) => (cursors.has(name) ? (JSON.parse(cursors.get(name)!) as unknown) : undefined), moveCursor: async (name: string, value: unknown) => { cursors.set(name, JSON.stringify(value)); } };
  const store = { transaction: async (work: (given: never) => Promise<unknown>) => work(transaction as never) } as never;
  return { org, clock, names: () => new TillNames({ org, store, clock: { now: () => clock.nowMs, sleep: (milliseconds) => clock.sleep(milliseconds) }, log: silentLog }) };
}

describe('names of tills', () => {
  it('become locations and products of the org', async () => {
    const { org, names } = world();
    org.locations = [{ Code__c: 'LYON-CENTRE', Till_Store_Code__c: ' lyon ' }];
    org.barcodes = [{ GTIN__c: '4006381333931', Pack_Quantity__c: 0.1, Product__r: { SKU__c: 'CABLE' } }];
    const known = names();
    await known.start();
    assert.deepEqual(known.name(FACT), { key: 'K-1', intent: 'StockSold', sku: 'LAMP-1', quantity: 1, occurredAt: '2026-11-21T10:00:00Z', source: 'TILL', location: 'LYON-CENTRE' });
    assert.partialDeepStrictEqual(known.name({ ...FACT, quantity: 3, told: { store: 'LYON', gtin: '04006381333931', hash: 'x' } }), { sku: 'CABLE', quantity: 0.3 });
  });

  it('leave a fact that has them as it is', async () => {
    const whole = { key: 'K', intent: 'StockReceived', sku: 'A', location: 'LYON', quantity: 1, occurredAt: '2026-11-21T10:00:00Z', source: 'UCI' };
    assert.deepEqual(await world().names().resolve(whole), whole);
  });

  it('that are new are found by asking the org again, but not with every line', async () => {
    const { org, names, clock } = world();
    const known = names();
    await known.start();
    assert.partialDeepStrictEqual(await known.resolve(FACT), { reason: 'GW-UNKNOWN-STORE' });
    assert.equal(org.questions, 2);
    clock.nowMs += 11_000;
    org.locations = [{ Code__c: 'LYON-CENTRE', Till_Store_Code__c: 'LYON' }];
    assert.partialDeepStrictEqual((await Promise.all([known.resolve(FACT), known.resolve(FACT)]))[1], { location: 'LYON-CENTRE' });
    assert.equal(org.questions, 4, 'who asks at the same time waits for the same answer');
  });

  it('that were given to another location are so within minutes, whether or not the org answers every time', async () => {
    const { org, names, clock } = world();
    org.locations = [{ Code__c: 'LYON-CENTRE', Till_Store_Code__c: 'LYON' }];
    const known = names();
    await known.start();
    org.locations = [{ Code__c: 'LYON-SOUTH', Till_Store_Code__c: 'LYON' }];
    const end = new AbortController();
    let turns = 0;
    clock.sleep = async (milliseconds) => {
      clock.nowMs += milliseconds;
      turns += 1;
      org.isDown = turns === 1;
      if (turns === 3) end.abort();
    };
    await known.run(end.signal);
    assert.equal(known.locationOf('lyon'), 'LYON-SOUTH');
  });

  it('are known after a start without the org, from what was known before', async () => {
    const { org, names } = world();
    org.locations = [{ Code__c: 'LYON-CENTRE', Till_Store_Code__c: 'LYON' }];
    await names().start();
    org.isDown = true;
    const again = names();
    await again.start();
    assert.equal(again.locationOf('LYON'), 'LYON-CENTRE');
    await assert.rejects(again.resolve({ ...FACT, told: { store: 'PARIS', hash: 'x' } }), TransientFailure, 'what nobody knows waits for the org');
  });
});
