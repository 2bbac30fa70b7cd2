/** Stores and warehouses, the same on every run. The first are those of the demonstration. */
export interface LocationPlan {
  readonly code: string;
  readonly name: string;
  readonly town: string;
  readonly type: 'DC' | 'Store';
  /** Degrees, WGS 84. */
  readonly latitude: number;
  readonly longitude: number;
  readonly timeZone: string;
  /** Of the ERP: each location is a plant with one storage location. */
  readonly plant: string;
}

type Town = readonly [code: string, name: string, latitude: number, longitude: number, timeZone?: string];

const STORE_TOWNS: readonly Town[] = [
  ['LON', 'London', 51.5074, -0.1278], ['MAN', 'Manchester', 53.4808, -2.2426], ['BHM', 'Birmingham', 52.4862, -1.8904], ['LDS', 'Leeds', 53.8008, -1.5491],
  ['GLA', 'Glasgow', 55.8642, -4.2518], ['EDI', 'Edinburgh', 55.9533, -3.1883], ['BRS', 'Bristol', 51.4545, -2.5879], ['CDF', 'Cardiff', 51.4816, -3.1791],
  ['NCL', 'Newcastle upon Tyne', 54.9783, -1.6178], ['NRW', 'Norwich', 52.6309, 1.2974], ['BTN', 'Brighton', 50.8225, -0.1372], ['BFS', 'Belfast', 54.5973, -5.9301],
  ['LIV', 'Liverpool', 53.4084, -2.9916], ['SHF', 'Sheffield', 53.3811, -1.4701], ['NTG', 'Nottingham', 52.9548, -1.1581], ['LEI', 'Leicester', 52.6369, -1.1398],
  ['SOU', 'Southampton', 50.9097, -1.4044], ['PLY', 'Plymouth', 50.3755, -4.1427], ['EXE', 'Exeter', 50.7184, -3.5339], ['YRK', 'York', 53.96, -1.0873],
  ['ABD', 'Aberdeen', 57.1497, -2.0943], ['SWA', 'Swansea', 51.6214, -3.9436], ['DUB', 'Dublin', 53.3498, -6.2603, 'Europe/Dublin'], ['ORK', 'Cork', 51.8985, -8.4756, 'Europe/Dublin'],
  ['AMS', 'Amsterdam', 52.3676, 4.9041, 'Europe/Amsterdam'],
];

const WAREHOUSE_TOWNS: readonly Town[] = [
  ['DC-DAVENTRY', 'Daventry', 52.2583, -1.1655], ['DC-DUBLIN', 'Dublin', 53.3498, -6.2603, 'Europe/Dublin'], ['DC-ROTTERDAM', 'Rotterdam', 51.9244, 4.4777, 'Europe/Amsterdam'],
  ['DC-WAKEFIELD', 'Wakefield', 53.6833, -1.4977],
];

const HOME_ZONE = 'Europe/London';
const FIRST_STORE_PLANT = 1001;
const FIRST_WAREHOUSE_PLANT = 9001;
export const STORAGE_LOCATION = '0001';

/** @returns warehouses first */
export function planLocations(shape: { readonly stores: number; readonly warehouses: number }): readonly LocationPlan[] {
  return [...Array.from({ length: shape.warehouses }, (_, index) => warehouse(index)), ...Array.from({ length: shape.stores }, (_, index) => store(index))];
}

function warehouse(index: number): LocationPlan {
  const [code, town, latitude, longitude, timeZone = HOME_ZONE] = WAREHOUSE_TOWNS[index % WAREHOUSE_TOWNS.length]!;
  const round = Math.floor(index / WAREHOUSE_TOWNS.length);
  return { code: round === 0 ? code : `${code}-${String(round + 1)}`, name: `${town} distribution centre${round === 0 ? '' : ` ${String(round + 1)}`}`, town, type: 'DC', latitude, longitude, timeZone, plant: plantNumber(FIRST_WAREHOUSE_PLANT, index) };
}

function store(index: number): LocationPlan {
  const [code, town, latitude, longitude, timeZone = HOME_ZONE] = STORE_TOWNS[index % STORE_TOWNS.length]!;
  const round = Math.floor(index / STORE_TOWNS.length);
  return {
    code: `${code}-${String(round + 1).padStart(2, '0')}`, name: `${town} store${round === 0 ? '' : ` ${String(round + 1)}`}`, town, type: 'Store', timeZone, plant: plantNumber(FIRST_STORE_PLANT, index),
    // Further stores of a town lie around its centre, some two kilometres apart.
    latitude: degrees(latitude + round * 0.018 * Math.cos(round * 2.4)), longitude: degrees(longitude + round * 0.03 * Math.sin(round * 2.4)),
  };
}

/** Four digits for 8,000 stores and 1,000 warehouses. */
const plantNumber = (first: number, index: number): string => String(first + index);

const degrees = (value: number): number => Math.round(value * 10_000) / 10_000;

/** Developer name of the queue that owns a store's tasks: letters, digits and single underscores. */
export const queueNameOf = (code: string): string => `Store_${code.replaceAll('-', '_')}`;
