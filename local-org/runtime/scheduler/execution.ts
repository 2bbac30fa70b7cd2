/**
 * One run of a transaction through the unchanged runtime and data layer. Statements it was answered before are answered from the journal; at the first new one that
 * others could notice it waits, and when others go first it is left by an exception, to be run again with a longer journal.
 */
import type { LockName, LockPort } from '../../data/locks.ts';
import type { Reader, SqlRow, SqlValue, Writer } from '../../data/store/connection.ts';
import type { Detour } from '../../data/store/detour.ts';
import { LockTimeout } from '../../data/locks.ts';
import { PARKED } from './journal.ts';
import type { Entry, Need } from './journal.ts';
import type { Redo, World } from './world.ts';
import { NUMBERS_PER_TRANSACTION } from './world.ts';

/** The part of the kernel an execution talks to. */
export interface Turns {
  readonly world: World;
  /** Waits until the need is met. `undefined`: others go first, the execution is to be left. */
  wait(execution: Execution, need: Need): { readonly isRefused: boolean; readonly clockMs: number } | undefined;
  release(slot: number, names: readonly LockName[]): void;
  sawTables(sql: string): void;
}

/** Where an execution begins. */
export interface Beginning {
  readonly slot: number;
  /** The same for all runs of one attempt. */
  readonly owner: object;
  readonly journal: Entry[];
  readonly clockMs: number;
  /** Numbers drawn by earlier attempts, per sequence. */
  readonly drawn: ReadonlyMap<string, number>;
}

export class Execution implements Detour, LockPort {
  readonly slot: number;
  nowMs: number;
  isParked = false;
  /** Own writes so far. */
  readonly redo: Redo[] = [];
  /** Locks held, in the order they were granted. */
  readonly held: LockName[] = [];
  readonly drawn: Map<string, number>;
  /** Statements Apex made, in order. */
  readonly statements: string[] = [];
  readonly sequences = { draw: (name: string, first?: number): number => this.draw(name, first) };
  readonly #turns: Turns;
  readonly #owner: object;
  readonly #journal: Entry[];
  #position = 0;
  /** A statement began and has neither read nor locked anything yet. */
  #beginning: string | undefined;
  #isDirect = false;
  /** Length of the redo log at each open savepoint. */
  readonly #marks: number[] = [];

  constructor(turns: Turns, { slot, owner, journal, clockMs, drawn }: Beginning) {
    this.#turns = turns;
    this.#owner = owner;
    this.slot = slot;
    this.#journal = journal;
    this.nowMs = clockMs;
    this.drawn = new Map(drawn);
  }

  get isLive(): boolean {
    return !this.isParked && this.#position === this.#journal.length;
  }

  /** A statement of Apex begins; whatever it reads or locks first is a step of its own. */
  statement(label: string): void {
    if (this.isParked) throw PARKED;
    this.statements.push(label);
    this.#beginning = label;
  }

  /** Waits for its turn before something that others notice at once. */
  waitForTurn(label: string): void {
    this.wait({ kind: 'turn', label });
  }

  waitForEnd(label: 'commit' | 'roll back'): void {
    this.wait({ kind: 'end', label });
  }

  take(names: readonly LockName[]): boolean {
    if (this.isParked) throw PARKED;
    const wanted = names.filter((name) => !this.held.includes(name));
    if (wanted.length === 0) return false;
    const label = this.#beginning ?? this.statements.at(-1) ?? '';
    this.#beginning = undefined;
    if (this.wait({ kind: 'locks', label, names: wanted })) throw new LockTimeout(`not granted within 10 s: ${wanted.join(', ')}`);
    this.held.push(...wanted);
    return true;
  }

  /** Gives back what was locked after the first `count` locks. */
  releaseFrom(count: number): void {
    const names = this.held.splice(count);
    if (this.isLive) this.#turns.release(this.slot, names);
  }

  /** An answer that comes from outside the transaction's data: kept, and given again. */
  recorded<T>(ask: () => T): T {
    if (this.isParked) throw PARKED;
    const entry = this.#next('value', '');
    if (entry !== undefined) return entry.value as T;
    const value = this.direct(ask);
    this.#push({ kind: 'value', value });
    return value;
  }

  /** Reads whatever `ask` reads without asking the journal: for what no transaction changes. */
  direct<T>(ask: () => T): T {
    const before = this.#isDirect;
    this.#isDirect = true;
    try {
      return ask();
    } finally {
      this.#isDirect = before;
    }
  }

