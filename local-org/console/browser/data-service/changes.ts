/** Records that this document has created, changed or deleted: for lists, which cannot tell from what they hold that a record is missing. */

export interface RecordChange {
  readonly kind: 'created' | 'updated' | 'deleted';
  /** `undefined` where only the record is known. */
  readonly objectApiName: string | undefined;
  readonly recordId: string;
}

const listeners = new Set<(change: RecordChange) => void>();

/** Answers the function that ends the notice. */
export function onRecordChange(listener: (change: RecordChange) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function announceChange(change: RecordChange): void {
  for (const listener of [...listeners]) listener(change);
}
