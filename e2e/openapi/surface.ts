/** The public surface of a seeded org as openapi.yaml tells it: one client that holds every call and answer against the document, and well-formed bodies to begin with. */
import assert from 'node:assert/strict';
import { ContractClient } from '../support/contract-client.ts';
import { Contract, type Json, type JsonObject } from '../support/contract.ts';
import { startOrg } from '../support/running-org.ts';

const DOCUMENT_TAGS = ['transfers', 'returns', 'counts'];
/** Of every fact: facts of long ago would come too late. */
const HAPPENED_AT = new Date().toISOString();

export const contract = Contract.read();
/** Those of documents (transfers, returns, counts) have tests of their own: documents.api.test.ts. */
export const ownOperations = [...contract.operations.values()].filter(({ definition }) => !DOCUMENT_TAGS.some((tag) => (definition['tags'] as readonly Json[]).includes(tag)));

export const org = await startOrg({ seed: true });
export const token = await org.token();
export const client = new ContractClient(contract, org, token);

let count = 0;
export const newKey = (): string => `contract-${String((count += 1))}`;
export const line = (quantity = 1): JsonObject => ({ line: 1, sku: 'HF-1001', location: 'DC-DAVENTRY', quantity });
export const reservation = (changes: JsonObject = {}): JsonObject & { readonly requestKey: string } => ({ requestKey: newKey(), kind: 'Firm', purpose: 'Ship', channel: 'WEB', allOrNothing: true, lines: [line()], ...changes });
export const fact = (changes: JsonObject = {}): JsonObject =>
  ({ key: newKey(), intent: 'StockReceived', sku: 'HF-1002', location: 'DC-DAVENTRY', quantity: 1, occurredAt: HAPPENED_AT, source: 'CONTRACT', ...changes });

export const snapshot = (changes: JsonObject = {}): JsonObject =>
  ({ key: newKey(), sku: 'HF-1003', location: 'DC-DAVENTRY', asOf: new Date().toISOString(), from: new Date(Date.now() - 3_600_000).toISOString(), sellable: 40, documents: [document()], ...changes });
export const document = (changes: JsonObject = {}): JsonObject => ({ key: newKey(), quantity: 5, occurredAt: new Date().toISOString(), ...changes });
export const snapshots = (...all: JsonObject[]): JsonObject => ({ source: 'ERP', snapshots: all });

export const report = (changes: JsonObject = {}): JsonObject => ({ gateway: 'contract-gateway', at: HAPPENED_AT, ...changes });
export const deadLetter = (changes: JsonObject = {}): JsonObject =>
  ({ id: 7, kind: 'document', source: 'SAP', key: '2026/4900000001', reason: 'GW-UNMAPPED', message: 'Movement type 991 is not mapped.', occurredAt: HAPPENED_AT, ...changes });
export const gap = (changes: JsonObject = {}): JsonObject => ({ source: 'TILL', register: 'LYON-1', businessDay: '2026-11-21', from: 0, to: 999_999_999_999_999, since: HAPPENED_AT, ...changes });
export const drift = (changes: JsonObject = {}): JsonObject =>
  ({ key: 'HF-1001@LON-01', sku: 'HF-1001', location: 'LON-01', quantity: -2, driftClass: 'Lost', firstDiverging: { key: '2026/4900000001/0001', at: HAPPENED_AT }, explanation: 'A document was never told.', ...changes });

export interface Item { readonly sku: string; readonly location: string; readonly onHand: number; readonly reserved: number; readonly available: number; readonly version: number }
export interface Availability { readonly items: readonly Item[]; readonly unknown: readonly string[]; readonly nextCursor?: string }
export interface Dated { readonly items: readonly { readonly location: string; readonly promisable: readonly { readonly from: string; readonly quantity: number }[] }[] }
export interface Sums { readonly items: readonly { readonly sku: string; readonly group?: string; readonly locations: number; readonly available: number }[] }
export interface Reserved { readonly results: readonly { readonly requestKey: string; readonly status: string; readonly reason?: string; readonly lines: readonly { readonly line: unknown; readonly granted: number; readonly available: number; readonly reason?: string }[] }[] }
export interface Reservation { readonly requestKey: string; readonly status: string; readonly orderRef?: string; readonly lines: readonly { readonly line: unknown; readonly granted: number; readonly fulfilled: number; readonly released: number }[] }
export interface Facts { readonly results: readonly { readonly key: string; readonly effect: string; readonly reason?: string }[] }

/** Key of a new reservation over so many pieces. */
export async function reserved(quantity = 1): Promise<string> {
  const request = reservation({ lines: [line(quantity)] });
  const { results } = await client.taken<Reserved>('reserve', { body: request });
  assert.equal(results[0]?.status, 'Reserved');
  return request.requestKey;
}

// The tests of every field reserve thousands of times.
await client.taken('postEvents', { body: { events: [fact({ sku: 'HF-1001', quantity: 100_000 })] } });
