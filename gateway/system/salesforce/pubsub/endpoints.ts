/** Where the Pub/Sub API of an org listens. */
import type { OrgApi } from '../org-api.ts';
import { TransientFailure } from '../../../shared/failures.ts';
import { StreamEnded } from './transport.ts';
import type { FindEndpoint } from './grpc-transport.ts';

/** Of all orgs on Salesforce. Source: Pub/Sub API Guide, "Pub/Sub API Endpoints". */
export const SALESFORCE_ENDPOINT = 'api.pubsub.salesforce.com:7443';

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])$/;

/** An address that was configured: without TLS on loopback, with it everywhere else. */
export function fixedEndpoint(address: string): FindEndpoint {
  const isSecure = !LOOPBACK.test(address.slice(0, address.lastIndexOf(':')));
  return () => Promise.resolve({ address, isSecure });
}

/** What an org on loopback says of itself; every other org is on Salesforce. */
export function endpointOf(org: Pick<OrgApi, 'session'>): FindEndpoint {
  return async () => {
    const { url, token } = await org.session();
    if (!LOOPBACK.test(new URL(url).hostname)) return { address: SALESFORCE_ENDPOINT, isSecure: true };
    const address = `${url}/services/local-org/pubsub`;
    const response = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
    if (response.status === 401) throw new StreamEnded('session', `${address} refused the token.`);
    if (!response.ok) throw new TransientFailure(`${address} answered ${String(response.status)}.`);
    const { plain } = (await response.json()) as { readonly plain: string };
    return { address: plain, isSecure: false };
  };
}
