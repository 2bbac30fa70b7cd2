/** The Tooling API below `/services/data/vNN.N/tooling`. */
import type { FastifyInstance } from 'fastify';
import type { Authenticate } from '../authentication.ts';
import { apiError } from '../errors.ts';
import type { ApiHost } from '../host.ts';
import { DATA_ROOT, requireVersion } from '../rest/serve-resources.ts';
import { executeAnonymous } from './anonymous.ts';

const ROOT = `${DATA_ROOT}/tooling`;

export interface Versioned {
  Params: { version: string };
}

export function registerTooling(server: FastifyInstance, host: ApiHost, authenticate: Authenticate): void {
  server.get<Versioned & { Querystring: { anonymousBody?: string } }>(`${ROOT}/executeAnonymous`, async (request) => {
    const user = authenticate(request);
    requireVersion(request.params.version);
    const text = request.query.anonymousBody;
    if (text === undefined) throw apiError(400, 'MISSING_ARGUMENT', 'The parameter anonymousBody is required.');
    return (await executeAnonymous(host, user, text, new Map())).result;
  });
}

