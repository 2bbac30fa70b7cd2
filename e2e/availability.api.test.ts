/** Availability against an oracle that knows nothing of the Apex: it looks at every day and every location, one by one. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { OrgInMemory } from './support/org-in-memory.ts';

const STARTS_AT = Date.UTC(2026, 10, 21, 23, 30);
const DAY = 86_400_000;
/** Beyond every day that a run expects anything on. */
const HORIZON = 80;
const SKUS = ['A', 'B', 'C'] as const;
const LOCATIONS = ['L1', 'L2', 'L3', 'L4'] as const;
const GROUPS: Readonly<Record<string, readonly string[]>> = { WEST: ['L2', 'L1'], EAST: ['L3', 'L2'], NONE: [] };
const RUNS = 50;

interface Stock { readonly sku: string; readonly location: string; readonly received: number; readonly sold: number }
interface Supply { readonly sku: string; readonly location: string; readonly dueInDays: number; readonly quantity: number; readonly isOpen: boolean }
interface Question { readonly skus: readonly string[]; readonly locations?: readonly string[]; readonly groups?: readonly string[]; readonly sums?: true; readonly channel?: 'WEB'; readonly days: number }
interface Item { readonly sku: string; readonly location?: string; readonly group?: string; readonly available: number; readonly promisable: readonly { readonly from: string; readonly quantity: number }[] }

const stock = fc.uniqueArray(
  fc.record({ sku: fc.constantFrom(...SKUS), location: fc.constantFrom(...LOCATIONS), received: fc.integer({ min: 1, max: 20 }), sold: fc.integer({ min: 0, max: 25 }) }),
  { selector: ({ sku, location }) => `${sku}|${location}`, maxLength: 8 },
);
const supplies = fc.array(
  fc.record({ sku: fc.constantFrom(...SKUS), location: fc.constantFrom(...LOCATIONS), dueInDays: fc.integer({ min: -6, max: 50 }), quantity: fc.integer({ min: -15, max: 15 }), isOpen: fc.boolean() }),
  { maxLength: 14 },
);
const places = fc.oneof(fc.constant({}), fc.record({ locations: fc.uniqueArray(fc.constantFrom(...LOCATIONS), { minLength: 1 }) }), fc.record({ groups: fc.uniqueArray(fc.constantFrom(...Object.keys(GROUPS)), { minLength: 1 }) }));
const question = fc.tuple(
  fc.uniqueArray(fc.constantFrom(...SKUS), { minLength: 1 }), places, fc.constantFrom({}, { sums: true as const }), fc.constantFrom({}, { channel: 'WEB' as const }), fc.constantFrom(0, 7, 60),
).map(([skus, where, sums, channel, days]): Question => ({ skus, ...where, ...sums, ...channel, days }));

const CHANNELS = ['MARKETPLACE', 'WEB', 'TILL'] as const;
const promise = fc.record({
  kind: fc.constantFrom('Fence' as const, 'Firm' as const, 'Cart' as const), channel: fc.constantFrom(...CHANNELS), location: fc.constantFrom('L1', 'L2'),
  quantity: fc.integer({ min: 1, max: 12 }), lasts: fc.option(fc.integer({ min: 1, max: 25 }), { nil: undefined }),
});

/** What can be promised on each day of the horizon: the least, over that day and all later ones, of what is there then. */
function promisableByDay(available: number, due: readonly Supply[]): number[] {
  const isLate = ({ dueInDays }: Supply): boolean => dueInDays < 0;
  const there = (day: number): number => available + due.filter((one) => (isLate(one) ? one.quantity < 0 : one.dueInDays <= day)).reduce((sum, { quantity }) => sum + quantity, 0);
  return Array.from({ length: HORIZON }, (_, day) => Math.min(...Array.from({ length: HORIZON - day }, (_unused, later) => there(day + later))));
}

