/** The HTTP server of the org: fastify with what holds for every surface (loopback hosts only, errors, double slashes, JSON). */
import type { KeyObject } from 'node:crypto';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { ApexException } from '../values/exceptions.ts';
import type { ApiHost } from './host.ts';
import { makeAuthenticate, refuseForeignOrigin, type Authenticate } from './authentication.ts';
import { ApiError, apiError, notFound } from './errors.ts';
import { registerApexRest } from './apexrest/register.ts';
import { registerOAuth } from './oauth/register.ts';
import type { Sessions } from './oauth/sessions.ts';
import { RolledBack } from './rest/collections.ts';
import { registerRest } from './rest/register.ts';
import { soapFamilies } from './soap/families.ts';
import { registerSoap } from './soap/register.ts';
import { registerStreaming, type StreamingOptions } from './streaming/register.ts';

export interface ServerOptions {
  readonly host: ApiHost;
  readonly sessions: Sessions;
  readonly publicKey: KeyObject;
  readonly streaming?: StreamingOptions;
  /** Told of errors that are the local org's own fault, never of user errors. */
  reportInternalError(error: unknown, request: FastifyRequest): void;
}

/** The platform's limit for a REST body. */
const BODY_LIMIT_BYTES = 6_000_000;

export function createServer(options: ServerOptions): { readonly server: FastifyInstance; readonly authenticate: Authenticate } {
  // Clients whose stored instance URL ends in a slash send `//services/…`.
  const server = Fastify({ bodyLimit: BODY_LIMIT_BYTES, forceCloseConnections: true, rewriteUrl: (request) => (request.url ?? '/').replace(/^\/+/, '/') });
  const authenticate = makeAuthenticate(options.host, options.sessions);

  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => { done(null, new URLSearchParams(body as string)); });
  acceptEmptyJson(server);
  server.addHook('onRequest', (request, reply, done) => {
    if (!isLoopbackHost(request.headers.host)) void reply.code(421).send([{ errorCode: 'MISDIRECTED_REQUEST', message: `Host ${request.headers.host ?? ''} is not a loopback name.` }]);
    else if (!refuseForeignOrigin(request, reply)) done();
  });
  server.setErrorHandler((error, request, reply) => answerError(error, request, reply, options));
  server.setNotFoundHandler((_request, reply) => { void reply.code(404).send(notFound().errors); });

  registerOAuth(server, { host: options.host, sessions: options.sessions, authenticate, publicKey: options.publicKey });
  registerRest(server, options.host, authenticate);
  registerApexRest(server, options.host, authenticate);
  registerStreaming(server, options.host, authenticate, options.streaming);
  registerSoap(server, { host: options.host, sessions: options.sessions, families: soapFamilies({}), reportInternalError: options.reportInternalError });
  return { server, authenticate };
}

/** jsforce sends `content-type: application/json` with no body on DELETE and GET. */
function acceptEmptyJson(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, body as string, done);
  });
}

/** DNS names that point to 127.0.0.1 must not reach the org from a web page (DNS rebinding). */
function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host);
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply, options: ServerOptions): FastifyReply {
  if (error instanceof RolledBack) return reply.code(200).send(error.answers());
  const known = asApiError(error);
  if (known !== undefined) return reply.code(known.status).send(known.errors);
  options.reportInternalError(error, request);
  return reply.code(500).send([{ errorCode: 'UNKNOWN_EXCEPTION', message: 'An unexpected error occurred in the local org. See its log.' }]);
}

function asApiError(error: unknown): ApiError | undefined {
  if (error instanceof ApiError) return error;
  // An uncaught exception of Apex code: the platform answers 500 APEX_ERROR from Apex REST, with type, message and stack.
  if (error instanceof ApexException) return apiError(500, 'APEX_ERROR', `${error.$typeName}: ${error.$message ?? error.message}`);
  const code = (error as Partial<FastifyError>).code;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return apiError(413, 'REQUEST_LIMIT_EXCEEDED', `The request body is larger than ${String(BODY_LIMIT_BYTES)} bytes.`);
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return apiError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Content-Type must be application/json.');
  if (error instanceof SyntaxError || code?.startsWith('FST_ERR_CTP') === true) return apiError(400, 'JSON_PARSER_ERROR', error instanceof Error ? error.message : 'Malformed JSON');
  return undefined;
}
