/** The HTTP server of the org: fastify with what holds for every surface (loopback hosts only, errors, double slashes, JSON). */
import type { KeyObject } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Store } from '../data/store/store.ts';
import { registerClock, type MovableClock } from './clock/register.ts';
import type { ApiHost } from './host.ts';
import { makeAuthenticate, refuseForeignOrigin, type Authenticate } from './authentication.ts';
import { BODY_LIMIT_BYTES, errorAnswer } from './error-answer.ts';
import { registerBulk } from './bulk/register.ts';
import { registerPubSubAddresses, type PubSubAddresses } from './pubsub/addresses.ts';
import { registerApexRest } from './apexrest/register.ts';
import { registerMetadataRest } from './metadata/rest.ts';
import { metadataOperations } from './metadata/soap.ts';
import { registerOAuth, type LoginOptions } from './oauth/register.ts';
import type { Sessions } from './oauth/sessions.ts';
import { Allowances } from '../deploy/allowances/allowances.ts';
import { registerRest } from './rest/register.ts';
import { refuseUnknown } from './rest/serve-resources.ts';
import { soapFamilies } from './soap/families.ts';
import { partnerOperations } from './soap/partner.ts';
import { registerSoap } from './soap/register.ts';
import { registerTooling } from './tooling/register.ts';
import { apexOperations } from './tooling/soap-operations.ts';
import { registerUi } from './ui/register.ts';
import { SystemTopics } from './streaming/system-topics.ts';
import { registerStreaming, type StreamingOptions } from './streaming/register.ts';

export interface ServerOptions {
  readonly host: ApiHost;
  readonly sessions: Sessions;
  readonly publicKey: KeyObject;
  readonly login: LoginOptions;
  readonly store: Store;
  /** Where the Pub/Sub API listens, told to clients that ask; absent: nowhere. */
  pubSubAddresses?(): PubSubAddresses | undefined;
  readonly streaming?: StreamingOptions;
  /** For the life of codes and assertions; absent: the org's own time. */
  readonly wallClock?: () => number;
  /** Absent: the time of the org is not to be moved. */
  readonly clock?: { readonly clock: MovableClock; moved(): void };
  /** Told of errors that are the local org's own fault, never of user errors. */
  reportInternalError(error: unknown, request?: FastifyRequest): void;
}

/** External ids are part of addresses. */
const LONGEST_PATH_SEGMENT = 1_500;

export function createServer(options: ServerOptions): { readonly server: FastifyInstance; readonly authenticate: Authenticate } {
  // Clients whose stored instance URL ends in a slash send `//services/…`.
  const server = Fastify({
    bodyLimit: BODY_LIMIT_BYTES, forceCloseConnections: true, rewriteUrl: ({ url = '/' }) => (url.startsWith('//') ? url.replace(/^\/+/, '/') : url),
    routerOptions: { maxParamLength: LONGEST_PATH_SEGMENT },
    frameworkErrors: (error, request, reply) => { answerError(error, request, reply, options); },
  });
  const allowances = options.host.allowances ?? new Allowances(() => options.host.now());
  const authenticate = makeAuthenticate(options.host, options.sessions, allowances);

  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => { done(null, new URLSearchParams(body as string)); });
  acceptEmptyJson(server);
  server.addHook('onRequest', (request, reply, done) => {
    if (!isLoopbackHost(request.headers.host)) void reply.code(421).send([{ errorCode: 'MISDIRECTED_REQUEST', message: `Host ${request.headers.host ?? ''} is not a loopback name.` }]);
    else if (!refuseForeignOrigin(request, reply)) done();
  });
  server.setErrorHandler((error, request, reply) => answerError(error, request, reply, options));

  registerOAuth(server, { host: options.host, sessions: options.sessions, authenticate, publicKey: options.publicKey, login: options.login, wallClock: options.wallClock ?? (() => options.host.now()) });
  const resources = registerRest(server, options.host, authenticate, allowances);
  server.setNotFoundHandler((request) => { throw refuseUnknown(resources, request); });
  registerBulk(server, { host: options.host, authenticate, allowances, store: options.store, reportInternalError: options.reportInternalError });
  registerApexRest(server, options.host, authenticate);
  registerUi(server, options.host, authenticate);
  registerPubSubAddresses(server, authenticate, () => options.pubSubAddresses?.());
  const systemTopics = new SystemTopics();
  registerStreaming(server, options.host, authenticate, { wallClock: options.wallClock ?? (() => options.host.now()), ...options.streaming, systemTopics });
  registerMetadataRest(server, options.host.metadata, authenticate);
  registerTooling(server, options.host, authenticate, systemTopics);
  const families = soapFamilies({
    apex: apexOperations(options.host), metadata: metadataOperations(options.host.metadata), partner: partnerOperations(options.host, options.sessions),
  });
  if (options.clock !== undefined) registerClock(server, options.host, authenticate, options.clock.clock, options.clock.moved);
  registerSoap(server, { host: options.host, sessions: options.sessions, families, reportInternalError: options.reportInternalError });
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

let lastLoopbackHost: string | undefined;

/** DNS names that point to 127.0.0.1 must not reach the org from a web page (DNS rebinding). Clients name the same host every time. */
function isLoopbackHost(host: string | undefined): boolean {
  if (host === undefined) return false;
  if (host === lastLoopbackHost) return true;
  const isLoopback = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host);
  if (isLoopback) lastLoopbackHost = host;
  return isLoopback;
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply, options: ServerOptions): FastifyReply {
  const known = errorAnswer(error);
  if (known !== undefined) return reply.code(known.status).send(known.body);
  options.reportInternalError(error, request);
  return reply.code(500).send([{ errorCode: 'UNKNOWN_EXCEPTION', message: 'An unexpected error occurred in the local org. See its log.' }]);
}
