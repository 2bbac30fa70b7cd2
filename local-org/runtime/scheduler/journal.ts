/** What a transaction has been answered so far, in order. Running it again with the same journal takes it to the same place. */
import type { SqlRow } from '../../data/store/connection.ts';

export type Entry =
  | { readonly kind: 'read'; readonly sql: string; readonly rows: readonly SqlRow[] }
  | { readonly kind: 'write'; readonly sql: string; readonly changes: number; readonly error: Error | undefined }
  /** It waited, and went on (`refused`: because its time was up) when the clock stood there. */
  | { readonly kind: 'waited'; readonly isRefused: boolean; readonly clockMs: number }
  | { readonly kind: 'value'; readonly value: unknown };

/** What a transaction waits for before it goes on. */
export type Need =
  /** To be chosen. */
  | { readonly kind: 'turn'; readonly label: string }
  /** For these locks, none of which it holds. */
  | { readonly kind: 'locks'; readonly label: string; readonly names: readonly string[] }
  /** To commit or roll back. */
  | { readonly kind: 'end'; readonly label: 'commit' | 'roll back' };

/** Leaves a transaction at a statement nobody has answered yet. No catch clause of Apex sees it. */
export class Parked extends Error {}
export const PARKED = new Parked('The transaction waits for its next statement.');
