/** SOQL given as text: parsed when it runs, binds brought by name. */
import type { ApexMap } from '../../values/collections/map.ts';
import { QueryException } from '../../values/exceptions.ts';
import { nullArgument } from '../../values/null-pointer.ts';
import { parseSoql, SoqlSyntaxError } from '../../soql/parse.ts';
import type { Bind, SoqlQuery } from '../../soql/syntax.ts';
import { UnsupportedFeature } from '../unsupported.ts';

/** platform-facts: soql-length. */
const LONGEST_QUERY = 100_000;

export type BindMap = ApexMap<string, unknown>;

export interface DynamicQuery {
  readonly query: SoqlQuery;
  /** One value per bind index. */
  readonly binds: readonly unknown[];
}

/** A query without binds. Bind variables of the calling method are out of reach here and refused by name. */
export function dynamicQuery(text: string | null): DynamicQuery {
  const query = parsed(text);
  const [first] = bindsOf(query);
  if (first !== undefined) {
    throw new UnsupportedFeature(`The bind variable :${first.text} in the text of a dynamic query`, 'Pass its value with Database.queryWithBinds.');
  }
  return { query, binds: [] };
}

/** A query whose binds are the keys of a map; keys ignore case. */
export function dynamicQueryWithBinds(text: string | null, map: BindMap | null): DynamicQuery {
  const query = parsed(text);
  if (map === null) throw nullArgument();
  const values = valuesByFoldedName(map);
  const binds: unknown[] = [];
  for (const bind of bindsOf(query)) {
    if (!values.has(bind.text.toLowerCase())) throw new QueryException(`Key '${bind.text}' does not exist in the bindMap`);
    binds[bind.index] = values.get(bind.text.toLowerCase());
  }
  return { query, binds };
}

function valuesByFoldedName(map: BindMap): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  const spellings = new Map<string, string>();
  for (const [name, value] of map.entries()) {
    const folded = name.toLowerCase();
    const other = spellings.get(folded);
    if (other !== undefined) throw new QueryException(`The bindMap consists of duplicate case-insensitive keys: [${other}, ${name}]`);
    spellings.set(folded, name);
    values.set(folded, value);
  }
  return values;
}

function parsed(text: string | null): SoqlQuery {
  if (text === null) throw nullArgument();
  if (text.length > LONGEST_QUERY) throw new QueryException(`SOQL statements cannot be longer than ${LONGEST_QUERY} characters.`);
  try {
    return parseSoql(text);
  } catch (error) {
    if (error instanceof SoqlSyntaxError) throw new QueryException(error.message);
    throw error;
  }
}

/** All binds of a query, sub-queries included, in any order. */
function bindsOf(part: unknown): Bind[] {
  if (typeof part !== 'object' || part === null) return [];
  if ((part as Partial<Bind>).kind === 'bind') return [part as Bind];
  return Object.values(part).flatMap(bindsOf);
}
