/** Custom metadata that makes products hot: deployed with the app, as an administrator would. */
import type { ProjectFiles } from '../../local-org/deploy/compile.ts';

/** Hands out to the last piece. @param shards by SKU */
export function withHotProducts(files: ProjectFiles, shards: Readonly<Record<string, number>>): ProjectFiles {
  const all = new Map(files);
  for (const [sku, count] of Object.entries(shards)) all.set(`main/stock/customMetadata/Hot_Product.${sku}.md-meta.xml`, hotProduct(sku, count));
  return all;
}

function hotProduct(sku: string, shards: number): string {
  const value = (field: string, type: string, text: string): string => `<values><field>${field}</field><value xsi:type="xsd:${type}">${text}</value></values>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<CustomMetadata xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<label>${sku}</label><protected>false</protected>
${value('SKU__c', 'string', sku)}${value('Shards__c', 'double', String(Math.max(shards, 1)))}${value('Least_Share__c', 'double', '1')}${value('Active__c', 'boolean', String(shards > 0))}
</CustomMetadata>`;
}
