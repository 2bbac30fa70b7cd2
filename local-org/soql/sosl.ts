/** SOSL: `FIND {text} IN NAME FIELDS RETURNING Account(Id, Name WHERE … ORDER BY … LIMIT n), Contact LIMIT n`. */
import { parseSoql, SoqlSyntaxError } from './parse.ts';
import { parseSearchText, SearchTextError, type SearchCondition } from './search-terms.ts';
import type { SoqlQuery } from './syntax.ts';

export type SearchScope = 'ALL' | 'NAME' | 'EMAIL' | 'PHONE' | 'SIDEBAR';

export interface SoslQuery {
  readonly condition: SearchCondition;
  readonly scope: SearchScope;
  /** One query an object, without the search itself; `undefined`: the ids of every object that can be searched. */
  readonly returning: readonly SoqlQuery[] | undefined;
  readonly limit: number | undefined;
}

export class SoslSyntaxError extends Error {}

/** @throws SoslSyntaxError with the place that was not understood */
export function parseSosl(text: string): SoslQuery {
  try {
    return read(text);
  } catch (error) {
    if (error instanceof SearchTextError || error instanceof SoqlSyntaxError) throw new SoslSyntaxError(error.message);
    throw error;
  }
}

function read(text: string): SoslQuery {
  const find = /^\s*FIND\s*(?:\{((?:\\[\s\S]|[^\\}])*)\}|'((?:\\[\s\S]|[^\\'])*)')/i.exec(text);
  if (find === null) throw new SoslSyntaxError(`A search begins with FIND {text}: ${text.slice(0, 80)}`);
  let rest = text.slice(find[0].length);
  const scope = /^\s*IN\s+(ALL|NAME|EMAIL|PHONE|SIDEBAR)\s+FIELDS\b/i.exec(rest);
  rest = rest.slice(scope?.[0].length ?? 0);
  const returning = /^\s*RETURNING\b/i.exec(rest);
  let queries: readonly SoqlQuery[] | undefined;
  if (returning !== null) {
    const read = readReturning(rest.slice(returning[0].length));
    queries = read.queries;
    rest = read.rest;
  }
  const limit = /^\s*LIMIT\s+(\d+)/i.exec(rest);
  rest = rest.slice(limit?.[0].length ?? 0).trim();
  if (rest !== '') throw new SoslSyntaxError(`The local org does not support this part of a search: ${rest.slice(0, 80)}`);
  return { condition: parseSearchText(find[1] ?? find[2] ?? ''), scope: (scope?.[1]?.toUpperCase() ?? 'ALL') as SearchScope, returning: queries, limit: limit === null ? undefined : Number(limit[1]) };
}

function readReturning(text: string): { readonly queries: readonly SoqlQuery[]; readonly rest: string } {
  const queries: SoqlQuery[] = [];
  let rest = text;
  for (;;) {
    const name = /^\s*(\w+)\s*/.exec(rest);
    if (name === null) throw new SoslSyntaxError(`RETURNING needs the name of an object: ${rest.slice(0, 80)}`);
    rest = rest.slice(name[0].length);
    let clauses = '';
    if (rest.startsWith('(')) {
      const end = closingParenthesis(rest);
      clauses = rest.slice(1, end);
      rest = rest.slice(end + 1);
    }
    queries.push(returningQuery(name[1]!, clauses));
    const comma = /^\s*,/.exec(rest);
    if (comma === null) return { queries, rest };
    rest = rest.slice(comma[0].length);
  }
}

/** `Id, Name WHERE … LIMIT 5` is a query without its first and third word. */
export function returningQuery(objectName: string, clauses: string): SoqlQuery {
  const start = clauses.search(/\b(WHERE|USING|ORDER\s+BY|LIMIT|OFFSET)\b/i);
  const fields = (start < 0 ? clauses : clauses.slice(0, start)).trim();
  return parseSoql(`SELECT ${fields === '' ? 'Id' : fields} FROM ${objectName} ${start < 0 ? '' : clauses.slice(start)}`);
}

/** Parentheses inside quoted text do not count. */
function closingParenthesis(text: string): number {
  let depth = 0;
  for (let index = 0, quoted = false; index < text.length; index++) {
    const character = text[index];
    if (quoted && character === '\\') index++;
    else if (character === "'") quoted = !quoted;
    else if (!quoted && character === '(') depth++;
    else if (!quoted && character === ')' && --depth === 0) return index;
  }
  throw new SoslSyntaxError('RETURNING has a parenthesis that is not closed.');
}
