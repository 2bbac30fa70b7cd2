/** Pickups of a first look: promised to customers at a few stores, and brought as far as each says. */
import type { OpeningPlan } from './plan.ts';
import type { ProductPlan } from './products.ts';

/** How far the store has come with it. */
export type PickupStage = 'Open' | 'Picking' | 'Ready' | 'HandedOver' | 'PutAway';

export interface PickupPlan {
  readonly requestKey: string;
  readonly orderRef: string;
  readonly customer: string;
  readonly location: string;
  readonly stage: PickupStage;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
}

const CUSTOMERS = ['A. Patel', 'J. Murphy', 'C. Okafor', 'M. Novak', 'L. Evans', 'S. Haddad', 'P. Larsen', 'R. Costa', 'E. Walsh', 'T. Ito', 'N. Fraser', 'K. Weber', 'D. Silva', 'I. Byrne'] as const;

const STAGES: Readonly<Record<string, readonly PickupStage[]>> = {
  'LON-01': ['Open', 'Picking', 'Open', 'Ready', 'Open', 'HandedOver', 'Open', 'PutAway'],
  'MAN-01': ['Open', 'Ready', 'Open', 'HandedOver'],
  'BHM-01': ['Open', 'Picking'],
};

/** The products that many examples use are left alone. */
const FIRST_PRODUCT = 12;

export function planPickups(openings: readonly OpeningPlan[], products: readonly ProductPlan[]): readonly PickupPlan[] {
  let number = 0;
  return Object.entries(STAGES).flatMap(([location, stages]) => {
    const held = new Set(openings.filter((opening) => opening.location === location && opening.quantity >= 4).map(({ sku }) => sku));
    const offered = products.slice(FIRST_PRODUCT).filter(({ sku }) => held.has(sku));
    return stages.map((stage, index): PickupPlan => {
      number += 1;
      const chosen = offered.filter((_, place) => place % stages.length === index).slice(0, 1 + (number % 3));
      return {
        requestKey: `SEED-PICKUP-${String(number).padStart(2, '0')}`, orderRef: `W-${String(24_100 + number)}`, customer: CUSTOMERS[(number - 1) % CUSTOMERS.length]!, location, stage,
        lines: chosen.map(({ sku }, line) => ({ sku, quantity: 1 + ((number + line) % 2) })),
      };
    });
  });
}
