/** What the gateway asks of S/4HANA: three published OData services, in our own words. Quantities are in the base unit. */

import { TransientFailure } from '../../shared/failures.ts';

export interface DocumentNumber {
  /** `MaterialDocumentYear`, four digits. */
  readonly year: string;
  /** `MaterialDocument`, up to ten characters. */
  readonly number: string;
}

export interface MaterialDocument extends DocumentNumber {
  /** When it was created, RFC 3339 UTC (creation date and time of the header). */
  readonly createdAt: string;
  /** `PostingDate`, date without time. */
  readonly postingDate: string;
  /** `ReferenceDocument`, at most 16 characters; absent when empty. */
  readonly reference?: string;
  /** `MaterialDocumentHeaderText`, at most 25 characters; absent when empty. */
  readonly headerText?: string;
  readonly items: readonly MaterialDocumentItem[];
}

export interface MaterialDocumentItem {
  /** `MaterialDocumentItem`, four digits. */
  readonly item: string;
  readonly material: string;
  readonly plant: string;
  readonly storageLocation: string;
  /** `GoodsMovementType`, for example `251`. */
  readonly movementType: string;
  /** `InventoryStockType`: `01` unrestricted, `02` quality, … */
  readonly stockType: string;
  /** `InventorySpecialStockType`; absent for own stock. */
  readonly specialStockType?: string;
  /** `QuantityInBaseUnit`, without sign. */
  readonly quantity: number;
  readonly baseUnit: string;
  readonly delivery?: string;
  readonly reservation?: string;
  readonly issuingOrReceivingPlant?: string;
  readonly issuingOrReceivingStorageLocation?: string;
  /** The second item of a transfer, which SAP makes by itself. */
  readonly isAutomatic: boolean;
  readonly isCancelled: boolean;
  /** The item this one cancels. */
  readonly reverses?: DocumentNumber & { readonly item: string };
}

export interface StockRow {
  readonly material: string;
  readonly plant: string;
  readonly storageLocation: string;
  readonly stockType: string;
  readonly specialStockType?: string;
  readonly quantity: number;
}

export interface Movement {
  /** `GoodsMovementCode`: `03` goods issue, `04` transfer posting, … */
  readonly code: string;
  readonly movementType: string;
  readonly reference: string;
  readonly headerText: string;
  readonly postingDate: string;
  readonly items: readonly { readonly material: string; readonly plant: string; readonly storageLocation: string; readonly quantity: number; /** Empty: SAP takes the base unit of the material. */ readonly baseUnit: string }[];
}

/** It was not posted, and may be sent again at once; any other TransientFailure of a posting leaves open whether it was, or still will be. */
export class NotPosted extends TransientFailure {}

export interface SapApi {
  /** `undefined`: there is no such document (yet). Throws TransientFailure or Refusal, as all of these do. */
  document(number: DocumentNumber, signal?: AbortSignal): Promise<MaterialDocument | undefined>;
  /** Documents created in `[from, to)` that touch one of the plants; all pages, in the order of creation. */
  documentsCreated(from: string, to: string, plants: readonly string[], signal?: AbortSignal): Promise<readonly MaterialDocument[]>;
  /** `API_MATERIAL_STOCK_SRV`, of one plant and storage location; all materials when none is named. */
  stock(plant: string, storageLocation: string, materials?: readonly string[], signal?: AbortSignal): Promise<readonly StockRow[]>;
  /** The document under our reference, `undefined` when it was never posted. SAP knows no idempotency keys: ask before posting again. */
  documentByReference(reference: string, signal?: AbortSignal): Promise<MaterialDocument | undefined>;
  /** Throws NotPosted where it is known that nothing was posted. */
  post(movement: Movement, signal?: AbortSignal): Promise<DocumentNumber>;
}
