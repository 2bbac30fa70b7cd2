/** Something that happened in a shop, in the shop's words, and what the gateway keeps of it until the org has it. */
import type { NewWork } from '../../delivery/work.ts';
import type { Fact } from '../../system/salesforce/org-api.ts';
import type { ShopSystem } from './shop.ts';

export interface ShopFact {
  /** Business key at the shop; the same whichever way it is heard of. */
  readonly key: string;
  /** What the shop calls it: `IN_STOCK>SOLD`, `sale`. What that means is looked up, never guessed. */
  readonly movement: string;
  /** Identifier of the product there; '' where it names none. */
  readonly product: string;
  /** Where the shop tells it. */
  readonly sku?: string;
  /** Identifier of the location there; '' where it names none. */
  readonly location: string;
  readonly quantity: number;
  /** RFC 3339 with an offset. */
  readonly occurredAt: string;
  readonly reference?: string;
  readonly actor?: string;
  readonly correlation?: string;
  /** Why it can be no fact as it was told, whatever is mended here. */
  readonly problem?: Unnamed;
  /** What a webhook would name it by, and the moment it stands for there: for figures of what was never told. */
  readonly bell: { readonly subject: string; readonly atMs: number };
}

/** Why a fact cannot be told to the org yet. */
export interface Unnamed {
  readonly reason: 'GW-UNKNOWN-STORE' | 'GW-UNKNOWN-SKU' | 'GW-UNMAPPED' | 'GW-MALFORMED';
  readonly message: string;
  /** The shop did not answer; it is asked again before the fact is given up. */
  readonly isPassing?: true;
}

/** Body of `fact` work that could not be named when it came; named anew at every delivery. */
export type ShopFactWork = Omit<Fact, 'sku' | 'location' | 'intent'> & {
  readonly sku?: string;
  readonly location?: string;
  readonly shop: { readonly system: ShopSystem; readonly movement: string; readonly product: string; readonly location: string; readonly problem?: Unnamed };
};

export function isUnnamed(named: Fact | Unnamed): named is Unnamed {
  return !('key' in named);
}

export function shopFactWork(system: ShopSystem, source: string, fact: ShopFact): ShopFactWork {
  const { key, movement, product, sku, location, quantity, occurredAt, reference, actor, correlation, problem } = fact;
  const told = Object.fromEntries(Object.entries({ sku, reference, actor, correlation }).filter(([, value]) => value !== undefined));
  return { key, quantity, occurredAt, source, ...told, shop: { system, movement, product, location, ...(problem === undefined ? {} : { problem }) } };
}

/** What is stored: the fact, or what it says until it can be named. */
export function workOf(work: ShopFactWork, named: Fact | Unnamed): NewWork {
  const { key, source, sku, shop, occurredAt } = work;
  const lane = isUnnamed(named) ? `${sku ?? shop.product}|?${shop.system}:${shop.location}` : `${named.sku}|${named.location}`;
  return { kind: 'fact', source, key, lane, body: isUnnamed(named) ? work : named, occurredAtMs: Date.parse(occurredAt) };
}
