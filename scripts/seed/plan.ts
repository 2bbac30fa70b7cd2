/** Everything a seed brings, worked out before the org hears of it: the same on every run. Stock arrives as opening facts, nobody writes balances. */
import { createHash } from 'node:crypto';
import { planGroups, type GroupPlan } from './groups.ts';
import { planLocations, type LocationPlan } from './places.ts';
import { planPickups, type PickupPlan } from './pickups.ts';
import { planProducts, type ProductPlan } from './products.ts';
import { DEMO, type SeedShape } from './profiles.ts';
import { planSupplies, type SupplyPlan } from './supplies.ts';

export type { LocationPlan } from './places.ts';
export type { ProductPlan } from './products.ts';

export interface OpeningPlan {
  readonly sku: string;
  readonly location: string;
  readonly quantity: number;
}

/** Where a product stands in a store. */
export interface ShelfPlan {
  readonly sku: string;
  readonly location: string;
  readonly place: string;
  readonly walkOrder: number;
}

export interface SeedPlan {
  readonly locations: readonly LocationPlan[];
  readonly groups: readonly GroupPlan[];
  readonly products: readonly ProductPlan[];
  readonly openings: readonly OpeningPlan[];
  readonly shelves: readonly ShelfPlan[];
  readonly pickups: readonly PickupPlan[];
  readonly supplies: readonly SupplyPlan[];
}

export function planSeed(shape: SeedShape): SeedPlan {
  const locations = planLocations(shape);
  const products = planProducts(shape.skus);
  const openings = products.flatMap((product) => locations.flatMap((place): OpeningPlan[] => {
    const quantity = openingQuantity(product.sku, place, shape.stockedPercent);
    return quantity === 0 ? [] : [{ sku: product.sku, location: place.code, quantity }];
  }));
  const stores = locations.filter(({ type }) => type === 'Store');
  return {
    locations, groups: planGroups(locations), products, openings,
    shelves: planShelves(openings, products, new Set(stores.slice(0, shape.mappedStores).map(({ code }) => code))),
    pickups: shape.hasPickups ? planPickups(openings, products) : [], supplies: planSupplies(locations, products),
  };
}

/** 15 locations, 48 products, about 700 opening positions. */
export const demoPlan = (): SeedPlan => planSeed(DEMO);

/** Deterministic and uneven, as in shops: warehouses hold hundreds, stores a few; now and then nothing. */
function openingQuantity(sku: string, place: LocationPlan, stockedPercent: number): number {
  const hash = createHash('sha256').update(`${sku}|${place.code}`).digest();
  const dice = hash.readUInt16BE(0);
  if (place.type === 'DC') return 60 + (dice % 240);
  if (stockedPercent < 100 && hash.readUInt16BE(2) % 1000 >= stockedPercent * 10) return 0;
  return dice % 11 === 0 ? 0 : 1 + (dice % 18);
}

/** Aisle, bay and shelf; the walk goes up one aisle and down the next. */
function planShelves(openings: readonly OpeningPlan[], products: readonly ProductPlan[], stores: ReadonlySet<string>): readonly ShelfPlan[] {
  const places = new Map(products.map(({ sku, aisle }, index) => [sku, { aisle, bay: 1 + (Math.floor(index / 2) % 9), shelf: 'ABCD'[index % 4]! }]));
  return openings.filter(({ location }) => stores.has(location)).map(({ sku, location }) => {
    const { aisle, bay, shelf } = places.get(sku)!;
    return { sku, location, place: `Aisle ${String(aisle)}, bay ${String(bay)}${shelf}`, walkOrder: aisle * 100 + (aisle % 2 === 1 ? bay : 10 - bay) * 10 + 'ABCD'.indexOf(shelf) };
  });
}
