/** Bulk API 2.0: `/jobs/ingest` and `/jobs/query`. The first version of the Bulk API (`/services/async`) is refused by name. */
import { Readable } from 'node:stream';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Store } from '../../data/store/store.ts';
import type { UserContext } from '../../library/ports.ts';
import type { Authenticate } from '../authentication.ts';
import { apiError, notFound } from '../errors.ts';
import type { ApiHost } from '../host.ts';
import type { Allowances } from '../../deploy/allowances/allowances.ts';
import { runQuery } from '../rest/data.ts';
import { bodyOf, type JsonObject } from '../rest/records.ts';
import { DATA_ROOT, requireVersion } from '../rest/serve-resources.ts';
import { newIngestJob, newQueryJob } from './create-job.ts';
import { CsvProblem } from './csv.ts';
import { isFinished, jobInfo, type Job, type JobKind, type JobState } from './job.ts';
import { JobStore } from './job-store.ts';
import { requireBulkQuery } from './query-lines.ts';
import { resultLines, type ResultKind } from './results.ts';
import { Runner } from './runner.ts';

export interface BulkOptions {
  readonly host: ApiHost;
  readonly authenticate: Authenticate;
  readonly allowances: Allowances;
  /** Where the org keeps its rows: jobs live beside them. */
  readonly store: Store;
  reportInternalError(error: unknown): void;
}

interface ById {
  Params: { version: string; id: string };
}
interface Results {
  Params: { version: string; id: string };
  Querystring: { locator?: string; maxRecords?: string };
}

/** 150 MB of base64 are 100 MB of content for the platform; here both may be 150 MB. */
const UPLOAD_LIMIT_BYTES = 150_000_000;
/** A job in one message carries 100,000 characters. */
const MULTIPART_LIMIT_BYTES = 100_000;
const PAGE_ROWS = 50_000;
const LISTED_JOBS = 1_000;

export function registerBulk(server: FastifyInstance, options: BulkOptions): void {
  const jobs = new JobStore(options.store);
  const runner = new Runner(options.host, jobs, (error) => { options.reportInternalError(error); });
  server.addHook('onListen', async () => {
    await jobs.write(() => { jobs.forgetOld(options.host.now()); });
    runner.resume();
  });
  server.addHook('preClose', () => runner.stop());
  void server.register(async (scope) => {
    await scope.register(multipart, { limits: { fileSize: MULTIPART_LIMIT_BYTES, fieldSize: MULTIPART_LIMIT_BYTES, parts: 4 } });
    scope.addContentTypeParser('text/csv', { parseAs: 'buffer', bodyLimit: UPLOAD_LIMIT_BYTES }, (_request, body, done) => { done(null, body); });
    registerIngest(scope, options, jobs, runner);
    registerQuery(scope, options, jobs, runner);
    for (const kind of ['ingest', 'query'] as const) registerCommon(scope, options, jobs, kind);
  });
  void server.register(async (scope) => { refuseFirstVersion(scope); });
}

/** Its messages are XML, CSV or zip: none of them is read. */
function refuseFirstVersion(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, payload, done) => {
    payload.resume();
    done(null);
  });
  server.all('/services/async/*', async () => { throw apiError(400, 'UNSUPPORTED', 'The local org does not offer the first version of the Bulk API: use Bulk API 2.0 (/services/data/vNN.0/jobs).'); });
}

