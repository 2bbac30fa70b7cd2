/** Promises at tills: quotas for tills that go offline, and what customers collect. */
import type { FastifyInstance } from 'fastify';
import type { operations } from '../../contracts/generated/pos-ingest.generated.ts';
import { addRoute, type Answer } from '../../contracts/routes.ts';
import type { BodyOf, QueryOf } from '../../contracts/typed.ts';
import { Contract } from '../../contracts/validator.ts';
import { FactInbox, type InboxParts } from '../../process/inbox/fact-inbox.ts';
import { collectableAnswer, Collections, openOf } from '../../process/promises/collections.ts';
import { RingUps, type Turn } from '../../process/promises/ring-ups.ts';
import type { OutcomeLine, Reservation, Reserve } from '../../process/promises/reservation.ts';
import type { Clock } from '../../shared/clock.ts';
import type { HealthLog } from '../../health/health-log.ts';
import { Refusal } from '../../shared/failures.ts';
import { bodyOf } from '../../system/salesforce/org-answers.ts';
import type { OrgApi } from '../../system/salesforce/org-api.ts';
import type { TillNames } from '../../system/salesforce/till-names.ts';
import { POS_PREFIX, signedBy } from './callers.ts';
import { tellRegisters } from './register-cursors.ts';
import type { TillNetwork } from './signature.ts';
import { factsOf } from './till-facts.ts';
import { receiptOf, registerName, sha256, type Transaction } from './transaction.ts';

export interface PosPromisesParts extends InboxParts {
  readonly networks: readonly TillNetwork[];
  readonly names: Pick<TillNames, 'name' | 'locationOf'>;
  readonly org: Pick<OrgApi, 'call' | 'query'>;
  readonly reserve: Reserve;
  readonly health: HealthLog;
  readonly clock: Clock;
}

type PickupBody = BodyOf<operations, 'postPickup'>;

/** The selling channel of tills, as the org knows it. */
const CHANNEL = 'TILL';

export function registerPosPromises(server: FastifyInstance, parts: PosPromisesParts): void {
  const contract = Contract.read('pos-ingest');
  const before = signedBy(parts);
  const { org } = parts;
  const collections = new Collections(org);
  const ringUps = new RingUps(parts.store);
  addRoute(server, contract, POS_PREFIX, 'openQuota', { before, handle: ({ body }) => openQuota(parts, body as BodyOf<operations, 'openQuota'>) });
  addRoute(server, contract, POS_PREFIX, 'extendQuota', {
    before,
    handle: async ({ path, body }) => quotaState(await org.call('PATCH', await addressOfQuota(org, path['requestKey'] as string), body)),
  });
  addRoute(server, contract, POS_PREFIX, 'returnQuota', {
    before,
    handle: async ({ path }) => quotaState(await org.call('POST', `${await addressOfQuota(org, path['requestKey'] as string)}/release`)),
  });
  addRoute(server, contract, POS_PREFIX, 'checkReservation', {
    before,
    handle: async ({ path, query }) => {
      const { store } = query as QueryOf<operations, 'checkReservation'>;
      const found = await collections.find(path['code'] as string, locationOf(parts, store));
      return { status: 200, body: { reservations: found.map(collectableAnswer) } };
    },
  });
  addRoute(server, contract, POS_PREFIX, 'postPickup', {
    before,
    handle: async ({ body }, network) => {
      const pickup = body as PickupBody;
      const location = locationOf(parts, pickup.store);
      const turn = (): Promise<Turn> => ringUps.turn(location, () => collections.findOne(pickup.code, location));
      return { status: 200, body: pickup.sale === undefined ? await collections.handOver((await turn()).collectable) : await ringUp(parts, network, pickup, { ringUps, turn }) };
    },
  });
}

function locationOf({ names }: Pick<PosPromisesParts, 'names'>, store: string): string {
  const location = names.locationOf(store);
  if (location === undefined) throw new Refusal('GW-UNKNOWN-STORE', `No location, or more than one, has the Till Store Code ${store.toUpperCase()}.`, { status: 404, fields: ['store'] });
  return location;
}

