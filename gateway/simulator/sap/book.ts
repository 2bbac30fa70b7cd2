/**
 * The books of a simulated S/4HANA: documents, and stock by material, plant, storage location and stock type. Both change in one step when a
 * document is committed, as in the real one. A document can be committed later than it was created.
 */
import { Refusal } from '../../shared/failures.ts';
import { cancellingTypeOf, legsOf, type Leg } from './movement-effects.ts';

export interface PostingItem {
  readonly material: string;
  readonly plant: string;
  readonly storageLocation: string;
  /** Thousandths of the base unit, above 0. */
  readonly quantityThousandths: number;
  readonly baseUnit?: string;
  /** Unrestricted when absent; types with a stock type of their own do not ask. */
  readonly stockType?: string;
  /** For example `K`, consignment: not our stock. */
  readonly specialStockType?: string;
  readonly toPlant?: string;
  readonly toStorageLocation?: string;
  readonly delivery?: string;
  readonly reservation?: string;
}

export interface Posting {
  readonly movementType: string;
  /** What the document shows instead: customers copy types. The effect is that of `movementType`. */
  readonly shownMovementType?: string;
  /** At most 16 characters. */
  readonly reference?: string;
  /** At most 25 characters. */
  readonly headerText?: string;
  /** Date without time; absent: the day of creation. */
  readonly postingDate?: string;
  readonly goodsMovementCode?: string;
  readonly items: readonly PostingItem[];
}

export interface StoredItem {
  /** Four digits. */
  readonly item: string;
  readonly material: string;
  readonly plant: string;
  /** Empty: the plant as a whole. */
  readonly storageLocation: string;
  readonly movementType: string;
  readonly stockType: string;
  readonly specialStockType: string;
  /** With sign; what is published has none. */
  readonly changeThousandths: number;
  readonly baseUnit: string;
  readonly otherPlant: string;
  readonly otherStorageLocation: string;
  readonly delivery: string;
  readonly reservation: string;
  readonly isAutomatic: boolean;
  readonly reverses: { readonly year: string; readonly number: string; readonly item: string } | undefined;
}

export interface StoredDocument {
  readonly year: string;
  readonly number: string;
  /** What it does, whatever type its items show. */
  readonly movementType: string;
  readonly createdAtMs: number;
  /** From when on it, and what it did to stock, can be read. */
  readonly visibleAtMs: number;
  readonly postingDate: string;
  readonly reference: string;
  readonly headerText: string;
  readonly goodsMovementCode: string;
  readonly items: readonly StoredItem[];
  /** Changes without an item of their own: the receipt of a stock transport order takes goods out of transit. */
  readonly silentChanges: readonly StockChange[];
  cancelledBy: string | undefined;
}

export interface StockChange {
  readonly material: string;
  readonly plant: string;
  readonly storageLocation: string;
  readonly stockType: string;
  readonly specialStockType: string;
  readonly baseUnit: string;
  readonly changeThousandths: number;
}

const FIRST_NUMBER = 4_900_000_000;
const UNRESTRICTED = '01';
const IN_TRANSIT = '06';
const REFERENCE_LENGTH = 16;
const HEADER_TEXT_LENGTH = 25;

export class SapBook {
  readonly #documents = new Map<string, StoredDocument>();
  #uncommitted: StoredDocument[] = [];
  readonly #stock = new Map<string, StockChange>();
  #lastNumber = FIRST_NUMBER;

  /**
   * Posts a document.
   * @param times `visibleAtMs` later than `createdAtMs`: it is committed late
   * @throws Refusal as the ERP refuses: an unknown type, a quantity that is none, texts that are too long
   */
  post(posting: Posting, times: { readonly createdAtMs: number; readonly visibleAtMs?: number }): StoredDocument {
    const legs = legsOf(posting.movementType);
    if (legs === undefined) throw new Refusal('M7/053', `Movement type ${posting.movementType} does not exist.`);
    checkPosting(posting);
    return this.#store({ posting, legs, times, reversed: undefined });
  }

