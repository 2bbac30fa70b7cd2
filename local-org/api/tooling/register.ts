/** The Tooling API below `/services/data/vNN.N/tooling`. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { testResult } from '../../deploy/testing/test-result.ts';
import type { TestMethodResult } from '../../runtime/test-runner.ts';
import type { UserContext } from '../../library/ports.ts';
import type { Authenticate } from '../authentication.ts';
import { apiError, notFound } from '../errors.ts';
import type { ApiHost } from '../host.ts';
import { DATA_ROOT, requireVersion } from '../rest/serve-resources.ts';
import type { SystemTopics } from '../streaming/system-topics.ts';
import { executeAnonymous } from './anonymous.ts';
import { toolingObjects } from './objects.ts';
import { attributesOf, queryTooling, type ToolingObject, type ToolingRow } from './soql.ts';
import { readTestRequest } from './test-request.ts';
import { TestRuns, type TestRunRecord } from './test-runs.ts';
import { TraceRecords, type TraceObject } from './trace-records.ts';

const ROOT = `${DATA_ROOT}/tooling`;

interface Call {
  readonly request: FastifyRequest;
  readonly user: UserContext;
  readonly version: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | undefined>>;
}

export function registerTooling(server: FastifyInstance, host: ApiHost, authenticate: Authenticate, systemTopics: SystemTopics): void {
  const runs = new TestRuns(host, (run) => { systemTopics.publish({ topic: '/systemTopic/TestResult', userId: run.userId, id: run.jobId }); });
  const objects = toolingObjects(host, runs);
  const traces = new TraceRecords(host.apex.logs, () => host.now());
  const stopTelling = host.apex.logs.onAdded((log) => { systemTopics.publish({ topic: '/systemTopic/Logging', userId: log.user.id, id: log.id }); });
  server.addHook('onClose', () => {
    stopTelling();
    return runs.close();
  });

  const open = (request: FastifyRequest): Call => {
    const user = authenticate(request);
    const parameters = request.params as Record<string, string>;
    requireVersion(parameters['version'] ?? '');
    if (!host.hasUserPermission(user, 'AuthorApex')) throw apiError(403, 'INSUFFICIENT_ACCESS', 'The Tooling API needs the Author Apex permission.');
    return { request, user, version: parameters['version'] ?? '', parameters, query: request.query as Record<string, string | undefined> };
  };
  const root = (version: string): string => `/services/data/v${version}/tooling/sobjects`;

  server.get(`${ROOT}/query`, async (request) => {
    const { query, version } = open(request);
    if (query['q'] === undefined || query['q'].trim() === '') throw apiError(400, 'MALFORMED_QUERY', 'A query string has to be specified');
    const { totalSize, records, columns, objectName } = queryTooling(query['q'], (name) => objects.get(name), root(version));
    if (query['columns'] === 'true') return { columnMetadata: columns };
    return { size: records.length, totalSize, done: true, queryLocator: null, entityTypeName: objectName, records };
  });
  server.get(`${ROOT}/sobjects/:object/:id`, async (request) => {
    const { parameters, version } = open(request);
    const object = requireObject(objects, parameters['object']);
    const row = requireRow(object, parameters['id']);
    const plain = Object.entries(row).filter(([name]) => object.fields[name] === 'field');
    return { attributes: attributesOf(object, row, root(version)), ...Object.fromEntries(plain) };
  });
  server.get(`${ROOT}/sobjects/:object/describe`, async (request) => {
    const { parameters } = open(request);
    const object = requireObject(objects, parameters['object']);
    return { name: object.name, label: object.name, queryable: true, fields: Object.keys(object.fields).filter((name) => object.fields[name] === 'field').map((name) => ({ name, label: name })) };
  });
  server.get(`${ROOT}/sobjects/ApexLog/:id/Body`, async (request, reply) => {
    const { parameters } = open(request);
    const log = host.apex.logs.logs.find(({ id }) => id.slice(0, 15) === parameters['id']?.slice(0, 15));
    if (log === undefined) throw notFound();
    return reply.type('text/plain; charset=utf-8').send(log.text);
  });
  server.post(`${ROOT}/sobjects/:object`, async (request, reply) => {
    const { parameters, user } = open(request);
    return reply.code(201).send({ id: traces.create(requireTraceObject(parameters['object']), request.body, user), success: true, errors: [], warnings: [], infos: [] });
  });
  server.patch(`${ROOT}/sobjects/:object/:id`, async (request, reply) => {
    const { parameters, user } = open(request);
    if (parameters['object']?.toLowerCase() === 'apextestqueueitem') await abortItem(runs, parameters['id'] ?? '', request.body);
    else traces.update(requireTraceObject(parameters['object']), parameters['id'] ?? '', request.body, user);
    return reply.code(204).send();
  });
  server.delete(`${ROOT}/sobjects/:object/:id`, async (request, reply) => {
    const { parameters } = open(request);
    const id = requireRow(requireObject(objects, parameters['object']), parameters['id'])['Id'] as string;
    if (parameters['object']?.toLowerCase() === 'apexlog') host.apex.logs.remove(id);
    else traces.remove(requireTraceObject(parameters['object']), id);
    return reply.code(204).send();
  });
  server.get(`${ROOT}/executeAnonymous`, async (request) => {
    const { user, query } = open(request);
    const text = query['anonymousBody'];
    if (text === undefined) throw apiError(400, 'MISSING_ARGUMENT', 'The parameter anonymousBody is required.');
    return (await executeAnonymous(host, user, text, new Map())).result;
  });
  for (const method of ['GET', 'POST'] as const) {
    server.route({ method, url: `${ROOT}/runTestsAsynchronous`, handler: async (request, reply) => {
      const { user, query } = open(request);
      const run = runs.start(user, readTestRequest(method === 'GET' ? query : request.body, host.apex.testClasses()));
      // A bare JSON string, which would be sent as plain text.
      return reply.type('application/json; charset=utf-8').send(JSON.stringify(run.jobId));
    } });
    server.route({ method, url: `${ROOT}/runTestsSynchronous`, handler: async (request) => {
      const { user, query } = open(request);
      const run = runs.start(user, readTestRequest(method === 'GET' ? query : request.body, host.apex.testClasses()));
      await run.finished;
      return synchronousAnswer(run, runs, host);
    } });
  }
}

function requireObject(objects: ReadonlyMap<string, ToolingObject>, name = ''): ToolingObject {
  const object = objects.get(name.toLowerCase());
  if (object === undefined) throw notFound();
  return object;
}

function requireRow(object: ToolingObject, id = ''): ToolingRow {
  const row = object.rows().find((one) => String(one['Id']).slice(0, 15) === id.slice(0, 15));
  if (row === undefined) throw notFound(`Provided external ID field does not exist or is not accessible: ${id}`);
  return row;
}

function requireTraceObject(name = ''): TraceObject {
  const found = (['TraceFlag', 'DebugLevel'] as const).find((object) => object.toLowerCase() === name.toLowerCase());
  if (found === undefined) throw apiError(400, 'UNSUPPORTED', `The local org does not write ${name} records through the Tooling API. Deploy metadata instead.`);
  return found;
}

/** All items of a run end together: its tests share one thread. */
async function abortItem(runs: TestRuns, id: string, body: unknown): Promise<void> {
  const status = typeof body === 'object' && body !== null ? (Object.entries(body) as [string, unknown][]).find(([name]) => name.toLowerCase() === 'status')?.[1] : undefined;
  if (status !== 'Aborted') throw apiError(400, 'INVALID_FIELD', 'The only change of an ApexTestQueueItem is Status Aborted.', ['Status']);
  const run = runs.all.find(({ items }) => items.some((item) => item.id.slice(0, 15) === id.slice(0, 15)));
  if (run === undefined) throw notFound();
  await runs.abort(run);
}

function synchronousAnswer(run: TestRunRecord, runs: TestRuns, host: ApiHost): object {
  const results: TestMethodResult[] = run.methods.map(({ result }) => result);
  const code = host.apex.code();
  const idOf = ({ type, fullName }: { readonly type: string; readonly fullName: string }): string => code.find((one) => one.type === type && one.name.toLowerCase() === fullName.toLowerCase())?.id ?? '';
  const answer = testResult({ results, coverage: runs.aggregate }, { testLevel: 'RunLocalTests', idOf, isDeployed: () => true });
  return { ...answer, apexLogId: null, queueItemId: null, flowCoverage: [], flowCoverageWarnings: [] };
}
