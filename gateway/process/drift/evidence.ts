/**
 * What a gateway can know about one position over a window of time: everything drift is judged by, and nothing else. Quantities are in base
 * units, moments in milliseconds since the epoch.
 */

export const BUCKETS = ['onHand', 'inspection', 'damaged'] as const;
/** The buckets SAP keeps too; goods in transit are never part of a snapshot. */
export type Bucket = (typeof BUCKETS)[number];
export type Stock = Readonly<Record<Bucket, number>>;

/** What a document does, in the org's words. */
export interface Effect {
  readonly bucket: Bucket;
  /** Signed. */
  readonly change: number;
  /** The group of local facts it confirms: `R:` and a reference, or `D:` and a business day; `undefined`: it has no local side. */
  readonly group: string | undefined;
}

/** An item of a material document, as SAP shows it now. */
export interface DocumentEvidence {
  /** `YEAR/NUMBER/ITEM`. */
  readonly key: string;
  readonly createdAtMs: number;
  readonly reference: string | undefined;
  readonly movementType: string;
  readonly stockType: string;
  /** Without sign. */
  readonly quantity: number;
  /** By the movement map as it is now; `undefined`: the map does not know the movement. */
  readonly effect: Effect | undefined;
  /** The document item it cancels. */
  readonly cancels: string | undefined;
}

/** That a document was told to us by itself (its doorbell), whatever came of it. */
export interface TellingEvidence {
  /** `YEAR/NUMBER`. */
  readonly document: string;
  readonly receivedAtMs: number;
  /** When it could be read at SAP; `undefined`: not yet. A doorbell can be faster than the commit it tells of. */
  readonly readAtMs: number | undefined;
  readonly state: 'Waiting' | 'Done' | 'Dead' | 'Discarded';
  readonly reason: string | undefined;
}

/** A document item as it was delivered to the org, by itself or as part of a snapshot. */
export interface DeliveryEvidence {
  /** The key the org knows it by. */
  readonly key: string;
  readonly effect: Effect;
}

/** A snapshot as it was delivered. */
export interface ReadingEvidence {
  readonly key: string;
  readonly asOfMs: number;
  /** Documents created before count as contained, named or not. */
  readonly fromMs: number;
  readonly stock: Stock;
  /** Keys of the document items it names. */
  readonly members: readonly string[];
}

/** A local fact: what a till, or we ourselves, told the org. */
export interface LocalEvidence {
  readonly key: string;
  readonly source: string;
  readonly bucket: Bucket;
  readonly change: number;
  /** Which documents will confirm it; `undefined`: its source never reaches SAP. */
  readonly group: string | undefined;
  readonly occurredAtMs: number;
  readonly receivedAtMs: number;
  readonly reference: string | undefined;
  readonly register: string | undefined;
  /** Of the receipt at its register. */
  readonly sequence: number | undefined;
}

/** Any receipt of a register, whatever was sold: its numbers follow each other as its sales did, its clock may be wrong. */
export interface ReceiptEvidence {
  readonly register: string;
  readonly sequence: number;
  readonly occurredAtMs: number;
}

export interface CountEvidence {
  readonly key: string;
  readonly countedAtMs: number;
  /** Sellable goods on the shelf. */
  readonly quantity: number;
}

/** A row of the org's ledger about a document. */
export interface EntryEvidence {
  /** As its source named it. */
  readonly key: string;
  readonly outcome: string;
  readonly quantity: number;
  readonly occurredAtMs: number;
  readonly appliedAtMs: number;
}

export interface PositionEvidence {
  readonly sku: string;
  readonly location: string;
  /** Until when evidence was collected. */
  readonly nowMs: number;
  /** In the order of their moments; all documents of the window, from the beginning of the first reading's on. */
  readonly readings: readonly ReadingEvidence[];
  readonly documents: readonly DocumentEvidence[];
  readonly tellings: readonly TellingEvidence[];
  readonly deliveries: readonly DeliveryEvidence[];
  readonly entries: readonly EntryEvidence[];
  readonly locals: readonly LocalEvidence[];
  readonly counts: readonly CountEvidence[];
  /** Of the registers of the location. */
  readonly receipts: readonly ReceiptEvidence[];
  readonly patience: Patience;
}

/** How long things may take before they are worth a word. */
export interface Patience {
  /** From a document's creation to its doorbell. */
  readonly doorbellMs: number;
  /** From a sale to its upload: tills may be offline. */
  readonly uploadMs: number;
  /** From a sale to SAP's document of it (`Expected_Hours__c`). */
  readonly postingMs: number;
}

/** `YEAR/NUMBER` of `YEAR/NUMBER/ITEM`. */
export const documentOf = (key: string): string => key.slice(0, key.lastIndexOf('/'));

/** Sums of decimals with at most three places, without the noise of binary fractions. */
export const exactly = (quantity: number): number => Math.round(quantity * 1_000) / 1_000 + 0;

/** The gateway's reason of a document that waits for the movement map. */
export const UNMAPPED = 'GW-UNMAPPED';