  /** Posts the cancellation of a whole document. */
  cancel(year: string, number: string, times: { readonly createdAtMs: number; readonly visibleAtMs?: number }): StoredDocument {
    const original = this.#documents.get(`${year}/${number}`);
    if (original === undefined || original.visibleAtMs > times.createdAtMs) throw new Refusal('M7/001', `Document ${number} of ${year} does not exist.`, { status: 404 });
    if (original.cancelledBy !== undefined) throw new Refusal('M7/147', `Document ${number} of ${year} is cancelled already, by ${original.cancelledBy}.`);
    const entered = original.items.filter(({ isAutomatic }) => !isAutomatic);
    const movementType = cancellingTypeOf(original.movementType);
    if (movementType === undefined || entered.length === 0) throw new Refusal('M7/110', `Document ${number} of movement type ${original.movementType} cannot be cancelled.`);
    const posting: Posting = {
      movementType, reference: original.reference, headerText: original.headerText,
      items: entered.map((item) => ({
        material: item.material, plant: item.plant, storageLocation: item.storageLocation, quantityThousandths: Math.abs(item.changeThousandths), baseUnit: item.baseUnit, stockType: item.stockType,
        ...(item.otherPlant === '' ? {} : { toPlant: item.otherPlant }), ...(item.otherStorageLocation === '' ? {} : { toStorageLocation: item.otherStorageLocation }),
      })),
    };
    const document = this.#store({ posting, legs: legsOf(movementType)!, times, reversed: { original, entered } });
    original.cancelledBy = document.number;
    return document;
  }

  document(year: string, number: string, nowMs: number): StoredDocument | undefined {
    const found = this.#documents.get(`${year}/${number}`);
    return found !== undefined && found.visibleAtMs <= nowMs ? found : undefined;
  }

