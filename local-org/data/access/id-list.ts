/**
 * The ids a user owns through or is given shares by, as a condition of SQL. Few are read from a list, by which an index finds their rows; to read thousands would
 * cost more than most statements take, so SQL asks back for each row instead. Who has that many sees a good part of the rows anyway.
 */
import { rowOfId } from '../../values/id.ts';
import type { QueryEnvironment, Fragment } from '../soql/plan/sql.ts';

/** Lists up to here are read by each statement. */
const MOST_READ = 256;

export class IdList {
  readonly ids: readonly string[];
  /** Names the list inside SQL. */
  readonly number: number;
  readonly #set: ReadonlySet<string>;
  #text: string | undefined;
  #rows: { readonly prefix: string; readonly text: string } | undefined;

  constructor(ids: Iterable<string>) {
    this.#set = new Set(ids);
    this.ids = [...this.#set];
    this.number = nextNumber++;
    if (this.isLong) {
      LONG_LISTS.set(this.number, new WeakRef(this));
      FORGOTTEN.register(this, this.number);
    }
  }

  get isLong(): boolean {
    return this.ids.length > MOST_READ;
  }

  has(id: string): boolean {
    return this.#set.has(id);
  }

  /** JSON of the ids. */
  get text(): string {
    this.#text ??= JSON.stringify(this.ids);
    return this.#text;
  }

  /** JSON of the row numbers of the ids of one object. */
  rowsOf(prefix: string): string {
    if (this.#rows?.prefix !== prefix) this.#rows = { prefix, text: JSON.stringify(this.ids.filter((id) => id.startsWith(prefix)).map((id) => rowOfId(prefix, id))) };
    return this.#rows.text;
  }
}

let nextNumber = 1;
/** A list lives as long as the rights of its user do. */
const LONG_LISTS = new Map<number, WeakRef<IdList>>();
const FORGOTTEN = new FinalizationRegistry<number>((number) => LONG_LISTS.delete(number));

/** The SQL function `idlisted(number, id)`. A list is alive while a statement runs that names it. */
export function isListed(number: unknown, id: unknown): 0 | 1 {
  const list = LONG_LISTS.get(number as number)?.deref();
  if (list === undefined) throw new Error(`The list of ids ${String(number)} is gone.`);
  return list.has(id as string) ? 1 : 0;
}

type ListOf = (environment: QueryEnvironment) => IdList;

/** Is the list of the running user long? Other SQL may be better then. */
export function isLongList(listOf: ListOf): (environment: QueryEnvironment) => boolean {
  return (environment) => listOf(environment).isLong;
}

/** `column IN (…)`; @param prefix of the one object whose row numbers the column holds; `undefined` where it holds ids */
export function listed(column: string, listOf: ListOf, prefix: string | undefined): Fragment {
  return {
    evaluate: (environment, parameters) => {
      const list = listOf(environment);
      if (list.isLong) {
        parameters.push(list.number);
        return '';
      }
      parameters.push(prefix === undefined ? list.text : list.rowsOf(prefix));
      return 'few';
    },
    text: (code) => (code === 'few' ? `${column} IN (SELECT value FROM json_each(?))` : `idlisted(?, ${prefix === undefined ? column : `idofrow('${prefix}', ${column})`})`),
  };
}
