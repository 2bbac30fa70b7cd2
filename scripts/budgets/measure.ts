/** What the transactions of the app use of the limits Salesforce sets, at 1, 10 and 200 lines, next to what they may use. */
import { OrgInMemory } from '../../e2e/support/org-in-memory.ts';
import { withHotProducts } from '../../e2e/support/hot-products.ts';
import { withPolicies } from '../prove/retellings/stage.ts';

export const LINES = [1, 10, 200] as const;
const NOW = Date.UTC(2026, 10, 20, 12);
const HAPPENED = '2026-11-20T09:00:00.000Z';
const LOCATION = 'BUDGET';
/** A call takes up to 100 requests. */
const MOST_REQUESTS = 100;

export interface Usage {
  readonly soql: number;
  readonly dml: number;
  /** Written. */
  readonly rows: number;
  /** Read. */
  readonly queryRows: number;
  readonly fuelMs: number;
}

/** For 200 lines; a till's sale and a reservation by itself must cost no more statements than that either. */
export interface Budget {
  readonly soql: number;
  readonly dml: number;
  readonly rows: number;
}

export interface Measured {
  readonly name: string;
  readonly budget: Budget;
  /** By the number of lines. */
  readonly usages: ReadonlyMap<number, Usage>;
}

interface Kind {
  readonly name: string;
  readonly budget: Budget;
  /** What must be there before. */
  before?(lines: number, round: string): readonly Posted[];
  call(lines: number, round: string): Posted;
}

interface Posted {
  readonly path: string;
  readonly body: object;
}

const sku = (index: number): string => `B${String(index).padStart(3, '0')}`;
const HOT_PRODUCTS = 5;
/** One of the few that everybody wants. */
const hotSku = (index: number): string => `H${String(index % HOT_PRODUCTS)}`;
const each = <T>(lines: number, make: (index: number) => T): readonly T[] => Array.from({ length: lines }, (_, index) => make(index));
const facts = (source: string, intent: string, quantity: number, more: (index: number) => object = () => ({}), skuOf = sku) => (lines: number, round: string): Posted => ({
  path: '/events', body: { events: each(lines, (index) => ({ source, key: `${intent}-${round}-${String(index)}`, intent, sku: skuOf(index), location: LOCATION, quantity, occurredAt: HAPPENED, ...more(index) })) },
});
const asked = (requestKey: string, from: number, lines: number, skuOf = sku): object =>
  ({ requestKey, kind: 'Firm', purpose: 'Ship', channel: 'WEB', allOrNothing: false, lines: each(lines, (index) => ({ line: index + 1, sku: skuOf(from + index), location: LOCATION, quantity: 1 })) });
const oneRequest = (lines: number, round: string): Posted => ({ path: '/reservations', body: asked(`R-${round}`, 0, lines) });
const manyRequests = (skuOf = sku) => (lines: number, round: string): Posted => {
  const requests = Math.min(lines, MOST_REQUESTS);
  return { path: '/reservations', body: { requests: each(requests, (index) => asked(`M-${round}-${String(index)}`, index * (lines / requests), lines / requests, skuOf)) } };
};
const ended = (how: 'release' | 'fulfil') => (_lines: number, round: string): Posted => ({ path: `/reservations/R-${round}/${how}`, body: {} });
const snapshot = (lines: number, round: string): Posted => ({
  path: '/snapshots', body: {
    source: 'PROOF-ERP', snapshots: each(lines, (index) => ({
      key: `A-${round}-${String(index)}`, sku: sku(index), location: LOCATION, asOf: HAPPENED, from: '2026-11-20T08:00:00.000Z', sellable: 500,
      documents: each(2_000 / Math.max(...LINES), (number) => ({ key: `AD-${round}-${String(index)}-${String(number)}`, quantity: -1, occurredAt: '2026-11-20T08:30:00.000Z' })),
    })),
  },
});

const report = (lines: number, round: string): Posted => ({
  path: '/integration/report', body: {
    gateway: 'budgets', at: HAPPENED, sources: [{ source: 'PROOF-ERP', received: lines }],
    deadLetters: each(lines, (index) => ({ id: index + 1, kind: 'document', source: 'PROOF-ERP', key: `D-${String(index)}`, reason: 'GW-UNMAPPED', message: `In round ${round}.`, occurredAt: HAPPENED })), deadLetterRange: { after: 0, through: lines },
  },
});

/**
 * The budgets are those of the design of the engine: statements for the whole call, whatever its lines. Two have one query more than the design gave them: the documents of
 * snapshots are looked up by key and by time, and who releases must read which positions to lock before reading the lines again under the lock.
 */
