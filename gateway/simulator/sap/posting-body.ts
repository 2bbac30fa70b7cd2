/** The body of `POST A_MaterialDocumentHeader` → a posting of the books. */
import { Refusal } from '../../shared/failures.ts';
import type { Posting, PostingItem } from './book.ts';

type Fields = Readonly<Record<string, unknown>>;

export function postingOf(body: unknown): Posting {
  const header = fieldsOf(body, 'the body');
  const items = fieldsOf(header['to_MaterialDocumentItem'], 'to_MaterialDocumentItem')['results'] ?? header['to_MaterialDocumentItem'];
  if (!Array.isArray(items) || items.length === 0) throw new Refusal('M7/022', 'A document needs an item in to_MaterialDocumentItem.');
  if (!/^0[1-6]$/.test(textOf(header, 'GoodsMovementCode'))) throw new Refusal('M7/226', `GoodsMovementCode "${textOf(header, 'GoodsMovementCode')}" is none of 01 to 06.`);
  const types = new Set(items.map((item) => textOf(fieldsOf(item, 'an item'), 'GoodsMovementType')));
  if (types.size !== 1) throw new Refusal('SIM-MIXED-TYPES', 'The simulator posts documents of one movement type only.');
  const postingDate = dateOf(textOf(header, 'PostingDate'));
  return {
    movementType: [...types][0]!, reference: textOf(header, 'ReferenceDocument'), headerText: textOf(header, 'MaterialDocumentHeaderText'), goodsMovementCode: textOf(header, 'GoodsMovementCode'),
    ...(postingDate === undefined ? {} : { postingDate }), items: items.map((item) => itemOf(fieldsOf(item, 'an item'))),
  };
}

function itemOf(item: Fields): PostingItem {
  const [specialStockType, toPlant, toStorageLocation, baseUnit] = ['InventorySpecialStockType', 'IssuingOrReceivingPlant', 'IssuingOrReceivingStorageLoc', 'EntryUnit'].map((name) => textOf(item, name)) as [string, string, string, string];
  return {
    material: textOf(item, 'Material'), plant: textOf(item, 'Plant'), storageLocation: textOf(item, 'StorageLocation'), quantityThousandths: Math.round(Number(textOf(item, 'QuantityInEntryUnit')) * 1000), ...(baseUnit === '' ? {} : { baseUnit }),
    ...(specialStockType === '' ? {} : { specialStockType }), ...(toPlant === '' ? {} : { toPlant }), ...(toStorageLocation === '' ? {} : { toStorageLocation }),
  };
}

function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null) throw new Refusal('005056A509B11EE1B9A8FEC11C24378E', `The payload cannot be read: ${what} is no object.`);
  return value as Fields;
}

function textOf(fields: Fields, name: string): string {
  const value = fields[name] ?? '';
  if (typeof value !== 'string') throw new Refusal('005056A509B11EE1B9A8FEC11C24378E', `Property ${name} takes text, decimals included.`);
  return value;
}

function dateOf(text: string): string | undefined {
  const milliseconds = /^\/Date\((-?\d+)\)\/$/.exec(text)?.[1];
  if (milliseconds !== undefined) return new Date(Number(milliseconds)).toISOString().slice(0, 10);
  return /^\d{4}-\d\d-\d\d/.exec(text)?.[0];
}
