import type { Operand } from './scope.ts';
import { joined, sql } from './sql.ts';
import type { Sql } from './sql.ts';

/** The columns a statement gives, each once. */
export class Outputs {
  readonly #columns: Sql[] = [];
  readonly #places = new Map<string, number>();

  /** The place of an operand in the row; `key` tells operands apart. */
  place(key: string, operand: Operand): number {
    const known = this.#places.get(key);
    return known ?? this.add(operand.isWide && operand.isComputed === true ? sql`exacttext(${operand.sql})` : operand.sql, key);
  }

  add(column: Sql, key?: string): number {
    const place = this.#columns.length;
    this.#columns.push(column);
    if (key !== undefined) this.#places.set(key, place);
    return place;
  }

  /** `x, y, z` */
  list(): Sql {
    return joined(this.#columns, ', ');
  }

  /** `x AS c0, y AS c1` and the names alone, for a statement around this one. */
  namedList(): { readonly definitions: Sql; readonly names: string } {
    return {
      definitions: joined(this.#columns.map((column, index) => sql`${column} AS c${String(index)}`), ', '),
      names: this.#columns.map((_, index) => `c${index}`).join(', '),
    };
  }
}
