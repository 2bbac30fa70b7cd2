/** `/salesforce/v1`: the org behind one door. Contract: gateway/contracts/salesforce.openapi.yaml. */
import type { FastifyInstance } from 'fastify';
import type { operations } from '../../contracts/generated/salesforce.generated.ts';
import { addRoute, type Answer } from '../../contracts/routes.ts';
import type { BodyOf, QueryOf } from '../../contracts/typed.ts';
import { Contract } from '../../contracts/validator.ts';
import { Refusal } from '../../shared/failures.ts';
import type { Authorise } from '../../shared/http.ts';
import type { CommandCoalescer } from './coalescer.ts';
import { bodyOf } from './org-answers.ts';
import type { OrgApi } from './org-api.ts';

const PREFIX = '/salesforce/v1';
const MOST_DOCUMENTS = 2_000;

export interface SalesforceParts {
  readonly org: Pick<OrgApi, 'postFacts' | 'postSnapshots' | 'call'>;
  readonly reserve: CommandCoalescer['reserve'];
  readonly authorise: Authorise;
}

export function registerSalesforce(server: FastifyInstance, { org, reserve, authorise }: SalesforceParts): void {
  const contract = Contract.read('salesforce');
  const mayRead = authorise('system:read');
  const mayWrite = authorise('system:write');
  const reservation = (path: Readonly<Record<string, unknown>>, verb = ''): string => `/reservations/${encodeURIComponent(path['requestKey'] as string)}${verb}`;
  addRoute(server, contract, PREFIX, 'postFacts', { before: mayWrite, handle: async ({ body }) => ok({ results: await org.postFacts((body as BodyOf<operations, 'postFacts'>).facts as Parameters<OrgApi['postFacts']>[0]) }) });
  addRoute(server, contract, PREFIX, 'postSnapshots', { before: mayWrite, handle: async ({ body }) => ok({ results: await postSnapshots(org, body as BodyOf<operations, 'postSnapshots'>) }) });
  addRoute(server, contract, PREFIX, 'reserve', {
    before: mayWrite,
    handle: async ({ body }) => {
      const { requestKey, status, reason, message, lines = [] } = await reserve(body as BodyOf<operations, 'reserve'>);
      if (reason !== undefined) throw new Refusal(reason, message ?? `The request key ${requestKey} cannot be used.`, { status: 409, fields: ['requestKey'] });
      return ok({ requestKey, status, lines });
    },
  });
  addRoute(server, contract, PREFIX, 'getReservation', { before: mayRead, handle: async ({ path }) => ok(bodyOf(await org.call('GET', reservation(path)))) });
  addRoute(server, contract, PREFIX, 'release', { before: mayWrite, handle: async ({ path, body }) => ok(bodyOf(await org.call('POST', reservation(path, '/release'), body))) });
  addRoute(server, contract, PREFIX, 'fulfil', { before: mayWrite, handle: async ({ path, body }) => ok(bodyOf(await org.call('POST', reservation(path, '/fulfil'), body))) });
  addRoute(server, contract, PREFIX, 'getChanges', {
    before: mayRead,
    handle: async ({ query }) => {
      const { after } = query as QueryOf<operations, 'getChanges'>;
      return ok(bodyOf(await org.call('GET', after === undefined ? '/changes' : `/changes?after=${encodeURIComponent(after)}`)));
    },
  });
}

const ok = (body: unknown): Answer => ({ status: 200, body });

function postSnapshots(org: Pick<OrgApi, 'postSnapshots'>, { source, snapshots }: BodyOf<operations, 'postSnapshots'>): ReturnType<OrgApi['postSnapshots']> {
  const documents = snapshots.reduce((sum, snapshot) => sum + (snapshot.documents?.length ?? 0), 0);
  if (documents > MOST_DOCUMENTS) throw new Refusal('GW-MALFORMED', `snapshots have ${String(documents)} documents together; send at most ${String(MOST_DOCUMENTS)} at once.`, { fields: ['snapshots'] });
  return org.postSnapshots(source, snapshots as Parameters<OrgApi['postSnapshots']>[1]);
}