function expectedItems(stocks: readonly Stock[], expected: readonly Supply[], { skus, locations, groups, sums, channel, days }: Question, todayText: (day: number) => string): Item[] {
  const due = expected.filter(({ isOpen }) => isOpen);
  const figures = (sku: string, location: string, isFloored: boolean): { available: number; byDay: number[] } => {
    const row = stocks.find((one) => one.sku === sku && one.location === location);
    const available = (row?.received ?? 0) - (row?.sold ?? 0);
    const shown = (value: number): number => (isFloored ? Math.max(value, 0) : value);
    return { available: shown(available), byDay: promisableByDay(available, due.filter((one) => one.sku === sku && one.location === location)).map(shown) };
  };
  const stepsOf = (byDay: readonly number[]): Item['promisable'] => byDay.flatMap((quantity, day) => (day <= days && (day === 0 || quantity !== byDay[day - 1]) ? [{ from: todayText(day), quantity }] : []));
  const everywhere = [...LOCATIONS];
  return skus.flatMap((sku): Item[] => {
    if (sums !== undefined) {
      return (groups ?? [undefined]).map((group): Item => {
        const all = (group === undefined ? (locations ?? everywhere) : GROUPS[group]!).map((location) => figures(sku, location, true));
        const byDay = Array.from({ length: HORIZON }, (_, day) => all.reduce((sum, one) => sum + one.byDay[day]!, 0));
        return { sku, ...(group === undefined ? {} : { group }), available: all.reduce((sum, one) => sum + one.available, 0), promisable: stepsOf(byDay) };
      });
    }
    const isKnown = (location: string): boolean => stocks.some((one) => one.sku === sku && one.location === location) || due.some((one) => one.sku === sku && one.location === location && one.quantity !== 0);
    const asked = locations ?? (groups === undefined ? everywhere.filter(isKnown) : [...new Set(groups.flatMap((group) => GROUPS[group]!))]);
    return asked.map((location): Item => {
      const { available, byDay } = figures(sku, location, channel !== undefined);
      return { sku, location, available, promisable: stepsOf(byDay) };
    });
  });
}

