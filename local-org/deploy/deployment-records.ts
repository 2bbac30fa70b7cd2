/** The deploys of an org, kept with its data: a report can be asked for and a validation deployed after a restart. */
import type { Store } from '../data/store/store.ts';
import { makeId } from '../values/id.ts';
import type { DeployOptions, DeployResult } from './deploy-result.ts';

export interface DeploymentRecord {
  readonly result: DeployResult;
  readonly options: DeployOptions;
}

const KEY_PREFIX = '0Af';
/** A validation can be deployed for ten days; reports are kept for thirty. */
export const QUICK_DEPLOY_MS = 10 * 24 * 60 * 60 * 1000;
const REPORT_MS = 30 * 24 * 60 * 60 * 1000;

export class DeploymentRecords {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.connection.execute('CREATE TABLE IF NOT EXISTS "$deployment" (id TEXT PRIMARY KEY, created INTEGER NOT NULL, record TEXT NOT NULL, zip BLOB) WITHOUT ROWID');
  }

  /** Also forgets what is too old to be asked for. */
  newId(now: number): string {
    let id = '';
    this.#write(() => {
      id = makeId(KEY_PREFIX, this.#store.sequences.draw('$deployment'));
      this.#store.writer('DELETE FROM "$deployment" WHERE created < ?').run(now - REPORT_MS);
      this.#store.writer('UPDATE "$deployment" SET zip = NULL WHERE created < ?').run(now - QUICK_DEPLOY_MS);
    });
    return id;
  }

  /** @param zip what a validation may be asked to deploy later */
  put(record: DeploymentRecord, createdAt: number, zip: Uint8Array | undefined): void {
    this.#write(() => {
      this.#store.writer('INSERT INTO "$deployment" VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET record = excluded.record, zip = excluded.zip')
        .run(record.result.id, createdAt, JSON.stringify(record), zip === undefined ? null : Buffer.from(zip));
    });
  }

  find(id: string): DeploymentRecord | undefined {
    const row = this.#store.reader('SELECT record FROM "$deployment" WHERE id = ?').get(id);
    return row === undefined ? undefined : JSON.parse(String(row[0])) as DeploymentRecord;
  }

  zipOf(id: string): Uint8Array | undefined {
    const zip = this.#store.reader('SELECT zip FROM "$deployment" WHERE id = ?').get(id)?.[0];
    return zip instanceof Uint8Array ? zip : undefined;
  }

  /** Those that a process which ended left unfinished. */
  unfinished(): readonly DeploymentRecord[] {
    return this.#store.reader('SELECT record FROM "$deployment"').all().map(([record]) => JSON.parse(String(record)) as DeploymentRecord).filter(({ result }) => !result.done);
  }

  #write(body: () => void): void {
    this.#store.transaction(body);
    this.#store.flush();
  }
}
