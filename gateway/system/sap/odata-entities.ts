/** Entities of `API_MATERIAL_DOCUMENT_SRV` and `API_MATERIAL_STOCK_SRV` → our own words. Field names are those of the published services. */
import { ErpTime } from './erp-time.ts';
import { dateOf, fieldsOf, flagOf, optional, rowsOf, textOf, thousandthsOf, timeOf, type Fields } from './odata-values.ts';
import type { MaterialDocument, MaterialDocumentItem, Movement, StockRow } from './sap-api.ts';

/** Navigation property of a header. */
export const ITEMS = 'to_MaterialDocumentItem';

/** A header with all its items expanded. @param time how the ERP writes moments; absent: in UTC, as S/4HANA Cloud does */
export function documentOf(entity: unknown, time = new ErpTime()): MaterialDocument {
  const header = fieldsOf(entity, 'a document');
  const items = rowsOf(fieldsOf(header[ITEMS], ITEMS), ITEMS);
  return {
    year: textOf(header, 'MaterialDocumentYear'), number: textOf(header, 'MaterialDocument'),
    createdAt: new Date(time.momentOf(Date.parse(`${dateOf(header, 'CreationDate')}T${timeOf(header, 'CreationTime')}.000Z`))).toISOString(), postingDate: dateOf(header, 'PostingDate'),
    ...optional('reference', textOf(header, 'ReferenceDocument')), ...optional('headerText', textOf(header, 'MaterialDocumentHeaderText')),
    items: items.map((item) => itemOf(fieldsOf(item, 'an item'))),
  };
}

function itemOf(item: Fields): MaterialDocumentItem {
  const [year, number, reversed] = ['ReversedMaterialDocumentYear', 'ReversedMaterialDocument', 'ReversedMaterialDocumentItem'].map((name) => textOf(item, name)) as [string, string, string];
  return {
    item: textOf(item, 'MaterialDocumentItem'), material: textOf(item, 'Material'), plant: textOf(item, 'Plant'), storageLocation: textOf(item, 'StorageLocation'),
    movementType: textOf(item, 'GoodsMovementType'), stockType: textOf(item, 'InventoryStockType'), ...optional('specialStockType', textOf(item, 'InventorySpecialStockType')),
    quantity: Math.abs(thousandthsOf(item, 'QuantityInBaseUnit')) / 1000, baseUnit: textOf(item, 'MaterialBaseUnit'), ...optional('delivery', textOf(item, 'Delivery')), ...optional('reservation', textOf(item, 'Reservation')),
    ...optional('issuingOrReceivingPlant', textOf(item, 'IssuingOrReceivingPlant')), ...optional('issuingOrReceivingStorageLocation', textOf(item, 'IssuingOrReceivingStorageLoc')),
    isAutomatic: flagOf(item, 'IsAutomaticallyCreated'), isCancelled: flagOf(item, 'GoodsMovementIsCancelled'), ...(number === '' ? {} : { reverses: { year, number, item: reversed } }),
  };
}

/** Rows of batches, suppliers and projects add up: our stock has one quantity per material, place and stock type. */
export function stockRowsOf(entities: readonly unknown[]): readonly StockRow[] {
  const rows = new Map<string, { readonly row: Omit<StockRow, 'quantity'>; thousandths: number }>();
  for (const entity of entities) {
    const fields = fieldsOf(entity, 'a stock row');
    const row = {
      material: textOf(fields, 'Material'), plant: textOf(fields, 'Plant'), storageLocation: textOf(fields, 'StorageLocation'), stockType: textOf(fields, 'InventoryStockType'),
      ...optional('specialStockType', textOf(fields, 'InventorySpecialStockType')),
    };
    const key = JSON.stringify(row);
    const known = rows.get(key);
    const thousandths = thousandthsOf(fields, 'MatlWrhsStkQtyInMatlBaseUnit');
    if (known === undefined) rows.set(key, { row, thousandths });
    else known.thousandths += thousandths;
  }
  return [...rows.values()].map(({ row, thousandths }) => ({ ...row, quantity: thousandths / 1000 }));
}

/** Body of `POST A_MaterialDocumentHeader`. */
export function postingBody(movement: Movement): unknown {
  const date = `/Date(${String(Date.parse(movement.postingDate))})/`;
  return {
    GoodsMovementCode: movement.code, PostingDate: date, DocumentDate: date, ReferenceDocument: movement.reference, MaterialDocumentHeaderText: movement.headerText,
    to_MaterialDocumentItem: {
      results: movement.items.map((item) => ({
        Material: item.material, Plant: item.plant, StorageLocation: item.storageLocation, GoodsMovementType: movement.movementType, QuantityInEntryUnit: item.quantity.toFixed(3), ...optional('EntryUnit', item.baseUnit),
      })),
    },
  };
}
