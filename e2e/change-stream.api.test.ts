/** News of positions: a reader who counts versions notices every gap, because each transaction steps a position by one and tells of it once. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { OrgInMemory } from './support/org-in-memory.ts';
import { call, startOrg, type RunningOrg } from './support/running-org.ts';

const STARTS_AT = Date.UTC(2026, 10, 21, 9, 0);
const MINUTE = 60_000;
const SKUS = ['A', 'B'] as const;
const LOCATIONS = ['L1', 'L2'] as const;
const RUNS = 40;

type Act =
  | { readonly what: 'facts'; readonly facts: readonly { readonly intent: string; readonly sku: string; readonly location: string; readonly quantity: number; readonly isAgain: boolean }[] }
  | { readonly what: 'reserve'; readonly kind: 'Firm' | 'Cart'; readonly lines: readonly { readonly sku: string; readonly location: string; readonly quantity: number }[] }
  | { readonly what: 'release' | 'fulfil' | 'transfer' | 'change'; readonly nth: number }
  | { readonly what: 'wait'; readonly minutes: number };

const place = { sku: fc.constantFrom(...SKUS), location: fc.constantFrom(...LOCATIONS), quantity: fc.integer({ min: 1, max: 6 }) };
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ what: fc.constant('facts' as const), facts: fc.array(fc.record({ intent: fc.constantFrom('StockReceived', 'StockSold', 'StockReturned'), ...place, isAgain: fc.boolean() }), { minLength: 1, maxLength: 4 }) }),
  fc.record({ what: fc.constant('reserve' as const), kind: fc.constantFrom('Firm' as const, 'Cart' as const), lines: fc.array(fc.record(place), { minLength: 1, maxLength: 3 }) }),
  fc.record({ what: fc.constantFrom('release' as const, 'fulfil' as const, 'transfer' as const, 'change' as const), nth: fc.nat(5) }),
  fc.record({ what: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 20 }) }),
);

interface News { readonly Position_Key__c: string; readonly Version__c: number; readonly On_Hand__c: number; readonly Reserved__c: number }

describe('the change stream', () => {
  let org: OrgInMemory;
  before(async () => {
    org = OrgInMemory.start(STARTS_AT);
    for (const code of LOCATIONS) await org.create('Stock_Location__c', { Name: code, Code__c: code, Type__c: 'Store', Pickup__c: true });
    for (const sku of SKUS) await org.create('Product2', { Name: sku, SKU__c: sku, Base_Unit__c: 'Piece', IsActive: true });
  });
  after(() => org.close());

  it(`tells each position once per transaction, one version on, in ${String(RUNS)} made-up days; and the last news is what stands`, async () => {
    await fc.assert(fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 14 }), async (acts) => {
      org.clearStock();
      org.now = STARTS_AT;
      const told = new Map<string, News>();
      const player = new Player(org);
      let heard = 0;
      for (const one of acts) {
        await player.play(one);
        // What a call sets in motion, such as looking for other places of a broken promise, tells in transactions of its own.
        await org.passTime(0);
        const news = org.events('Availability_Changed__e', heard) as unknown as readonly News[];
        heard += news.length;
        if (!isChained(one)) assert.equal(new Set(news.map(({ Position_Key__c }) => Position_Key__c)).size, news.length, `one call, one piece of news per position: ${JSON.stringify(one)}`);
        for (const piece of news) {
          assert.equal(Number(piece.Version__c), Number(told.get(piece.Position_Key__c)?.Version__c ?? 0) + 1, `a gap at ${piece.Position_Key__c} after ${JSON.stringify(one)}`);
          told.set(piece.Position_Key__c, piece);
        }
      }
      for (const row of org.rows('Stock_Position__c', ['Position_Key__c', 'Version__c', 'On_Hand__c', 'Reserved__c', 'Available__c', 'Safety__c'])) {
        const last = told.get(String(row['Position_Key__c']));
        const [onHand, reserved] = [Number(row['On_Hand__c']) / 1000, Number(row['Reserved__c']) / 1000];
        assert.deepEqual([Number(last?.Version__c ?? 0), Number(last?.On_Hand__c ?? 0), Number(last?.Reserved__c ?? 0)], [Number(row['Version__c']), onHand, reserved], String(row['Position_Key__c']));
        assert.equal(Number(row['Available__c']) / 1000, Math.max(0, onHand - reserved - Number(row['Safety__c']) / 1000), 'what sums add up is kept with the balances');
      }
    }), { numRuns: RUNS });
  });
});

/** May it break promises, which then look for another place? */
const isChained = (one: Act): boolean => one.what === 'facts' && one.facts.some(({ intent }) => intent === 'StockSold');

