/** What the benchmark sends, to the org and to the floor alike. */

export type Scenario = 'hot' | 'spread' | 'lines' | 'facts';

export const SKU_COUNT = 500;
export const LOCATIONS = ['DC-DAVENTRY', 'DC-DUBLIN', 'DC-ROTTERDAM', 'LON-01', 'MAN-01', 'BHM-01', 'LDS-01', 'GLA-01', 'EDI-01', 'BRS-01', 'CDF-01', 'NCL-01', 'NRW-01', 'BTN-01', 'BFS-01'] as const;
/** Lines of one call in the scenario `lines`, events of one call in `facts`. */
export const LINES_PER_CALL = 100;
export const FACTS_PER_CALL = 200;

export const skuOf = (number: number): string => `BENCH-${String(number % SKU_COUNT).padStart(4, '0')}`;

const ROOT = '/services/apexrest/holdfast/v1';

export interface BenchRequest {
  readonly path: string;
  readonly body: string;
}

const makers: Readonly<Record<Scenario, (run: string, number: number) => BenchRequest>> = {
  hot: (run, number) => reservation(run, number, [{ sku: skuOf(0), location: LOCATIONS[0] }]),
  spread: (run, number) => reservation(run, number, [place(number)]),
  lines: (run, number) => reservation(run, number, Array.from({ length: LINES_PER_CALL }, (_, index) => place(number * LINES_PER_CALL + index))),
  facts: (run, number) => ({
    path: `${ROOT}/events`,
    body: JSON.stringify({
      events: Array.from({ length: FACTS_PER_CALL }, (_, index) => ({
        key: `${run}-${String(number)}-${String(index)}`, intent: 'StockSold', ...place(number * FACTS_PER_CALL + index), quantity: 1,
        occurredAt: '2026-11-22T10:00:00.000Z', source: 'BENCH',
      })),
    }),
  }),
};

export const makeRequest = (scenario: Scenario, run: string, number: number): BenchRequest => makers[scenario](run, number);

/** A walk over all positions in an order that does not follow the index. */
function place(number: number): { sku: string; location: string } {
  const step = (number * 7919) % (SKU_COUNT * LOCATIONS.length);
  return { sku: skuOf(step), location: LOCATIONS[Math.floor(step / SKU_COUNT)]! };
}

function reservation(run: string, number: number, places: readonly { readonly sku: string; readonly location: string }[]): BenchRequest {
  const lines = places.map(({ sku, location }, index) => ({ line: String(index + 1), sku, location, quantity: 1 }));
  return { path: `${ROOT}/reservations`, body: JSON.stringify({ requestKey: `${run}-${String(number)}`, kind: 'Firm', purpose: 'Ship', channel: 'WEB', allOrNothing: true, lines }) };
}
