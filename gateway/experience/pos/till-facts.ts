/** What a transaction means for stock: a fact for each line that moved goods. Pure: the same transaction gives the same facts, whenever and wherever. */
import type { Fact } from '../../system/salesforce/org-api.ts';
import { receiptOf, registerName, sha256, type Transaction, type TransactionLine } from './transaction.ts';

/** A fact in the words of the till: which location and product that is, the org says. */
export interface TillFact {
  readonly line: number;
  readonly fact: Omit<Fact, 'sku' | 'location'> & { readonly sku?: string };
  readonly store: string;
  /** Instead of a SKU; the quantity then counts what the barcode names. */
  readonly gtin?: string;
  /** Of everything that was told about the line: two tellings with one key and another hash contradict each other. */
  readonly hash: string;
}

/** `undefined` in place of lines that moved no goods. */
export function factsOf(transaction: Transaction, source: string): readonly (TillFact | undefined)[] {
  return (transaction.lines ?? []).map((line) => (kindOf(transaction, line) === 'Refund' ? undefined : tillFact(transaction, line, source)));
}

function kindOf(transaction: Transaction, line: TransactionLine): NonNullable<TransactionLine['kind']> {
  return line.kind ?? (transaction.kind === 'Return' || transaction.kind === 'Refund' ? transaction.kind : 'Sale');
}

function tillFact(transaction: Transaction, line: TransactionLine, source: string): TillFact {
  const receipt = receiptOf(transaction);
  const register = registerName(transaction);
  const fact = {
    key: `${receipt}-${String(line.line)}`,
    ...meaningOf(transaction, line),
    ...(line.gtin === undefined ? { sku: line.sku! } : {}),
    quantity: line.quantity,
    occurredAt: transaction.occurredAt,
    source,
    register,
    sequence: transaction.sequence,
    reference: receipt,
    businessDay: transaction.businessDay,
    ...(transaction.actor === undefined ? {} : { actor: transaction.actor }),
    device: transaction.device ?? register,
    ...(line.reason === undefined ? {} : { reason: line.reason }),
  };
  const gtin = line.gtin === undefined ? {} : { gtin: line.gtin };
  return { line: line.line, fact, store: transaction.store, ...gtin, hash: sha256(JSON.stringify([fact, transaction.store, line.gtin])).slice(0, 16) };
}

function meaningOf(transaction: Transaction, line: TransactionLine): Pick<Fact, 'intent' | 'correlation' | 'condition' | 'reverses'> {
  if (transaction.kind === 'Void') {
    const { register = transaction.register, businessDay, sequence } = transaction.voids!;
    return { intent: 'Reversal', reverses: `${receiptOf({ store: transaction.store, register, businessDay, sequence })}-${String(line.line)}` };
  }
  if (kindOf(transaction, line) === 'Return') return { intent: 'StockReturned', ...(line.condition === undefined ? {} : { condition: line.condition }), ...correlated(line) };
  return { intent: 'StockSold', ...correlated(line) };
}

function correlated({ correlation }: TransactionLine): Pick<Fact, 'correlation'> {
  return correlation === undefined ? {} : { correlation };
}
