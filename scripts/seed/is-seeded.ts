import type { OrgAddress } from '../org-connection.ts';
import { demoPlan } from './plan.ts';

/** Is the demo data there? Its pickups are reserved last, so where the last one is, everything is. Imports nothing heavy: every start asks. */
export async function isSeeded(org: OrgAddress): Promise<boolean> {
  const { requestKey } = demoPlan().pickups.at(-1)!;
  const query = new URLSearchParams({ q: `SELECT COUNT() FROM Stock_Reservation__c WHERE Request_Key__c = '${requestKey}'` });
  const response = await fetch(`${org.url}/services/data/v67.0/query?${query.toString()}`, { headers: { authorization: `Bearer ${org.token}` } });
  return response.ok && ((await response.json()) as { readonly totalSize: number }).totalSize > 0;
}
