/** Who calls: three headers of every RPC, of which the access token decides. */
import type { Metadata } from '@grpc/grpc-js';
import type { UserContext } from '../../library/ports.ts';
import { userOfToken } from '../authentication.ts';
import type { ApiHost } from '../host.ts';
import type { Sessions } from '../oauth/sessions.ts';
import { PubSubRefusal } from './errors.ts';

const ID_CHARACTERS = 15;

export interface Caller {
  readonly user: UserContext;
  readonly token: string;
}

/** @throws PubSubRefusal UNAUTHENTICATED. platform-facts: pubsub-authentication */
export function callerOf(host: ApiHost, sessions: Sessions, metadata: Metadata): Caller {
  const [token, instance, tenant] = ['accesstoken', 'instanceurl', 'tenantid'].map((name) => headerOf(metadata, name));
  const missing = [token === undefined ? 'accesstoken' : '', instance === undefined ? 'instanceurl' : '', tenant === undefined ? 'tenantid' : ''].filter((name) => name !== '');
  if (token === undefined || missing.length > 0) throw new PubSubRefusal('headersInvalid', `One or more authentication headers are missing or blank: ${missing.join(', ')}.`);
  if (tenant?.slice(0, ID_CHARACTERS) !== host.organizationId.slice(0, ID_CHARACTERS)) throw new PubSubRefusal('authentication', 'The tenantid is not the id of this org.');
  return { user: currentUser(host, sessions, token), token };
}

/** The user of a stream that has been open for a while. @throws PubSubRefusal when the session has ended meanwhile */
export function currentUser(host: ApiHost, sessions: Sessions, token: string): UserContext {
  const user = userOfToken(host, sessions, token);
  if (user === undefined) throw new PubSubRefusal('authentication', 'An authentication exception occurred: the access token is unknown or has expired.');
  return user;
}

function headerOf(metadata: Metadata, name: string): string | undefined {
  const [value] = metadata.get(name);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
