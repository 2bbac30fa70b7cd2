/** What calls say, and what they are answered. */
export type Thousandths = number;

export interface FactBody {
  readonly key: string;
  readonly intent: string;
  readonly sku: string;
  readonly location: string;
  readonly quantity: number;
  readonly occurredAt: string;
  readonly source: string;
  readonly condition?: string;
  readonly reason?: string;
  readonly register?: string;
  readonly correlation?: string;
}

/** Names a location or a group of them. */
export interface LineBody {
  readonly line: number | string;
  readonly sku: string;
  readonly location?: string;
  readonly group?: string;
  readonly quantity: number;
}

export type Kind = 'Firm' | 'Cart' | 'Fence' | 'Quota';

export interface RequestBody {
  readonly requestKey: string;
  readonly kind: Kind;
  readonly purpose: 'Pickup' | 'Ship';
  readonly channel: string;
  readonly orderRef?: string;
  readonly customer?: string;
  readonly register?: string;
  readonly priority?: number;
  readonly allOrNothing: boolean;
  readonly expiresAt?: string;
  readonly lines: readonly LineBody[];
}

export interface GoalBody {
  readonly line: number | string;
  readonly quantity?: number;
}

export interface ChangeBody {
  readonly line: number | string;
  readonly quantity: number;
}

export interface MoveBody {
  readonly line: number | string;
  readonly location: string;
  readonly quantity?: number;
}

/** Named lines, each to its location, or everything to one. */
export interface TransferBody {
  readonly newRequestKey?: string;
  readonly location?: string;
  readonly lines?: readonly MoveBody[];
}

export type SettleVerb = 'release' | 'fulfil';

/** What a call is answered, texts for people left out. */
export type Expected = { readonly status: 200; readonly body: unknown } | { readonly status: 400 | 404 | 409; readonly errorCode: string };

export interface FactResult {
  readonly key: string;
  readonly effect: string;
  readonly reason?: string;
}

export interface Buckets {
  readonly onHand: Thousandths;
  readonly reserved: Thousandths;
  readonly inspection: Thousandths;
  readonly damaged: Thousandths;
  readonly safety: Thousandths;
}

export interface Product {
  readonly safety: Thousandths;
  readonly isWhole: boolean;
}

export interface MasterData {
  readonly products: ReadonlyMap<string, Product>;
  readonly locations: ReadonlySet<string>;
  /** Ranked locations by group; those without a rank come last, and among one rank the place with most first. */
  readonly groups: ReadonlyMap<string, ReadonlyMap<string, number | undefined>>;
  readonly cartHoldMinutes: number;
}

export const thousandths = (quantity: number): Thousandths => Math.round(quantity * 1000);
export const placeOf = (sku: string, location: string): string => `${sku.toUpperCase()}|${location.toUpperCase()}|0`;
export const isUnit = (quantity: Thousandths): boolean => quantity % 1000 === 0;
export const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
