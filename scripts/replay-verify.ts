/**
 * `npm run replay:verify -- FILE.csv[.xz] [--from DATE] [--to DATE] [--url URL --token TOKEN] [--data DIR]`
 * adds the file up by itself, shares no code with the replay, and compares with the org: per SKU, on hand + inspection = opening stock - sold + returned - written off.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { CommandFailure, readOptions, UsageError } from '../local-org/cli/command.ts';
import { runScript } from './command-line.ts';
import { findOrg, type OrgAddress } from './org-connection.ts';

/** Codes that are no goods: the same list as config/replay.json, written again on purpose. */
const NOT_GOODS = /^(POST|DOT|C2|D|M|B|S|BANK CHARGES|AMAZONFEE|CRUK|GIFT_.*)$/;
/** Invoice, code, quantity and date of a line; the description may be quoted and hold commas. */
const LINE = /^([^,]*),([^,]*),(?:"(?:[^"]|"")*"|[^,]*),(-?\d+),([^,]+),/;

interface Moved {
  /** SKU → pieces that came (positive) or left the org since the opening. */
  readonly bySku: ReadonlyMap<string, number>;
  readonly lines: number;
}

await runScript('replay:verify', 'usage: npm run replay:verify -- FILE.csv[.xz] [--from DATE] [--to DATE] [--url URL --token TOKEN] [--data DIR]', async (args) => {
  const { values, positionals } = readOptions(args, ['from', 'to', 'url', 'token', 'data']);
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError('Name one file.');
  const { from = '0000', to = '9999', ...address } = values;
  const moved = addUp(readText(file), from, to);
  const org = await findOrg(address);
  const opening = await sums(org, "SELECT Position_Key__c, On_Hand_Change__c FROM Stock_Entry__c WHERE Source__c = 'UCI' AND Intent__c = 'StockReceived'", (row) => [row['On_Hand_Change__c']]);
  const stock = await sums(org, 'SELECT Position_Key__c, On_Hand__c, Inspection__c FROM Stock_Position__c', (row) => [row['On_Hand__c'], row['Inspection__c']]);
  return compare(moved, opening, stock);
});

function readText(file: string): string {
  try {
    return file.endsWith('.xz') ? execFileSync('xz', ['-dc', file], { encoding: 'utf8', maxBuffer: 1_000_000_000 }) : readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandFailure(`${file} cannot be read (${error instanceof Error ? error.message : String(error)}).`);
  }
}

/** Sold pieces leave, returned ones come back (to inspection), written-off ones leave: with the file's own signs all three are "minus quantity", but write-offs. */
function addUp(text: string, from: string, to: string): Moved {
  const bySku = new Map<string, number>();
  let lines = 0;
  for (const line of text.split('\n').slice(1)) {
    const match = LINE.exec(line);
    if (match === null) {
      if (line.trim() !== '') throw new CommandFailure(`Not understood: ${line}`);
      continue;
    }
    const [, invoice = '', code = '', quantityText = '', date = ''] = match;
    const sku = code.trim().toUpperCase();
    if (NOT_GOODS.test(sku) || date < from || date >= to) continue;
    const quantity = Number(quantityText);
    const isWriteOff = quantity < 0 && !invoice.startsWith('C');
    bySku.set(sku, (bySku.get(sku) ?? 0) + (isWriteOff ? quantity : -quantity));
    lines += 1;
  }
  return { bySku, lines };
}

/** Prints every difference and a closing line; answers the exit code. */
function compare({ bySku: moved, lines }: Moved, opening: ReadonlyMap<string, number>, stock: ReadonlyMap<string, number>): number {
  let wrong = 0;
  for (const [sku, start] of opening) {
    const change = moved.get(sku) ?? 0;
    const actual = stock.get(sku) ?? 0;
    if (start + change === actual) continue;
    wrong += 1;
    process.stdout.write(`${sku}: opening ${String(start)}, moved ${String(change)}, expected ${String(start + change)}, the org has ${String(actual)}\n`);
  }
  const missing = [...moved.keys()].filter((sku) => !opening.has(sku));
  process.stdout.write(`${String(lines)} goods lines, ${String(opening.size)} SKUs compared, ${String(wrong)} wrong, ${String(missing.length)} of the file without opening stock\n`);
  return wrong === 0 && missing.length === 0 && opening.size > 0 ? 0 : 1;
}

/** Sum of the columns per SKU over all rows of a query. */
async function sums(org: OrgAddress, query: string, columns: (row: Record<string, unknown>) => unknown[]): Promise<Map<string, number>> {
  const totals = new Map<string, number>();
  let next: string | undefined = `/services/data/v67.0/query?q=${encodeURIComponent(query)}`;
  while (next !== undefined) {
    const response = await fetch(`${org.url}${next}`, { headers: { authorization: `Bearer ${org.token}` } });
    if (!response.ok) throw new CommandFailure(`The query was refused: ${String(response.status)} ${await response.text()}`);
    const page = (await response.json()) as { records: Record<string, unknown>[]; nextRecordsUrl?: string };
    for (const row of page.records) {
      const sku = String(row['Position_Key__c']).split('|')[0]!;
      totals.set(sku, (totals.get(sku) ?? 0) + columns(row).reduce<number>((sum, value) => sum + Number(value ?? 0), 0));
    }
    next = page.nextRecordsUrl;
  }
  return totals;
}
