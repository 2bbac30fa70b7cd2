import { EDITIONS, editionNamed, type AllowanceName, type Edition } from '../../deploy/allowances/editions.ts';
import { ADMIN_USERNAME } from '../../deploy/demo-users.ts';
import { CommandFailure, DEFAULT_DATA_FOLDER, readOptions, UsageError, type Command } from '../command.ts';
import { readServerInfo } from '../server-info.ts';
import { requestToken } from './token.ts';

/** What one store is counted by, unless `--per` says otherwise. */
const STORES_QUERY = "SELECT COUNT() FROM Stock_Location__c WHERE Type__c = 'Store'";

/** What the stores write all day, and how much of the storage one record takes. */
const ENTRIES_OF_A_DAY = 'SELECT COUNT() FROM Stock_Entry__c WHERE CreatedDate > ';
const RECORD_KB = 2;
const DAY_MS = 24 * 60 * 60 * 1000;
const HOT_DAYS = 14;

/** Allowances that grow with the number of stores; the others are the org's own. */
const FIXED: ReadonlySet<string> = new Set(['DailyBulkApiBatches', 'DailyBulkV2QueryJobs', 'ScheduledApexJobs']);

interface Line {
  readonly name: string;
  readonly used: number;
  readonly maximum: number;
  /** At the number of stores asked for. */
  readonly projected: number | undefined;
}

/** Prints what the running org uses of its allowances and, for a number of stores, what it would use. Answers 1 when something is or would be exceeded. */
export const limits: Command = async (args) => {
  const { values, positionals } = readOptions(args, ['stores', 'per', 'edition', 'user', 'url', 'data']);
  if (positionals.length > 0) throw new UsageError(`Unexpected argument ${positionals.join(' ')}.`);
  const stores = storesOf(values.stores);
  const edition = editionOf(values.edition);
  const data = values.data ?? DEFAULT_DATA_FOLDER;
  const url = values.url ?? readServerInfo(data)?.url;
  const token = await requestToken({ data, url, username: values.user ?? ADMIN_USERNAME });
  const get = (path: string): Promise<unknown> => fetchJson(`${url ?? ''}/services/data/v67.0/${path}`, token);
  const counted = (await get('limits')) as Record<string, { readonly Max: number; readonly Remaining: number }>;
  const scheduled = await count(get, "SELECT COUNT() FROM CronTrigger WHERE State = 'WAITING'");
  const present = stores === undefined ? undefined : await count(get, values.per ?? STORES_QUERY);
  if (present === 0) throw new CommandFailure(`There is no store yet to calculate from: ${values.per ?? STORES_QUERY} counts 0.`);
  const factor = stores === undefined || present === undefined ? undefined : stores / present;
  const lines = Object.entries(counted).map(([name, { Max, Remaining }]) => lineOf(name, Max - Remaining, maximumIn(edition, name, Max), factor));
  lines.push(lineOf('ScheduledApexJobs', scheduled, EDITIONS[edition ?? 'scratch'].scheduledJobs, factor));
  print(lines, stores, present, edition);
  if (stores !== undefined && present !== undefined && values.per === undefined) printGrowth(await count(get, `${ENTRIES_OF_A_DAY}${new Date(Date.now() - DAY_MS).toISOString()}`), present, stores);
  return lines.some(isExceeded) ? 1 : 0;
};

function storesOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d*$/.test(text)) throw new UsageError(`--stores must be a whole number from 1, not ${text}.`);
  return Number(text);
}

function editionOf(text: string | undefined): Edition | undefined {
  const edition = text === undefined ? undefined : editionNamed(text);
  if (text !== undefined && edition === undefined) throw new UsageError(`--edition must be one of ${Object.keys(EDITIONS).join(', ')}, not ${text}.`);
  return edition;
}

const maximumIn = (edition: Edition | undefined, name: string, ofOrg: number): number => (edition === undefined ? ofOrg : EDITIONS[edition].allowances[name as AllowanceName]);

function lineOf(name: string, used: number, maximum: number, factor: number | undefined): Line {
  return { name, used, maximum, projected: factor === undefined || FIXED.has(name) ? undefined : Math.ceil(used * factor) };
}

const isExceeded = ({ used, projected, maximum }: Line): boolean => Math.max(used, projected ?? 0) > maximum;

function print(lines: readonly Line[], stores: number | undefined, present: number | undefined, edition: Edition | undefined): void {
  const title = `allowances${edition === undefined ? '' : ` of a ${edition} org`}`;
  process.stdout.write(stores === undefined ? `${title}\n` : `${title}, today's use with ${String(present)} stores projected to ${String(stores)}\n`);
  const cells = [['allowance', 'used', ...(stores === undefined ? [] : [`at ${String(stores)}`]), 'allowed', 'of it', ''], ...lines.map((line) => cellsOf(line, stores !== undefined))];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  for (const row of cells) process.stdout.write(`${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  ').trimEnd()}\n`);
}

/** From the rows of the last 24 hours. Entries leave the storage for the archive when their window is over. */
function printGrowth(entries: number, present: number, stores: number): void {
  const perStore = entries / present;
  const hotMegabytes = (perStore * stores * HOT_DAYS * RECORD_KB) / 1024;
  process.stdout.write(
    `growth: ${perStore.toFixed(1)} ledger entries a store and day, ${(perStore * RECORD_KB).toFixed(1)} KB of storage each day until they are archived after ${String(HOT_DAYS)} days: ` +
    `${hotMegabytes.toFixed(1)} MB at ${String(stores)} stores, and ${String(Math.ceil(perStore * stores * 365))} archived rows a year\n`);
}

function cellsOf(line: Line, isProjected: boolean): string[] {
  const most = Math.max(line.used, line.projected ?? 0);
  const share = line.maximum === 0 ? '-' : `${((100 * most) / line.maximum).toFixed(1)} %`;
  return [line.name, String(line.used), ...(isProjected ? [line.projected === undefined ? '-' : String(line.projected)] : []), String(line.maximum), share, isExceeded(line) ? 'EXCEEDED' : ''];
}

async function count(get: (path: string) => Promise<unknown>, soql: string): Promise<number> {
  return ((await get(`query?q=${encodeURIComponent(soql)}`)) as { readonly totalSize: number }).totalSize;
}

async function fetchJson(url: string, token: string): Promise<unknown> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  const body: unknown = await response.json();
  if (response.ok) return body;
  const [error] = body as { errorCode: string; message: string }[];
  throw new CommandFailure(`${error?.errorCode ?? String(response.status)}: ${error?.message ?? ''}`);
}
