/**
 * The SOAP endpoints: `/services/Soap/<family>/<version>[/<organization>]`. A family is a namespace with a table of operations that a surface brings; what holds for all
 * of them is here: envelope, session, faults.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { UserContext } from '../../library/ports.ts';
import { ApexException } from '../../values/exceptions.ts';
import { userOfToken } from '../authentication.ts';
import { ApiError } from '../errors.ts';
import type { ApiHost } from '../host.ts';
import type { Sessions } from '../oauth/sessions.ts';
import { baseUrl } from '../urls.ts';
import type { SoapElement } from './element.ts';
import { readEnvelope, writeAnswer, writeFault, type SoapValue } from './envelope.ts';
import { SoapFault, soapFault } from './fault.ts';

export interface SoapCall {
  /** The arguments are its children. */
  readonly request: SoapElement;
  /** Header blocks of the message (`DebuggingHeader`, `CallOptions`, …) are its children. */
  readonly headers: SoapElement;
  /** API version of the address: `67.0`. */
  readonly version: string;
  /** Under which the caller reached the org. */
  readonly baseUrl: string;
}

export interface SessionCall extends SoapCall {
  readonly user: UserContext;
  readonly sessionId: string;
}

export interface SoapAnswer {
  /** Content of `<result>`; an array repeats it, `undefined` leaves it out. */
  readonly result: SoapValue;
  readonly headers?: { readonly [name: string]: SoapValue };
}

/** Throw SoapFault or ApiError for the caller's errors. */
export type SoapOperation = { readonly session: true; run(call: SessionCall): SoapAnswer | Promise<SoapAnswer> } | { readonly session: false; run(call: SoapCall): SoapAnswer | Promise<SoapAnswer> };

/** An operation that needs a session, as nearly all do. */
export const withSession = (run: (call: SessionCall) => SoapAnswer | Promise<SoapAnswer>): SoapOperation => ({ session: true, run });

export interface SoapFamily {
  readonly namespace: string;
  /** Namespace of `sf:` in faults. */
  readonly faultNamespace: string;
  readonly operations: ReadonlyMap<string, SoapOperation>;
}

export interface SoapOptions {
  readonly host: ApiHost;
  readonly sessions: Sessions;
  /** By the letter in the address: `m` metadata, `s` Apex, `u` partner. */
  readonly families: ReadonlyMap<string, SoapFamily>;
  reportInternalError(error: unknown, request: FastifyRequest): void;
}

/** A deploy carries up to 39 MB of zip as base64. */
const BODY_LIMIT_BYTES = 64_000_000;

interface Addressed {
  Params: { family: string; version: string };
}

export function registerSoap(server: FastifyInstance, options: SoapOptions): void {
  void server.register(async (scope) => {
    scope.addContentTypeParser(['text/xml', 'application/soap+xml'], { parseAs: 'string' }, (_request, body, done) => { done(null, body); });
    const answer = (request: FastifyRequest<Addressed>, reply: FastifyReply): Promise<FastifyReply> => answerCall(options, request, reply);
    for (const path of ['/services/Soap/:family/:version', '/services/Soap/:family/:version/:organization']) scope.post<Addressed>(path, { bodyLimit: BODY_LIMIT_BYTES }, answer);
  });
}

async function answerCall(options: SoapOptions, request: FastifyRequest<Addressed>, reply: FastifyReply): Promise<FastifyReply> {
  const family = options.families.get(request.params.family);
  if (family === undefined) return reply.callNotFound() as unknown as FastifyReply;
  void reply.type('text/xml; charset=utf-8');
  try {
    const { call, headers } = readEnvelope(typeof request.body === 'string' ? request.body : '');
    const operation = family.operations.get(call.name);
    if (operation === undefined) throw new SoapFault('soapenv:Client', `No operation available for request {${family.namespace}}${call.name}, please check the WSDL for the service.`);
    const soapCall: SoapCall = { request: call, headers, version: request.params.version, baseUrl: baseUrl(request) };
    const answer = operation.session ? await operation.run(inSession(options, soapCall)) : await operation.run(soapCall);
    return await reply.code(200).send(writeAnswer(family.namespace, call.name, answer.result, answer.headers));
  } catch (error) {
    return reply.code(500).send(writeFault(family.faultNamespace, faultOf(error, options, request)));
  }
}

function inSession(options: SoapOptions, call: SoapCall): SessionCall {
  const sessionId = call.headers.one('SessionHeader')?.textOf('sessionId')?.trim();
  const user = sessionId === undefined ? undefined : userOfToken(options.host, options.sessions, sessionId);
  if (sessionId === undefined || user === undefined) throw soapFault('INVALID_SESSION_ID', 'Invalid Session ID found in SessionHeader: Illegal Session');
  return { ...call, user, sessionId };
}

function faultOf(error: unknown, options: SoapOptions, request: FastifyRequest): SoapFault {
  if (error instanceof SoapFault) return error;
  if (error instanceof ApiError) return soapFault(error.errors[0]?.errorCode ?? 'UNKNOWN_EXCEPTION', error.message);
  if (error instanceof ApexException) return soapFault('APEX_ERROR', `${error.$typeName}: ${error.$message ?? error.message}`);
  options.reportInternalError(error, request);
  return soapFault('UNKNOWN_EXCEPTION', 'An unexpected error occurred in the local org. See its log.');
}
