/** The three result files of an ingest job: what was uploaded, with what became of it. */
import { readRows, writeRow } from './csv.ts';
import type { Job } from './job.ts';
import type { JobStore, RowResult } from './job-store.ts';

export type ResultKind = 'successfulResults' | 'failedResults' | 'unprocessedrecords';

interface Kind {
  readonly columns: readonly string[];
  /** The values in front of the row's own; `undefined` when the row is not part of the file. */
  readonly of: (result: RowResult | undefined) => readonly string[] | undefined;
}

const KINDS: Readonly<Record<ResultKind, Kind>> = {
  successfulResults: { columns: ['sf__Id', 'sf__Created'], of: (result) => (result === undefined || result.error !== undefined ? undefined : [result.id ?? '', String(result.created)]) },
  failedResults: { columns: ['sf__Id', 'sf__Error'], of: (result) => (result?.error === undefined ? undefined : [result.id ?? '', result.error]) },
  unprocessedrecords: { columns: [], of: (result) => (result === undefined ? [] : undefined) },
};

/** Lines of a result file. A file that cannot be read as CSV ends with its last good row. */
export async function* resultLines(jobs: JobStore, job: Job, kind: ResultKind): AsyncGenerator<string> {
  const content = jobs.content(job.id);
  if (content === undefined) return;
  const { columns, of } = KINDS[kind];
  const results = jobs.results(job.id);
  let row = -1;
  for await (const values of readRows(content, job)) {
    if (row === -1) yield writeRow([...columns, ...values], job);
    else {
      const front = of(results.get(row));
      if (front !== undefined) yield writeRow([...front, ...values], job);
    }
    row++;
  }
}
