/** Calls that meet each other, small enough to try every schedule or large enough to need seeds. Calls with one name carry one idempotency key. */
import type { TransactionCase } from '../../../local-org/runtime/scheduler/cases.ts';
import { factOf, reservation, type Fact, type ProvingOrg } from './org.ts';
import { WORLD } from './world.ts';

export interface Scenario {
  readonly name: string;
  readonly what: string;
  /** Pieces on hand by SKU, or SKU@LOCATION. */
  readonly stock: Readonly<Record<string, number>>;
  /** Shards by SKU, of products that are hot; they are filled when the calls meet. */
  readonly hot?: Readonly<Record<string, number>>;
  /** What is over before the calls meet. */
  before?(org: ProvingOrg): Promise<void>;
  /** Sets of calls that meet each other; every set is searched by itself. */
  cases(org: ProvingOrg): readonly (readonly TransactionCase[])[];
  /** Every schedule (up to equal effects), or seeds. */
  readonly search: 'exhaustive' | 'seeds';
  /** In which order a statement takes the locks of its rows; any unless given. */
  readonly lockOrder?: 'any' | 'given';
  /** Times a schedule may let 10 s pass although somebody could go on. */
  readonly clockJumps: number;
  /** Times a schedule may let a call die where it stands, or lose its answer. */
  readonly crashes?: number;
  /** Where the clock stands when the calls meet; when the org began unless given. */
  readonly startMs?: number;
  /** Calls that must be promised something, no more and no fewer. */
  readonly promised?: number;
}

const reserve = (org: ProvingOrg, key: string, ...places: string[]): TransactionCase => org.rest(key, '/reservations', reservation(key, places));
const SALE: Fact = { key: 'sale-1', intent: 'StockSold', place: 'P', quantity: 1 };
const sale = (org: ProvingOrg): TransactionCase => org.rest('sale-1', '/events', { events: [factOf(SALE)] });

export const SCENARIOS: readonly Scenario[] = [
  { name: 'three', what: 'three calls for the last two pieces', stock: { P: 2 }, search: 'exhaustive', clockJumps: 0, cases: (org) => [['K1', 'K2', 'K3'].map((key) => reserve(org, key, 'P'))] },
  { name: 'again', what: 'one call sent twice at once', stock: { P: 2 }, search: 'exhaustive', clockJumps: 0, cases: (org) => [[reserve(org, 'K1', 'P'), reserve(org, 'K1', 'P')]] },
  { name: 'carts', what: 'two carts over the same two positions', stock: { P: 2, Q: 2 }, search: 'exhaustive', clockJumps: 0, cases: (org) => [[reserve(org, 'K1', 'P', 'Q'), reserve(org, 'K2', 'Q', 'P')]] },
  {
    name: 'facts', what: 'a sale over REST, the same sale delivered twice by the bus, and a call for the piece', stock: { P: 1 }, search: 'seeds', clockJumps: 1,
    cases: (org) => [[sale(org), org.delivery('bus', [SALE]), org.delivery('bus', [SALE, { ...SALE, key: 'sale-2' }]), reserve(org, 'K1', 'P')]],
  },
  {
    name: 'mixed', what: 'three calls, one of them twice, a sale, two crossing carts; somebody is slow twice', stock: { P: 2, Q: 2 }, search: 'seeds', clockJumps: 2,
    cases: (org) => [[...['K1', 'K2', 'K3', 'K1'].map((key) => reserve(org, key, 'P')), sale(org), reserve(org, 'K5', 'P', 'Q'), reserve(org, 'K6', 'Q', 'P')]],
  },
  { name: '64-on-10', what: '64 calls for ten pieces', stock: { P: 10 }, search: 'seeds', clockJumps: 0, promised: 10, cases: (org) => [Array.from({ length: 64 }, (_, index) => reserve(org, `K${String(index)}`, 'P'))] },
  {
    // Of three pieces the position and each of two shards hold one; K1 and K3 belong to the first shard, K0, K2 and K4 to the second, which is empty then.
    name: 'shards', what: 'two or three of calls for the last two pieces of a hot product and a sweep that hands out anew', stock: { P: 3 }, hot: { P: 2 }, search: 'exhaustive', lockOrder: 'given', clockJumps: 0, promised: 2,
    before: async (org) => { await org.call('/reservations', reservation('K0', ['P'], { purpose: 'Ship' })); },
    cases: (org) => [['K1', 'K3'], ['K1', 'K2', 'K3'], ['K1', 'K2', 'K4'], ['K1', 'K2', ''], ['K1', 'K3', '']].map((keys) => keys.map((key) => (key === '' ? org.sweepOfShards() : org.rest(key, '/reservations', reservation(key, ['P'], { purpose: 'Ship' }))))),
  },
  WORLD,
];
