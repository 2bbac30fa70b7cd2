import type { Reader, Writer } from './connection.ts';

export interface NumberSource {
  /** The next number of the sequence, counted from `first`. */
  draw(name: string, first?: number): number;
}

/**
 * Where the statements of the running transaction go instead of straight to the database. The scheduler of the runtime takes it to answer statements it has
 * answered before, and to lay a transaction's own writes over the committed rows; nothing above the store can tell the difference.
 */
export interface Detour {
  readonly sequences: NumberSource;
  reader(sql: string): Reader;
  writer(sql: string): Writer;
  /** Savepoints as in {@link Store.enterSavepoint}. */
  enterSavepoint(): number;
  rollbackToSavepoint(depth: number): void;
  leaveSavepoint(depth: number): void;
  isSavepointOpen(depth: number): boolean;
}
