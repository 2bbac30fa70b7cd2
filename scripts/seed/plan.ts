/** The demo data: the same on every run. Stock arrives as opening facts, nobody writes balances. */
import { createHash } from 'node:crypto';

export interface LocationPlan {
  readonly code: string;
  readonly name: string;
  readonly town: string;
  readonly type: 'DC' | 'Store';
  /** Degrees, WGS 84: the town's centre. */
  readonly latitude: number;
  readonly longitude: number;
  readonly timeZone: string;
}

export interface ProductPlan {
  readonly sku: string;
  readonly name: string;
  readonly gtin: string;
  /** Pieces kept back from promises at every location. */
  readonly safetyStock: number;
}

export interface OpeningPlan {
  readonly sku: string;
  readonly location: string;
  readonly quantity: number;
}

export interface SeedPlan {
  readonly locations: readonly LocationPlan[];
  readonly products: readonly ProductPlan[];
  readonly openings: readonly OpeningPlan[];
}

const location = (code: string, town: string, type: 'DC' | 'Store', latitude: number, longitude: number, timeZone = 'Europe/London'): LocationPlan =>
  ({ code, name: type === 'DC' ? `${town} distribution centre` : `${town} store`, town, type, latitude, longitude, timeZone });

const locations: readonly LocationPlan[] = [
  location('DC-DAVENTRY', 'Daventry', 'DC', 52.2583, -1.1655),
  location('DC-DUBLIN', 'Dublin', 'DC', 53.3498, -6.2603, 'Europe/Dublin'),
  location('DC-ROTTERDAM', 'Rotterdam', 'DC', 51.9244, 4.4777, 'Europe/Amsterdam'),
  location('LON-01', 'London', 'Store', 51.5074, -0.1278),
  location('MAN-01', 'Manchester', 'Store', 53.4808, -2.2426),
  location('BHM-01', 'Birmingham', 'Store', 52.4862, -1.8904),
  location('LDS-01', 'Leeds', 'Store', 53.8008, -1.5491),
  location('GLA-01', 'Glasgow', 'Store', 55.8642, -4.2518),
  location('EDI-01', 'Edinburgh', 'Store', 55.9533, -3.1883),
  location('BRS-01', 'Bristol', 'Store', 51.4545, -2.5879),
  location('CDF-01', 'Cardiff', 'Store', 51.4816, -3.1791),
  location('NCL-01', 'Newcastle upon Tyne', 'Store', 54.9783, -1.6178),
  location('NRW-01', 'Norwich', 'Store', 52.6309, 1.2974),
  location('BTN-01', 'Brighton', 'Store', 50.8225, -0.1372),
  location('BFS-01', 'Belfast', 'Store', 54.5973, -5.9301),
];

const things = [
  'Enamel mug', 'Linen tea towel', 'Oak serving board', 'Wool throw', 'Storm lantern', 'Stoneware bowl', 'Copper kettle', 'Willow basket',
  'Cotton apron', 'Beeswax candle', 'Glass storage jar', 'Cast iron skillet', 'Canvas log carrier', 'Brass door bell', 'Slate cheese board', 'Felt slippers',
] as const;
const colours = ['sage', 'ink', 'oat'] as const;

/** @returns 15 locations, 48 products with barcodes, about 700 opening positions: with their entries under 2,000 records, so that it fits a Developer Edition. */
export function demoPlan(): SeedPlan {
  const products = things.flatMap((thing, thingIndex) => colours.map((colour, colourIndex): ProductPlan => {
    const number = thingIndex * colours.length + colourIndex + 1;
    return { sku: `HF-${String(1000 + number)}`, name: `${thing}, ${colour}`, gtin: gtin13(`200${String(number).padStart(9, '0')}`), safetyStock: number % 5 === 0 ? 2 : 0 };
  }));
  const openings = products.flatMap((product) => locations.flatMap((place): OpeningPlan[] => {
    const quantity = openingQuantity(product.sku, place);
    return quantity === 0 ? [] : [{ sku: product.sku, location: place.code, quantity }];
  }));
  return { locations, products, openings };
}

/** Deterministic and uneven, as in shops: warehouses hold hundreds, stores a few; now and then nothing. */
function openingQuantity(sku: string, place: LocationPlan): number {
  const dice = createHash('sha256').update(`${sku}|${place.code}`).digest().readUInt16BE(0);
  if (place.type === 'DC') return 60 + (dice % 240);
  return dice % 11 === 0 ? 0 : 1 + (dice % 18);
}

/** Appends the GS1 check digit to twelve digits. Prefix 200 to 299 is for use inside a company, so no real product is named. */
export function gtin13(twelveDigits: string): string {
  const sum = Array.from(twelveDigits).reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return `${twelveDigits}${String((10 - (sum % 10)) % 10)}`;
}
