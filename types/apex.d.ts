/** The methods of Apex controllers that components call, as the platform hands them to JavaScript: callable, and usable with @wire when cacheable. */
declare module '@salesforce/apex/AvailabilityController.findProducts' {
  import type { WireAdapterConstructor } from 'lwc';
  export interface ProductHit {
    readonly sku: string;
    readonly name: string;
    readonly imageUrl?: string | null;
  }
  interface Parameters {
    /** Part of a name, a SKU or a whole barcode. */
    readonly term: string;
  }
  const findProducts: ((parameters: Parameters) => Promise<readonly ProductHit[]>) & {
    readonly adapter: WireAdapterConstructor<Parameters, { readonly data?: readonly ProductHit[]; readonly error?: unknown }>;
  };
  export default findProducts;
}

declare module '@salesforce/apex/AvailabilityController.availabilityFor' {
  /** Quantities are in the product's base unit, at most three decimals. */
  export interface LocationAvailability {
    readonly location: string;
    readonly locationName: string;
    readonly town?: string | null;
    readonly onHand: number;
    readonly reserved: number;
    readonly safety: number;
    readonly available: number;
    readonly version: number;
  }
  export interface Availability {
    /** RFC 3339, UTC. */
    readonly asOf: string;
    readonly product: { readonly sku: string; readonly name: string; readonly imageUrl?: string | null };
    readonly items: readonly LocationAvailability[];
  }
  /** Not cacheable: a promise made from an old number would be broken. */
  export default function availabilityFor(parameters: { readonly sku: string; readonly channel: string }): Promise<Availability>;
}

declare module '@salesforce/apex/AvailabilityController.reserve' {
  export interface ReserveResult {
    readonly requestKey: string;
    readonly status: 'Reserved' | 'Partial' | 'Refused';
    readonly granted: number;
    /** What can still be promised at the location after this reservation. */
    readonly available: number;
    readonly reason?: string | null;
  }
  /** Repeating the same request key answers what was recorded the first time. */
  export default function reserve(parameters: {
    readonly sku: string;
    readonly location: string;
    readonly quantity: number;
    readonly requestKey: string;
  }): Promise<ReserveResult>;
}

declare module '@salesforce/apex/AvailabilityController.release' {
  export interface ReleaseResult {
    readonly requestKey: string;
    readonly status: string;
  }
  export default function release(parameters: { readonly requestKey: string }): Promise<ReleaseResult>;
}
