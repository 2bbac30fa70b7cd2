/** `/services/apexrest/…`: hands the request to the Apex class whose urlMapping matches. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RestExchange } from '../../library/ports.ts';
import type { ApiHost } from '../host.ts';
import type { Authenticate } from '../authentication.ts';
import { apiError, noClassAccess, notFound } from '../errors.ts';

const PREFIX = '/services/apexrest';

/** 6 MB in a synchronous transaction, as on the platform. The app itself may allow less. */
export const MAXIMUM_BODY_BYTES = 6_000_000;

/** The session must not be readable by Apex, as on the platform. */
const SECRET_HEADERS: ReadonlySet<string> = new Set(['authorization', 'cookie']);

interface ApexAnswer {
  readonly exchange: RestExchange;
  readonly body: string | Buffer | undefined;
}

export function registerApexRest(server: FastifyInstance, host: ApiHost, authenticate: Authenticate): void {
  void server.register(async (scope) => {
    // Apex reads the raw body, so nothing is parsed here, whatever the content type says.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(['application/json', '*'], { parseAs: 'buffer', bodyLimit: MAXIMUM_BODY_BYTES }, (_request, body, done) => { done(null, body); });
    scope.route({ method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], url: `${PREFIX}/*`, handler: (request, reply) => handle(host, authenticate, request, reply) });
  });
}

async function handle(host: ApiHost, authenticate: Authenticate, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const user = authenticate(request);
  const url = request.url;
  const questionMark = url.indexOf('?');
  const path = decodePath((questionMark < 0 ? url : url.slice(0, questionMark)).slice(PREFIX.length));
  const { target, resourceExists } = host.findApexRest(request.method, path);
  if (target === undefined) {
    throw resourceExists
      ? apiError(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${request.method}' not allowed. No matching method in the Apex class for ${path}`)
      : notFound(`Could not find a match for URL ${path}`);
  }
  if (!host.canRunClass(user, target.className)) throw noClassAccess(target.className);
  const exchange = new HttpExchange(request, path, target.resourcePath, questionMark < 0 ? '' : url.slice(questionMark + 1));
  const { body } = await host.run<ApexAnswer>({ user, kind: 'APEX_REST', rest: exchange }, () => ({ exchange, body: answerBody(target.invoke(), exchange) }));
  return send(reply, exchange, body);
}

/** A void method answers with what it put in RestContext.response; a returned value is serialised as JSON. */
function answerBody(result: string | undefined, exchange: RestExchange): string | Buffer | undefined {
  if (result !== undefined) return result;
  const { body } = exchange.response;
  if (body === null || typeof body === 'string') return body ?? undefined;
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}

function send(reply: FastifyReply, exchange: RestExchange, body: string | Buffer | undefined): FastifyReply {
  for (const [name, value] of exchange.response.headers) reply.header(name, value);
  reply.code(exchange.response.statusCode ?? 200);
  if (!exchange.response.headers.has('Content-Type')) reply.header('content-type', 'application/json;charset=UTF-8');
  return reply.send(body);
}

/** The request as Apex sees it. What few requests read is worked out when it is asked for. */
class HttpExchange implements RestExchange {
  readonly method: string;
  readonly requestUri: string;
  readonly resourcePath: string;
  readonly body: Buffer | null;
  readonly remoteAddress: string;
  response: RestExchange['response'] = { statusCode: null, headers: new Map(), body: null };
  readonly #request: FastifyRequest;
  readonly #queryText: string;
  #headers: ReadonlyMap<string, string> | undefined;
  #parameters: ReadonlyMap<string, string> | undefined;

  constructor(request: FastifyRequest, path: string, resourcePath: string, queryText: string) {
    this.#request = request;
    this.#queryText = queryText;
    this.method = request.method;
    this.requestUri = path;
    this.resourcePath = `${PREFIX}${resourcePath}`;
    this.body = Buffer.isBuffer(request.body) ? request.body : null;
    this.remoteAddress = request.ip;
  }

  get headers(): ReadonlyMap<string, string> {
    this.#headers ??= new Map(Object.entries(this.#request.headers).flatMap(([name, value]) => (typeof value === 'string' && !SECRET_HEADERS.has(name) ? [[name, value]] : [])));
    return this.#headers;
  }

  get parameters(): ReadonlyMap<string, string> {
    this.#parameters ??= new Map(new URLSearchParams(this.#queryText));
    return this.#parameters;
  }
}

function decodePath(path: string): string {
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    throw apiError(400, 'MALFORMED_URL', `The URL path is not valid percent-encoded text: ${path.slice(0, 200)}`);
  }
}
