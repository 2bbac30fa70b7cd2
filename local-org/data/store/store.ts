import type { OrgSchema } from '../../schema/schema.ts';
import { evaluateStored } from '../formula/stored-values.ts';
import { isApart } from './columns.ts';
import type { FormulaLayout, TableLayout } from './columns.ts';
import type { Connection, Reader, SqlValue, Writer } from './connection.ts';
import type { Detour, NumberSource } from './detour.ts';
import { openFolder, openInMemory } from './data-folder.ts';
import type { OpenFolder } from './data-folder.ts';
import { StoreError } from './errors.ts';
import { GroupCommit } from './group-commit.ts';
import type { Outcome } from './group-commit.ts';
import { forgetStored } from './forget.ts';
import { migrate, migrateApart } from './migrate.ts';
import { Sequences } from './sequences.ts';
import { UndoneSteps } from './undone.ts';

/** Where the org's rows live. One process, one writer, serial transactions, durable once `committed` settles. */
export class Store {
  readonly #folder: OpenFolder;
  readonly #group: GroupCommit;
  /** Of the running transaction: what returns to savepoints have undone. */
  readonly undone = new UndoneSteps();
  readonly #sequences: Sequences;
  #detour: Detour | undefined;
  #layouts: ReadonlyMap<string, TableLayout> = new Map();
  #apartLayouts: ReadonlyMap<string, TableLayout> = new Map();
  #formulas: ReadonlyMap<string, FormulaLayout> = new Map();
  #fingerprint = '';

  private constructor(folder: OpenFolder) {
    this.#folder = folder;
    this.#sequences = new Sequences(folder.writer);
    this.#group = new GroupCommit(folder.writer, { beforeCommit: () => this.#sequences.reserve(), afterLoss: () => this.#sequences.forgetReservations() });
    for (const connection of [folder.writer, folder.reader]) connection.defineFunction('formula', (key, now, zone, ...values) => this.#evaluate(String(key), now, zone, values));
  }

  /** Opens the data folder, creating it when it is not there. Throws StoreError with the path and the way out when it is in use, broken or foreign. */
  static open(folder: string): Store {
    return new Store(openFolder(folder));
  }

  static inMemory(): Store {
    return new Store(openInMemory());
  }

  /** Brings the tables to the schema; all of it or nothing. Commits what is open first. */
  install(schema: OrgSchema): void {
    this.#group.flush();
    const apart = this.#installApart(schema);
    const { writer } = this.#folder;
    writer.execute('BEGIN IMMEDIATE');
    try {
      const layouts = migrate(writer, schema);
      writer.execute('COMMIT');
      this.#layouts = layouts;
      this.#apartLayouts = apart;
      this.#formulas = new Map([...layouts.values()].flatMap((layout) => [...layout.formulas.values()]).map((formula) => [formula.key, formula]));
      this.#fingerprint = schema.fingerprint;
    } catch (error) {
      if (writer.inTransaction) writer.execute('ROLLBACK');
      throw error;
    }
  }

  #installApart(schema: OrgSchema): ReadonlyMap<string, TableLayout> {
    if (![...schema.objects.values()].some(isApart)) return new Map();
    const connection = this.#folder.apart();
    return atomically(connection, () => migrateApart(connection, schema));
  }

