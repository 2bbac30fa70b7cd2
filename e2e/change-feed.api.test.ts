/**
 * The change feed leaves nothing out. What a reader can notice of a slow transaction is a row that appears late with an early stamp: stamps are taken when a row is
 * written, and rows are seen when they are committed. So every write here is committed up to ten minutes after its stamp, in any order between reads.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { OrgInMemory } from './support/org-in-memory.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
/** No transaction runs longer. platform-facts: transaction-time-limit. */
const LONGEST_TRANSACTION_SECONDS = 600;
const STARTS_AT = Date.UTC(2026, 10, 2, 9, 0, 0);
const SKUS = ['A', 'B', 'C', 'D'];

interface Change { readonly sku: string; readonly version: number; readonly onHand: number }
interface Page { readonly items: readonly Change[]; readonly nextCursor: string; readonly hasMore: boolean }
type Step = { readonly kind: 'write'; readonly sku: number; readonly seconds: number } | { readonly kind: 'pass'; readonly seconds: number } | { readonly kind: 'read' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('write' as const), sku: fc.nat(SKUS.length - 1), seconds: fc.integer({ min: 0, max: LONGEST_TRANSACTION_SECONDS }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('pass' as const), seconds: fc.integer({ min: 0, max: 400 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('read' as const) }) },
);

let org: OrgInMemory;
let count = 0;
const versions = new Map<string, number>();
const lastStamps = new Map<string, number>();

before(async () => {
  org = OrgInMemory.start(STARTS_AT);
  await org.create('Stock_Location__c', { Name: 'Leeds', Code__c: 'LEEDS', Type__c: 'Store', Time_Zone__c: 'Europe/London' });
  for (const sku of SKUS) await org.create('Product2', { Name: sku, SKU__c: sku, Base_Unit__c: 'Piece', IsActive: true });
});
after(() => org.close());

/** Commits a change now that was written so many seconds ago. */
async function write(sku: string, seconds: number): Promise<void> {
  const event = { key: `F-${String((count += 1))}`, intent: 'StockReceived', sku, location: 'LEEDS', quantity: 1, occurredAt: new Date(org.now).toISOString(), source: 'TEST' };
  const answer = await org.call('POST', '/events', JSON.stringify({ events: [event] }));
  assert.equal(answer.status, 200, answer.text);
  versions.set(sku, (versions.get(sku) ?? 0) + 1);
  const { store } = org.localOrg.org.installed.data;
  // The stamps of one row only grow: who writes it later has waited for its lock.
  const stamp = Math.max(Math.floor((org.now - seconds * SECOND_MS) / SECOND_MS) * SECOND_MS, lastStamps.get(sku) ?? 0);
  store.transaction(() => store.writer('UPDATE stock_position__c SET systemmodstamp = ? WHERE sku__c = ?').run(stamp, sku));
  lastStamps.set(sku, stamp);
  store.flush();
}
class Reader {
  readonly copy = new Map<string, number>();
  told = 0;
  #cursor: string | undefined;
  readonly #takesLaterStampsOnly: boolean;

  constructor(takesLaterStampsOnly = false) {
    this.#takesLaterStampsOnly = takesLaterStampsOnly;
  }

  async read(): Promise<void> {
    for (let isMore = true; isMore;) {
      const answer = await org.call('GET', `/changes${this.#cursor === undefined ? '' : `?after=${encodeURIComponent(this.#cursor)}`}`);
      assert.equal(answer.status, 200, answer.text);
      const page = answer.body as Page;
      for (const { sku, version } of page.items) {
        this.told += 1;
        this.copy.set(sku, Math.max(version, this.copy.get(sku) ?? 0));
      }
      const [, , fresh = '', freshId = ''] = page.nextCursor.slice(1).split('.');
      this.#cursor = this.#takesLaterStampsOnly ? `c${fresh}.${freshId}.${fresh}.${freshId}` : page.nextCursor;
      isMore = page.hasMore;
    }
  }
}

async function missedBy(steps: readonly Step[], reader: Reader): Promise<number> {
  await reader.read();
  for (const one of steps) {
    if (one.kind === 'write') await write(SKUS[one.sku]!, one.seconds);
    else if (one.kind === 'pass') org.now += one.seconds * SECOND_MS;
    else await reader.read();
  }
  org.now += 12 * MINUTE_MS;
  await reader.read();
  return [...versions].filter(([sku, version]) => reader.copy.get(sku) !== version).length;
}

describe('the change feed', () => {
  it('leaves nothing out, however late transactions commit what they wrote', async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      assert.equal(await missedBy(steps, new Reader()), 0);
    }), { numRuns: 60 });
  });

  it('would leave something out for a reader who asked for later stamps only: the same writes catch that', async () => {
    const result = await fc.check(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => (await missedBy(steps, new Reader(true))) === 0), { numRuns: 60, endOnFailure: true });
    assert.ok(result.failed);
  });

  it('tells each change at most twice', async () => {
    const reader = new Reader();
    org.now += 30 * MINUTE_MS;
    await reader.read();
    reader.told = 0;
    for (const sku of SKUS) await write(sku, 0);
    for (let minute = 0; minute < 30; minute++) {
      org.now += MINUTE_MS;
      await reader.read();
    }
    assert.equal(reader.told, 2 * SKUS.length);
  });
});
