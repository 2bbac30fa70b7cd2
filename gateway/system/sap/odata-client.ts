/** SapApi over the published OData V2 services. */
import { TransientFailure } from '../../shared/failures.ts';
import { documentOf, ITEMS, postingBody, stockRowsOf } from './odata-entities.ts';
import { ErpTime } from './erp-time.ts';
import { ODataHttp, type ODataOptions } from './odata-http.ts';
import { dateLiteral, fieldsOf, literal, rowsOf, textOf, timeLiteral, type Fields } from './odata-values.ts';
import type { DocumentNumber, MaterialDocument, Movement, SapApi, StockRow } from './sap-api.ts';

const HEADERS = 'API_MATERIAL_DOCUMENT_SRV/A_MaterialDocumentHeader';
const STOCK = 'API_MATERIAL_STOCK_SRV/A_MatlStkInAcctMod';
const STOCK_ORDER = 'Material,Plant,StorageLocation,Batch,InventorySpecialStockType,InventoryStockType';
const PAGE_ROWS = 200;
/** Materials of one question; an address has a limit of length. */
const MATERIALS_AT_ONCE = 20;

export interface SapOverODataOptions extends ODataOptions {
  /** IANA name of the ERP's system time zone; absent: UTC. */
  readonly timeZone?: string;
}

/** @throws Refusal GW-CONFIGURATION for a time zone there is not */
export function sapOverOData({ timeZone, ...options }: SapOverODataOptions): SapApi {
  return new SapOverOData(new ODataHttp(options), new ErpTime(timeZone));
}

class SapOverOData implements SapApi {
  readonly #http: ODataHttp;
  readonly #time: ErpTime;

  constructor(http: ODataHttp, time: ErpTime) {
    this.#http = http;
    this.#time = time;
  }

