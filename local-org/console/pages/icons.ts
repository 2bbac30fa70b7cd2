/** Icons of standard objects; custom objects have the icon of their tab. */
const ICONS: Readonly<Record<string, string>> = {
  account: 'standard:account', contact: 'standard:contact', case: 'standard:case', lead: 'standard:lead', opportunity: 'standard:opportunity', order: 'standard:orders', orderitem: 'standard:order_item',
  product2: 'standard:product', pricebook2: 'standard:pricebook', pricebookentry: 'standard:price_book_entries', user: 'standard:user', group: 'standard:groups', task: 'standard:task', event: 'standard:event', contract: 'standard:contract', asset: 'standard:asset_object',
};

export function objectIcon(apiName: string): string {
  return ICONS[apiName.toLowerCase()] ?? 'standard:record';
}
