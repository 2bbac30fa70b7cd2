/** State images of positions, read as any client could: two orgs that were told the same show the same text, and one hash stands for all of it. */
import { createHash } from 'node:crypto';
import { CommandFailure } from '../../local-org/cli/command.ts';
import type { OrgAddress } from '../org-connection.ts';

const POSITION_FIELDS = [
  'Position_Key__c', 'On_Hand__c', 'Reserved__c', 'Inspection__c', 'Damaged__c', 'In_Transit__c', 'Book__c', 'Book_Inspection__c', 'Book_Damaged__c', 'Book_In_Transit__c', 'Anchor_Key__c', 'Anchor_At_Millis__c', 'Count_Key__c',
  'Count_At_Millis__c', 'Counted__c',
];
const PENDING_FIELDS = ['Pending_Key__c', 'Net_Out__c', 'Net_In__c', 'Net_Out_At_Count__c', 'Net_In_At_Count__c'];

export interface Images {
  readonly positions: number;
  readonly sha256: string;
}

/** @param skus whose positions count; others of the org are none of the file's business */
export async function imagesOf(org: OrgAddress, skus: ReadonlySet<string>): Promise<Images> {
  const ofFile = (key: unknown): boolean => skus.has(String(key).split('|')[0]!);
  const positions = (await rows(org, POSITION_FIELDS, 'Stock_Position__c')).filter(([key]) => ofFile(key));
  const pending = (await rows(org, PENDING_FIELDS, 'Stock_Pending__c')).filter(([key, ...nets]) => ofFile(key) && nets.some((net) => net !== 0));
  const texts = [...positions, ...pending].map((row) => JSON.stringify(row)).sort();
  return { positions: positions.length, sha256: createHash('sha256').update(texts.join('\n')).digest('hex') };
}

async function rows(org: OrgAddress, fields: readonly string[], object: string): Promise<readonly (readonly unknown[])[]> {
  const found: unknown[][] = [];
  let next: string | undefined = `/services/data/v67.0/query?q=${encodeURIComponent(`SELECT ${fields.join(', ')} FROM ${object}`)}`;
  while (next !== undefined) {
    const response = await fetch(`${org.url}${next}`, { headers: { authorization: `Bearer ${org.token}` } });
    if (!response.ok) throw new CommandFailure(`The query was refused: ${String(response.status)} ${await response.text()}`);
    const page = (await response.json()) as { records: Record<string, unknown>[]; nextRecordsUrl?: string };
    for (const record of page.records) found.push(fields.map((field) => record[field] ?? null));
    next = page.nextRecordsUrl;
  }
  return found;
}
