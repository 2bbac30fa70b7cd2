import type { PageDescription } from '../../page-config.ts';
import { request } from '../connection.ts';
import { page, requestHeaders } from '../page.ts';

/** What stands at an address. Rejects when the org does not answer. */
export async function fetchPage(address: string): Promise<PageDescription> {
  const query = new URLSearchParams({ address, app: page.app.name });
  const response = await request(`/console/page?${query.toString()}`, { headers: { 'x-console-token': requestHeaders['x-console-token'] ?? '' } });
  if (!response.ok) throw new Error(`The org answered ${response.status} to a request for the page.`);
  return (await response.json()) as PageDescription;
}
