/** What a caller is told of an error: status and body in Salesforce's shape, or `undefined` for errors that are the local org's own. */
import type { FastifyError } from 'fastify';
import { ApexException } from '../values/exceptions.ts';
import { apiError, ApiError } from './errors.ts';
import { RolledBack } from './rest/rolled-back.ts';

export interface ErrorAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** The platform's limit for a REST body. */
export const BODY_LIMIT_BYTES = 6_000_000;

export function errorAnswer(error: unknown): ErrorAnswer | undefined {
  if (error instanceof RolledBack) return { status: 200, body: error.answers() };
  const known = asApiError(error);
  return known === undefined ? undefined : { status: known.status, body: known.body };
}

function asApiError(error: unknown): ApiError | undefined {
  if (error instanceof ApiError) return error;
  // An uncaught exception of Apex code: the platform answers 500 APEX_ERROR from Apex REST, with type, message and stack.
  if (error instanceof ApexException) return apiError(500, 'APEX_ERROR', `${error.$typeName}: ${error.$message ?? error.message}`);
  const code = (error as Partial<FastifyError>).code;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return apiError(413, 'REQUEST_LIMIT_EXCEEDED', `The request body is larger than ${String(BODY_LIMIT_BYTES)} bytes.`);
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return apiError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Content-Type must be application/json.');
  if (error instanceof SyntaxError || code?.startsWith('FST_ERR_CTP') === true) return apiError(400, 'JSON_PARSER_ERROR', error instanceof Error ? error.message : 'Malformed JSON');
  if (error instanceof URIError || code === 'FST_ERR_BAD_URL') return apiError(400, 'MALFORMED_URL', 'The URL is not valid percent-encoded text.');
  return undefined;
}
