import type { OrgAddress } from '../org-connection.ts';
import { demoPlan } from './plan.ts';

/** Is the demo data there? Its last opening stock is written last, so where that is, everything is. Imports nothing heavy: every start asks. */
export async function isSeeded(org: OrgAddress): Promise<boolean> {
  const last = demoPlan().openings.at(-1)!;
  const query = new URLSearchParams({ sku: last.sku, location: last.location });
  const response = await fetch(`${org.url}/services/apexrest/holdfast/v1/availability?${query.toString()}`, { headers: { authorization: `Bearer ${org.token}` } });
  if (!response.ok) return false;
  const { items } = (await response.json()) as { readonly items: readonly { readonly version: number }[] };
  // A product and a location without any stock yet answer zeros, the version among them.
  return items.some(({ version }) => version > 0);
}
