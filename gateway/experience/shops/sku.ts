const SKU = /^[^|\p{Cc}\p{Cs}]{1,80}$/u;

/** What a shop calls a SKU as the org has it: upper case and trimmed; `undefined` when it can be none there. */
export function skuOf(told: string): string | undefined {
  const sku = told.trim().toUpperCase();
  return SKU.test(sku) ? sku : undefined;
}