  /** Everything committed by then, in the order of numbers. */
  documents(nowMs: number): readonly StoredDocument[] {
    return [...this.#documents.values()].filter(({ visibleAtMs }) => visibleAtMs <= nowMs);
  }

  /** Stock as committed by then, one row per material, place and stock type ever used. */
  stock(nowMs: number): readonly StockChange[] {
    this.#commitDue(nowMs);
    return [...this.#stock.values()];
  }

  quantity(place: { readonly material: string; readonly plant: string; readonly storageLocation: string; readonly stockType?: string }, nowMs: number): number {
    this.#commitDue(nowMs);
    return this.#stock.get(stockKey({ ...place, stockType: place.stockType ?? UNRESTRICTED, specialStockType: '' }))?.changeThousandths ?? 0;
  }

  #store({ posting, legs, times, reversed }: { posting: Posting; legs: readonly Leg[]; times: { createdAtMs: number; visibleAtMs?: number }; reversed: { original: StoredDocument; entered: readonly StoredItem[] } | undefined }): StoredDocument {
    const { createdAtMs, visibleAtMs = createdAtMs } = times;
    this.#lastNumber += 1;
    const created = new Date(createdAtMs).toISOString();
    const items = itemsOf(posting, legs, reversed);
    const document: StoredDocument = {
      year: (posting.postingDate ?? created).slice(0, 4), number: String(this.#lastNumber), movementType: posting.movementType, createdAtMs, visibleAtMs, postingDate: posting.postingDate ?? created.slice(0, 10),
      reference: posting.reference ?? '', headerText: posting.headerText ?? '', goodsMovementCode: posting.goodsMovementCode ?? '', items, silentChanges: outOfTransit(posting), cancelledBy: undefined,
    };
    this.#documents.set(`${document.year}/${document.number}`, document);
    this.#uncommitted.push(document);
    return document;
  }

  #commitDue(nowMs: number): void {
    const due = this.#uncommitted.filter(({ visibleAtMs }) => visibleAtMs <= nowMs);
    if (due.length === 0) return;
    this.#uncommitted = this.#uncommitted.filter(({ visibleAtMs }) => visibleAtMs > nowMs);
    for (const { items, silentChanges } of due) {
      for (const change of [...items, ...silentChanges]) {
        const key = stockKey(change);
        const before = this.#stock.get(key)?.changeThousandths ?? 0;
        const { material, plant, storageLocation, stockType, specialStockType, baseUnit } = change;
        this.#stock.set(key, { material, plant, storageLocation, stockType, specialStockType, baseUnit, changeThousandths: before + change.changeThousandths });
      }
    }
  }
}

function stockKey({ material, plant, storageLocation, stockType, specialStockType }: Omit<StockChange, 'changeThousandths' | 'baseUnit'>): string {
  return `${material}|${plant}|${storageLocation}|${stockType}|${specialStockType}`;
}

function checkPosting({ items, reference = '', headerText = '' }: Posting): void {
  if (items.length === 0) throw new Refusal('M7/022', 'A document needs an item.');
  const wrong = items.find(({ quantityThousandths }) => !Number.isSafeInteger(quantityThousandths) || quantityThousandths <= 0);
  if (wrong !== undefined) throw new Refusal('M7/018', `Enter a quantity for ${wrong.material}: ${String(wrong.quantityThousandths)} thousandths is none.`);
  if (reference.length > REFERENCE_LENGTH) throw new Refusal('CX_SY_CONVERSION', `ReferenceDocument takes ${String(REFERENCE_LENGTH)} characters; "${reference}" has ${String(reference.length)}.`);
  if (headerText.length > HEADER_TEXT_LENGTH) throw new Refusal('CX_SY_CONVERSION', `MaterialDocumentHeaderText takes ${String(HEADER_TEXT_LENGTH)} characters; "${headerText}" has ${String(headerText.length)}.`);
}

function itemsOf(posting: Posting, legs: readonly Leg[], reversed: { original: StoredDocument; entered: readonly StoredItem[] } | undefined): readonly StoredItem[] {
  const items: StoredItem[] = [];
  for (const [index, entered] of posting.items.entries()) {
    const reverses = reversed === undefined ? undefined : { year: reversed.original.year, number: reversed.original.number, item: reversed.entered[index]!.item };
    for (const [legIndex, leg] of legs.entries()) items.push(itemOf({ posting, entered, leg, isAutomatic: legIndex > 0, number: items.length + 1, reverses }));
  }
  return items;
}

function itemOf({ posting, entered, leg, isAutomatic, number, reverses }: { posting: Posting; entered: PostingItem; leg: Leg; isAutomatic: boolean; number: number; reverses: StoredItem['reverses'] }): StoredItem {
  const { toPlant = entered.plant, toStorageLocation = entered.storageLocation } = entered;
  const place = { own: [entered.plant, entered.storageLocation], other: [toPlant, toStorageLocation], otherPlant: [toPlant, ''], ownPlant: [entered.plant, ''] }[leg.place] as [string, string];
  const [otherPlant, otherStorageLocation] = entered.toPlant === undefined && entered.toStorageLocation === undefined ? ['', ''] : isAutomatic ? [entered.plant, entered.storageLocation] : [toPlant, toStorageLocation];
  return {
    item: String(number).padStart(4, '0'), material: entered.material, plant: place[0], storageLocation: place[1], movementType: posting.shownMovementType ?? posting.movementType,
    stockType: leg.stockType ?? entered.stockType ?? UNRESTRICTED, specialStockType: entered.specialStockType ?? '', changeThousandths: leg.sign * entered.quantityThousandths, baseUnit: entered.baseUnit ?? 'EA',
    otherPlant, otherStorageLocation, delivery: entered.delivery ?? '', reservation: entered.reservation ?? '', isAutomatic, reverses,
  };
}

/** Goods that a stock transport order brings were in transit to the plant; the document has no item of its own for it. */
function outOfTransit({ movementType, items }: Posting): readonly StockChange[] {
  const sign = movementType === '101' ? -1 : movementType === '102' ? 1 : 0;
  if (sign === 0) return [];
  return items.filter(({ toPlant }) => toPlant !== undefined).map(({ material, plant, quantityThousandths, baseUnit = 'EA' }) => ({
    material, plant, storageLocation: '', stockType: IN_TRANSIT, specialStockType: '', baseUnit, changeThousandths: sign * quantityThousandths,
  }));
}
