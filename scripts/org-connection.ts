/**
 * How scripts reach an org: as the Salesforce CLI knows it (--target-org), by address (--instance-url with HOLDFAST_ACCESS_TOKEN, or --url and --token),
 * otherwise the local org of the data folder.
 */
import { CommandFailure, DEFAULT_DATA_FOLDER, UsageError } from '../local-org/cli/command.ts';
import { requestToken } from '../local-org/cli/commands/token.ts';
import { readServerInfo } from '../local-org/cli/server-info.ts';
import { ADMIN_USERNAME } from '../local-org/deploy/demo-users.ts';
import { orgOfAlias } from './sf-org.ts';

export interface OrgAddress {
  readonly url: string;
  readonly token: string;
}

export interface AddressOptions {
  readonly 'target-org'?: string;
  readonly 'instance-url'?: string;
  readonly url?: string;
  readonly token?: string;
  /** Data folder of the local org. */
  readonly data?: string;
}

/** Throws CommandFailure with the way out when no org can be found. */
export async function findOrg(options: AddressOptions): Promise<OrgAddress> {
  const named = (['target-org', 'instance-url', 'url'] as const).filter((name) => options[name] !== undefined);
  if (named.length > 1) throw new UsageError(`--${named.join(' and --')} name two orgs.`);
  if (options['target-org'] !== undefined) return orgOfAlias(options['target-org']);
  const data = options.data ?? DEFAULT_DATA_FOLDER;
  // The environment names a default; who names a data folder means the org that runs on it.
  const environment = options.data === undefined ? process.env : {};
  const url = (options['instance-url'] ?? options.url ?? environment['HOLDFAST_URL'] ?? readServerInfo(data)?.url)?.replace(/\/+$/, '');
  if (url === undefined) throw new CommandFailure(`No local org is running on the data folder ${data}. Start one (npm start) or name another org: --target-org ALIAS, or --instance-url URL.`);
  const token = options.token ?? environment['HOLDFAST_ACCESS_TOKEN'] ?? environment['HOLDFAST_TOKEN'] ?? (await tokenOfLocalOrg(url, data, options));
  return { url, token };
}

async function tokenOfLocalOrg(url: string, data: string, options: AddressOptions): Promise<string> {
  if (options['instance-url'] !== undefined && url !== readServerInfo(data)?.url) throw new CommandFailure(`${url} needs an access token: set HOLDFAST_ACCESS_TOKEN, or log in with sf and name its alias (--target-org ALIAS).`);
  return requestToken({ data, url, username: ADMIN_USERNAME });
}
