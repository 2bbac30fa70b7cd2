/** A list of records page by page, as one list or another part of a page shows it. */
import { onRecordChange } from './changes.ts';
import type { RecordPage } from './lists.ts';
import { failureText } from './requests.ts';
import type { RecordRepresentation } from './types.ts';

export interface RecordListState {
  readonly records: readonly RecordRepresentation[];
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly problem: string | undefined;
}

type ReadPage = (pageToken: number, pageSize: number) => Promise<RecordPage>;

/** Keeps what was loaded; a newer question makes the answers to older ones void. */
export class RecordList {
  readonly #pageSize: number;
  readonly #tell: (state: RecordListState) => void;
  #read: ReadPage | undefined;
  #turn = 0;
  #state: RecordListState = { records: [], hasMore: false, isLoading: true, problem: undefined };

  constructor(pageSize: number, tell: (state: RecordListState) => void) {
    this.#pageSize = pageSize;
    this.#tell = tell;
  }

  /** Begins anew with another question. */
  async show(read: ReadPage): Promise<void> {
    this.#read = read;
    this.#set({ records: [], hasMore: false });
    await this.#load(0, this.#pageSize, []);
  }

  async more(): Promise<void> {
    const { records } = this.#state;
    await this.#load(records.length, this.#pageSize, records);
  }

  /** As many rows as there are now, once more. */
  async refresh(): Promise<void> {
    await this.#load(0, Math.max(this.#pageSize, this.#state.records.length), []);
  }

  holds(recordId: string): boolean {
    return this.#state.records.some(({ id }) => id === recordId);
  }

  /** Refreshes when a record of the object comes, changes or goes. Answers the function that ends it. */
  follow(objectApiName: () => string | undefined): () => void {
    return onRecordChange((change) => {
      if (this.holds(change.recordId) || change.objectApiName === objectApiName()) void this.refresh();
    });
  }

  async #load(pageToken: number, pageSize: number, before: readonly RecordRepresentation[]): Promise<void> {
    if (this.#read === undefined) return;
    const turn = ++this.#turn;
    this.#set({ isLoading: true });
    try {
      const page = await this.#read(pageToken, pageSize);
      if (turn === this.#turn) this.#set({ records: [...before, ...page.records], hasMore: page.nextPageToken !== null, isLoading: false, problem: undefined });
    } catch (error) {
      if (turn === this.#turn) this.#set({ isLoading: false, problem: failureText(error) });
    }
  }

  #set(change: Partial<RecordListState>): void {
    this.#state = { ...this.#state, ...change };
    this.#tell(this.#state);
  }
}
