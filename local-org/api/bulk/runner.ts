/** Works through jobs, one after the other, in chunks that are transactions of their own: other requests get their turn between two of them. */
import type { DmlError } from '../../values/exceptions.ts';
import type { DmlRowResult, UserContext } from '../../library/ports.ts';
import { ApexException } from '../../values/exceptions.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { ApiError } from '../errors.ts';
import type { ApiHost } from '../host.ts';
import { dml, failedRow, objectOf } from '../rest/data.ts';
import { columnsOf, recordOfRow, UnknownColumn, type ColumnMeaning } from './columns.ts';
import { CsvProblem, readRows } from './csv.ts';
import type { IngestOperation, Job } from './job.ts';
import type { JobStore, RowResult } from './job-store.ts';
import { runQueryJob } from './query-lines.ts';

/** Rows that go through the triggers together, in one transaction. */
const CHUNK_ROWS = 200;

export class Runner {
  readonly #host: ApiHost;
  readonly #jobs: JobStore;
  readonly #report: (error: unknown) => void;
  #queue: Promise<void> = Promise.resolve();
  #isStopping = false;

  constructor(host: ApiHost, jobs: JobStore, report: (error: unknown) => void) {
    this.#host = host;
    this.#jobs = jobs;
    this.#report = report;
  }

  /** Takes up what an earlier run of the org left unfinished. */
  resume(): void {
    for (const job of this.#jobs.waiting()) this.enqueue(job);
  }

  enqueue({ kind, id }: Job): void {
    this.#queue = this.#queue.then(() => this.#run(kind, id)).catch(this.#report);
  }

  /** Ends after the running chunk; the rest of a job waits for the next start. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#queue;
  }

  async #run(kind: Job['kind'], id: string): Promise<void> {
    const job = this.#jobs.find(kind, id);
    if (this.#isStopping || job === undefined || (job.state !== 'UploadComplete' && job.state !== 'InProgress')) return;
    const user = this.#host.users.byId(job.userId);
    if (user === undefined) return this.#finish(job, { state: 'Failed', errorMessage: 'The user of the job is no longer active.' });
    try {
      await (kind === 'ingest' ? this.#ingest(job, user) : runQueryJob(this.#host, this.#jobs, job, user));
    } catch (error) {
      const message = messageOf(error);
      if (message === undefined) this.#report(error);
      await this.#finish(this.#jobs.find(kind, id) ?? job, { state: 'Failed', errorMessage: message ?? 'An unexpected error occurred in the local org. See its log.' });
    }
  }

  async #ingest(job: Job, user: UserContext): Promise<void> {
    const content = this.#jobs.content(job.id) ?? Buffer.alloc(0);
    let columns: readonly ColumnMeaning[] | undefined;
    let chunk: (readonly string[])[] = [];
    let row = 0;
    for await (const values of readRows(content, job)) {
      if (columns === undefined) {
        const schema = this.#host.schema();
        columns = columnsOf(schema, objectOf(schema, job.object), values);
        continue;
      }
      if (row++ < job.processed) continue;
      chunk.push(values);
      if (chunk.length < CHUNK_ROWS) continue;
      if (!(await this.#save(job.id, user, columns, chunk))) return;
      chunk = [];
    }
    if (columns === undefined) throw new CsvProblem('The file has no header.');
    if (chunk.length > 0 && !(await this.#save(job.id, user, columns, chunk))) return;
    await this.#finish(this.#jobs.find('ingest', job.id), { state: 'JobComplete' });
  }

  /** One chunk: its records, their results and the count of the job in one commit. False when the job must not go on. */
  async #save(id: string, user: UserContext, columns: readonly ColumnMeaning[], rows: readonly (readonly string[])[]): Promise<boolean> {
    const job = this.#jobs.find('ingest', id);
    if (this.#isStopping || job === undefined || job.state === 'Aborted') return false;
    const started = performance.now();
    try {
      await this.#host.run({ user, kind: 'REST' }, () => { this.#keep(job, saveRows(this.#host, job, columns, rows), started); });
    } catch (error) {
      // What ends a whole chunk (a limit in a trigger, for example) is the error of each of its rows.
      if (!(error instanceof ApexException) && !(error instanceof ApiError)) throw error;
      const [statusCode, message] = error instanceof ApiError ? [error.errors[0]?.errorCode ?? 'UNKNOWN_EXCEPTION', error.message] : ['CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `${error.$typeName}: ${error.message}`];
      await this.#jobs.write(() => { this.#keep(job, rows.map(() => failedRow(statusCode, message, [])), started); });
    }
    return true;
  }

  #keep(job: Job, results: readonly DmlRowResult[], started: number): void {
    this.#jobs.putResults(job.id, results.map((result, index) => rowResult(result, job.processed + index)));
    this.#jobs.put({
      ...job, state: 'InProgress', modifiedAt: this.#host.now(), processed: job.processed + results.length, failed: job.failed + results.filter((result) => !result.success).length,
      processingMs: job.processingMs + Math.round(performance.now() - started),
    });
  }

  async #finish(job: Job | undefined, change: Pick<Job, 'state'> & { readonly errorMessage?: string }): Promise<void> {
    if (job === undefined || job.state === 'Aborted' || this.#isStopping) return;
    await this.#jobs.write(() => { this.#jobs.put({ ...job, ...change, modifiedAt: this.#host.now() }); });
  }
}

/** Inside a transaction. A row that cannot become a record fails by itself. */
function saveRows(host: ApiHost, job: Job, columns: readonly ColumnMeaning[], rows: readonly (readonly string[])[]): readonly DmlRowResult[] {
  const object = objectOf(host.schema(), job.object);
  const built = rows.map((row): SObjectRecord | DmlRowResult => {
    try {
      return recordOfRow(object, columns, row, job.operation as IngestOperation);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { errorCode = 'UNKNOWN_EXCEPTION', fields = [] } = error.errors[0] ?? {};
      // The words of REST speak of JSON.
      if (errorCode === 'JSON_PARSER_ERROR') return failedRow('INVALID_TYPE_ON_FIELD_IN_RECORD', `${fields[0] ?? ''}: value not of required type`, fields);
      return failedRow(errorCode, error.message, fields);
    }
  });
  const records = built.filter((one): one is SObjectRecord => '$shape' in one);
  const written = [...dml(job.operation as IngestOperation, records, false, job.externalId === undefined || job.externalId === 'Id' ? undefined : job.externalId.toLowerCase())];
  return built.map((one) => ('$shape' in one ? written.shift()! : one));
}

function rowResult(result: DmlRowResult, row: number): RowResult {
  return { row, id: result.success ? result.id : null, created: result.created, error: result.success ? undefined : result.errors.map(errorText).join(';') };
}

/** `REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --` */
const errorText = ({ statusCode, message, fields }: DmlError): string => `${statusCode}:${message}:${fields.join(' ')} --`;

function messageOf(error: unknown): string | undefined {
  if (error instanceof UnknownColumn) return error.message;
  if (error instanceof CsvProblem) return `ClientInputError : ${error.message}`;
  if (error instanceof ApiError) return `${error.errors[0]?.errorCode ?? ''} : ${error.message}`;
  return error instanceof ApexException ? `${error.$typeName} : ${error.message}` : undefined;
}
