import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openSqliteStore } from '../../delivery/store-sqlite.ts';
import type { GatewayStore } from '../../delivery/store.ts';
import { noHealthLog } from '../../health/health-log.ts';
import { systemClock } from '../../shared/clock.ts';
import { NETWORK } from '../test/till.ts';
import { TillIntake, type UploadAnswer } from './intake.ts';
import { registersOf } from './register-cursors.ts';
import type { Transaction } from './transaction.ts';

const SALE: Transaction = { store: 'LYON', register: '3', businessDay: '2026-11-21', sequence: 1, kind: 'Sale', occurredAt: '2026-11-21T10:14:03+01:00', lines: [{ line: 1, sku: 'LAMP-1', quantity: 1 }, { line: 2, sku: 'CHAIR-7', quantity: 1 }] };

describe('two gateways with one store', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-intake-'));
  const stores: GatewayStore[] = [];
  const intakes: TillIntake[] = [];
  before(() => {
    for (let gateway = 0; gateway < 2; gateway += 1) {
      const store = openSqliteStore({ file: path.join(folder, 'gateway.db'), clock: systemClock, isDurable: false });
      const names = { name: (work: object) => ({ ...work, sku: 'LAMP-1', location: 'LYON' }) as never };
      stores.push(store);
      intakes.push(new TillIntake({ store, names, health: noHealthLog, clock: systemClock, isFull: () => false }));
    }
  });
  after(async () => {
    for (const store of stores) await store.close();
    rmSync(folder, { recursive: true });
  });
  const accept = (gateway: number, key: string, transactions: readonly Transaction[]): Promise<UploadAnswer> => intakes[gateway]!.accept({ network: NETWORK, transactions, idempotency: { key, hash: key } });
  const statuses = (answer: UploadAnswer): readonly string[] => answer.transactions.flatMap(({ lines }) => lines.map(({ status }) => status));

  it('answer an upload that reaches both at the same time in the same way, and store it once', async () => {
    const [one, other] = await Promise.all([accept(0, 'same', [SALE]), accept(1, 'same', [SALE])]);
    assert.deepEqual(one, other);
    assert.deepEqual(statuses(one), ['Accepted', 'Accepted']);
    assert.equal((await stores[0]!.find({ most: 10 })).length, 2);
  });

  it('count what overlapping uploads tell once each, and miss nothing of the register', async () => {
    const sold = Array.from({ length: 60 }, (_, index) => ({ ...SALE, sequence: index + 1 }));
    const parts = Array.from({ length: 20 }, (_, part) => sold.slice(part * 2, part * 2 + 22));
    const answers = await Promise.all(parts.map((part, index) => accept(index % 2, `part-${String(index)}`, index % 3 === 0 ? part.toReversed() : part)));
    assert.equal(answers.flatMap(statuses).filter((status) => status === 'Accepted').length, 118, 'two lines of each but the first, which was told before');
    assert.equal(answers.flatMap(statuses).filter((status) => status === 'Conflict').length, 0);
    assert.equal((await stores[1]!.find({ most: 1_000 })).length, 120);
    assert.partialDeepStrictEqual(await registersOf(stores[0]!, 'TILL'), [{ contiguous: 60, highest: 60, told: 60, missing: [] }]);
  });
});
