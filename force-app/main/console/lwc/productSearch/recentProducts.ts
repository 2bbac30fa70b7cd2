/** Products chosen lately on this device, per user because devices are shared; the latest first. */
export interface RecentProduct {
  readonly sku: string;
  readonly name: string;
}

const KEY_PREFIX = 'holdfast.products.';
const MOST_PRODUCTS = 5;

/** What cannot be read (foreign or damaged contents, no storage) counts as none. */
export function loadRecentProducts(userId: string): readonly RecentProduct[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY_PREFIX + userId) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isProduct).slice(0, MOST_PRODUCTS) : [];
  } catch {
    return [];
  }
}

export function rememberProduct(userId: string, { sku, name }: RecentProduct): readonly RecentProduct[] {
  const products = [{ sku, name }, ...loadRecentProducts(userId).filter((product) => product.sku !== sku)].slice(0, MOST_PRODUCTS);
  try {
    localStorage.setItem(KEY_PREFIX + userId, JSON.stringify(products));
  } catch {
    // A browser that stores nothing remembers until the page is left.
  }
  return products;
}

function isProduct(value: unknown): value is RecentProduct {
  if (typeof value !== 'object' || value === null) return false;
  const { sku, name } = value as Partial<Record<keyof RecentProduct, unknown>>;
  return typeof sku === 'string' && typeof name === 'string';
}
