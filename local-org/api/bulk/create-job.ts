/** What a client asks for, checked. */
import type { UserContext } from '../../library/ports.ts';
import type { OrgSchema } from '../../schema/schema.ts';
import { apiError } from '../errors.ts';
import { externalIdField, type JsonObject } from '../rest/records.ts';
import { DELIMITERS, LINE_ENDINGS, type DelimiterName, type IngestOperation, type Job, type LineEndingName } from './job.ts';

type NewJob = Omit<Job, 'id'>;

interface Base {
  readonly user: UserContext;
  readonly version: string;
  readonly nowMs: number;
}

const OPERATIONS: ReadonlySet<string> = new Set(['insert', 'update', 'upsert', 'delete']);

export function newIngestJob(schema: OrgSchema, body: JsonObject, base: Base): NewJob {
  const { operation, object: objectName, externalIdFieldName } = body;
  if (operation === 'hardDelete') throw apiError(400, 'FEATURENOTENABLED', 'hardDelete operation requires special user profile permission, please contact your system administrator');
  if (typeof operation !== 'string' || !OPERATIONS.has(operation)) throw apiError(400, 'INVALIDJOB', `Unknown operation: ${String(operation).slice(0, 40)}. There are insert, update, upsert and delete.`);
  const object = typeof objectName === 'string' ? schema.objects.get(objectName.toLowerCase()) : undefined;
  if (object === undefined) throw apiError(400, 'INVALIDENTITY', `Unable to find object: ${String(objectName).slice(0, 80)}`);
  if (!object.isWriteable || object.kind === 'event' || (object.isDeletable === false && operation === 'delete')) throw apiError(400, 'INVALIDENTITY', `Entity '${object.apiName}' is not supported by the Bulk API.`);
  if (operation === 'upsert' && typeof externalIdFieldName !== 'string') throw apiError(400, 'INVALIDJOB', 'External ID was blank for ' + object.apiName + '. An External ID must be specified for upsert.');
  const externalId = operation === 'upsert' ? externalIdField(object, externalIdFieldName as string) : undefined;
  return { ...common(body, base), kind: 'ingest', state: 'Open', operation: operation as IngestOperation, object: object.apiName, externalId, query: undefined };
}

export function newQueryJob(objectName: string, body: JsonObject, base: Base): NewJob {
  return { ...common(body, base), kind: 'query', state: 'UploadComplete', operation: body['operation'] === 'queryAll' ? 'queryAll' : 'query', object: objectName, externalId: undefined, query: body['query'] as string };
}

function common(body: JsonObject, { user, version, nowMs }: Base): Pick<Job, 'userId' | 'delimiter' | 'lineEnding' | 'version' | 'createdAt' | 'modifiedAt' | 'processed' | 'failed' | 'processingMs' | 'errorMessage'> {
  const contentType = body['contentType'] ?? 'CSV';
  if (contentType !== 'CSV') throw apiError(400, 'INVALIDJOB', `Content type ${JSON.stringify(contentType).slice(0, 40)} is not supported: CSV is.`);
  return {
    userId: user.id, delimiter: oneOf<DelimiterName>(body['columnDelimiter'], DELIMITERS, 'COMMA', 'columnDelimiter'), lineEnding: oneOf<LineEndingName>(body['lineEnding'], LINE_ENDINGS, 'LF', 'lineEnding'),
    version, createdAt: nowMs, modifiedAt: nowMs, processed: 0, failed: 0, processingMs: 0, errorMessage: undefined,
  };
}

function oneOf<T extends string>(value: unknown, allowed: Readonly<Record<T, string>>, fallback: T, name: string): T {
  if (value === undefined || value === null) return fallback;
  if (typeof value === 'string' && Object.hasOwn(allowed, value)) return value as T;
  throw apiError(400, 'INVALIDJOB', `${name} must be one of ${Object.keys(allowed).join(', ')}, not ${JSON.stringify(value).slice(0, 40)}.`);
}
