/** What must be true after the hour, read from the org itself: nothing acknowledged is lost, nothing counted twice, no promise without goods that nobody knows of. */
import type { Org } from './client.ts';

export interface Acknowledged {
  /** Promised quantity by request key, as it was answered. */
  readonly granted: ReadonlyMap<string, number>;
  /** Net change on hand by position, from the facts that were answered as applied. */
  readonly facts: ReadonlyMap<string, number>;
}

const KEYS_PER_QUERY = 200;

type Row = Readonly<Record<string, unknown>>;

/** @returns what is wrong, in words; nothing when all is well */
export async function audit(org: Org, skus: readonly string[], acknowledged: Acknowledged): Promise<string[]> {
  const quoted = skus.map((sku) => `'${sku}'`).join(',');
  const positions = await rows(org, `SELECT Position_Key__c, On_Hand__c, Reserved__c FROM Stock_Position__c WHERE SKU__c IN (${quoted})`);
  const keys = positions.map((row) => text(row, 'Position_Key__c'));
  return [
    ...(await ledgerFindings(org, positions)),
    ...factFindings(positions, acknowledged.facts),
    ...(await promiseFindings(org, acknowledged)),
    ...(await shortageFindings(org, positions)),
    ...(keys.length === 0 ? ['There are no positions.'] : []),
  ];
}

async function ledgerFindings(org: Org, positions: readonly Row[]): Promise<string[]> {
  const sums: Row[] = [];
  // An aggregate query has one page only.
  for (let start = 0; start < positions.length; start += KEYS_PER_QUERY) {
    const keys = positions.slice(start, start + KEYS_PER_QUERY).map((row) => `'${text(row, 'Position_Key__c')}'`).join(',');
    sums.push(...(await rows(org, `SELECT Position_Key__c, SUM(On_Hand_Change__c) onHand, SUM(Reserved_Change__c) reserved FROM Stock_Entry__c WHERE Position_Key__c IN (${keys}) GROUP BY Position_Key__c`)));
  }
  const byKey = new Map(sums.map((row) => [text(row, 'Position_Key__c'), row]));
  return positions.flatMap((row) => {
    const key = text(row, 'Position_Key__c');
    const sum = byKey.get(key);
    const [onHand, reserved] = [number(sum, 'onHand'), number(sum, 'reserved')];
    return onHand === number(row, 'On_Hand__c') && reserved === number(row, 'Reserved__c')
      ? [] : [`${key} holds ${String(number(row, 'On_Hand__c'))} with ${String(number(row, 'Reserved__c'))} reserved, but its ledger sums to ${String(onHand)} and ${String(reserved)}.`];
  });
}

/** Nothing is handed over in this hour but at the tills, so what is on hand follows from the facts alone. */
function factFindings(positions: readonly Row[], facts: ReadonlyMap<string, number>): string[] {
  return positions.flatMap((row) => {
    const key = text(row, 'Position_Key__c');
    const expected = facts.get(key) ?? 0;
    return expected === number(row, 'On_Hand__c') ? [] : [`${key}: acknowledged facts come to ${String(expected)}, on hand are ${String(number(row, 'On_Hand__c'))}.`];
  });
}

async function promiseFindings(org: Org, { granted }: Acknowledged): Promise<string[]> {
  const lines = await rows(org, 'SELECT Reservation__r.Request_Key__c, Granted__c FROM Stock_Reservation_Line__c WHERE Granted__c > 0');
  const kept = new Map<string, number>();
  for (const line of lines) {
    const key = text(line['Reservation__r'] as Row, 'Request_Key__c');
    kept.set(key, (kept.get(key) ?? 0) + number(line, 'Granted__c'));
  }
  return [...granted].flatMap(([key, quantity]) => ((kept.get(key) ?? 0) === quantity ? [] : [`${key} was answered with ${String(quantity)} and holds ${String(kept.get(key) ?? 0)}.`]));
}

async function shortageFindings(org: Org, positions: readonly Row[]): Promise<string[]> {
  const open = await rows(org, "SELECT Position_Key__c, Quantity__c FROM Stock_Exception__c WHERE Type__c = 'Shortage' AND State__c = 'Open'");
  const known = new Map(open.map((row) => [text(row, 'Position_Key__c'), number(row, 'Quantity__c')]));
  return positions.flatMap((row) => {
    const key = text(row, 'Position_Key__c');
    const missing = Math.max(number(row, 'Reserved__c') - number(row, 'On_Hand__c'), 0);
    return missing === (known.get(key) ?? 0) ? [] : [`${key}: ${String(missing)} promised and not there, but the list of shortages says ${String(known.get(key) ?? 0)}.`];
  });
}

/** All rows of a query, page by page. */
export async function rows(org: Org, soql: string): Promise<Row[]> {
  const found: Row[] = [];
  let path: string | undefined = `/services/data/v67.0/query?q=${encodeURIComponent(soql)}`;
  while (path !== undefined) {
    const response: Response = await fetch(`${org.url}${path}`, { headers: { authorization: `Bearer ${org.token}` } });
    const body = (await response.json()) as { records: Row[]; nextRecordsUrl?: string };
    if (!response.ok) throw new Error(`${soql}: ${JSON.stringify(body)}`);
    found.push(...body.records);
    path = body.nextRecordsUrl;
  }
  return found;
}

const text = (row: Row | undefined, field: string): string => String(row?.[field]);
const number = (row: Row | undefined, field: string): number => Number(row?.[field] ?? 0);
