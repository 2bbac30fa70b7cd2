/** The result of a query job: CSV lines, one a record, written in the transaction that reads them. */
import type { UserContext } from '../../library/ports.ts';
import type { FieldExpression, SelectItem, SoqlQuery } from '../../soql/syntax.ts';
import { apiError } from '../errors.ts';
import type { ApiHost } from '../host.ts';
import { runQuery } from '../rest/data.ts';
import { isAggregate, type JsonRecord } from '../rest/query-json.ts';
import { writeRow } from './csv.ts';
import type { Job } from './job.ts';
import type { JobStore } from './job-store.ts';

export async function runQueryJob(host: ApiHost, jobs: JobStore, job: Job, user: UserContext): Promise<void> {
  const started = performance.now();
  await host.run({ user, kind: 'API_READ' }, () => {
    const { query, records } = runQuery(host.schema(), job.query ?? '', job.operation === 'queryAll');
    const columns = columnsOf(query);
    const canonical = columns.map((path) => canonicalPath(host, query, path));
    const lines = [writeRow(canonical.map((path) => path.join('.')), job), ...records.map((record) => writeRow(canonical.map((path) => textAt(record, path)), job))];
    jobs.putLines(job.id, lines);
    jobs.put({ ...job, state: 'JobComplete', modifiedAt: host.now(), processed: records.length, processingMs: Math.round(performance.now() - started) });
  });
}

/** @throws 400 for what bulk queries do not take */
export function requireBulkQuery(query: SoqlQuery): void {
  if (isAggregate(query)) throw apiError(400, 'API_ERROR', 'Aggregate functions and GROUP BY are not supported in Bulk Query');
  if (query.offset !== undefined) throw apiError(400, 'API_ERROR', 'OFFSET is not supported in Bulk Query');
  if (query.select.some((item) => item.kind === 'subquery')) throw apiError(400, 'API_ERROR', 'Aggregate Relationships not supported in Bulk Query');
  columnsOf(query);
}

function columnsOf(query: SoqlQuery): readonly (readonly string[])[] {
  return query.select.map((item: SelectItem) => {
    const expression: FieldExpression | undefined = item.kind === 'field' ? item.expression : undefined;
    if (expression?.kind !== 'path') throw apiError(400, 'API_ERROR', 'Bulk queries select fields by name: functions, FIELDS() and TYPEOF are not supported by the local org.');
    const [first = '', ...rest] = expression.names;
    const isAlias = rest.length > 0 && [query.from.alias, query.from.objectName].some((name) => name?.toLowerCase() === first.toLowerCase());
    return isAlias ? rest : expression.names;
  });
}

/** The names as the schema spells them: those of the JSON records. */
function canonicalPath(host: ApiHost, query: SoqlQuery, path: readonly string[]): readonly string[] {
  const schema = host.schema();
  let object = schema.objects.get(query.from.objectName.toLowerCase());
  return path.map((name, index) => {
    if (index === path.length - 1) return object?.fieldsByName.get(name.toLowerCase())?.apiName ?? name;
    const reference = object?.parentsByName.get(name.toLowerCase())?.reference;
    object = schema.objects.get(reference?.targets.length === 1 ? reference.targets[0]!.toLowerCase() : 'name');
    return reference?.relationshipName ?? name;
  });
}

function textAt(record: JsonRecord, path: readonly string[]): string {
  let value: unknown = record;
  for (const name of path) value = typeof value === 'object' && value !== null ? (value as JsonRecord)[name] : undefined;
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
