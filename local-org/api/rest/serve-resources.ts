/** Puts the resource table behind HTTP. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApexException } from '../../values/exceptions.ts';
import type { ApiHost } from '../host.ts';
import type { Authenticate } from '../authentication.ts';
import { apiError, notFound } from '../errors.ts';
import type { Cursors } from './cursors.ts';
import { isKnownVersion } from './versions.ts';
import type { FoundResource, Resource, ResourceAnswer, ResourceCall, ResourceTable } from './resource.ts';

export const DATA_ROOT = '/services/data/v:version';

type Parameters = Readonly<Record<string, string>>;

interface Served {
  readonly host: ApiHost;
  readonly authenticate: Authenticate;
  readonly table: ResourceTable;
  readonly cursors: Cursors;
}

export function serveResources(server: FastifyInstance, host: ApiHost, authenticate: Authenticate, table: ResourceTable, cursors: Cursors): void {
  const served: Served = { host, authenticate, table, cursors };
  for (const resource of table.resources) {
    server.route({ method: resource.method, url: `${DATA_ROOT}${resource.path}`, handler: (request, reply) => serve(served, resource, request, reply) });
  }
  const posted = new Set(table.resources.flatMap(({ method, path }) => (method === 'POST' ? [path] : [])));
  for (const path of new Set(table.resources.map((resource) => resource.path))) {
    if (!posted.has(path)) server.post(`${DATA_ROOT}${path}`, (request, reply) => serve(served, undefined, request, reply));
  }
}

async function serve({ host, authenticate, table, cursors }: Served, resource: Resource | undefined, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const user = authenticate(request);
  const { version = '', ...parameters } = request.params as Parameters;
  requireVersion(version);
  const found = overriding(table, request) ?? (resource === undefined ? undefined : { resource, parameters });
  if (found === undefined) throw refuseUnknown(table, request);
  const call: ResourceCall = { host, user, cursors, version, parameters: found.parameters, query: queryOf(request), headers: headersOf(request), body: request.body };
  return sendAnswer(reply, await runResource(found.resource, call));
}

/** Runs a resource as one transaction of its caller. */
export function runResource(resource: Resource, call: ResourceCall): Promise<ResourceAnswer> {
  // What only reads may bring more rows than an Apex transaction could hold.
  return call.host.run({ user: call.user, kind: resource.method === 'GET' ? 'API_READ' : 'REST' }, () => handled(resource, call));
}

/** Inside a transaction. An exception that leaves a data call is a trigger's own; the platform words it as an error of the record. */
export function handled(resource: Resource, call: ResourceCall): ResourceAnswer {
  try {
    return resource.handle(call);
  } catch (error) {
    if (error instanceof ApexException) throw apiError(400, 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `${error.$typeName}: ${error.$message ?? error.message}`);
    throw error;
  }
}

export function sendAnswer(reply: FastifyReply, answer: ResourceAnswer): FastifyReply {
  for (const [name, value] of Object.entries(answer.headers ?? {})) reply.header(name, value);
  return reply.code(answer.status).send(answer.body);
}

/** Clients that cannot send PATCH say `POST …?_HTTP_METHOD=PATCH`. */
function overriding(table: ResourceTable, request: FastifyRequest): FoundResource | undefined {
  if (request.method !== 'POST') return undefined;
  const method = (request.query as Record<string, unknown>)['_HTTP_METHOD'];
  return typeof method === 'string' ? table.find(method.toUpperCase(), pathBelowVersion(request.url) ?? '') : undefined;
}

/** The path of a data request below its version, without the query; `undefined` for other addresses. */
export function pathBelowVersion(url: string): string | undefined {
  return /^\/services\/data\/v\d+(?:\.\d+)?([^?]*)/.exec(url)?.[1];
}

export function requireVersion(version: string): void {
  if (!isKnownVersion(version)) throw notFound();
}

/** A path that has other methods answers 405, any other 404. */
export function refuseUnknown(table: ResourceTable, request: FastifyRequest): Error {
  const path = pathBelowVersion(request.url);
  const methods = path === undefined ? [] : table.methods(path);
  if (methods.length === 0) return notFound();
  return apiError(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${request.method}' not allowed. Allowed are ${methods.join(',')}`);
}

/** A name given twice counts once: the last, as on the platform. */
function queryOf(request: FastifyRequest): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(request.query as Record<string, string | string[]>).map(([name, value]) => [name, typeof value === 'string' ? value : value.at(-1)]));
}

function headersOf(request: FastifyRequest): Readonly<Record<string, string | undefined>> {
  return request.headers as Record<string, string | undefined>;
}
