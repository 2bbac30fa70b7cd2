import type { OrgApi } from '../../system/salesforce/org-api.ts';

/** SKUs of one query; an address has a limit of length. */
const SKUS_AT_ONCE = 150;
/** What a SKU can be; a material with other characters is none of ours, and stays out of the query. */
const SKU = /^[^|\p{Cc}]{1,80}$/u;

/** Of these SKUs, those of products of the org. */
export function knownSkusOf(org: Pick<OrgApi, 'query'>): (skus: readonly string[], signal?: AbortSignal) => Promise<ReadonlySet<string>> {
  return async (skus, signal) => {
    const known = new Set<string>();
    const possible = skus.filter((sku) => SKU.test(sku));
    for (let start = 0; start < possible.length; start += SKUS_AT_ONCE) {
      const list = possible.slice(start, start + SKUS_AT_ONCE).map((sku) => `'${sku.replaceAll(/['\\]/g, '\\$&')}'`).join(',');
      for (const row of await org.query(`SELECT SKU__c FROM Product2 WHERE SKU__c IN (${list})`, signal)) known.add((row['SKU__c'] as string).toUpperCase());
    }
    return known;
  };
}