  async document({ year, number }: DocumentNumber, signal?: AbortSignal): Promise<MaterialDocument | undefined> {
    const key = `(MaterialDocumentYear=${literal(year)},MaterialDocument=${literal(number)})`;
    const answer = await this.#http.get(`${HEADERS}${encodeURIComponent(key)}?${new URLSearchParams({ $expand: ITEMS, $format: 'json' }).toString()}`, signal);
    return answer === undefined ? undefined : documentOf(await this.#whole(contentOf(answer), signal), this.#time);
  }

  async documentsCreated(from: string, to: string, plants: readonly string[], signal?: AbortSignal): Promise<readonly MaterialDocument[]> {
    const [fromMs, toMs] = this.#time.writtenBetween(Date.parse(from), Date.parse(to));
    const [first, last] = [wholeSecond(fromMs, Math.floor), wholeSecond(toMs, Math.ceil)];
    const since = `(CreationDate gt ${dateLiteral(first)} or (CreationDate eq ${dateLiteral(first)} and CreationTime ge ${timeLiteral(first)}))`;
    const until = `(CreationDate lt ${dateLiteral(last)} or (CreationDate eq ${dateLiteral(last)} and CreationTime lt ${timeLiteral(last)}))`;
    const found = await this.#documents(`${since} and ${until}`, signal);
    const documents = new Map(found.map((document) => [`${document.year}/${document.number}`, document]));
    const touching = [...documents.values()].filter(({ items }) => plants.length === 0 || items.some(({ plant }) => plants.includes(plant)));
    return touching.sort((left, right) => (left.createdAt < right.createdAt ? -1 : left.createdAt > right.createdAt ? 1 : left.number < right.number ? -1 : 1));
  }

  async stock(plant: string, storageLocation: string, materials?: readonly string[], signal?: AbortSignal): Promise<readonly StockRow[]> {
    const place = `Plant eq ${literal(plant)}${storageLocation === '' ? '' : ` and StorageLocation eq ${literal(storageLocation)}`}`;
    if (materials === undefined) return stockRowsOf(await this.#stockRows(place, signal));
    const entities: unknown[] = [];
    for (let start = 0; start < materials.length; start += MATERIALS_AT_ONCE) {
      const some = materials.slice(start, start + MATERIALS_AT_ONCE).map((material) => `Material eq ${literal(material)}`).join(' or ');
      entities.push(...(await this.#stockRows(`${place} and (${some})`, signal)));
    }
    return stockRowsOf(entities);
  }

  async documentByReference(reference: string, signal?: AbortSignal): Promise<MaterialDocument | undefined> {
    return (await this.#documents(`ReferenceDocument eq ${literal(reference)}`, signal))[0];
  }

  async post(movement: Movement, signal?: AbortSignal): Promise<DocumentNumber> {
    const header = fieldsOf(contentOf(await this.#http.post(HEADERS, postingBody(movement), signal)), 'the document that was posted');
    return { year: textOf(header, 'MaterialDocumentYear'), number: textOf(header, 'MaterialDocument') };
  }

  async #documents($filter: string, signal?: AbortSignal): Promise<readonly MaterialDocument[]> {
    const documents: MaterialDocument[] = [];
    for (const entity of await this.#pages(this.#pageAddress(HEADERS, { $filter, $expand: ITEMS, $orderby: 'MaterialDocumentYear,MaterialDocument' }), signal)) documents.push(documentOf(await this.#whole(entity, signal), this.#time));
    return documents;
  }

  /** A header with all its items: a service that cuts pages cuts what is expanded, too. */
  async #whole(entity: unknown, signal?: AbortSignal): Promise<unknown> {
    const items = fieldsOf(fieldsOf(entity, 'a document')[ITEMS], ITEMS);
    const next = items['__next'];
    if (typeof next !== 'string') return entity;
    return { ...(entity as Fields), [ITEMS]: { results: [...rowsOf(items, ITEMS), ...(await this.#pages(() => next, signal))] } };
  }

  /**
   * Stock is read while it changes, and its rows come and go: pages by number would repeat or leave out what stands behind. So each page begins with a material, and all rows of a material are taken
   * from one page.
   */
  async #stockRows(filter: string, signal?: AbortSignal): Promise<readonly unknown[]> {
    const entities: unknown[] = [];
    let from = '';
    let most = PAGE_ROWS;
    for (;;) {
      const $filter = from === '' ? filter : `${filter} and Material ge ${literal(from)}`;
      const page = fieldsOf(contentOf(await this.#http.get(this.#pageAddress(STOCK, { $filter, $orderby: STOCK_ORDER }, most)(0), signal)), 'a page');
      const rows = rowsOf(page, 'a page');
      if (rows.length < most && typeof page['__next'] !== 'string') return [...entities, ...rows];
      const last = materialOf(rows.at(-1));
      const whole = rows.filter((row) => materialOf(row) !== last);
      if (whole.length > 0 && last === from) throw new TransientFailure(`SAP answers stock rows that are not in the order they were asked in: a page from material ${JSON.stringify(from)} on ends with it.`);
      entities.push(...whole);
      // A material that fills a page has a larger one to itself.
      if (whole.length > 0) [from, most] = [last, PAGE_ROWS];
      else if (rows.length === most) most *= 2;
      else throw new TransientFailure(`SAP cuts the stock rows of material ${last} after ${String(rows.length)} and has more; they cannot be added up.`);
    }
  }

  /** All pages, whether the service cuts them itself (`__next`) or as we ask. What is added meanwhile can come twice, never be skipped: documents are never taken away. */
  async #pages(pageAddress: (skip: number) => string, signal?: AbortSignal): Promise<readonly unknown[]> {
    const entities: unknown[] = [];
    let address: string | undefined = pageAddress(0);
    while (address !== undefined) {
      const page = fieldsOf(contentOf(await this.#http.get(address, signal)), 'a page');
      const rows = rowsOf(page, 'a page');
      entities.push(...rows);
      const next = page['__next'];
      address = typeof next === 'string' ? next : rows.length === PAGE_ROWS ? pageAddress(entities.length) : undefined;
    }
    return entities;
  }

  #pageAddress(set: string, query: Readonly<Record<string, string>>, most = PAGE_ROWS): (skip: number) => string {
    return (skip) => `${set}?${new URLSearchParams({ ...query, $top: String(most), $skip: String(skip), $format: 'json' }).toString().replaceAll('+', '%20')}`;
  }
}

const materialOf = (row: unknown): string => textOf(fieldsOf(row, 'a stock row'), 'Material');

function contentOf(answer: unknown): unknown {
  return fieldsOf(answer, 'an answer')['d'];
}

/** The ERP keeps whole seconds: a moment within one belongs to it. */
function wholeSecond(milliseconds: number, round: (value: number) => number): string {
  return new Date(round(milliseconds / 1000) * 1000).toISOString();
}
