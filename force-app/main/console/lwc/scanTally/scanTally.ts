import { readScan } from 'c/codeTable';

/** A code of a document's goods, as Apex gives it. */
export interface GoodsCode {
  readonly code?: string | null;
  readonly sku?: string | null;
  readonly packQuantity?: number | null;
}

export interface TalliedScan {
  readonly sku: string;
  /** In base units, packs multiplied out. */
  readonly units: number;
}

/** Which goods of the document a scan means, by its number first, then by its text; `undefined` when none. */
export function tallyOf(codes: readonly GoodsCode[], scanned: string): TalliedScan | undefined {
  const { gtin, text, quantity } = readScan(scanned);
  const match = codes.find(({ code }) => gtin !== undefined && code === gtin) ?? codes.find(({ code }) => text !== undefined && code?.toUpperCase() === text);
  return match?.sku == null ? undefined : { sku: match.sku, units: (quantity ?? 1) * (match.packQuantity ?? 1) };
}

/** A document number nobody else makes: the kind, the day and chance. */
export function newDocumentNo(kind: string): string {
  const day = new Date().toISOString().slice(2, 10).replaceAll('-', '');
  const chance = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  return `${kind}-${day}-${chance.toString(36).toUpperCase().padStart(7, '0')}`;
}
