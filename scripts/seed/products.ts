/** What the shops sell, the same on every run: household goods in a few colours and sizes, some of them fresh, some bulky. */
export interface ProductPlan {
  readonly sku: string;
  readonly name: string;
  /** Pieces kept back from promises at every location. */
  readonly safetyStock: number;
  readonly productClass: 'General' | 'Perishable' | 'Bulky';
  /** What an associate types instead of scanning. */
  readonly shortCode: string;
  readonly colour: string;
  readonly size: string | undefined;
  readonly imageUrl: string;
  readonly aisle: number;
  /** Of a single piece; the first of the barcodes. */
  readonly gtin: string;
  readonly barcodes: readonly BarcodePlan[];
}

export interface BarcodePlan {
  readonly gtin: string;
  readonly packQuantity: number;
}

interface Thing {
  readonly name: string;
  /** File in the static resource Holdfast_Pictures. */
  readonly picture: string;
  readonly productClass?: ProductPlan['productClass'];
  /** Kinds it comes in; the house colours unless said. */
  readonly kinds?: readonly [string, string, string];
  /** Also sold by the box, which has a code of its own. */
  readonly boxOf?: number;
}

const THINGS: readonly Thing[] = [
  { name: 'Enamel mug', picture: 'mug', boxOf: 6 }, { name: 'Linen tea towel', picture: 'towel', boxOf: 12 }, { name: 'Oak serving board', picture: 'board' },
  { name: 'Wool throw', picture: 'throw' }, { name: 'Storm lantern', picture: 'lantern' }, { name: 'Stoneware bowl', picture: 'bowl' },
  { name: 'Copper kettle', picture: 'kettle' }, { name: 'Willow basket', picture: 'basket', productClass: 'Bulky' }, { name: 'Cotton apron', picture: 'apron' },
  { name: 'Beeswax candle', picture: 'candle', boxOf: 12 }, { name: 'Glass storage jar', picture: 'jar' }, { name: 'Cast iron skillet', picture: 'skillet', productClass: 'Bulky' },
  { name: 'Canvas log carrier', picture: 'carrier', productClass: 'Bulky' }, { name: 'Cut tulips', picture: 'tulips', productClass: 'Perishable', kinds: ['red', 'white', 'yellow'] },
  { name: 'Slate cheese board', picture: 'slate' }, { name: 'Farmhouse cheddar', picture: 'cheddar', productClass: 'Perishable', kinds: ['mild', 'mature', 'smoked'] },
];

const COLOURS: readonly (readonly [string, string, string])[] = [
  ['sage', 'ink', 'oat'], ['moss', 'slate', 'chalk'], ['fern', 'navy', 'sand'], ['olive', 'plum', 'cream'], ['pine', 'rust', 'stone'], ['teal', 'amber', 'pearl'], ['mint', 'coal', 'honey'],
];
const SIZES = [undefined, 'small', 'large', 'set of two', 'set of four', 'gift box'] as const;

/** Products of one round: every thing in its three kinds. */
const ROUND = THINGS.length * 3;

export function planProducts(count: number): readonly ProductPlan[] {
  return Array.from({ length: count }, (_, index) => product(index));
}

function product(index: number): ProductPlan {
  const number = index + 1;
  const thingIndex = Math.floor((index % ROUND) / 3);
  const thing = THINGS[thingIndex]!;
  const round = Math.floor(index / ROUND);
  const colour = (thing.kinds ?? COLOURS[round % COLOURS.length]!)[index % 3]!;
  const sizeIndex = Math.floor(round / (thing.kinds === undefined ? COLOURS.length : 1));
  const size = SIZES[sizeIndex % SIZES.length];
  const series = Math.floor(sizeIndex / SIZES.length);
  const digits = String(number).padStart(9, '0');
  const gtin = withCheckDigit(`200${digits}`);
  return {
    sku: `HF-${String(1000 + number)}`, name: [thing.name, colour, size, ...(series === 0 ? [] : [`series ${String(series + 1)}`])].filter((part) => part !== undefined).join(', '),
    safetyStock: number % 5 === 0 ? 2 : 0, productClass: thing.productClass ?? 'General', shortCode: String(4000 + number), colour, size, aisle: 1 + Math.floor(thingIndex / 2),
    // A kind names a part of the drawing that sets its colour.
    imageUrl: `/resource/Holdfast_Pictures/${thing.picture}.svg#k${String(index % 3)}`, gtin,
    barcodes: [
      { gtin, packQuantity: 1 },
      ...(thing.boxOf === undefined ? [] : [{ gtin: withCheckDigit(`1200${digits}`), packQuantity: thing.boxOf }]),
    ],
  };
}

/** Appends the GS1 check digit: the weights 3 and 1 alternate from the right. Prefix 200 to 299 is for use inside a company, so no real product is named. */
export function withCheckDigit(digits: string): string {
  const sum = Array.from(digits).reduceRight((total, digit, index) => total + Number(digit) * ((digits.length - index) % 2 === 1 ? 3 : 1), 0);
  return `${digits}${String((10 - (sum % 10)) % 10)}`;
}