  reader(sql: string): Reader {
    return { all: (...parameters) => this.#read(sql, parameters), get: (...parameters) => this.#read(sql, parameters)[0] };
  }

  writer(sql: string): Writer {
    return { run: (...parameters) => ({ changes: this.#write(sql, parameters) }) };
  }

  enterSavepoint(): number {
    if (this.isParked) throw PARKED;
    return this.#marks.push(this.redo.length);
  }

  rollbackToSavepoint(depth: number): void {
    if (this.isParked) throw PARKED;
    this.redo.length = this.#marks[depth - 1]!;
    this.#marks.length = depth;
    if (this.isLive) this.#turns.world.forget(this.#owner);
  }

  leaveSavepoint(depth: number): void {
    if (this.isParked) throw PARKED;
    this.#marks.length = depth - 1;
  }

  /** Nothing is undone for a transaction that is only left for a while. */
  isSavepointOpen(depth: number): boolean {
    return !this.isParked && depth >= 1 && depth <= this.#marks.length;
  }

  private draw(name: string, first: number | undefined): number {
    const drawn = this.drawn.get(name) ?? 0;
    if (drawn === NUMBERS_PER_TRANSACTION) throw new Error(`A transaction draws more than ${String(NUMBERS_PER_TRANSACTION)} numbers of ${name}.`);
    this.drawn.set(name, drawn + 1);
    return this.#turns.world.rangeOf(name, first, this.slot) + drawn;
  }

  #read(sql: string, parameters: readonly SqlValue[]): SqlRow[] {
    const { world } = this.#turns;
    if (this.#isDirect) {
      this.#turns.sawTables(sql);
      return world.read(this.#owner, this.redo, sql, parameters);
    }
    if (this.isParked) throw PARKED;
    if (this.#beginning !== undefined) {
      const label = this.#beginning;
      this.#beginning = undefined;
      this.wait({ kind: 'turn', label });
    }
    const known = this.#next('read', sql);
    if (known !== undefined) return known.rows as SqlRow[];
    const rows = world.read(this.#owner, this.redo, sql, parameters);
    this.#turns.sawTables(sql);
    this.#push({ kind: 'read', sql, rows });
    return rows;
  }

  #write(sql: string, parameters: readonly SqlValue[]): number {
    if (this.isParked) throw PARKED;
    const known = this.#next('write', sql);
    if (known !== undefined && known.error !== undefined) throw known.error;
    const changes = known === undefined ? this.#writeNow(sql, parameters) : known.changes;
    this.redo.push({ sql, parameters });
    return changes;
  }

  #writeNow(sql: string, parameters: readonly SqlValue[]): number {
    try {
      const changes = this.#turns.world.write(this.#owner, this.redo, sql, parameters);
      this.#push({ kind: 'write', sql, changes, error: undefined });
      return changes;
    } catch (error) {
      // The unique index refused; it looked at committed rows.
      this.#turns.sawTables(sql);
      this.#push({ kind: 'write', sql, changes: 0, error: error as Error });
      throw error;
    }
  }

  /** True when the wait ended without what was waited for. */
  private wait(need: Need): boolean {
    if (this.isParked) throw PARKED;
    const known = this.#next('waited', '');
    if (known !== undefined) {
      this.nowMs = known.clockMs;
      return known.isRefused;
    }
    const answer = this.#turns.wait(this, need);
    if (answer === undefined) {
      this.isParked = true;
      throw PARKED;
    }
    this.#push({ kind: 'waited', ...answer });
    this.nowMs = answer.clockMs;
    return answer.isRefused;
  }

  #push(entry: Entry): void {
    this.#journal.push(entry);
    this.#position += 1;
  }

  /** The journal's next entry; `undefined` when the transaction has come to its end. */
  #next<K extends Entry['kind']>(kind: K, sql: string): Extract<Entry, { kind: K }> | undefined {
    const entry = this.#journal[this.#position];
    if (entry === undefined) return undefined;
    if (entry.kind !== kind || ('sql' in entry && entry.sql !== sql)) {
      throw new Error(`The transaction takes another course than before: it asks for ${kind} ${sql}, the journal has ${entry.kind} ${'sql' in entry ? entry.sql : ''} (entry ${String(this.#position)}).`);
    }
    this.#position += 1;
    return entry as Extract<Entry, { kind: K }>;
  }
}
