/** `/inventory-intent/v1`: facts in the words of the org. Contract: gateway/contracts/inventory-intent.openapi.yaml. */
import type { FastifyInstance } from 'fastify';
import type { operations } from '../../contracts/generated/inventory-intent.generated.ts';
import { addRoute } from '../../contracts/routes.ts';
import type { AnswerOf, BodyOf } from '../../contracts/typed.ts';
import { Contract } from '../../contracts/validator.ts';
import type { WorkItem } from '../../delivery/work.ts';
import type { HealthLog } from '../../health/health-log.ts';
import type { Clock } from '../../shared/clock.ts';
import { Refusal } from '../../shared/failures.ts';
import type { Authorise } from '../../shared/http.ts';
import type { FactWork } from '../../system/salesforce/till-names.ts';
import { countTold, FactInbox, toldFact, type InboxParts } from './fact-inbox.ts';

const PREFIX = '/inventory-intent/v1';

export interface IntentsParts extends InboxParts {
  readonly authorise: Authorise;
  readonly health: HealthLog;
  readonly clock: Clock;
}

type Intent = BodyOf<operations, 'postIntents'>['intents'][number];
type IntentState = AnswerOf<operations, 'getIntent', 200>;

export function registerIntents(server: FastifyInstance, parts: IntentsParts): void {
  const contract = Contract.read('inventory-intent');
  const inbox = new FactInbox(parts);
  const before = parts.authorise('process:write');
  addRoute(server, contract, PREFIX, 'postIntents', {
    before,
    handle: async ({ body }) => {
      const facts = (body as BodyOf<operations, 'postIntents'>).intents.map(factOf);
      const answers = await inbox.take(facts, { then: async (_, found) => found });
      countTold(facts, answers, parts);
      return { status: 202, body: { intents: answers } };
    },
  });
  addRoute(server, contract, PREFIX, 'getIntent', {
    before,
    handle: async ({ path }) => {
      const { source, key } = path as { source: string; key: string };
      const [item] = await parts.store.find({ kind: 'fact', source, key, most: 1 });
      if (item === undefined) throw new Refusal('GW-UNKNOWN-INTENT', `Nothing was told as ${key} of ${source}, or it was done so long ago that it is forgotten; the org keeps what it took.`, { status: 404 });
      return { status: 200, body: stateOf(item) };
    },
  });
}

/** Only fields of the contract go on: what a caller adds beside them is not told to the org. */
function factOf(intent: Intent, index: number): FactWork {
  const at = `intents[${String(index)}]`;
  const sku = intent.sku.trim().toUpperCase();
  const location = intent.location.trim().toUpperCase();
  if (sku === '') throw new Refusal('GW-MALFORMED', `${at}.sku is blank.`, { fields: [`${at}.sku`] });
  if (location === '') throw new Refusal('GW-MALFORMED', `${at}.location is blank.`, { fields: [`${at}.location`] });
  const { key, intent: name, quantity, occurredAt, source, sequence, register, reference, businessDay, condition, correlation, actor, device, reason, reverses } = intent;
  const optional = { sequence, register, reference, businessDay, condition, correlation, actor, device, reason, reverses };
  const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return toldFact({ key, intent: name, sku, location, quantity, occurredAt, source, ...given });
}

function stateOf({ source, key, state, effect, reason, message, attempts, receivedAtMs, endedAtMs }: WorkItem): IntentState {
  return {
    source, key, state, attempts, receivedAt: new Date(receivedAtMs).toISOString(),
    ...(effect === undefined ? {} : { effect }), ...(reason === undefined ? {} : { reason }), ...(message === undefined ? {} : { message }),
    ...(endedAtMs === undefined ? {} : { endedAt: new Date(endedAtMs).toISOString() }),
  };
}
