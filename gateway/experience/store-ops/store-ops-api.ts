/** `/store-ops/v1`: what handhelds call. Contract: gateway/contracts/store-ops.openapi.yaml. */
import type { FastifyInstance } from 'fastify';
import type { operations } from '../../contracts/generated/store-ops.generated.ts';
import { addRoute, type Answer } from '../../contracts/routes.ts';
import type { BodyOf, QueryOf } from '../../contracts/typed.ts';
import { Contract } from '../../contracts/validator.ts';
import type { HealthLog } from '../../health/health-log.ts';
import { countTold, FactInbox, type InboxParts } from '../../process/inbox/fact-inbox.ts';
import { collectableAnswer, Collections } from '../../process/promises/collections.ts';
import { RingUps } from '../../process/promises/ring-ups.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Authorise } from '../../shared/http.ts';
import type { OrgApi } from '../../system/salesforce/org-api.ts';
import type { FactWork } from '../../system/salesforce/till-names.ts';
import { factsOfCount, factsOfReceipt } from './handheld-facts.ts';

const PREFIX = '/store-ops/v1';
const DEFAULT_SOURCE = 'HANDHELD';

export interface StoreOpsParts extends InboxParts {
  readonly org: Pick<OrgApi, 'call' | 'query'>;
  readonly authorise: Authorise;
  readonly health: HealthLog;
  readonly clock: Clock;
  /** As the org's source policies name it. */
  readonly source?: string;
}

export function registerStoreOps(server: FastifyInstance, parts: StoreOpsParts): void {
  const contract = Contract.read('store-ops');
  const collections = new Collections(parts.org);
  const ringUps = new RingUps(parts.store);
  const { source = DEFAULT_SOURCE } = parts;
  const mayRead = parts.authorise('store-ops:read');
  const mayWrite = parts.authorise('store-ops:write');
  addRoute(server, contract, PREFIX, 'checkReservation', {
    before: mayRead,
    handle: async ({ path, query }) => {
      const { location } = query as QueryOf<operations, 'checkReservation'>;
      return { status: 200, body: { reservations: (await collections.find(path['code'] as string, location.toUpperCase())).map(collectableAnswer) } };
    },
  });
  addRoute(server, contract, PREFIX, 'handOver', {
    before: mayWrite,
    handle: async ({ body }) => {
      const { code, location } = body as BodyOf<operations, 'handOver'>;
      const { collectable } = await ringUps.turn(location.toUpperCase(), () => collections.findOne(code, location.toUpperCase()));
      return { status: 200, body: await collections.handOver(collectable) };
    },
  });
  addRoute(server, contract, PREFIX, 'postCount', { before: mayWrite, handle: ({ body }) => take(parts, factsOfCount(body as BodyOf<operations, 'postCount'>, source)) });
  addRoute(server, contract, PREFIX, 'postReceipt', { before: mayWrite, handle: ({ body }) => take(parts, factsOfReceipt(body as BodyOf<operations, 'postReceipt'>, source)) });
}

async function take(parts: StoreOpsParts, facts: readonly FactWork[]): Promise<Answer> {
  const answers = await new FactInbox(parts).take(facts, { then: async (_, lines) => lines });
  countTold(facts, answers, parts);
  return { status: 202, body: { lines: answers } };
}
