/** Writes many records: in collections of 200, or as a Bulk API 2.0 job where there are very many. */
import type { Connection } from 'jsforce';
import { CommandFailure } from '../../local-org/cli/command.ts';
import { upsertAll, type UpsertRecord } from '../upsert.ts';
import type { Progress } from './progress.ts';

export type FieldValues = Readonly<Record<string, string | number | boolean | undefined>>;

export interface RecordSet {
  readonly object: string;
  /** External id that tells a record again. */
  readonly keyField: string;
  readonly records: readonly FieldValues[];
}

const RECORDS_PER_CALL = 200;
/** From here on one job costs less than the calls. */
const MOST_IN_COLLECTIONS = 2000;
const BULK_MINUTES = 30;

/** Throws with the org's own words when a record is refused. */
export async function upsertRecords(connection: Connection, set: RecordSet, progress: Progress): Promise<void> {
  const started = performance.now();
  const created = set.records.length > MOST_IN_COLLECTIONS ? await upsertInBulk(connection, set, progress) : await upsertInCollections(connection, set, progress);
  progress.line(`${set.object}: ${String(created)} created, ${String(set.records.length - created)} there already, ${(performance.now() - started).toFixed(0)} ms`);
}

async function upsertInCollections(connection: Connection, { object, keyField, records }: RecordSet, progress: Progress): Promise<number> {
  let created = 0;
  for (let start = 0; start < records.length; start += RECORDS_PER_CALL) {
    progress.at(object, start, records.length);
    const part = records.slice(start, start + RECORDS_PER_CALL).map((values): UpsertRecord => ({ attributes: { type: object }, ...values }));
    const answers = await upsertAll(connection, object, keyField, part, true);
    const failed = answers.find((answer) => !answer.success);
    if (failed !== undefined) throw new CommandFailure(`${object}: ${JSON.stringify(failed.errors)}`);
    created += answers.filter((answer) => answer.created === true).length;
  }
  return created;
}

async function upsertInBulk(connection: Connection, { object, keyField, records }: RecordSet, progress: Progress): Promise<number> {
  progress.at(object, 0, records.length);
  const { successfulResults, failedResults, unprocessedRecords } = await connection.bulk2.loadAndWaitForResults({
    object, operation: 'upsert', externalIdFieldName: keyField, input: records.map((values) => ({ ...values })), pollInterval: 1000, pollTimeout: BULK_MINUTES * 60_000,
  });
  const [failed] = failedResults;
  if (failed !== undefined || unprocessedRecords.length > 0) throw new CommandFailure(`${object}: ${String(failedResults.length + unprocessedRecords.length)} of ${String(records.length)} records were not taken, the first for: ${failed?.sf__Error ?? 'the job ended before it'}`);
  return successfulResults.filter(({ sf__Created }) => String(sf__Created) === 'true').length;
}

/** Creates records of objects that have no external id. Answers their ids in order. */
export async function createRecords(connection: Connection, object: string, records: readonly FieldValues[]): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let start = 0; start < records.length; start += RECORDS_PER_CALL) {
    const answers = await connection.sobject(object).create(records.slice(start, start + RECORDS_PER_CALL).map((values) => ({ ...values })), { allOrNone: true });
    for (const answer of answers) {
      if (!answer.success) throw new CommandFailure(`${object}: ${JSON.stringify(answer.errors)}`);
      ids.push(answer.id);
    }
  }
  return ids;
}

/** All rows of a query whose condition lists many values, in pieces that fit an address. */
export async function queryByValues<Row>(connection: Connection, soql: (list: string) => string, values: readonly string[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let start = 0; start < values.length; start += RECORDS_PER_CALL) {
    const list = values.slice(start, start + RECORDS_PER_CALL).map((value) => `'${value.replace(/[\\']/g, '\\$&')}'`).join(',');
    rows.push(...(await queryAll<Row>(connection, soql(list))));
  }
  return rows;
}

export async function queryAll<Row>(connection: Connection, soql: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let page = await connection.query(soql); ; page = await connection.queryMore(page.nextRecordsUrl!)) {
    rows.push(...(page.records as unknown as Row[]));
    if (page.done) return rows;
  }
}
