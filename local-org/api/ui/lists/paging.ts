/** What lists of records have in common: which page of which order, and what was searched for. */
import { fold } from '../../../schema/problem.ts';
import type { FieldType, ObjectSchema } from '../../../schema/schema.ts';
import { apiError } from '../../errors.ts';
import type { ResourceCall } from '../../rest/resource.ts';
import { namesIn, noField } from '../access.ts';
import { likeText } from '../soql-text.ts';
import { columnAt, type ListColumn } from './columns.ts';

export interface ListQuestion {
  readonly fields: readonly string[];
  readonly optionalFields: readonly string[];
  readonly pageSize: number;
  readonly offset: number;
  /** Paths below the object, `-` in front for descending. */
  readonly sortBy: readonly string[];
  readonly searchTerm: string | undefined;
}

const DEFAULT_PAGE = 50;
const LARGEST_PAGE = 2000;

/** From the query of a GET or the body of a POST. */
export function questionOf({ query, body }: ResourceCall): ListQuestion {
  const asked = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
  if (asked['where'] !== undefined && asked['where'] !== null || query['where'] !== undefined) throw apiError(400, 'UNSUPPORTED', 'The local org does not filter lists by where (a GraphQL filter).');
  const names = (name: string): readonly string[] => {
    const given = asked[name] ?? query[name];
    return Array.isArray(given) ? given.map(String) : namesIn(typeof given === 'string' ? given : undefined);
  };
  const number = (name: string, otherwise: number): number => {
    const given = Number(asked[name] ?? query[name] ?? otherwise);
    return Number.isInteger(given) && given >= 0 ? given : otherwise;
  };
  const term = asked['searchTerm'] ?? query['searchTerm'];
  return {
    fields: names('fields'), optionalFields: names('optionalFields'), sortBy: names('sortBy'),
    pageSize: Math.min(LARGEST_PAGE, Math.max(1, number('pageSize', DEFAULT_PAGE))), offset: number('pageToken', 0),
    searchTerm: typeof term === 'string' && term.trim() !== '' ? term.trim() : undefined,
  };
}

/** `ORDER BY …`; the id decides between equals, so that pages neither skip nor repeat. @throws INVALID_FIELD for a field one cannot sort by */
export function orderOf(call: ResourceCall, object: ObjectSchema, { sortBy }: ListQuestion, otherwise: string | undefined): string {
  const wanted = sortBy.length > 0 ? sortBy : otherwise === undefined ? [] : [otherwise];
  const terms = wanted.map((text) => {
    const isDescending = text.startsWith('-');
    const name = text.replace(/^[-+]/, '').replace(new RegExp(`^${object.apiName}\\.`), '');
    const column = columnAt(call, object, name);
    if (column?.isSortable !== true) throw noField(name, object.apiName);
    return `${column.path} ${isDescending ? 'DESC' : 'ASC'}`;
  });
  return `ORDER BY ${[...terms, 'Id ASC'].join(', ')}`;
}

/** One row more than the page tells whether there is another page. */
export function pageOf<Row>({ offset, pageSize }: ListQuestion, read: (limit: number) => readonly Row[]): { readonly records: readonly Row[]; readonly page: object } {
  const rows = read(offset + pageSize + 1);
  const records = rows.slice(offset, offset + pageSize);
  const hasMore = rows.length > offset + pageSize;
  return {
    records,
    page: { count: records.length, currentPageToken: String(offset), nextPageToken: hasMore ? String(offset + pageSize) : null, pageSize, previousPageToken: offset === 0 ? null : String(Math.max(0, offset - pageSize)) },
  };
}

const SEARCHED: ReadonlySet<FieldType> = new Set(['string', 'autonumber', 'email', 'phone', 'url', 'picklist', 'textarea']);

/** Rows with the text in one of the columns that hold text. */
export function searchCondition(object: ObjectSchema, columns: readonly ListColumn[], term: string | undefined): string {
  if (term === undefined) return '';
  const paths = columns.filter(({ field }) => SEARCHED.has(field.type)).map(({ path }) => path);
  const name = object.nameField;
  if (name !== undefined && !paths.some((path) => fold(path) === fold(name))) paths.push(name);
  return paths.map((path) => `${path} LIKE '%${likeText(term)}%'`).join(' OR ');
}
