/** What the benchmark sends, to the org and to the floor alike. */

/** Of every fact: facts of long ago would come too late. */
const HAPPENED_AT = new Date().toISOString();

export type CallScenario = 'hot' | 'spread' | 'lines' | 'facts';
/** A cart of SKUs at many locations: one sum per SKU, or every position. */
export type CartScenario = 'sums' | 'rows';
export type Scenario = CallScenario | CartScenario;

export const SKU_COUNT = 500;
export const LOCATIONS = ['DC-DAVENTRY', 'DC-DUBLIN', 'DC-ROTTERDAM', 'LON-01', 'MAN-01', 'BHM-01', 'LDS-01', 'GLA-01', 'EDI-01', 'BRS-01', 'CDF-01', 'NCL-01', 'NRW-01', 'BTN-01', 'BFS-01'] as const;
/** Lines of one call in the scenario `lines`, events of one call in `facts`. */
export const LINES_PER_CALL = 100;
export const FACTS_PER_CALL = 200;
export const SKUS_PER_CART = 10;
/** A prime, so that a walk in its steps comes everywhere. */
const STRIDE = 7919;

/** What is stocked: every SKU at every location. */
export interface Universe {
  readonly skuCount: number;
  readonly locations: readonly string[];
}

/** The stock that the reservations and facts of the plain scenarios are about. */
export const STANDARD: Universe = { skuCount: SKU_COUNT, locations: LOCATIONS };

export const skuOf = (number: number): string => `BENCH-${String(number).padStart(4, '0')}`;

const ROOT = '/services/apexrest/holdfast/v1';

export interface BenchRequest {
  readonly path: string;
  readonly body: string;
}

type Maker = (universe: Universe, run: string, number: number) => BenchRequest;

const makers: Readonly<Record<Scenario, Maker>> = {
  hot: ({ locations }, run, number) => reservation(run, number, [{ sku: skuOf(0), location: locations[0]! }]),
  spread: (universe, run, number) => reservation(run, number, [place(universe, number)]),
  lines: (universe, run, number) => reservation(run, number, Array.from({ length: LINES_PER_CALL }, (_, index) => place(universe, number * LINES_PER_CALL + index))),
  sums: (universe, _run, number) => cart(universe, number, { sums: true }),
  rows: (universe, _run, number) => cart(universe, number, {}),
  facts: (universe, run, number) => ({
    path: `${ROOT}/events`,
    body: JSON.stringify({
      events: Array.from({ length: FACTS_PER_CALL }, (_, index) => ({
        key: `${run}-${String(number)}-${String(index)}`, intent: 'StockSold', ...place(universe, number * FACTS_PER_CALL + index), quantity: 1,
        occurredAt: HAPPENED_AT, source: 'BENCH',
      })),
    }),
  }),
};

export const makeRequest = (scenario: Scenario, universe: Universe, run: string, number: number): BenchRequest => makers[scenario](universe, run, number);

/** A walk over all positions in an order that does not follow the index. */
function place({ skuCount, locations }: Universe, number: number): { sku: string; location: string } {
  const step = (number * STRIDE) % (skuCount * locations.length);
  return { sku: skuOf(step % skuCount), location: locations[Math.floor(step / skuCount)]! };
}

/** Other SKUs every time. */
function cart({ skuCount, locations }: Universe, number: number, question: { readonly sums?: boolean }): BenchRequest {
  const skus = Array.from({ length: SKUS_PER_CART }, (_, index) => skuOf(((number * SKUS_PER_CART + index) * STRIDE) % skuCount));
  return { path: `${ROOT}/availability/query`, body: JSON.stringify({ skus, locations, ...question }) };
}

function reservation(run: string, number: number, places: readonly { readonly sku: string; readonly location: string }[]): BenchRequest {
  const lines = places.map(({ sku, location }, index) => ({ line: String(index + 1), sku, location, quantity: 1 }));
  return { path: `${ROOT}/reservations`, body: JSON.stringify({ requestKey: `${run}-${String(number)}`, kind: 'Firm', purpose: 'Ship', channel: 'WEB', allOrNothing: true, lines }) };
}
