/** The address of a simulated S/4HANA: OData with Basic authentication and CSRF tokens, and, with a token of their own, the controls of its faults. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { messageOf, Refusal } from '../../shared/failures.ts';
import type { Posting } from './book.ts';
import { headerEntity, itemEntity } from './entities.ts';
import { readEntities, type Query } from './odata-service.ts';
import { postingOf } from './posting-body.ts';
import type { SapSimulator } from './simulator.ts';

export interface SapServerOptions {
  readonly user: string;
  readonly password: string;
  /** Bearer token of `/simulator/…`. */
  readonly controlToken: string;
  /** 0 takes a free one. */
  readonly port?: number;
}

export interface SapServer {
  readonly url: string;
  close(): Promise<void>;
}

const ODATA = '/sap/opu/odata/sap/';
const HEADERS = 'API_MATERIAL_DOCUMENT_SRV/A_MaterialDocumentHeader';
const CANCEL = 'API_MATERIAL_DOCUMENT_SRV/Cancel';

/** Listens on loopback. */
export async function serveSap(simulator: SapSimulator, options: SapServerOptions): Promise<SapServer> {
  const server = fastify({ routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 } });
  server.setErrorHandler((error, request, reply) => answerFailure(error, request, reply));
  registerOData(server, simulator, options);
  registerControls(server, simulator, options);
  const url = await server.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  return { url, close: async () => { await server.close(); } };
}

function registerOData(server: FastifyInstance, simulator: SapSimulator, { user, password }: SapServerOptions): void {
  const expected = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const sessions = new Map<string, string>();
  const checked = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (!isSame(request.headers.authorization ?? '', expected)) throw new Refusal('HTTP_401', 'Anmeldung fehlgeschlagen / Logon failed', { status: 401 });
    await misbehave(simulator, request, reply);
  };
  server.get<{ Params: { '*': string }; Querystring: Query }>(`${ODATA}*`, { preHandler: checked }, async (request, reply) => {
    if (request.headers['x-csrf-token']?.toString().toLowerCase() === 'fetch') giveToken(sessions, reply);
    const address = request.params['*'];
    if (/^API_MATERIAL_DOCUMENT_SRV\/?$/.test(address)) return { d: { EntitySets: ['A_MaterialDocumentHeader', 'A_MaterialDocumentItem'] } };
    return readEntities({ book: simulator.book, nowMs: simulator.clock.now(), address, query: request.query, baseUrl: `http://${request.host}${ODATA.slice(0, -1)}` });
  });
  server.post<{ Params: { '*': string }; Querystring: Query }>(`${ODATA}*`, { preHandler: checked }, async (request, reply) => {
    checkToken(sessions, request, reply);
    const answer = postedAnswer(simulator, request);
    if (simulator.random.happens(simulator.faults.resetAfterShare)) return breakOff(request, reply);
    return reply.status(201).send(answer);
  });
}

function postedAnswer(simulator: SapSimulator, request: FastifyRequest<{ Params: { '*': string }; Querystring: Query }>): unknown {
  const address = request.params['*'];
  const posted = address === HEADERS ? simulator.post(postingOf(request.body)) : address === CANCEL ? simulator.cancel(keyIn(request.query, 'MaterialDocumentYear'), keyIn(request.query, 'MaterialDocument')) : undefined;
  if (posted === undefined) throw new Refusal('/IWFND/CM_MGW/004', `Resource not found for segment '${address}'.`, { status: 404 });
  return { d: { ...headerEntity(posted), to_MaterialDocumentItem: { results: posted.items.map((item) => itemEntity(posted, item)) } } };
}

const keyIn = (query: Query, name: string): string => (query[name] ?? '').replaceAll("'", '');

function giveToken(sessions: Map<string, string>, reply: FastifyReply): void {
  const [session, token] = [randomBytes(12).toString('hex'), randomBytes(18).toString('base64url')];
  sessions.set(session, token);
  void reply.header('x-csrf-token', token).header('set-cookie', [`SAP_SESSIONID_SIM_100=${session}; path=/`, 'sap-usercontext=sap-client=100; path=/']);
}

function checkToken(sessions: ReadonlyMap<string, string>, request: FastifyRequest, reply: FastifyReply): void {
  const session = /SAP_SESSIONID_SIM_100=([0-9a-f]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
  const token = request.headers['x-csrf-token'];
  if (token !== undefined && token === sessions.get(session)) return;
  void reply.header('x-csrf-token', 'Required');
  throw new Refusal('CSRF', 'CSRF token validation failed', { status: 403 });
}

async function misbehave({ faults, random, clock }: SapSimulator, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (random.happens(faults.slowShare)) await clock.sleep(faults.slowMs);
  if (random.happens(faults.resetShare)) {
    breakOff(request, reply);
    return;
  }
  // The web server in front of the ERP answers in HTML, whatever was asked for.
  if (random.happens(faults.errorShare)) await reply.status(faults.errorStatus).type('text/html').send('<html><body><h1>Service Unavailable</h1></body></html>');
}

function breakOff(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
}

/** As the ERP tells errors: JSON for who asks for it, XML otherwise. */
function answerFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const [status, code, message] = error instanceof Refusal ? [error.status, error.code, error.message] : [500, 'SIM-INTERNAL', messageOf(error)];
  if (request.headers.accept?.includes('json') === true) return reply.status(status).send({ error: { code, message: { lang: 'en', value: message }, innererror: {} } });
  const escaped = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return reply.status(status).type('application/xml').send(`<?xml version="1.0" encoding="utf-8"?><error xmlns="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"><code>${code}</code><message xml:lang="en">${escaped}</message></error>`);
}

function registerControls(server: FastifyInstance, simulator: SapSimulator, { controlToken }: SapServerOptions): void {
  const preHandler = async (request: FastifyRequest): Promise<void> => {
    if (!isSame(request.headers.authorization ?? '', `Bearer ${controlToken}`)) throw new Refusal('SIM-UNAUTHORISED', 'Send the control token of the simulator: Authorization: Bearer <token>.', { status: 401 });
  };
  server.get('/simulator/faults', { preHandler }, async () => simulator.faults);
  server.patch('/simulator/faults', { preHandler }, async (request) => simulator.setFaults(request.body as object));
  server.get('/simulator/figures', { preHandler }, async () => ({ ...simulator.doorbells.figures, documents: simulator.book.documents(simulator.clock.now()).length }));
  server.post('/simulator/documents', { preHandler }, async (request) => {
    const { year, number } = simulator.post(request.body as Posting);
    return { year, number };
  });
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
