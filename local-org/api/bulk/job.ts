/** Bulk jobs as they are stored and as the API shows them. */
import { restDatetime } from '../rest/record-json.ts';

export type JobKind = 'ingest' | 'query';
export type JobState = 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';
export type IngestOperation = 'insert' | 'update' | 'upsert' | 'delete';

export const DELIMITERS = { COMMA: ',', TAB: '\t', SEMICOLON: ';', PIPE: '|', CARET: '^', BACKQUOTE: '`' } as const;
export type DelimiterName = keyof typeof DELIMITERS;
export const LINE_ENDINGS = { LF: '\n', CRLF: '\r\n' } as const;
export type LineEndingName = keyof typeof LINE_ENDINGS;

export interface Job {
  readonly id: string;
  readonly kind: JobKind;
  readonly userId: string;
  readonly state: JobState;
  readonly operation: IngestOperation | 'query' | 'queryAll';
  /** Canonical name of the object. */
  readonly object: string;
  /** Folded name of the key of an upsert; Id otherwise. */
  readonly externalId: string | undefined;
  readonly query: string | undefined;
  readonly delimiter: DelimiterName;
  readonly lineEnding: LineEndingName;
  readonly version: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** Rows that have a result. */
  readonly processed: number;
  readonly failed: number;
  readonly processingMs: number;
  readonly errorMessage: string | undefined;
}

export const isFinished = ({ state }: Job): boolean => state === 'JobComplete' || state === 'Failed' || state === 'Aborted';

export function jobInfo(job: Job): Record<string, unknown> {
  const isIngest = job.kind === 'ingest';
  return {
    id: job.id,
    operation: job.operation,
    object: job.object,
    createdById: job.userId,
    createdDate: restDatetime(job.createdAt),
    systemModstamp: restDatetime(job.modifiedAt),
    state: job.state,
    ...(job.externalId === undefined ? {} : { externalIdFieldName: job.externalId }),
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: Number(job.version),
    ...(isIngest && job.state === 'Open' ? { contentUrl: `services/data/v${job.version}/jobs/ingest/${job.id}/batches` } : {}),
    jobType: isIngest ? 'V2Ingest' : 'V2Query',
    lineEnding: job.lineEnding,
    columnDelimiter: job.delimiter,
    numberRecordsProcessed: job.processed,
    ...(isIngest ? { numberRecordsFailed: job.failed, apiActiveProcessingTime: job.processingMs, apexProcessingTime: 0 } : {}),
    retries: 0,
    totalProcessingTime: job.processingMs,
    ...(job.errorMessage === undefined ? {} : { errorMessage: job.errorMessage }),
  };
}
