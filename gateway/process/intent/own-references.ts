/** References we gave to movements we post: 16 characters that the ERP hands back in its document, and the request each stands for. */
import { createHash } from 'node:crypto';
import type { GatewayStore, StoreTransaction } from '../../delivery/store.ts';

const CURSOR = 'sap-reference';
const START = 'HF';
const LENGTH = 16;
/** Without letters that are read for digits. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Always the same for the same thing that happened, and for nothing else (70 bits). */
export function ownReference(what: string): string {
  const digest = createHash('sha256').update(what).digest();
  return START + Array.from({ length: LENGTH - START.length }, (_, index) => ALPHABET[digest[index]! % ALPHABET.length]).join('');
}

/** Kept for ever: a document can be cancelled long after it was posted. */
export async function rememberReference(transaction: StoreTransaction, reference: string, requestKey: string): Promise<void> {
  await transaction.moveCursor(nameOf(reference), { requestKey });
}

/** The request behind a reference, `undefined` when it is not one of ours. */
export async function requestKeyOf(store: GatewayStore, reference: string | undefined): Promise<string | undefined> {
  if (reference === undefined || !reference.startsWith(START) || reference.length !== LENGTH) return undefined;
  const name = nameOf(reference);
  const found = (await store.cursors(name)).find((cursor) => cursor.name === name);
  return (found?.value as { readonly requestKey: string } | undefined)?.requestKey;
}

const nameOf = (reference: string): string => `${CURSOR}|${reference}`;
