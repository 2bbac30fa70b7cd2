import { fold, isAscii } from '../store/fold.ts';
import type { TableLayout } from '../store/columns.ts';
import type { SqlRow, SqlValue } from '../store/connection.ts';

/** Statements kept per table; rows of a rarer shape go through one that writes every column. */
const MOST_SHAPES = 64;
/** Places whose bits one step of the search takes. */
const STEP = 30;

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
  /** A tree: one level per {@link STEP} columns, because no number holds the bits of a wide table. */
  readonly #shapes: Shapes = new Map();
  #count = 0;

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
    const parameters: SqlValue[] = [];
    let shapes = this.#shapes;
    for (let start = 0; ; start += STEP) {
      const end = Math.min(start + STEP, full.length);
      let bits = 0;
      for (let place = start; place < end; place++) {
        const value = full[place]!;
        if (value === null) continue;
        parameters.push(value);
        bits |= 1 << (place - start);
      }
      const found = shapes.get(bits);
      if (typeof found === 'string') return { sql: found, parameters };
      if (end === full.length) return this.#made(full, parameters, shapes, bits);
      shapes = found ?? branch(shapes, bits);
    }
  }

  #made(full: SqlValue[], parameters: SqlValue[], shapes: Shapes, bits: number): Insert {
    if (this.#count >= MOST_SHAPES) return { sql: this.#textOf(full.map(() => true)), parameters: full };
    const sql = this.#textOf(full.map((value) => value !== null));
    shapes.set(bits, sql);
    this.#count += 1;
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

type Shapes = Map<number, string | Shapes>;

function branch(shapes: Shapes, bits: number): Shapes {
  const made: Shapes = new Map();
  shapes.set(bits, made);
  return made;
}

/** What lies beside indexed text that is not ASCII; see store/fold.ts. */
export function foldOf(value: SqlValue): SqlValue {
  return typeof value === 'string' && !isAscii(value) ? fold(value) : null;
}
