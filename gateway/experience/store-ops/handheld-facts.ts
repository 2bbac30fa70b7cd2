/** What documents of handhelds mean for stock. Pure. */
import type { components } from '../../contracts/generated/store-ops.generated.ts';
import { toldFact } from '../../process/inbox/fact-inbox.ts';
import { Refusal } from '../../shared/failures.ts';
import type { FactWork } from '../../system/salesforce/till-names.ts';

export type CountTold = components['schemas']['CountTold'];
export type ReceiptTold = components['schemas']['ReceiptTold'];

export function factsOfCount(count: CountTold, source: string): readonly FactWork[] {
  return linesOf(count).map((line) => factOf(count, line, source, { intent: 'StockCounted', occurredAt: line.countedAt, reference: count.documentNo }));
}

export function factsOfReceipt(receipt: ReceiptTold, source: string): readonly FactWork[] {
  const meaning = receipt.transfer === undefined ? { intent: 'StockReceived', reference: receipt.reference ?? receipt.documentNo } : { intent: 'TransferReceived', reference: receipt.transfer };
  return linesOf(receipt).map((line) => factOf(receipt, line, source, { ...meaning, occurredAt: receipt.occurredAt, ...(line.condition === undefined ? {} : { condition: line.condition }) }));
}

interface Line {
  readonly line: number;
  readonly sku?: string;
  readonly gtin?: string;
  readonly quantity: number;
}

interface Document<L extends Line> {
  readonly documentNo: string;
  readonly location: string;
  readonly actor?: string;
  readonly device?: string;
  readonly lines: readonly L[];
}

/** Checked for what a schema cannot say. */
function linesOf<L extends Line>({ lines }: Document<L>): readonly L[] {
  const seen = new Set<number>();
  for (const [index, { line, sku, gtin }] of lines.entries()) {
    const at = `lines[${String(index)}]`;
    if (seen.has(line)) throw new Refusal('GW-MALFORMED', `${at}.line is ${String(line)} a second time; lines of a document have numbers of their own.`, { fields: [`${at}.line`] });
    if (gtin === undefined && (sku === undefined || sku.trim() === '')) throw new Refusal('GW-MALFORMED', `${at} has neither sku nor gtin.`, { fields: [`${at}.sku`] });
    seen.add(line);
  }
  return lines;
}

function factOf(document: Document<Line>, line: Line, source: string, meaning: Pick<FactWork, 'intent' | 'occurredAt' | 'condition' | 'reference'>): FactWork {
  const { documentNo, location, actor, device } = document;
  const fact = {
    key: `${documentNo}-${String(line.line)}`,
    ...meaning,
    ...(line.gtin === undefined ? { sku: line.sku!.trim().toUpperCase() } : {}),
    location: location.trim().toUpperCase(),
    quantity: line.quantity,
    source,
    ...(actor === undefined ? {} : { actor }),
    ...(device === undefined ? {} : { device }),
  };
  return toldFact(fact, line.gtin === undefined ? {} : { gtin: line.gtin });
}
