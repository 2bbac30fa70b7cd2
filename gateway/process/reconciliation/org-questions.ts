import type { OrgApi } from '../../system/salesforce/org-api.ts';
import { positionKey, type PositionKey } from './manifest.ts';

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
      const list = listOf(possible.slice(start, start + SKUS_AT_ONCE));
      for (const row of await org.query(`SELECT SKU__c FROM Product2 WHERE SKU__c IN (${list})`, signal)) known.add((row['SKU__c'] as string).toUpperCase());
    }
    return known;
  };
}

/** Books of positions, by `SKU|LOCATION`. */
export function booksOf(org: Pick<OrgApi, 'query'>): (keys: readonly PositionKey[], signal?: AbortSignal) => Promise<ReadonlyMap<string, number>> {
  return async (keys, signal) => {
    const books = new Map<string, number>();
    for (let start = 0; start < keys.length; start += SKUS_AT_ONCE) {
      const some = keys.slice(start, start + SKUS_AT_ONCE).map((key) => `${positionKey(key)}|0`);
      for (const row of await org.query(`SELECT Position_Key__c, Book__c FROM Stock_Position__c WHERE Position_Key__c IN (${listOf(some)})`, signal)) books.set((row['Position_Key__c'] as string).replace(/\|0$/, ''), Number(row['Book__c'] ?? 0));
    }
    return books;
  };
}

function listOf(texts: readonly string[]): string {
  return texts.map((text) => `'${text.replaceAll(/['\\]/g, '\\$&')}'`).join(',');
}
