import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Refusal } from '../../shared/failures.ts';
import { serveSap } from '../../simulator/sap/server.ts';
import { SapSimulator } from '../../simulator/sap/simulator.ts';
import { ErpTime } from './erp-time.ts';
import { sapOverOData } from './odata-client.ts';

const ZONES = ['UTC', 'America/New_York', 'Europe/Paris', 'Asia/Kolkata', 'Pacific/Auckland', 'America/Sao_Paulo'];
/** What the ERP writes at a moment, from another source: the text of the locale of Sweden is almost RFC 3339. */
const writtenAt = (moment: number, timeZone: string): number => Date.parse(`${new Date(moment).toLocaleString('sv', { timeZone }).replace(' ', 'T')}Z`);

describe('the time of an ERP in a zone', () => {
  const second = fc.integer({ min: Date.UTC(2024, 0) / 1000, max: Date.UTC(2030, 0) / 1000 }).map((value) => value * 1000);

  it('is the moment it was written at, but for the hour that comes twice, whose moment is the first', () => {
    fc.assert(fc.property(fc.constantFrom(...ZONES), second, (timeZone, moment) => {
      const written = writtenAt(moment, timeZone);
      const read = new ErpTime(timeZone).momentOf(written);
      assert.equal(writtenAt(read, timeZone), written);
      assert.ok(read === moment || moment - read === 3_600_000, String(moment - read));
    }), { numRuns: 500 });
  });

  it('holds between two moments whatever was written between them, also when clocks are changed', () => {
    const change = Date.UTC(2026, 10, 1, 6);
    fc.assert(fc.property(fc.constantFrom(...ZONES), fc.oneof(second, fc.integer({ min: -7_200, max: 7_200 }).map((value) => change + value * 1000)), fc.nat(7_200), fc.nat(7_200), (timeZone, from, length, at) => {
      const [first, last] = new ErpTime(timeZone).writtenBetween(from, from + (length + 1) * 1000);
      const written = writtenAt(from + (at % (length + 1)) * 1000, timeZone);
      assert.ok(first <= written && written < last);
    }), { numRuns: 500 });
  });

  it('has a zone that there is', () => {
    assert.throws(() => new ErpTime('Europe/Lyon'), (error: unknown) => error instanceof Refusal && error.code === 'GW-CONFIGURATION' && error.message.includes('Europe/Lyon'));
  });
});

it('documents of an ERP at home in New York are found by their time, and have it', async (test) => {
  const moment = Date.parse('2026-11-21T03:30:00Z');
  const erp = new SapSimulator({ clock: { now: () => writtenAt(moment, 'America/New_York'), sleep: async () => undefined } });
  const server = await serveSap(erp, { user: 'U', password: 'p', controlToken: 'c' });
  test.after(() => server.close());
  erp.post({ movementType: '501', items: [{ material: 'LAMP-1', plant: '1010', storageLocation: '0001', quantityThousandths: 1000 }] });
  const sap = sapOverOData({ baseUrl: server.url, login: { kind: 'basic', user: 'U', password: 'p' }, clock: { now: () => moment, sleep: async () => undefined }, timeZone: 'America/New_York' });
  const found = await sap.documentsCreated('2026-11-21T03:15:00Z', '2026-11-21T03:45:00Z', []);
  assert.deepEqual(found.map(({ createdAt, postingDate }) => [createdAt, postingDate]), [['2026-11-21T03:30:00.000Z', '2026-11-20']]);
  assert.deepEqual(await sap.documentsCreated('2026-11-21T03:31:00Z', '2026-11-21T03:45:00Z', []), []);
});
