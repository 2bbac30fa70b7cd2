/** An ERP whose goods move while it is read: before every answer something may be posted, to be readable at once or later. */
import { headerEntity, itemEntity, stockEntity } from '../../../simulator/sap/entities.ts';
import { SapBook, type Posting } from '../../../simulator/sap/book.ts';
import { documentOf, stockRowsOf } from '../../../system/sap/odata-entities.ts';
import type { MaterialDocument, SapApi } from '../../../system/sap/sap-api.ts';

export interface Happening {
  readonly posting: Posting;
  /** From its time of creation until it can be read. */
  readonly lateMs: number;
  /** Time that passes before it. */
  readonly afterMs: number;
}

export class MovingErp {
  readonly book = new SapBook();
  nowMs: number;
  readonly #happenings: Happening[];

  constructor(startMs: number, happenings: readonly Happening[]) {
    this.nowMs = startMs;
    this.#happenings = [...happenings];
  }

  readonly clock = { now: (): number => this.nowMs, sleep: async (): Promise<void> => undefined };

  readonly api: SapApi = {
    document: async ({ year, number }) => this.all().find((one) => one.year === year && one.number === number),
    documentsCreated: async (from, to, plants) => {
      this.happen(1);
      return this.all().filter(({ createdAt, items }) => createdAt >= from && createdAt < to && items.some(({ plant }) => plants.includes(plant)));
    },
    stock: async (plant, storageLocation, materials) => {
      this.happen(1);
      const rows = stockRowsOf(this.book.stock(this.nowMs).map((row) => stockEntity(row)));
      return rows.filter((row) => row.plant === plant && (storageLocation === '' || row.storageLocation === storageLocation) && (materials?.includes(row.material) ?? true));
    },
    documentByReference: async () => undefined,
    post: async () => { throw new Error('nothing is posted here'); },
  };

  /** Lets the next so many happenings happen. */
  happen(most: number): void {
    for (const { posting, lateMs, afterMs } of this.#happenings.splice(0, most)) {
      this.nowMs += afterMs;
      this.book.post(posting, { createdAtMs: this.nowMs, visibleAtMs: this.nowMs + lateMs });
    }
  }

  /** Everything that can be read by now. */
  all(): readonly MaterialDocument[] {
    return this.book.documents(this.nowMs).map((document) => documentOf({ ...headerEntity(document), to_MaterialDocumentItem: { results: document.items.map((item) => itemEntity(document, item)) } }));
  }
}