  /** The SQL function of formula fields. */
  #evaluate(key: string, now: unknown, zone: unknown, values: readonly unknown[]): SqlValue {
    const formula = this.#formulas.get(key);
    if (formula === undefined) throw new StoreError(`There is no formula ${key} in the installed schema.`);
    return evaluateStored(formula, values as SqlValue[], typeof now === 'number' ? now : 0, typeof zone === 'string' ? zone : 'GMT');
  }

  /**
   * Drops the tables and columns of objects and fields that were deleted for good (`object` or `object.field`, folded), so that one deployed again under the same name begins
   * empty. All of them or none.
   */
  forget(names: readonly string[]): void {
    if (names.length === 0) return;
    this.#group.flush();
    const { writer } = this.#folder;
    writer.execute('BEGIN IMMEDIATE');
    try {
      for (const name of names) forgetStored(writer, name);
      writer.execute('COMMIT');
    } catch (error) {
      if (writer.inTransaction) writer.execute('ROLLBACK');
      throw error;
    }
    const apart = names.filter((name) => /^\w+__b(?:\.|$)/.test(name));
    if (apart.length > 0) this.writeApart((connection) => { for (const name of apart) forgetStored(connection, name); });
  }

  /** The database of big objects: every statement of it is kept at once, whatever becomes of the running transaction. */
  get apart(): Connection {
    return this.#folder.apart();
  }

  /** Several writes of big objects that are kept together, or not at all. */
  writeApart<T>(body: (connection: Connection) => T): T {
    const connection = this.#folder.apart();
    return atomically(connection, () => body(connection));
  }

  /** Of the installed schema. */
  get fingerprint(): string {
    return this.#fingerprint;
  }

  /** By folded object name; `undefined` for objects that are not stored. */
  layout(folded: string): TableLayout | undefined {
    return this.#layouts.get(folded) ?? this.#apartLayouts.get(folded);
  }

  requireLayout(folded: string): TableLayout {
    const layout = this.#layouts.get(folded);
    if (layout === undefined) throw new StoreError(`${folded} has no table: it is not in the installed schema or is not stored.`);
    return layout;
  }

  layouts(): Iterable<TableLayout> {
    return this.#layouts.values();
  }

  /** Of the big objects. */
  apartLayouts(): Iterable<TableLayout> {
    return this.#apartLayouts.values();
  }

  /** Runs `body` as one transaction of the current group. See {@link Outcome.committed} for when its answer may leave. */
  transaction<T>(body: () => T): Outcome<T> {
    this.undone.begin();
    return this.#group.transaction(body);
  }

  /** Commits the open group now instead of at the end of the turn. */
  flush(): void {
    this.#group.flush();
  }

  get isInTransaction(): boolean {
    return this.#detour !== undefined || this.#group.isRunning;
  }

  /** What a detoured transaction wrote may be undone by whoever detours it, with everything it drew from the sequences. */
  get isDetoured(): boolean {
    return this.#detour !== undefined;
  }

  get sequences(): NumberSource {
    return this.#detour === undefined ? this.#sequences : this.#detour.sequences;
  }

  /** The number the next draw from a sequence would give; a detour that draws by itself begins there. */
  nextNumber(sequence: string, first?: number): number {
    return this.#sequences.peek(sequence, first);
  }

  /** Runs `body` as a transaction whose statements take the detour. Commits what is open first; whoever owns the detour begins and ends on the connection itself. */
  detoured<T>(detour: Detour, body: () => T): T {
    if (this.isInTransaction) throw new Error('A transaction is already running: transactions of the store do not nest.');
    this.#group.flush();
    this.undone.begin();
    this.#detour = detour;
    try {
      return body();
    } finally {
      this.#detour = undefined;
    }
  }

  /** Savepoints inside the running transaction, named by their depth. */
  enterSavepoint(): number {
    const depth = this.#detour === undefined ? this.#group.enter() : this.#detour.enterSavepoint();
    this.undone.entered(depth);
    return depth;
  }
  rollbackToSavepoint(depth: number): void {
    if (this.#detour === undefined) this.#group.rollbackTo(depth);
    else this.#detour.rollbackToSavepoint(depth);
    this.undone.returned(depth);
  }
  leaveSavepoint(depth: number): void {
    if (this.#detour === undefined) this.#group.leave(depth);
    else this.#detour.leaveSavepoint(depth);
  }
  isSavepointOpen(depth: number): boolean {
    return this.#detour === undefined ? this.#group.isLevelOpen(depth) : this.#detour.isSavepointOpen(depth);
  }

  /** A reading statement: inside a transaction it sees the transaction's writes, outside only committed groups. */
  reader(sql: string): Reader {
    if (this.#detour !== undefined) return this.#detour.reader(sql);
    return (this.#group.isRunning ? this.#folder.writer : this.#folder.reader).reader(sql);
  }

  /** A writing statement of the running transaction. */
  writer(sql: string): Writer {
    if (this.#detour !== undefined) return this.#detour.writer(sql);
    if (!this.#group.isRunning) throw new Error('Rows are written inside a transaction of the store.');
    this.#group.requireOpen();
    return this.#folder.writer.writer(sql);
  }

  /** To be called with every failed statement, see {@link GroupCommit.noteFailure}. */
  noteFailure(): void {
    this.#group.noteFailure();
  }

  /** The connection transactions run on, for bench and checks. */
  get connection(): Connection {
    return this.#folder.writer;
  }

  /** Commits, gives unused numbers back and closes the files. */
  close(): void {
    this.#group.flush();
    const { writer } = this.#folder;
    if (this.#layouts.size > 0) {
      writer.execute('BEGIN IMMEDIATE');
      this.#sequences.settle();
      writer.execute('COMMIT');
    }
    this.#folder.close();
  }
}

function atomically<T>(connection: Connection, body: () => T): T {
  connection.execute('BEGIN IMMEDIATE');
  try {
    const result = body();
    connection.execute('COMMIT');
    return result;
  } catch (error) {
    if (connection.inTransaction) connection.execute('ROLLBACK');
    throw error;
  }
}
