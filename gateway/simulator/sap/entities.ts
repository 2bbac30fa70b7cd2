/** Documents and stock as the published OData V2 services show them: dates as `/Date(ms)/`, times as `PT..H..M..S`, decimals as text. */
import type { StockChange, StoredDocument, StoredItem } from './book.ts';

export type Entity = Readonly<Record<string, string | boolean | null>>;

const DAY_MS = 86_400_000;
const DECIMALS = 3;

export const dateText = (milliseconds: number): string => `/Date(${String(Math.floor(milliseconds / DAY_MS) * DAY_MS)})/`;

export function timeText(milliseconds: number): string {
  const [hours, minutes, seconds] = new Date(milliseconds).toISOString().slice(11, 19).split(':');
  return `PT${hours!}H${minutes!}M${seconds!}S`;
}

/** Thousandths as the decimal text of a quantity. */
export function decimalText(thousandths: number): string {
  const digits = String(Math.abs(thousandths)).padStart(DECIMALS + 1, '0');
  return `${thousandths < 0 ? '-' : ''}${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS)}`;
}

/** Header without its items. */
export function headerEntity(document: StoredDocument): Entity {
  return {
    MaterialDocumentYear: document.year,
    MaterialDocument: document.number,
    InventoryTransactionType: 'WA',
    DocumentDate: dateText(Date.parse(document.postingDate)),
    PostingDate: dateText(Date.parse(document.postingDate)),
    CreationDate: dateText(document.createdAtMs),
    CreationTime: timeText(document.createdAtMs),
    CreatedByUser: 'SIMULATOR',
    MaterialDocumentHeaderText: document.headerText,
    ReferenceDocument: document.reference,
    GoodsMovementCode: document.goodsMovementCode,
  };
}

export function itemEntity(document: StoredDocument, item: StoredItem): Entity {
  return {
    MaterialDocumentYear: document.year,
    MaterialDocument: document.number,
    MaterialDocumentItem: item.item,
    Material: item.material,
    Plant: item.plant,
    StorageLocation: item.storageLocation,
    Batch: '',
    GoodsMovementType: item.movementType,
    InventoryStockType: item.stockType,
    InventorySpecialStockType: item.specialStockType,
    MaterialBaseUnit: item.baseUnit,
    QuantityInBaseUnit: decimalText(Math.abs(item.changeThousandths)),
    EntryUnit: item.baseUnit,
    QuantityInEntryUnit: decimalText(Math.abs(item.changeThousandths)),
    IssuingOrReceivingPlant: item.otherPlant,
    IssuingOrReceivingStorageLoc: item.otherStorageLocation,
    Delivery: item.delivery,
    Reservation: item.reservation,
    GoodsMovementIsCancelled: document.cancelledBy !== undefined,
    ReversedMaterialDocumentYear: item.reverses?.year ?? '',
    ReversedMaterialDocument: item.reverses?.number ?? '',
    ReversedMaterialDocumentItem: item.reverses?.item ?? '',
    IsAutomaticallyCreated: item.isAutomatic ? 'X' : '',
  };
}

export function stockEntity(row: StockChange): Entity {
  return {
    Material: row.material,
    Plant: row.plant,
    StorageLocation: row.storageLocation,
    Batch: '',
    Supplier: '',
    Customer: '',
    WBSElementInternalID: '',
    SDDocument: '',
    SDDocumentItem: '',
    InventorySpecialStockType: row.specialStockType,
    InventoryStockType: row.stockType,
    MaterialBaseUnit: row.baseUnit,
    MatlWrhsStkQtyInMatlBaseUnit: decimalText(row.changeThousandths),
  };
}