const KINDS: readonly Kind[] = [
  { name: 'sales of a till', budget: { soql: 5, dml: 10, rows: 1_400 }, call: facts('PROOF-FINAL', 'StockSold', 1) },
  { name: 'sales the ERP confirms', budget: { soql: 5, dml: 10, rows: 1_400 }, call: facts('PROOF-REFERENCE', 'StockSold', 1, (index) => ({ reference: `REF-${String(index)}` })) },
  { name: 'returns to inspection', budget: { soql: 5, dml: 10, rows: 1_400 }, call: facts('PROOF-FINAL', 'StockReturned', 1) },
  { name: 'documents of the ERP', budget: { soql: 4, dml: 7, rows: 1_000 }, call: facts('PROOF-ERP', 'StockDocument', -1, (index) => ({ confirms: { reference: `REF-${String(index)}` } })) },
  { name: 'snapshots, 10 documents each', budget: { soql: 4, dml: 7, rows: 2_800 }, call: snapshot },
  { name: 'one reservation', budget: { soql: 13, dml: 8, rows: 950 }, call: oneRequest },
  { name: 'many reservations', budget: { soql: 13, dml: 8, rows: 950 }, call: manyRequests() },
  { name: 'many, of hot products', budget: { soql: 13, dml: 8, rows: 950 }, call: manyRequests(hotSku) },
  { name: 'release', budget: { soql: 4, dml: 7, rows: 900 }, before: (lines, round) => [oneRequest(lines, round)], call: ended('release') },
  { name: 'report of a gateway', budget: { soql: 5, dml: 4, rows: 205 }, before: (lines) => [report(lines, 'before')], call: report },
  { name: 'fulfilment', budget: { soql: 5, dml: 8, rows: 1_200 }, before: (lines, round) => [oneRequest(lines, round)], call: ended('fulfil') },
];

export async function measureBudgets(): Promise<readonly Measured[]> {
  const hot = Object.fromEntries(each(HOT_PRODUCTS, (index) => [hotSku(index), 4]));
  const org = OrgInMemory.start(NOW, (files) => withHotProducts(withPolicies(files), hot));
  try {
    await org.create('Stock_Location__c', { Name: LOCATION, Code__c: LOCATION, Type__c: 'DC' });
    for (let index = 0; index < Math.max(...LINES); index++) await org.create('Product2', { Name: sku(index), SKU__c: sku(index), Base_Unit__c: 'Piece', IsActive: true });
    await post(org, facts('PROOF-FINAL', 'StockReceived', 1_000)(Math.max(...LINES), 'opening'));
    for (const name of Object.keys(hot)) await org.create('Product2', { Name: name, SKU__c: name, Base_Unit__c: 'Piece', IsActive: true });
    await post(org, facts('PROOF-FINAL', 'StockReceived', 1_000, () => ({}), hotSku)(HOT_PRODUCTS, 'opening-hot'));
    await org.anonymous('new SweepShards().run();');
    const measured: Measured[] = [];
    for (const [number, { name, budget, before, call }] of KINDS.entries()) {
      const usages = new Map<number, Usage>();
      for (const lines of LINES) {
        const round = `${String(number)}-${String(lines)}`;
        for (const first of before?.(lines, round) ?? []) await post(org, first);
        await post(org, call(lines, round));
        usages.set(lines, { soql: org.used('queries'), dml: org.used('dmlStatements'), rows: org.used('dmlRows'), queryRows: org.used('queryRows'), fuelMs: org.used('cpuMilliseconds') });
      }
      measured.push({ name, budget, usages });
    }
    return measured;
  } finally {
    await org.close();
  }
}

async function post(org: OrgInMemory, { path, body }: Posted): Promise<void> {
  const { status, text } = await org.call('POST', path, JSON.stringify(body));
  if (status !== 200 || /Quarantined|Refused|Conflict/.test(text)) throw new Error(`POST ${path} was answered ${String(status)} ${text.slice(0, 1_000)}`);
}

/** What a transaction uses beyond its budget; none: it keeps it. */
export function excess({ name, budget, usages }: Measured): readonly string[] {
  return [...usages].flatMap(([lines, usage]) => (['soql', 'dml', 'rows'] as const).flatMap((what) => (usage[what] <= budget[what] ? [] : [`${name} of ${String(lines)} lines: ${what} ${String(usage[what])}, budget ${String(budget[what])}`])));
}