function registerIngest(server: FastifyInstance, options: BulkOptions, jobs: JobStore, runner: Runner): void {
  const root = `${DATA_ROOT}/jobs/ingest`;

  server.post(root, async (request) => {
    const { user, version } = caller(options, request);
    const { body, content } = request.isMultipart() ? await readParts(request) : { body: bodyOf(request.body), content: undefined };
    const job = newIngestJob(options.host.schema(), body, { user, version, nowMs: options.host.now() });
    options.allowances.use('DailyBulkApiBatches');
    const stored = await jobs.write(() => {
      const created: Job = { ...job, id: jobs.nextId(), state: content === undefined ? 'Open' : 'UploadComplete' };
      jobs.put(created);
      if (content !== undefined) jobs.putContent(created.id, content);
      return created;
    });
    if (content !== undefined) runner.enqueue(stored);
    return jobInfo(stored);
  });

  server.put<ById>(`${root}/:id/batches`, { bodyLimit: UPLOAD_LIMIT_BYTES }, async (request, reply) => {
    const { user } = caller(options, request);
    const job = requireJob(jobs, 'ingest', request.params.id, user);
    if (job.state !== 'Open') throw apiError(400, 'INVALIDJOBSTATE', `Batches can only be uploaded to an Open job. The job is ${job.state}.`);
    if (!Buffer.isBuffer(request.body)) throw apiError(400, 'INVALIDBATCH', 'The content must be text/csv.');
    if (jobs.content(job.id) !== undefined) throw apiError(400, 'INVALIDJOBSTATE', 'The job has its content already: only one upload per job is allowed.');
    const content = request.body;
    await jobs.write(() => { jobs.putContent(job.id, content); });
    return reply.code(201).send();
  });

  server.patch<ById>(`${root}/:id`, async (request) => {
    const { user } = caller(options, request);
    const job = requireJob(jobs, 'ingest', request.params.id, user);
    const changed = await changeState(options, jobs, job, requestedState(request.body, ['UploadComplete', 'Aborted']));
    if (changed.state === 'UploadComplete') runner.enqueue(changed);
    return jobInfo(changed);
  });

  for (const kind of ['successfulResults', 'failedResults', 'unprocessedrecords'] as const) {
    server.get<ById>(`${root}/:id/${kind}`, async (request, reply) => {
      const { user } = caller(options, request);
      const job = requireJob(jobs, 'ingest', request.params.id, user);
      if (!isFinished(job)) throw apiError(400, 'INVALIDJOBSTATE', `Results are available when a job has ended. The job is ${job.state}.`);
      return reply.type('text/csv; charset=utf-8').send(Readable.from(readable(resultLines(jobs, job, kind satisfies ResultKind))));
    });
  }
}

/** What cannot be read as CSV has no more lines. */
async function* readable(lines: AsyncGenerator<string>): AsyncGenerator<string> {
  try {
    yield* lines;
  } catch (error) {
    if (!(error instanceof CsvProblem)) throw error;
  }
}

function registerQuery(server: FastifyInstance, options: BulkOptions, jobs: JobStore, runner: Runner): void {
  const root = `${DATA_ROOT}/jobs/query`;

  server.post(root, async (request) => {
    const { user, version } = caller(options, request);
    const body = bodyOf(request.body);
    if (body['operation'] !== 'query' && body['operation'] !== 'queryAll') throw apiError(400, 'INVALIDJOB', 'operation must be query or queryAll.');
    if (typeof body['query'] !== 'string' || body['query'].trim() === '') throw apiError(400, 'MALFORMED_QUERY', 'A query string has to be specified');
    const text = body['query'];
    // Names and rights are checked now, so that nobody waits for a job that cannot work.
    const objectName = await options.host.run({ user, kind: 'API_READ' }, () => {
      const { query } = runQuery(options.host.schema(), text, body['operation'] === 'queryAll', 1);
      requireBulkQuery(query);
      return options.host.schema().objects.get(query.from.objectName.toLowerCase())?.apiName ?? query.from.objectName;
    });
    options.allowances.use('DailyBulkV2QueryJobs');
    const job = newQueryJob(objectName, body, { user, version, nowMs: options.host.now() });
    const stored = await jobs.write(() => {
      const created: Job = { ...job, id: jobs.nextId() };
      jobs.put(created);
      return created;
    });
    runner.enqueue(stored);
    return jobInfo(stored);
  });

  server.patch<ById>(`${root}/:id`, async (request) => {
    const { user } = caller(options, request);
    return jobInfo(await changeState(options, jobs, requireJob(jobs, 'query', request.params.id, user), requestedState(request.body, ['Aborted'])));
  });

  server.get<Results>(`${root}/:id/results`, async (request, reply) => {
    const { user } = caller(options, request);
    const job = requireJob(jobs, 'query', request.params.id, user);
    if (job.state !== 'JobComplete') throw apiError(400, 'INVALIDJOBSTATE', `Results are available when a job is complete. The job is ${job.state}.`);
    const from = positionOf(request.query.locator, job);
    const count = Math.min(maximumRows(request.query.maxRecords), PAGE_ROWS);
    const lines = jobs.lines(job.id, from + 1, count);
    const next = from + lines.length;
    return sendPage(reply, [...jobs.lines(job.id, 0, 1), ...lines].join(''), lines.length, next < job.processed ? locatorOf(next) : 'null');
  });
}

function sendPage(reply: FastifyReply, csv: string, count: number, locator: string): FastifyReply {
  return reply.type('text/csv; charset=utf-8').header('Sforce-Locator', locator).header('Sforce-NumberOfRecords', String(count)).send(csv);
}

