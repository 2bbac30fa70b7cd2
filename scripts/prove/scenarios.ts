/** Calls that meet each other, small enough to try every schedule or large enough to need seeds. Calls with one name carry one idempotency key. */
import type { TransactionCase } from '../../local-org/runtime/scheduler/cases.ts';
import { factOf, reservation, type Fact, type ProvingOrg } from './org.ts';

export interface Scenario {
  readonly name: string;
  readonly what: string;
  /** Pieces on hand by SKU. */
  readonly stock: Readonly<Record<string, number>>;
  cases(org: ProvingOrg): readonly TransactionCase[];
  /** Every schedule (up to equal effects), or seeds. */
  readonly search: 'exhaustive' | 'seeds';
  /** Times a schedule may let 10 s pass although somebody could go on. */
  readonly clockJumps: number;
  /** Calls that must be promised something, no more and no fewer. */
  readonly promised?: number;
}

const reserve = (org: ProvingOrg, key: string, ...skus: string[]): TransactionCase => org.rest(key, '/reservations', reservation(key, ...skus));
const SALE: Fact = { key: 'sale-1', intent: 'StockSold', sku: 'P', quantity: 1 };
const sale = (org: ProvingOrg): TransactionCase => org.rest('sale-1', '/events', { events: [factOf(SALE)] });

export const SCENARIOS: readonly Scenario[] = [
  { name: 'three', what: 'three calls for the last two pieces', stock: { P: 2 }, search: 'exhaustive', clockJumps: 0, cases: (org) => ['K1', 'K2', 'K3'].map((key) => reserve(org, key, 'P')) },
  { name: 'again', what: 'one call sent twice at once', stock: { P: 2 }, search: 'exhaustive', clockJumps: 0, cases: (org) => [reserve(org, 'K1', 'P'), reserve(org, 'K1', 'P')] },
  { name: 'carts', what: 'two carts over the same two positions', stock: { P: 2, Q: 2 }, search: 'exhaustive', clockJumps: 0, cases: (org) => [reserve(org, 'K1', 'P', 'Q'), reserve(org, 'K2', 'Q', 'P')] },
  {
    name: 'facts', what: 'a sale over REST, the same sale delivered twice by the bus, and a call for the piece', stock: { P: 1 }, search: 'seeds', clockJumps: 1,
    cases: (org) => [sale(org), org.delivery('bus', [SALE]), org.delivery('bus', [SALE, { ...SALE, key: 'sale-2' }]), reserve(org, 'K1', 'P')],
  },
  {
    name: 'mixed', what: 'three calls, one of them twice, a sale, two crossing carts; somebody is slow twice', stock: { P: 2, Q: 2 }, search: 'seeds', clockJumps: 2,
    cases: (org) => [...['K1', 'K2', 'K3', 'K1'].map((key) => reserve(org, key, 'P')), sale(org), reserve(org, 'K5', 'P', 'Q'), reserve(org, 'K6', 'Q', 'P')],
  },
  { name: '64-on-10', what: '64 calls for ten pieces', stock: { P: 10 }, search: 'seeds', clockJumps: 0, promised: 10, cases: (org) => Array.from({ length: 64 }, (_, index) => reserve(org, `K${String(index)}`, 'P')) },
];
