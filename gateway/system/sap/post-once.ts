import type { DocumentNumber, Movement, SapApi } from './sap-api.ts';

/**
 * Posts a movement unless one stands under its reference already: SAP knows no idempotency keys, and an answer that was lost must not post goods twice.
 * Two callers at once could still both find nothing, so work of one reference is one lane.
 */
export async function postOnce(sap: SapApi, movement: Movement, signal?: AbortSignal): Promise<{ readonly document: DocumentNumber; readonly isNew: boolean }> {
  const known = await sap.documentByReference(movement.reference, signal);
  if (known !== undefined) return { document: { year: known.year, number: known.number }, isNew: false };
  return { document: await sap.post(movement, signal), isNew: true };
}
