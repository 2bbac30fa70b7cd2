/** The three published services over the books: what a GET answers. Addresses are those below `/sap/opu/odata/sap/`. */
import { Refusal } from '../../shared/failures.ts';
import type { SapBook, StoredDocument } from './book.ts';
import { headerEntity, itemEntity, stockEntity, type Entity } from './entities.ts';
import { parseFilter } from './filter.ts';

/** The most rows of a page, as the gateway framework of the ERP has a limit of its own. */
const PAGE_ROWS = 500;

export type Query = Readonly<Record<string, string | undefined>>;
const KNOWN_OPTIONS = new Set(['$filter', '$expand', '$top', '$skip', '$orderby', '$format', '$inlinecount', '$select', 'sap-client', 'sap-language']);

interface Row {
  readonly entity: Entity;
  /** Navigation properties, expanded on demand. */
  readonly expand: Readonly<Record<string, () => unknown>>;
}

const SETS: Readonly<Record<string, (book: SapBook, nowMs: number) => readonly Row[]>> = {
  'API_MATERIAL_DOCUMENT_SRV/A_MaterialDocumentHeader': (book, nowMs) => book.documents(nowMs).map(documentRow),
  'API_MATERIAL_DOCUMENT_SRV/A_MaterialDocumentItem': (book, nowMs) => book.documents(nowMs).flatMap((document) => document.items.map((item) => ({ entity: itemEntity(document, item), expand: {} }))),
  'API_MATERIAL_STOCK_SRV/A_MatlStkInAcctMod': (book, nowMs) => book.stock(nowMs).map((row) => ({ entity: stockEntity(row), expand: {} })),
};

/** @throws Refusal 404 for an entity that is not there, 400 for a question that cannot be read */
export function readEntities({ book, nowMs, address, query, baseUrl }: { book: SapBook; nowMs: number; address: string; query: Query; baseUrl: string }): unknown {
  const unknown = Object.keys(query).find((name) => !KNOWN_OPTIONS.has(name));
  if (unknown !== undefined) throw new Refusal('005056A509B11EE1B9A8FEC11C23378E', `The query option ${unknown} is not known here.`);
  const single = /^(API_MATERIAL_DOCUMENT_SRV)\/A_MaterialDocumentHeader\(MaterialDocumentYear='(\d{4})',MaterialDocument='([^']+)'\)$/.exec(address);
  if (single !== null) return { d: entityOf(singleDocument(book, nowMs, single[2]!, single[3]!), query) };
  const rows = SETS[address];
  if (rows === undefined) throw new Refusal('/IWFND/CM_MGW/004', `Resource not found for segment '${address}'.`, { status: 404 });
  return { d: pageOf(rows(book, nowMs), query, `${baseUrl}/${address}`) };
}

function documentRow(document: StoredDocument): Row {
  return { entity: headerEntity(document), expand: { to_MaterialDocumentItem: () => ({ results: document.items.map((item) => itemEntity(document, item)) }) } };
}

function singleDocument(book: SapBook, nowMs: number, year: string, number: string): Row {
  const document = book.document(year, number, nowMs);
  if (document === undefined) throw new Refusal('/IWBEP/CM_MGW_RT/020', `Resource not found for segment 'A_MaterialDocumentHeader'.`, { status: 404 });
  return documentRow(document);
}

function pageOf(rows: readonly Row[], query: Query, address: string): unknown {
  const filter = query['$filter'];
  const found = filter === undefined ? [...rows] : rows.filter(matching(filter));
  const sorted = query['$orderby'] === undefined ? found : sortedBy(found, query['$orderby']);
  const skip = countOf(query, '$skip') ?? 0;
  const most = Math.min(countOf(query, '$top') ?? PAGE_ROWS, PAGE_ROWS);
  const page = sorted.slice(skip, skip + most);
  const isCut = countOf(query, '$top') === undefined && skip + most < sorted.length;
  const next = new URLSearchParams(Object.entries({ ...query, $skip: String(skip + most) }).filter((entry): entry is [string, string] => entry[1] !== undefined));
  return {
    results: page.map((row) => entityOf(row, query)),
    ...(query['$inlinecount'] === 'allpages' ? { __count: String(sorted.length) } : {}),
    ...(isCut ? { __next: `${address}?${next.toString()}` } : {}),
  };
}

function matching(filter: string): (row: Row) => boolean {
  const predicate = parseFilter(filter);
  return ({ entity }) => predicate(entity);
}

function entityOf({ entity, expand }: Row, query: Query): unknown {
  const wanted = query['$expand']?.split(',') ?? [];
  const missing = wanted.find((name) => expand[name] === undefined);
  if (missing !== undefined) throw new Refusal('005056A509B11EE1B9A8FEC11C23778E', `Invalid $expand: there is no navigation property ${missing}.`);
  const navigation = Object.entries(expand).map(([name, content]) => [name, wanted.includes(name) ? content() : { __deferred: {} }]);
  return { ...entity, ...Object.fromEntries(navigation) };
}

function countOf(query: Query, name: string): number | undefined {
  const text = query[name];
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw new Refusal('005056A509B11EE1B9A8FEC11C22D78E', `${name} takes a whole number, not "${text}".`);
  return Number(text);
}

function sortedBy(rows: readonly Row[], order: string): Row[] {
  const keys = order.split(',').map((part) => {
    const [field = '', direction = 'asc'] = part.trim().split(/\s+/);
    return { field, sign: direction === 'desc' ? -1 : 1 };
  });
  return [...rows].sort((left, right) => {
    for (const { field, sign } of keys) {
      const [a, b] = [String(left.entity[field]), String(right.entity[field])];
      // Numbers and dates have one length here, so text has their order.
      if (a !== b) return a < b ? -sign : sign;
    }
    return 0;
  });
}