/** Makes calls of acts; refusals are as good as anything else. */
class Player {
  readonly #org: OrgInMemory;
  readonly #keys: string[] = [];
  #count = 0;

  constructor(org: OrgInMemory) {
    this.#org = org;
  }

  async play(one: Act): Promise<void> {
    if (one.what === 'wait') {
      this.#org.now += one.minutes * MINUTE;
    } else if (one.what === 'facts') {
      const events = one.facts.map(({ intent, sku, location, quantity, isAgain }) => ({ key: `F-${String(isAgain ? this.#count : (this.#count += 1))}`, intent, sku, location, quantity, occurredAt: new Date(this.#org.now).toISOString(), source: 'TEST' }));
      await this.#send('POST', '/events', { events });
    } else if (one.what === 'reserve') {
      const requestKey = `R-${String((this.#count += 1))}`;
      this.#keys.push(requestKey);
      const expiresAt = one.kind === 'Cart' ? { expiresAt: new Date(this.#org.now + 10 * MINUTE).toISOString() } : {};
      await this.#send('POST', '/reservations', { requestKey, kind: one.kind, purpose: 'Pickup', channel: 'WEB', allOrNothing: false, ...expiresAt, lines: one.lines.map((line, index) => ({ line: index + 1, ...line })) });
    } else {
      const key = this.#keys[one.nth % Math.max(this.#keys.length, 1)];
      if (key === undefined) return;
      if (one.what === 'change') await this.#send('PATCH', `/reservations/${key}`, { lines: [{ line: 1, quantity: 2 }] });
      else await this.#send('POST', `/reservations/${key}/${one.what}`, one.what === 'transfer' ? { location: 'L2' } : {});
    }
  }

  async #send(method: string, path: string, body: object): Promise<void> {
    const { status, text } = await this.#org.call(method, path, JSON.stringify(body));
    assert.ok(status < 500, text);
  }
}

describe('reading your own reservation', () => {
  let org: RunningOrg;
  before(async () => { org = await startOrg({ seed: true }); });
  after(() => org.stop());

  it('never misses what any of four clients was promised before it asked, per location, in sums and for every channel', async () => {
    const token = await org.token();
    const [sku, location] = ['HF-1002', 'DC-DAVENTRY'];
    await call(org, token, 'POST', '/events', { events: [{ key: 'more', intent: 'StockReceived', sku, location, quantity: 1000, occurredAt: new Date().toISOString(), source: 'TEST' }] });
    const reservedIn = (body: unknown): number => (body as { readonly items: readonly { readonly reserved: number }[] }).items.reduce((sum, { reserved }) => sum + reserved, 0);
    const first = reservedIn((await call(org, token, 'GET', `/availability?sku=${sku}&location=${location}`)).body);
    let promised = 0;
    const client = async (name: string): Promise<void> => {
      for (let round = 0; round < 25; round++) {
        const { body } = await call(org, token, 'POST', '/reservations', { requestKey: `${name}-${String(round)}`, kind: 'Firm', purpose: 'Ship', channel: 'WEB', allOrNothing: true, lines: [{ line: 1, sku, location, quantity: 1 }] });
        assert.equal((body as { readonly results?: readonly { readonly status: string }[] }).results?.[0]?.status, 'Reserved');
        promised += 1;
        const known = promised;
        const question = [{ skus: [sku], locations: [location] }, { skus: [sku], locations: [location], sums: true }, { skus: [sku], groups: ['MIDLANDS'], sums: true, channel: 'MARKETPLACE' }, { skus: [sku], days: 7, channel: 'WEB' }][round % 4]!;
        const answer = await call(org, token, 'POST', '/availability/query', question);
        assert.equal(answer.status, 200);
        assert.ok(reservedIn(answer.body) - first >= known, `${name} was told ${String(known)} promises and saw ${String(reservedIn(answer.body) - first)}`);
      }
    };
    await Promise.all(['one', 'two', 'three', 'four'].map(client));
    assert.equal(promised, 100);
  });
});
