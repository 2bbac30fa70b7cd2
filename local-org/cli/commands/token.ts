import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { signAssertion } from '../../api/oauth/assertion.ts';
import { CommandFailure, DEFAULT_DATA_FOLDER, readOptions, UsageError, type Command } from '../command.ts';
import { privateKeyFile } from '../keys.ts';
import { readServerInfo } from '../server-info.ts';
import { ADMIN_USERNAME } from '../../deploy/demo-users.ts';

/** Prints an access token and nothing else. */
export const token: Command = async (args) => {
  const { values, positionals } = readOptions(args, ['user', 'url', 'data']);
  if (positionals.length > 0) throw new UsageError(`Unexpected argument ${positionals.join(' ')}.`);
  const data = values.data ?? DEFAULT_DATA_FOLDER;
  const issued = await requestToken({ data, url: values.url, username: values.user ?? ADMIN_USERNAME });
  process.stdout.write(`${issued}\n`);
  return 0;
};

export interface TokenRequest {
  readonly data: string;
  /** `undefined`: the org running on the data folder. */
  readonly url: string | undefined;
  readonly username: string;
}

/** Signs an assertion with the data folder's key and exchanges it. Throws CommandFailure with the way out. */
export async function requestToken(request: TokenRequest): Promise<string> {
  const url = (request.url ?? readServerInfo(request.data)?.url)?.replace(/\/+$/, '');
  if (url === undefined) throw new CommandFailure(`No local org is running on the data folder ${request.data}. Start one with npm start, or name it with --url and --data.`);
  const assertion = signAssertion(createPrivateKey(readKey(request.data)), request.username, url, Date.now());
  const form = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
  let response: Response;
  try {
    response = await fetch(`${url}/services/oauth2/token`, { method: 'POST', body: form });
  } catch {
    throw new CommandFailure(`${url} does not answer. Is the org running?`);
  }
  const answer = tokenAnswer(await response.text());
  if (answer === undefined) throw new CommandFailure(`${url} is not an org: it answered ${String(response.status)} and no JSON. Name the org with --url.`);
  if (answer.access_token === undefined) throw new CommandFailure(`${url} gave no token: ${answer.error_description ?? String(response.status)}`);
  return answer.access_token;
}

interface TokenAnswer {
  readonly access_token?: string;
  readonly error_description?: string;
}

function tokenAnswer(text: string): TokenAnswer | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null ? answer : undefined;
  } catch {
    return undefined;
  }
}

function readKey(data: string): string {
  try {
    return readFileSync(privateKeyFile(data), 'utf8');
  } catch {
    throw new CommandFailure(`${privateKeyFile(data)} cannot be read: name the data folder of the org with --data DIR.`);
  }
}
