import { CommandFailure, DEFAULT_DATA_FOLDER, readOptions, UsageError, type Command } from '../command.ts';
import { ADMIN_USERNAME } from '../../deploy/demo-users.ts';
import { readServerInfo } from '../server-info.ts';
import { requestToken } from './token.ts';

interface QueryPage {
  readonly totalSize: number;
  readonly done: boolean;
  readonly nextRecordsUrl?: string;
  readonly records: readonly Record<string, unknown>[];
}

/** Runs a SOQL query in the running org and prints one JSON object per row. */
export const query: Command = async (args) => {
  const { values, positionals } = readOptions(args, ['user', 'url', 'data']);
  const [text] = positionals;
  if (text === undefined || positionals.length > 1) throw new UsageError('Give one query, in quotes.');
  const data = values.data ?? DEFAULT_DATA_FOLDER;
  const url = values.url ?? readServerInfo(data)?.url;
  const token = await requestToken({ data, url, username: values.user ?? ADMIN_USERNAME });
  let next: string | undefined = `/services/data/v67.0/query?q=${encodeURIComponent(text)}`;
  while (next !== undefined) {
    const page: QueryPage = await fetchPage(`${url ?? ''}${next}`, token);
    if (page.records.length === 0) process.stdout.write(`${String(page.totalSize)}\n`);
    for (const record of page.records) process.stdout.write(`${JSON.stringify(withoutAttributes(record))}\n`);
    next = page.nextRecordsUrl;
  }
  return 0;
};

async function fetchPage(url: string, token: string): Promise<QueryPage> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  const body: unknown = await response.json();
  if (response.ok) return body as QueryPage;
  const [error] = body as { errorCode: string; message: string }[];
  throw new CommandFailure(`${error?.errorCode ?? String(response.status)}: ${error?.message ?? ''}`);
}

function withoutAttributes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutAttributes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'attributes').map(([name, part]) => [name, withoutAttributes(part)]));
}
