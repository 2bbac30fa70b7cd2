/** What must hold in an org at any moment between calls, read as any client could: positions are what the ledger and the open promises say, and nothing is there twice. */

interface Address {
  readonly url: string;
}

type Row = Readonly<Record<string, unknown>>;

const BUCKETS = ['On_Hand', 'Reserved', 'Inspection', 'Damaged', 'In_Transit'];

/** One line per difference; none: the ledger equals the positions. */
export async function ledgerDifferences(org: Address, token: string): Promise<readonly string[]> {
  const sums = BUCKETS.map((bucket) => `SUM(${bucket}_Change__c) ${bucket}`).join(', ');
  const ledger = await byPosition(org, token, `SELECT Position_Key__c, ${sums} FROM Stock_Entry__c GROUP BY Position_Key__c`);
  const lines = await byPosition(org, token, 'SELECT Position_Key__c, SUM(Granted__c) granted, SUM(Fulfilled__c) fulfilled, SUM(Released__c) released, SUM(Put_Away__c) putAway FROM Stock_Reservation_Line__c GROUP BY Position_Key__c');
  const differences: string[] = [];
  const reserved = new Map<string, number>();
  for (const row of await query(org, token, `SELECT Position_Key__c, ${BUCKETS.map((bucket) => `${bucket}__c`).join(', ')} FROM Stock_Position__c`)) {
    const key = String(row['Position_Key__c']);
    for (const bucket of BUCKETS) {
      const [shown, summed] = [Number(row[`${bucket}__c`]), Number(ledger.get(key)?.[bucket] ?? 0)];
      if (shown !== summed) differences.push(`${key}: ${bucket} is ${String(shown)}, its entries add up to ${String(summed)}`);
    }
    // Lines name the position, wherever they were promised; its shards hold a part of what it has reserved, below 0.
    const place = key.replace(/\|\d$/, '|0');
    reserved.set(place, (reserved.get(place) ?? 0) + Number(row['Reserved__c']));
    if (place !== key && Number(row['Reserved__c']) > 0) differences.push(`${key}: ${String(row['Reserved__c'])} were promised that it did not hold`);
  }
  for (const [key, sum] of reserved) {
    const line = lines.get(key);
    const open = Number(line?.['granted'] ?? 0) - Number(line?.['fulfilled'] ?? 0) - Number(line?.['released'] ?? 0) + Number(line?.['putAway'] ?? 0);
    if (sum !== open) differences.push(`${key}: ${String(sum)} are reserved, its lines hold ${String(open)}`);
  }
  for (const [object, field] of [['Stock_Reservation__c', 'Request_Key__c'], ['Stock_Entry__c', 'Entry_Key__c'], ['Stock_Position__c', 'Position_Key__c']] as const) {
    for (const row of await query(org, token, `SELECT ${field}, COUNT(Id) number FROM ${object} GROUP BY ${field} HAVING COUNT(Id) > 1`)) differences.push(`${object} ${String(row[field])} is there ${String(row['number'])} times`);
  }
  return differences;
}

async function byPosition(org: Address, token: string, soql: string): Promise<ReadonlyMap<string, Row>> {
  return new Map((await query(org, token, soql)).map((row) => [String(row['Position_Key__c']), row]));
}

/** All rows of a query, page after page. */
export async function query(org: Address, token: string, soql: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let next: string | undefined = `/services/data/v67.0/query?q=${encodeURIComponent(soql)}`;
  while (next !== undefined) {
    const response: Response = await fetch(`${org.url}${next}`, { headers: { authorization: `Bearer ${token}` } });
    const text = await response.text();
    if (!response.ok) throw new Error(`${soql}: ${String(response.status)} ${text}`);
    const page = JSON.parse(text) as { readonly records: readonly Row[]; readonly nextRecordsUrl?: string };
    rows.push(...page.records);
    next = page.nextRecordsUrl;
  }
  return rows;
}

export async function create(org: Address, token: string, object: string, fields: object): Promise<void> {
  const response = await fetch(`${org.url}/services/data/v67.0/sobjects/${object}`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify(fields) });
  if (response.status !== 201) throw new Error(`${object} was not created: ${String(response.status)} ${await response.text()}`);
}
