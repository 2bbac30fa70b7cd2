/** What a replay needs before its first fact: the locations must be there (the seed makes them), missing products are created. */
import jsforce from 'jsforce';
import { CommandFailure } from '../../local-org/cli/command.ts';
import type { OrgAddress } from '../org-connection.ts';
import { upsertAll } from '../upsert.ts';

const PRODUCTS_PER_CALL = 200;

/** Throws CommandFailure naming the missing codes. */
export async function requireLocations(org: OrgAddress, codes: ReadonlySet<string>): Promise<void> {
  const list = [...codes].map((code) => `'${code}'`).join(',');
  if (list === '') return;
  const { records } = await connect(org).query<{ Code__c: string }>(`SELECT Code__c FROM Stock_Location__c WHERE Code__c IN (${list})`);
  const known = new Set(records.map((record) => record.Code__c));
  const missing = [...codes].filter((code) => !known.has(code)).sort();
  if (missing.length > 0) throw new CommandFailure(`The org has no location ${missing.join(', ')}. Seed it first (npm run seed), or map the countries to other locations in config/replay.json.`);
}

/** Upserts products by SKU; answers how many were new. */
export async function createProducts(org: OrgAddress, products: ReadonlyMap<string, string>, tell: (done: number) => void): Promise<number> {
  const connection = connect(org);
  const known = await knownSkus(connection);
  const missing = [...products].filter(([sku]) => !known.has(sku));
  for (let start = 0; start < missing.length; start += PRODUCTS_PER_CALL) {
    const records = missing.slice(start, start + PRODUCTS_PER_CALL).map(([sku, name]) => ({ attributes: { type: 'Product2' }, SKU__c: sku, Name: name, IsActive: true }));
    const answers = await upsertAll(connection, 'Product2', 'SKU__c', records, false);
    const failed = answers.find((answer) => !answer.success);
    if (failed !== undefined) throw new CommandFailure(`A product could not be created: ${JSON.stringify(failed.errors)}`);
    tell(start + records.length);
  }
  return missing.length;
}

async function knownSkus(connection: jsforce.Connection): Promise<Set<string>> {
  const records = await connection.query<{ SKU__c: string }>('SELECT SKU__c FROM Product2 WHERE SKU__c != null').run({ autoFetch: true, maxFetch: 1_000_000 });
  return new Set(records.records.map((record) => record.SKU__c));
}

function connect(org: OrgAddress): jsforce.Connection {
  return new jsforce.Connection({ instanceUrl: org.url, accessToken: org.token, version: '67.0' });
}
