import type { DocumentNumber } from './sap-api.ts';

/** Body of work of the kind `document`: the number of a document that is to be read. */
export type DocumentWork = DocumentNumber;

/** Key and lane of a document: it is read once, by one. */
export function documentLane({ year, number }: DocumentNumber): string {
  return `${year}/${number}`;
}

/** Why a document is tried again, and in the end given up: its doorbell was faster than its commit. */
export const NOT_VISIBLE = 'GW-NOT-VISIBLE';
