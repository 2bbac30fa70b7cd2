/** SapApi over the published OData V2 services. */
import { documentOf, postingBody, stockRowsOf } from './odata-entities.ts';
import { ODataHttp, type ODataOptions } from './odata-http.ts';
import { dateLiteral, fieldsOf, literal, textOf, timeLiteral } from './odata-values.ts';
import type { DocumentNumber, MaterialDocument, Movement, SapApi, StockRow } from './sap-api.ts';

const HEADERS = 'API_MATERIAL_DOCUMENT_SRV/A_MaterialDocumentHeader';
const STOCK = 'API_MATERIAL_STOCK_SRV/A_MatlStkInAcctMod';
const PAGE_ROWS = 200;
/** Materials of one question; an address has a limit of length. */
const MATERIALS_AT_ONCE = 20;

export function sapOverOData(options: ODataOptions): SapApi {
  return new SapOverOData(new ODataHttp(options));
}

class SapOverOData implements SapApi {
  readonly #http: ODataHttp;

  constructor(http: ODataHttp) {
    this.#http = http;
  }

  async document({ year, number }: DocumentNumber, signal?: AbortSignal): Promise<MaterialDocument | undefined> {
    const key = `(MaterialDocumentYear=${literal(year)},MaterialDocument=${literal(number)})`;
    const answer = await this.#http.get(`${HEADERS}${encodeURIComponent(key)}?${new URLSearchParams({ $expand: 'to_MaterialDocumentItem', $format: 'json' }).toString()}`, signal);
    return answer === undefined ? undefined : documentOf(contentOf(answer));
  }

  async documentsCreated(from: string, to: string, plants: readonly string[], signal?: AbortSignal): Promise<readonly MaterialDocument[]> {
    const [first, last] = [wholeSecond(from, Math.floor), wholeSecond(to, Math.ceil)];
    const since = `(CreationDate gt ${dateLiteral(first)} or (CreationDate eq ${dateLiteral(first)} and CreationTime ge ${timeLiteral(first)}))`;
    const until = `(CreationDate lt ${dateLiteral(last)} or (CreationDate eq ${dateLiteral(last)} and CreationTime lt ${timeLiteral(last)}))`;
    const entities = await this.#pages(HEADERS, { $filter: `${since} and ${until}`, $expand: 'to_MaterialDocumentItem', $orderby: 'MaterialDocumentYear,MaterialDocument' }, signal);
    const documents = new Map(entities.map((entity) => documentOf(entity)).map((document) => [`${document.year}/${document.number}`, document]));
    const touching = [...documents.values()].filter(({ items }) => plants.length === 0 || items.some(({ plant }) => plants.includes(plant)));
    return touching.sort((left, right) => (left.createdAt < right.createdAt ? -1 : left.createdAt > right.createdAt ? 1 : left.number < right.number ? -1 : 1));
  }

  async stock(plant: string, storageLocation: string, materials?: readonly string[], signal?: AbortSignal): Promise<readonly StockRow[]> {
    const place = `Plant eq ${literal(plant)}${storageLocation === '' ? '' : ` and StorageLocation eq ${literal(storageLocation)}`}`;
    const $orderby = 'Material,Plant,StorageLocation,Batch,InventorySpecialStockType,InventoryStockType';
    if (materials === undefined) return stockRowsOf(await this.#pages(STOCK, { $filter: place, $orderby }, signal));
    const entities: unknown[] = [];
    for (let start = 0; start < materials.length; start += MATERIALS_AT_ONCE) {
      const some = materials.slice(start, start + MATERIALS_AT_ONCE).map((material) => `Material eq ${literal(material)}`).join(' or ');
      entities.push(...(await this.#pages(STOCK, { $filter: `${place} and (${some})`, $orderby }, signal)));
    }
    return stockRowsOf(entities);
  }

  async documentByReference(reference: string, signal?: AbortSignal): Promise<MaterialDocument | undefined> {
    const entities = await this.#pages(HEADERS, { $filter: `ReferenceDocument eq ${literal(reference)}`, $expand: 'to_MaterialDocumentItem', $orderby: 'MaterialDocumentYear,MaterialDocument' }, signal);
    return entities.length === 0 ? undefined : documentOf(entities[0]);
  }

  async post(movement: Movement, signal?: AbortSignal): Promise<DocumentNumber> {
    const header = fieldsOf(contentOf(await this.#http.post(HEADERS, postingBody(movement), signal)), 'the document that was posted');
    return { year: textOf(header, 'MaterialDocumentYear'), number: textOf(header, 'MaterialDocument') };
  }

  /** All pages, whether the service cuts them itself (`__next`) or as we ask. What is added meanwhile can come twice, never be skipped: numbers only grow. */
  async #pages(set: string, query: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<readonly unknown[]> {
    const entities: unknown[] = [];
    let address: string | undefined = this.#pageAddress(set, query, 0);
    while (address !== undefined) {
      const page = fieldsOf(contentOf(await this.#http.get(address, signal)), 'a page');
      const results = Array.isArray(page['results']) ? (page['results'] as unknown[]) : [];
      entities.push(...results);
      const next = page['__next'];
      address = typeof next === 'string' ? next : results.length === PAGE_ROWS ? this.#pageAddress(set, query, entities.length) : undefined;
    }
    return entities;
  }

  #pageAddress(set: string, query: Readonly<Record<string, string>>, skip: number): string {
    return `${set}?${new URLSearchParams({ ...query, $top: String(PAGE_ROWS), $skip: String(skip), $format: 'json' }).toString().replaceAll('+', '%20')}`;
  }
}

function contentOf(answer: unknown): unknown {
  return fieldsOf(answer, 'an answer')['d'];
}

/** The ERP keeps whole seconds: a moment within one belongs to it. */
function wholeSecond(moment: string, round: (value: number) => number): string {
  return new Date(round(Date.parse(moment) / 1000) * 1000).toISOString();
}
