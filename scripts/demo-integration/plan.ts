/** What the demo trades: a few products of its own, because their whole stock must come from SAP. */

export interface DemoProduct {
  readonly sku: string;
  readonly name: string;
}

export const PRODUCTS: readonly DemoProduct[] = [
  { sku: 'LIVE-KETTLE', name: 'Kettle, enamel' },
  { sku: 'LIVE-LANTERN', name: 'Lantern, brass' },
  { sku: 'LIVE-BLANKET', name: 'Blanket, wool' },
];

export interface DemoStore {
  readonly location: string;
  readonly plant: string;
  readonly registers: readonly string[];
}

/** As the seed names them. */
export const STORES: readonly DemoStore[] = [
  { location: 'LON-01', plant: '1001', registers: ['1', '2'] },
  { location: 'MAN-01', plant: '1002', registers: ['1'] },
];

export const STORAGE_LOCATION = '0001';
/** Each product at each store, so that some hours of trade sell nothing out. */
export const OPENING_EACH = 5_000;
export const THOUSANDTHS = 1_000;
