/** What every HTTP surface of the gateway shares: raw bodies, who may call, and what a caller is told of an error. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { messageOf, Refusal, TransientFailure } from './failures.ts';
import type { Log } from './log.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The bytes as they came, for signatures; absent where there was no body. */
    rawBody?: Buffer;
  }
}

/** The most an API takes, as the org does. */
export const BODY_LIMIT_BYTES = 1_048_576;
const RETRY_AFTER_SECONDS = 1;

export type Scope = 'operations:read' | 'operations:write' | 'web:read' | 'web:write' | 'store-ops:read' | 'store-ops:write' | 'process:write' | 'system:read' | 'system:write';

export interface ApiClient {
  readonly name: string;
  /** SHA-256 of its token, hexadecimal; the token itself is nowhere. */
  readonly tokenHash: string;
  readonly scopes: readonly Scope[];
}

/** Makes a check that runs before an operation: 401 without a known token, 403 without the scope. */
export type Authorise = (scope: Scope) => (request: FastifyRequest) => Promise<void>;

export function authoriseClients(clients: readonly ApiClient[]): Authorise {
  return (scope) => async (request) => {
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
    const client = token === undefined ? undefined : clientOf(clients, token);
    if (client === undefined) throw new Refusal('GW-UNAUTHORISED', 'Send the token of a configured client: Authorization: Bearer <token>.', { status: 401 });
    if (!client.scopes.includes(scope)) throw new Refusal('GW-FORBIDDEN', `${client.name} may not do this: it needs the scope ${scope}, which the gateway's configuration gives.`, { status: 403 });
  };
}

function clientOf(clients: readonly ApiClient[], token: string): ApiClient | undefined {
  const hash = createHash('sha256').update(token).digest();
  return clients.find(({ tokenHash }) => tokenHash.length === 64 && timingSafeEqual(Buffer.from(tokenHash, 'hex'), hash));
}

/** Keeps raw bodies beside parsed ones. XML stays text: who reads it bounds it first. */
export function keepRawBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(['application/json', 'application/cloudevents+json'], { parseAs: 'buffer' }, (request, body, done) => {
    request.rawBody = body as Buffer;
    try {
      done(null, request.rawBody.length === 0 ? undefined : parseJson(request.rawBody));
    } catch (error) {
      done(new Refusal('GW-MALFORMED', `The body is not JSON: ${messageOf(error)}`));
    }
  });
  server.addContentTypeParser(['application/xml', 'text/xml'], { parseAs: 'buffer' }, (request, body, done) => {
    request.rawBody = body as Buffer;
    done(null, undefined);
  });
}

/** JSON in UTF-8. Keys that reach into prototypes are refused, whatever they hold. */
function parseJson(body: Buffer): unknown {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  return JSON.parse(text, (key, value: unknown) => {
    if (key === '__proto__') throw new SyntaxError('"__proto__" is not a field.');
    return value;
  });
}

/** Answers errors as `[{errorCode, message, fields?}]`; a mistake of ours is logged and told without its text. */
export function answerErrors(server: FastifyInstance, log: Log): void {
  server.setNotFoundHandler(async (request, reply) => reply.status(404).send([{ errorCode: 'GW-NOT-FOUND', message: `There is no ${request.method} ${request.url.split('?')[0]!}.` }]));
  server.setErrorHandler(async (error: FastifyError | Refusal | TransientFailure, request, reply) => answerError(error, request, reply, log));
}

function answerError(error: FastifyError | Refusal | TransientFailure, request: FastifyRequest, reply: FastifyReply, log: Log): FastifyReply {
  if (error instanceof Refusal) {
    if (error.status === 503) void reply.header('retry-after', String(RETRY_AFTER_SECONDS));
    return reply.status(error.status).send([{ errorCode: error.code, message: error.message, ...(error.fields.length === 0 ? {} : { fields: error.fields }) }]);
  }
  if (error instanceof TransientFailure) {
    const seconds = Math.max(RETRY_AFTER_SECONDS, Math.ceil((error.retryAfterMs ?? 0) / 1000));
    return reply.status(503).header('retry-after', String(seconds)).send([{ errorCode: 'GW-TRY-AGAIN', message: `${error.message} Send it again, unchanged, after ${String(seconds)} s.` }]);
  }
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return reply.status(413).send([{ errorCode: 'GW-BODY-TOO-LARGE', message: `The body is larger than ${String(BODY_LIMIT_BYTES)} bytes; send less at once.` }]);
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return reply.status(415).send([{ errorCode: 'GW-MEDIA-TYPE', message: `Content-Type ${request.headers['content-type'] ?? '(none)'} is not taken here.` }]);
  if (error.statusCode !== undefined && error.statusCode < 500) return reply.status(error.statusCode).send([{ errorCode: 'GW-MALFORMED', message: error.message }]);
  log.write('error', 'request-failed', { method: request.method, path: request.url.split('?')[0], message: error.message });
  return reply.status(500).send([{ errorCode: 'GW-INTERNAL', message: 'The gateway failed at this; nothing of the call is stored. Its log tells why.' }]);
}