describe('availability by place and day', () => {
  let org: OrgInMemory;
  before(async () => {
    org = OrgInMemory.start(STARTS_AT);
    for (const code of LOCATIONS) await org.create('Stock_Location__c', { Name: code, Code__c: code, Type__c: 'Store' });
    for (const sku of SKUS) await org.create('Product2', { Name: sku, SKU__c: sku, Base_Unit__c: 'Piece', IsActive: true });
    await org.anonymous(Object.entries(GROUPS).map(([code, members], index) => `
      Location_Group__c g${String(index)} = new Location_Group__c(Name = '${code}', Code__c = '${code}', Kind__c = 'Region'); insert g${String(index)};
      ${members.map((location, rank) => `insert new Location_Group_Member__c(Group__c = g${String(index)}.Id, Location__c = [SELECT Id FROM Stock_Location__c WHERE Code__c = '${location}'].Id, Rank__c = ${String(rank + 1)});`).join('\n')}`).join('\n'));
  });
  after(() => org.close());

  async function plant(stocks: readonly Stock[], expected: readonly Supply[]): Promise<void> {
    org.clearStock();
    const events = stocks.flatMap(({ sku, location, received, sold }) => [['StockReceived', received] as const, ['StockSold', sold] as const].filter(([, quantity]) => quantity > 0)
      .map(([intent, quantity]) => ({ key: `${intent}-${sku}-${location}`, intent, sku, location, quantity, occurredAt: '2026-11-21T09:00:00Z', source: 'TEST' })));
    if (events.length > 0) assert.equal((await org.call('POST', '/events', JSON.stringify({ events }))).status, 200);
    for (const [index, { sku, location, dueInDays, quantity, isOpen }] of expected.entries()) {
      await org.create('Expected_Supply__c', { Supply_Key__c: `K${String(index)}`, SKU__c: sku, Location_Code__c: location, Due_On__c: dayText(dueInDays), Quantity__c: quantity, Kind__c: 'Transfer', Open__c: isOpen });
    }
  }

  const dayText = (day: number): string => new Date(Date.UTC(2026, 10, 21) + day * DAY).toISOString().slice(0, 10);

  it(`is what an oracle works out day by day, in ${String(RUNS)} made-up stocks: per location, in all and per group`, async () => {
    await fc.assert(fc.asyncProperty(stock, supplies, fc.array(question, { minLength: 4, maxLength: 6 }), async (stocks, expected, questions) => {
      await plant(stocks, expected);
      for (const asked of questions) {
        const { status, body, text } = await org.call('POST', '/availability/query', JSON.stringify(asked));
        assert.equal(status, 200, text);
        const items = (body as { readonly items: readonly Item[] }).items.map(({ sku, location, group, available, promisable }): Item => ({ sku, ...(location === undefined ? {} : { location }), ...(group === undefined ? {} : { group }), available, promisable }));
        assert.deepEqual(items, expectedItems(stocks, expected, asked, dayText), JSON.stringify(asked));
      }
    }), { numRuns: RUNS });
  });

  it(`is what the guard grants: per channel with fences, buffers, and promises that are over, in ${String(RUNS)} made-up days`, async () => {
    await org.anonymous(`
      Rule_Set__c rules = new Rule_Set__c(Name = 'CHANNELS', Kind__c = 'Channel', Version__c = 1, State__c = 'Draft'); insert rules;
      insert new Rule__c(Rule_Set__c = rules.Id, Name = 'Marketplace buffer', Channel__c = 'MARKETPLACE', Buffer__c = 2, Priority__c = 10);
      rules.State__c = 'Active'; update rules;`);
    await fc.assert(fc.asyncProperty(fc.array(promise, { maxLength: 9 }), fc.integer({ min: 0, max: 30 }), async (promises, waitMinutes) => {
      org.clearStock();
      org.now = STARTS_AT;
      await org.call('POST', '/events', JSON.stringify({ events: LOCATIONS.slice(0, 2).map((location) => ({ key: `R-${location}`, intent: 'StockReceived', sku: 'A', location, quantity: 24, occurredAt: '2026-11-21T09:00:00Z', source: 'TEST' })) }));
      for (const [index, { kind, channel, location, quantity, lasts }] of promises.entries()) {
        const expiresAt = lasts === undefined ? {} : { expiresAt: new Date(STARTS_AT + lasts * 60_000).toISOString() };
        const { status, text } = await org.call('POST', '/reservations', JSON.stringify({ requestKey: `P-${String(index)}`, kind, purpose: 'Ship', channel, allOrNothing: false, ...(kind === 'Firm' ? {} : expiresAt), lines: [{ line: 1, sku: 'A', location, quantity }] }));
        assert.equal(status, 200, text);
      }
      org.now += waitMinutes * 60_000;
      for (const channel of CHANNELS) {
        const where = { skus: ['A'], locations: LOCATIONS.slice(0, 2), channel };
        const told = ((await org.call('POST', '/availability/query', JSON.stringify(where))).body as { readonly items: readonly Item[] }).items;
        const [sum] = ((await org.call('POST', '/availability/query', JSON.stringify({ ...where, sums: true }))).body as { readonly items: readonly Item[] }).items;
        assert.equal(sum!.available, told.reduce((total, { available }) => total + available, 0), `in all, for ${channel}`);
        const asked = await org.call('POST', '/reservations', JSON.stringify({ requestKey: `ALL-${channel}`, kind: 'Firm', purpose: 'Ship', channel, allOrNothing: false, lines: told.map(({ location }, index) => ({ line: index + 1, sku: 'A', location, quantity: 1000 })) }));
        const granted = (asked.body as { readonly results: readonly { readonly lines: readonly { readonly granted: number }[] }[] }).results[0]!.lines.map((line) => line.granted);
        assert.deepEqual(granted, told.map(({ available }) => available), `granted to ${channel}`);
      }
    }), { numRuns: RUNS });
  });
});
