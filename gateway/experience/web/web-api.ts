/** `/web/v1`: what web shops call. Contract: gateway/contracts/web-availability.openapi.yaml. */
import type { FastifyInstance } from 'fastify';
import type { operations } from '../../contracts/generated/web-availability.generated.ts';
import { addRoute, type Answer } from '../../contracts/routes.ts';
import type { BodyOf, QueryOf } from '../../contracts/typed.ts';
import { Contract } from '../../contracts/validator.ts';
import type { GatewayStore } from '../../delivery/store.ts';
import type { OutcomeLine, Reservation, Reserve } from '../../process/promises/reservation.ts';
import type { Clock } from '../../shared/clock.ts';
import { Refusal } from '../../shared/failures.ts';
import type { Authorise } from '../../shared/http.ts';
import { bodyOf } from '../../system/salesforce/org-answers.ts';
import type { OrgApi } from '../../system/salesforce/org-api.ts';

const PREFIX = '/web/v1';
const DEFAULT_SOURCE = 'WEB';

export interface WebParts {
  readonly org: Pick<OrgApi, 'call'>;
  readonly store: Pick<GatewayStore, 'transaction'>;
  readonly reserve: Reserve;
  readonly authorise: Authorise;
  readonly clock: Clock;
  /** More waits than can be delivered soon. */
  readonly isFull: () => boolean;
  /** Whose releases these are, in figures. */
  readonly source?: string;
}

export function registerWeb(server: FastifyInstance, parts: WebParts): void {
  const contract = Contract.read('web-availability');
  const { org } = parts;
  const mayRead = parts.authorise('web:read');
  const mayWrite = parts.authorise('web:write');
  addRoute(server, contract, PREFIX, 'queryAvailability', { before: mayRead, handle: async ({ body }) => availability(await org.call('POST', '/availability/query', body)) });
  addRoute(server, contract, PREFIX, 'reserve', { before: mayWrite, handle: ({ body }) => reserve(parts, body as Command) });
  addRoute(server, contract, PREFIX, 'getReservation', {
    before: mayRead,
    handle: async ({ path }) => ({ status: 200, body: shownReservation(bodyOf(await org.call('GET', `/reservations/${encodeURIComponent(path['requestKey'] as string)}`)) as Reservation) }),
  });
  addRoute(server, contract, PREFIX, 'release', { before: mayWrite, handle: ({ path }) => release(parts, path['requestKey'] as string) });
  addRoute(server, contract, PREFIX, 'getChanges', {
    before: mayRead,
    handle: async ({ query }) => {
      const { after } = query as QueryOf<operations, 'getChanges'>;
      return changes(await org.call('GET', after === undefined ? '/changes' : `/changes?after=${encodeURIComponent(after)}`));
    },
  });
}

type Command = BodyOf<operations, 'reserve'>;

async function reserve({ reserve: decide }: WebParts, command: Command): Promise<Answer> {
  checkCommand(command);
  const { requestKey, status, reason, message, lines = [] } = await decide(commandOf(command));
  if (reason !== undefined) throw new Refusal(reason, message ?? `The request key ${requestKey} cannot be used.`, { status: 409, fields: ['requestKey'] });
  return status === 'Queued' ? { status: 202, body: { requestKey, status } } : { status: 200, body: { requestKey, status, lines: lines.map(shownLine) } };
}

/** What the org would refuse a whole shared call for is refused here, for this request alone. */
function checkCommand({ kind, expiresAt, lines }: Command): void {
  if (kind !== 'Cart' && expiresAt !== undefined) throw new Refusal('GW-MALFORMED', `expiresAt is only for a Cart; this is a ${kind}.`, { fields: ['expiresAt'] });
  const seen = new Set<number>();
  for (const [index, { line, sku, location, group }] of lines.entries()) {
    const at = `lines[${String(index)}]`;
    if (seen.has(line)) throw new Refusal('GW-MALFORMED', `${at}.line is ${String(line)} a second time.`, { fields: [`${at}.line`] });
    seen.add(line);
    if ((location === undefined) === (group === undefined)) throw new Refusal('GW-MALFORMED', `${at} needs a location or a group, and not both.`, { fields: [`${at}.location`] });
    for (const [name, value] of Object.entries({ sku, location, group })) if (value?.trim() === '') throw new Refusal('GW-MALFORMED', `${at}.${name} is blank.`, { fields: [`${at}.${name}`] });
  }
}

/** Only fields of the contract go on. */
function commandOf({ requestKey, kind, purpose, channel, orderRef, customer, priority, allOrNothing, expiresAt, lines }: Command): Parameters<Reserve>[0] {
  const optional = Object.fromEntries(Object.entries({ orderRef, customer, priority, expiresAt }).filter(([, value]) => value !== undefined));
  const asked = lines.map(({ line, sku, location, group, quantity }) => ({ line, sku, quantity, ...(location === undefined ? {} : { location }), ...(group === undefined ? {} : { group }) }));
  return { ...{ requestKey, kind, purpose, channel, allOrNothing }, ...optional, lines: asked };
}

function shownLine({ line, granted, available, reason, message, places }: OutcomeLine): object {
  return { line: Number(line), granted, available, ...(reason === undefined ? {} : { reason }), ...(message === undefined ? {} : { message }), ...(places === undefined ? {} : { places }) };
}

async function release({ store, isFull, clock, source = DEFAULT_SOURCE }: WebParts, requestKey: string): Promise<Answer> {
  if (isFull()) throw new Refusal('GW-BUSY', 'More waits for the org than can be delivered soon. Send it again.', { status: 503 });
  const work = { kind: 'release', source, key: requestKey, lane: requestKey, body: { requestKey }, occurredAtMs: clock.now() } as const;
  const [isNew] = await store.transaction((transaction) => transaction.append([work]));
  return { status: 202, body: { requestKey, status: isNew === true ? 'Accepted' : 'Duplicate' } };
}

function shownReservation({ requestKey, status, kind, purpose, channel, orderRef, expiresAt, lines }: Reservation): object {
  return {
    requestKey, status, ...Object.fromEntries(Object.entries({ kind, purpose, channel, orderRef, expiresAt }).filter(([, value]) => value !== undefined)),
    lines: lines.map(({ line, sku, location, group, quantity, granted, fulfilled, released }) => ({
      line: String(line), sku, ...(location === undefined ? {} : { location }), ...(group === undefined ? {} : { group }), quantity, granted, fulfilled, released,
    })),
  };
}

/** Shops see what can be promised, and not what is on the shelf. */
function availability(answer: Parameters<typeof bodyOf>[0]): Answer {
  const { asOf, items, unknown, nextCursor } = bodyOf(answer) as { asOf: string; items: readonly Record<string, unknown>[]; unknown: readonly string[]; nextCursor?: string };
  const shown = items.map((item) => picked(item, ['sku', 'location', 'group', 'available', 'promisable', 'version']));
  return { status: 200, body: { asOf, items: shown, unknown, ...(nextCursor === undefined ? {} : { nextCursor }) } };
}

function changes(answer: Parameters<typeof bodyOf>[0]): Answer {
  const { items, nextCursor, hasMore } = bodyOf(answer) as { items: readonly Record<string, unknown>[]; nextCursor: string; hasMore: boolean };
  return { status: 200, body: { items: items.map((item) => picked(item, ['sku', 'location', 'available', 'version', 'changedAt'])), nextCursor, hasMore } };
}

function picked(item: Readonly<Record<string, unknown>>, names: readonly string[]): object {
  return Object.fromEntries(names.filter((name) => item[name] !== undefined).map((name) => [name, item[name]]));
}