async function openQuota(parts: PosPromisesParts, { requestKey, store, register, lines }: BodyOf<operations, 'openQuota'>): Promise<Answer> {
  const location = locationOf(parts, store);
  const command = { requestKey, kind: 'Quota', purpose: 'Ship', channel: CHANNEL, register: registerName({ store: store.toUpperCase(), register: register.toUpperCase() }), allOrNothing: false, lines: lines.map((line) => ({ ...line, location })) };
  const outcome = await parts.reserve(command);
  if (outcome.reason !== undefined) throw new Refusal(outcome.reason, outcome.message ?? `The request key ${requestKey} cannot be used.`, { status: 409, fields: ['requestKey'] });
  return { status: 200, body: { requestKey, status: outcome.status, lines: (outcome.lines ?? []).map(quotaLine) } };
}

function quotaLine({ line, granted, available, reason, message }: OutcomeLine): object {
  return { line: Number(line), granted, available, ...(reason === undefined ? {} : { reason }), ...(message === undefined ? {} : { message }) };
}

/** Whoever signs for tills changes quotas, and not what customers were promised. @throws Refusal 404 GW-UNKNOWN-RESERVATION, or the org's */
async function addressOfQuota(org: Pick<OrgApi, 'call'>, requestKey: string): Promise<string> {
  const address = `/reservations/${encodeURIComponent(requestKey)}`;
  const { kind } = bodyOf(await org.call('GET', address)) as Reservation;
  if (kind !== 'Quota') throw new Refusal('GW-UNKNOWN-RESERVATION', `There is no quota ${requestKey}.`, { status: 404, fields: ['requestKey'] });
  return address;
}

function quotaState(answer: Parameters<typeof bodyOf>[0]): Answer {
  const { requestKey, status, lines } = bodyOf(answer) as Reservation;
  return { status: 200, body: { requestKey, status, lines: lines.map(({ line, sku, granted, fulfilled, released }) => ({ line: String(line), sku, granted, fulfilled, released })) } };
}

/**
 * The open lines become a sale that names the reservation. What is answered is remembered under the receipt: asked again when the org has the sale already, nothing
 * would be open any more.
 */
async function ringUp(parts: PosPromisesParts, network: TillNetwork, pickup: PickupBody, { ringUps, turn }: { readonly ringUps: RingUps; readonly turn: () => Promise<Turn> }): Promise<unknown> {
  const { store, inbox, scope } = { store: parts.store, inbox: new FactInbox(parts), scope: `pickup|${network.network}` };
  const head = { store: pickup.store.toUpperCase(), register: pickup.register.toUpperCase(), ...pickup.sale! };
  const receipt = receiptOf(head);
  const hash = sha256(JSON.stringify([pickup.code, pickup.store, pickup.register, pickup.sale]));
  const answered = async (transaction: { answerOf(scope: string, key: string): Promise<{ readonly hash: string; readonly answer: unknown } | undefined> }): Promise<unknown> => {
    const before = await transaction.answerOf(scope, receipt);
    if (before !== undefined && before.hash !== hash) throw new Refusal('GW-KEY-REUSED', `The transaction ${receipt} has rung up something else.`, { status: 409 });
    return before?.answer;
  };
  const before = await store.transaction(answered);
  if (before !== undefined) return before;
  const found = await turn();
  const { reservation: { requestKey }, lines } = found.collectable;
  const open = lines.filter((line) => openOf(line) > 0);
  if (open.length === 0) throw new Refusal('GW-NOTHING-OPEN', `Nothing of ${requestKey} is still to be handed over here.`, { status: 409 });
  const sale: Transaction = { ...head, kind: 'Sale', ...(pickup.actor === undefined ? {} : { actor: pickup.actor }), lines: open.map((line, index) => ({ line: index + 1, sku: line.sku, quantity: openOf(line), correlation: requestKey })) };
  const answer = { requestKey, status: 'RungUp', lines: open.map((line) => ({ line: String(line.line), sku: line.sku, quantity: openOf(line) })) };
  const facts = factsOf(sale, network.source).filter((fact) => fact !== undefined);
  return inbox.take<unknown>(facts, {
    first: answered,
    then: async (transaction) => {
      await ringUps.remember(transaction, found, { source: network.source, receipt, keys: facts.map(({ key }) => key) });
      await tellRegisters(transaction, network, [sale], parts.clock.now());
      await transaction.remember(scope, receipt, { hash, answer });
      return answer;
    },
  });
}
