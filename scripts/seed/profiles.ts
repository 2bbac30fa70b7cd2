/** How much a seed brings. */
export interface SeedShape {
  readonly stores: number;
  readonly warehouses: number;
  readonly skus: number;
  /** Percent of the products that a store holds; warehouses hold all. */
  readonly stockedPercent: number;
  /** Stores whose shelf places are known, in their order. */
  readonly mappedStores: number;
  /** Pickups in every state, so that a first look shows work. */
  readonly hasPickups: boolean;
}

/** `demo` with what a day of trying adds fits the 5 MB of a Developer Edition, `chain` the 200 MB of a scratch org. */
export const PROFILES: Readonly<Record<string, SeedShape>> = {
  demo: { stores: 12, warehouses: 3, skus: 48, stockedPercent: 100, mappedStores: 4, hasPickups: true },
  store: { stores: 1, warehouses: 1, skus: 500, stockedPercent: 100, mappedStores: 1, hasPickups: false },
  chain: { stores: 200, warehouses: 4, skus: 2000, stockedPercent: 5, mappedStores: 200, hasPickups: false },
};

export const DEMO = PROFILES['demo']!;
