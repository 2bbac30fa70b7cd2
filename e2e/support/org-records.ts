/** What a test wants to know of the records of a running org, asked as its administrator through the public APIs. */
import type { RunningOrg } from './running-org.ts';

export async function queryRecords<Row>(org: RunningOrg, soql: string): Promise<readonly Row[]> {
  const response = await fetch(`${org.url}/services/data/v67.0/query?q=${encodeURIComponent(soql)}`, { headers: { authorization: `Bearer ${await org.token()}` } });
  const body: unknown = await response.json();
  if (!response.ok) throw new Error(JSON.stringify(body));
  return (body as { records: Row[] }).records;
}

/** Moves the clock of the org on and answers once what came due has had time to begin. */
export async function advanceClock(org: RunningOrg, advanceMinutes: number): Promise<void> {
  const response = await fetch(`${org.url}/services/local-org/clock`, {
    method: 'POST', headers: { authorization: `Bearer ${await org.token()}`, 'content-type': 'application/json' }, body: JSON.stringify({ advanceMinutes }),
  });
  if (!response.ok) throw new Error(await response.text());
}

export interface PickLine {
  readonly sku: string;
  readonly quantity: number;
  /** As on the pack, 13 digits. */
  readonly barcode: string;
}

/** What a scanner would find on the shelf for a task, in walking order. */
export async function linesToScan(org: RunningOrg, taskId: string): Promise<readonly PickLine[]> {
  interface Row { readonly SKU__c: string; readonly Quantity__c: number; readonly Gtins__c: string }
  const rows = await queryRecords<Row>(org, `SELECT SKU__c, Quantity__c, Gtins__c FROM Store_Task_Line__c WHERE Task__c = '${taskId}' ORDER BY Walk_Order__c, SKU__c`);
  return rows.map(({ SKU__c: sku, Quantity__c: quantity, Gtins__c: gtins }) => {
    const single = (JSON.parse(gtins) as { gtin: string; packQuantity: number }[]).find(({ packQuantity }) => packQuantity === 1);
    if (single === undefined) throw new Error(`${sku} has no barcode for a single piece.`);
    return { sku, quantity, barcode: single.gtin.replace(/^0/, '') };
  });
}
