/** What a transaction means for stock: a fact for each line that moved goods. Pure: the same transaction gives the same facts, whenever and wherever. */
import { toldFact } from '../../process/inbox/fact-inbox.ts';
import type { Fact } from '../../system/salesforce/org-api.ts';
import type { FactWork } from '../../system/salesforce/till-names.ts';
import { receiptOf, registerName, type Transaction, type TransactionLine } from './transaction.ts';

/** `undefined` in place of lines that moved no goods. Which location and product it is, the org says. */
export function factsOf(transaction: Transaction, source: string): readonly (FactWork | undefined)[] {
  return (transaction.lines ?? []).map((line) => (kindOf(transaction, line) === 'Refund' ? undefined : factOf(transaction, line, source)));
}

function kindOf(transaction: Transaction, line: TransactionLine): NonNullable<TransactionLine['kind']> {
  return line.kind ?? (transaction.kind === 'Return' || transaction.kind === 'Refund' ? transaction.kind : 'Sale');
}

function factOf(transaction: Transaction, line: TransactionLine, source: string): FactWork {
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
  return toldFact(fact, { store: transaction.store, ...(line.gtin === undefined ? {} : { gtin: line.gtin }) });
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
