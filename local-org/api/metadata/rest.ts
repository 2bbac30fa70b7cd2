/** Deploys over REST: `metadata/deployRequest`. */
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DeployResult } from '../../deploy/deploy-result.ts';
import { DeployRefusal } from '../../deploy/deployments.ts';
import type { MetadataService } from '../../deploy/metadata-service.ts';
import type { UserContext } from '../../library/ports.ts';
import type { Authenticate } from '../authentication.ts';
import { ApiError, apiError } from '../errors.ts';
import { jsonDeployOptions } from './requests.ts';
import { requirePermission } from './soap.ts';

const PATH = '/services/data/v:version/metadata/deployRequest';
/** A zip of 39 MB and what stands around it. */
const BODY_LIMIT_BYTES = 45_000_000;

interface ById {
  Params: { version: string; id: string };
  Querystring: { includeDetails?: string };
}

export function registerMetadataRest(server: FastifyInstance, service: MetadataService, authenticate: Authenticate): void {
  void server.register(async (scope) => {
    await scope.register(multipart, { limits: { fileSize: BODY_LIMIT_BYTES, fieldSize: 1_000_000, files: 2, fields: 10 } });
    const userOf = (request: FastifyRequest): UserContext => {
      const user = authenticate(request);
      requirePermission(service, user);
      return user;
    };

    scope.post(PATH, { bodyLimit: BODY_LIMIT_BYTES }, async (request, reply) => {
      const user = userOf(request);
      const id = request.isMultipart() ? await deployZip(service, request, user) : quickDeploy(service, request.body, user);
      return reply.code(201).send(answer(request, service.deployments.status(id)!, false));
    });

    scope.get<ById>(`${PATH}/:id`, async (request) => {
      userOf(request);
      const result = service.deployments.status(request.params.id);
      if (result === undefined) throw apiError(404, 'NOT_FOUND', 'The requested resource does not exist');
      return answer(request, result, request.query.includeDetails === 'true');
    });

    scope.patch<ById>(`${PATH}/:id`, async (request, reply): Promise<FastifyReply> => {
      const user = userOf(request);
      const asked = (request.body as { deployResult?: { status?: unknown } } | undefined)?.deployResult?.status;
      if (asked !== 'Canceling') throw apiError(400, 'INVALID_FIELD', 'deployResult.status must be Canceling: that is the only change a deploy allows');
      return reply.code(202).send(answer(request, refused(() => service.deployments.cancel(request.params.id, user)), false));
    });
  });
}

interface Posted {
  zip: Buffer | undefined;
  options: unknown;
}

/** Names of the part that holds the options; some clients send it as a file. */
const OPTIONS_PARTS: ReadonlySet<string> = new Set(['entity_content', 'json']);

async function deployZip(service: MetadataService, request: FastifyRequest, user: UserContext): Promise<string> {
  const { zip, options } = await partsOf(request);
  if (zip === undefined) throw apiError(400, 'INVALID_MULTIPART_REQUEST', 'The request holds no part with a zip file');
  return service.deployments.deploy(zip, jsonDeployOptions((options as { deployOptions?: unknown } | undefined)?.deployOptions), user);
}

async function partsOf(request: FastifyRequest): Promise<Posted> {
  const posted: Posted = { zip: undefined, options: undefined };
  try {
    for await (const part of request.parts()) {
      if (OPTIONS_PARTS.has(part.fieldname)) posted.options = parseOptions(part.type === 'file' ? (await part.toBuffer()).toString() : part.value);
      else if (part.type === 'file') posted.zip = await part.toBuffer();
    }
  } catch (error) {
    if (error instanceof ApiError) throw error;
    if ((error as { statusCode?: number }).statusCode === 413) throw apiError(413, 'REQUEST_LIMIT_EXCEEDED', `The zip file is larger than ${String(BODY_LIMIT_BYTES)} bytes, or the request has too many parts.`);
    throw apiError(400, 'INVALID_MULTIPART_REQUEST', error instanceof Error ? error.message : String(error));
  }
  return posted;
}

function parseOptions(value: unknown): unknown {
  try {
    return typeof value === 'string' ? JSON.parse(value) : value;
  } catch (error) {
    throw apiError(400, 'JSON_PARSER_ERROR', error instanceof Error ? error.message : 'Malformed JSON');
  }
}

function quickDeploy(service: MetadataService, body: unknown, user: UserContext): string {
  const id = (body as { validatedDeployRequestId?: unknown } | undefined)?.validatedDeployRequestId;
  if (typeof id !== 'string') throw apiError(400, 'INVALID_FIELD', 'validatedDeployRequestId is missing');
  return refused(() => service.deployments.quickDeploy(id, user));
}

function refused<T>(body: () => T): T {
  try {
    return body();
  } catch (error) {
    throw error instanceof DeployRefusal ? apiError(400, error.code, error.message) : error;
  }
}

function answer(request: FastifyRequest, result: DeployResult, includeDetails: boolean): object {
  const { details, ...rest } = result;
  const { version } = request.params as { version: string };
  const { checkOnly, ignoreWarnings, rollbackOnError } = result;
  return {
    id: result.id, url: `http://${request.headers.host ?? ''}/services/data/v${version}/metadata/deployRequest/${result.id}`,
    deployResult: includeDetails ? { ...rest, details } : rest, deployOptions: { checkOnly, ignoreWarnings, rollbackOnError },
  };
}
