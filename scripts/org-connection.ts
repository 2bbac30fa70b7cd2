/** How scripts reach an org: by --url and --token (or HOLDFAST_URL, HOLDFAST_TOKEN), otherwise the local org of the data folder. */
import { CommandFailure, DEFAULT_DATA_FOLDER } from '../local-org/cli/command.ts';
import { requestToken } from '../local-org/cli/commands/token.ts';
import { readServerInfo } from '../local-org/cli/server-info.ts';
import { ADMIN_USERNAME } from '../local-org/deploy/demo-users.ts';

export interface OrgAddress {
  readonly url: string;
  readonly token: string;
}

export interface AddressOptions {
  readonly url?: string;
  readonly token?: string;
  /** Data folder of the local org. */
  readonly data?: string;
}

/** Throws CommandFailure with the way out when no org can be found. */
export async function findOrg(options: AddressOptions): Promise<OrgAddress> {
  const data = options.data ?? DEFAULT_DATA_FOLDER;
  // The environment names a default; who names a data folder means the org that runs on it.
  const environment = options.data === undefined ? process.env : {};
  const url = (options.url ?? environment['HOLDFAST_URL'] ?? readServerInfo(data)?.url)?.replace(/\/+$/, '');
  if (url === undefined) throw new CommandFailure(`No local org is running on the data folder ${data}. Start one (npm start) or name another org: --url URL --token TOKEN.`);
  const token = options.token ?? environment['HOLDFAST_TOKEN'] ?? (await requestToken({ data, url, username: ADMIN_USERNAME }));
  return { url, token };
}
