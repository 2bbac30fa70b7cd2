import { fold, isAscii } from '../store/fold.ts';
import type { TableLayout } from '../store/columns.ts';
import type { SqlRow, SqlValue } from '../store/connection.ts';

/** Statements kept per table; rows of a rarer shape go through one that writes every column. */
const MOST_SHAPES = 64;
/** Places a number can hold as bits: two halves that are multiplied together without loss. */
const HALF = 26;

export interface Insert {
  readonly sql: string;
  readonly parameters: SqlValue[];
}

/**
 * The INSERT statements of a table: one per set of columns that hold something. Most rows leave many columns empty, and handing an empty value to SQLite costs as much
 * as handing over a full one.
 */
export class InsertStatements {
  readonly #table: string;
  /** Columns, the mark of the recycle bin where the object does not show it, folds of indexed text. */
  readonly #names: readonly string[];
  readonly #isDeletedShown: boolean;
  readonly #foldPlaces: readonly number[];
  readonly #byShape = new Map<number, string>();

  constructor(layout: TableLayout) {
    this.#table = layout.name;
    this.#isDeletedShown = layout.byName.has('isdeleted');
    const folded = layout.columns.flatMap((column, place) => (column.foldName === undefined ? [] : [{ name: column.foldName, place }]));
    this.#foldPlaces = folded.map(({ place }) => place);
    this.#names = [...layout.columns.map((column) => column.name), ...(this.#isDeletedShown ? [] : ['"isdeleted"']), ...folded.map(({ name }) => name)];
  }

  /** The statement for a whole row and what it is run with. */
  of(values: SqlRow): Insert {
    const full = this.#withHidden(values);
    if (full.length > 2 * HALF) return { sql: this.#textOf(full.map(() => true)), parameters: full };
    const parameters: SqlValue[] = [];
    let low = 0;
    let high = 0;
    for (let place = 0; place < full.length; place++) {
      const value = full[place]!;
      if (value === null) continue;
      parameters.push(value);
      if (place < HALF) low |= 1 << place;
      else high |= 1 << (place - HALF);
    }
    const shape = high * 2 ** HALF + low;
    const known = this.#byShape.get(shape);
    if (known !== undefined) return { sql: known, parameters };
    if (this.#byShape.size >= MOST_SHAPES) return { sql: this.#textOf(full.map(() => true)), parameters: full };
    const sql = this.#textOf(full.map((value) => value !== null));
    this.#byShape.set(shape, sql);
    return { sql, parameters };
  }

  #withHidden(values: SqlRow): SqlRow {
    if (this.#isDeletedShown && this.#foldPlaces.length === 0) return values;
    const full = values.slice();
    if (!this.#isDeletedShown) full.push(0);
    for (const place of this.#foldPlaces) full.push(foldOf(values[place]!));
    return full;
  }

  #textOf(isWritten: readonly boolean[]): string {
    const names = this.#names.filter((_name, place) => isWritten[place]);
    return `INSERT INTO ${this.#table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
  }
}

/** What lies beside indexed text that is not ASCII; see store/fold.ts. */
export function foldOf(value: SqlValue): SqlValue {
  return typeof value === 'string' && !isAscii(value) ? fold(value) : null;
}