const locatorOf = (position: number): string => Buffer.from(String(position)).toString('base64url');

function positionOf(locator: string | undefined, job: Job): number {
  if (locator === undefined || locator === '' || locator === 'null') return 0;
  const text = Buffer.from(locator, 'base64url').toString('utf8');
  if (!/^\d+$/.test(text) || Number(text) > job.processed) throw apiError(400, 'INVALID_QUERY_LOCATOR', 'Invalid query locator');
  return Number(text);
}

function maximumRows(text: string | undefined): number {
  if (text === undefined) return PAGE_ROWS;
  if (!/^\d+$/.test(text) || Number(text) < 1) throw apiError(400, 'INVALIDJOB', 'maxRecords must be a number above 0.');
  return Number(text);
}

function registerCommon(server: FastifyInstance, options: BulkOptions, jobs: JobStore, kind: JobKind): void {
  const root = `${DATA_ROOT}/jobs/${kind}`;
  server.get(root, async (request) => {
    const { user } = caller(options, request);
    return { done: true, records: jobs.list(kind, user.id).slice(0, LISTED_JOBS).map(jobInfo), nextRecordsUrl: null };
  });
  server.get<ById>(`${root}/:id`, async (request) => {
    const { user } = caller(options, request);
    return jobInfo(requireJob(jobs, kind, request.params.id, user));
  });
  server.delete<ById>(`${root}/:id`, async (request, reply) => {
    const { user } = caller(options, request);
    const job = requireJob(jobs, kind, request.params.id, user);
    if (!isFinished(job)) throw apiError(400, 'INVALIDJOBSTATE', `A job can be deleted when it has ended. The job is ${job.state}: abort it first.`);
    await jobs.write(() => { jobs.remove(job.id); });
    return reply.code(204).send();
  });
}

function caller(options: BulkOptions, request: FastifyRequest): { readonly user: UserContext; readonly version: string } {
  const user = options.authenticate(request);
  const { version } = request.params as { version: string };
  requireVersion(version);
  return { user, version };
}

/** A user's jobs are nobody else's. Ids may be given with 15 characters. */
function requireJob(jobs: JobStore, kind: JobKind, id: string, user: UserContext): Job {
  const job = jobs.find(kind, id) ?? (id.length === 15 ? jobs.list(kind, user.id).find((one) => one.id.startsWith(id)) : undefined);
  if (job === undefined || job.userId !== user.id) throw notFound();
  return job;
}

function requestedState(body: unknown, allowed: readonly JobState[]): JobState {
  const { state } = bodyOf(body);
  const found = allowed.find((one) => one === state);
  if (found === undefined) throw apiError(400, 'INVALIDJOBSTATE', `The state of a job can be set to ${allowed.join(' or ')}.`);
  return found;
}

async function changeState(options: BulkOptions, jobs: JobStore, job: Job, state: JobState): Promise<Job> {
  if (isFinished(job)) throw apiError(400, 'INVALIDJOBSTATE', `The job has ended: it is ${job.state}.`);
  if (state === 'UploadComplete' && job.state !== 'Open') throw apiError(400, 'INVALIDJOBSTATE', `The job is already ${job.state}.`);
  if (state === 'UploadComplete' && jobs.content(job.id) === undefined) throw apiError(400, 'INVALIDJOBSTATE', 'Nothing was uploaded to the job yet.');
  const changed: Job = { ...job, state, modifiedAt: options.host.now() };
  await jobs.write(() => { jobs.put(changed); });
  return changed;
}

/** A job with its content in one message: the parts `job` (JSON) and `content` (CSV). */
async function readParts(request: FastifyRequest): Promise<{ readonly body: JsonObject; readonly content: Buffer }> {
  let body: unknown;
  let content: Buffer | undefined;
  for await (const part of request.parts()) {
    const value = part.type === 'file' ? await part.toBuffer() : part.value;
    if (part.fieldname === 'job') body = Buffer.isBuffer(value) ? parseJson(value.toString('utf8')) : typeof value === 'string' ? parseJson(value) : value;
    else if (part.fieldname === 'content') content = Buffer.isBuffer(value) ? value : Buffer.from(String(value), 'utf8');
  }
  if (content === undefined) throw apiError(400, 'INVALIDBATCH', 'The message needs the parts job (JSON) and content (CSV).');
  return { body: bodyOf(body), content };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw apiError(400, 'JSON_PARSER_ERROR', error instanceof Error ? error.message : 'Malformed JSON');
  }
}
