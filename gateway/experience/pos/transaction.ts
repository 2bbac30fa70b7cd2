/** A transaction at a till, as every way in (JSON, POSLog, a pickup that is rung up) hands it to the intake. */
import { createHash } from 'node:crypto';
import type { components } from '../../contracts/generated/pos-ingest.generated.ts';
import { Refusal } from '../../shared/failures.ts';

export type Transaction = components['schemas']['Transaction'];
export type TransactionLine = components['schemas']['TransactionLine'];

/** A till network tells at most so many lines at once, as the org takes so many facts. */
export const MOST_LINES = 200;

/** Upper case in every code: a register that writes itself in two ways is one register. */
export function normalised(transaction: Transaction): Transaction {
  return {
    ...transaction,
    store: transaction.store.toUpperCase(),
    register: transaction.register.toUpperCase(),
    ...(transaction.voids === undefined ? {} : { voids: { ...transaction.voids, ...(transaction.voids.register === undefined ? {} : { register: transaction.voids.register.toUpperCase() }) } }),
    ...(transaction.lines === undefined ? {} : { lines: transaction.lines.map((line) => (line.sku === undefined ? line : { ...line, sku: line.sku.trim().toUpperCase() })) }),
  };
}

/** `STORE-REGISTER`: one register of all stores. */
export function registerName({ store, register }: Pick<Transaction, 'store' | 'register'>): string {
  return `${store}-${register}`;
}

/** `STORE-REGISTER-YYYYMMDD-SEQUENCE`, what a receipt is known by. Read from its end it can only have come about in one way: registers have no hyphen. */
export function receiptOf(transaction: Pick<Transaction, 'store' | 'register' | 'businessDay' | 'sequence'>): string {
  return `${registerName(transaction)}-${transaction.businessDay.replaceAll('-', '')}-${String(transaction.sequence)}`;
}

/** What a schema cannot say. Throws Refusal GW-MALFORMED. */
export function checkUpload(transactions: readonly Transaction[]): void {
  const lines = transactions.reduce((sum, transaction) => sum + (transaction.lines?.length ?? 0), 0);
  if (lines > MOST_LINES) throw malformed('transactions', `transactions have ${String(lines)} lines together; send at most ${String(MOST_LINES)} at once.`);
  for (const [index, transaction] of transactions.entries()) checkTransaction(transaction, `transactions[${String(index)}]`);
}

function checkTransaction(transaction: Transaction, at: string): void {
  const { kind, lines = [], voids } = transaction;
  if (kind === 'NoSale' && lines.length > 0) throw malformed(`${at}.lines`, `${at} is a NoSale and has lines; say what they are.`);
  if (kind === 'Void' && voids === undefined) throw malformed(`${at}.voids`, `${at}.voids is missing: a Void names the transaction it takes back.`);
  if (kind !== 'Void' && voids !== undefined) throw malformed(`${at}.voids`, `${at}.voids is only for a Void; this is a ${kind}.`);
  // A Void without its lines would take nothing back.
  if (kind !== 'NoSale' && transaction.lines === undefined) throw malformed(`${at}.lines`, `${at}.lines is missing.`);
  const seen = new Set<number>();
  for (const [index, line] of lines.entries()) {
    const place = `${at}.lines[${String(index)}]`;
    if (seen.has(line.line)) throw malformed(`${place}.line`, `${place}.line is ${String(line.line)} a second time; lines of a transaction have numbers of their own.`);
    seen.add(line.line);
    const movesGoods = (line.kind ?? kind) !== 'Refund';
    if (movesGoods && line.sku === undefined && line.gtin === undefined) throw malformed(`${place}.sku`, `${place} has neither sku nor gtin.`);
    if (line.sku !== undefined && line.sku.trim() === '') throw malformed(`${place}.sku`, `${place}.sku is blank.`);
  }
}

function malformed(field: string, message: string): Refusal {
  return new Refusal('GW-MALFORMED', message, { fields: [field] });
}

/** Of the bytes or text, hexadecimal. */
export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
