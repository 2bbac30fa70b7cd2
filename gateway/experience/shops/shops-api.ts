/** `/shops/v1`: what Square and Shopify call. Contract: gateway/contracts/shops.openapi.yaml. */
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { BodyOf } from '../../contracts/typed.ts';
import type { operations } from '../../contracts/generated/shops.generated.ts';
import { addRoute, type Answer } from '../../contracts/routes.ts';
import { Contract, type CheckedRequest } from '../../contracts/validator.ts';
import { Refusal } from '../../shared/failures.ts';
import type { IntakeParts } from './intake.ts';
import { ShopIntake } from './intake.ts';
import type { ShopPolling } from './polling.ts';
import { checkShopSignature } from './signature.ts';
import type { ShopNames } from './shop-names.ts';
import type { Shop, ShopParts, ShopSystem, SquareShop } from './shop.ts';
import { parseExact } from './shopify/order.ts';
import { readerOf } from './shopify/shopify-webhook.ts';
import { squareBells } from './square/square-webhook.ts';
import { WebhookIntake, type Heard, type Telling } from './webhook-intake.ts';

export const SHOPS_PREFIX = '/shops/v1';

export interface ShopsApiParts extends ShopParts {
  readonly names: ShopNames;
  readonly polling: Pick<ShopPolling, 'ring'>;
  /** More waits than can be delivered soon: nothing is taken until it is less. */
  readonly isFull: () => boolean;
}

/** Puts the webhooks of the shops that are configured on a server. */
export function registerShops(server: FastifyInstance, parts: ShopsApiParts): void {
  const contract = Contract.read('shops');
  if (parts.square !== undefined) registerSquare(server, contract, parts, parts.square);
  if (parts.shopify !== undefined) registerShopify(server, contract, parts, parts.shopify);
}

function registerSquare(server: FastifyInstance, contract: Contract, parts: ShopsApiParts, shop: SquareShop): void {
  const hear = hearing(parts, 'square', shop);
  addRoute(server, contract, SHOPS_PREFIX, 'squareWebhook', {
    before: signedCaller(parts, shop, 'x-square-hmacsha256-signature', (body) => [shop.notificationUrl, body]),
    handle: async ({ body }) => {
      const notification = body as BodyOf<operations, 'squareWebhook'>;
      const bells = squareBells(notification);
      return hear(bells === undefined ? undefined : { eventId: notification.event_id, bells, factsOf: async () => undefined });
    },
    refused: countRefusal(parts, shop),
  });
}

function registerShopify(server: FastifyInstance, contract: Contract, parts: ShopsApiParts, shop: Shop): void {
  const hear = hearing(parts, 'shopify', shop);
  addRoute(server, contract, SHOPS_PREFIX, 'shopifyWebhook', {
    before: signedCaller(parts, shop, 'x-shopify-hmac-sha256', (body) => [body]),
    handle: async ({ headers }, _caller, request) => {
      const topic = headers['X-Shopify-Topic'] as string;
      const eventId = eventOf(headers, topic, request.rawBody!);
      const read = readerOf(topic);
      const { bells, factsOf } = read?.(parseExact(new TextDecoder().decode(request.rawBody)), shop.api !== undefined) ?? {};
      if (bells === undefined || factsOf === undefined) return hear(undefined);
      return hear({ eventId, bells, factsOf: (store, state) => factsOf(store, { source: shop.source, sinceMs: state.begunAtMs }) });
    },
    refused: countRefusal(parts, shop),
  });
}

/** The headers are not signed: only the same event with the same body is the same. One event may be told under several topics. */
function eventOf(headers: CheckedRequest['headers'], topic: string, body: Buffer): string {
  const id = headers['X-Shopify-Event-Id'] ?? headers['X-Shopify-Webhook-Id'];
  if (typeof id !== 'string') throw new Refusal('GW-MALFORMED', 'The header X-Shopify-Event-Id is missing, and X-Shopify-Webhook-Id, too.', { fields: ['X-Shopify-Event-Id'] });
  return `${topic}|${id}|${createHash('sha256').update(body).digest('hex')}`;
}

function signedCaller({ health }: ShopsApiParts, { source, webhookSecrets }: Shop, header: string, content: (body: Buffer) => readonly (string | Buffer)[]): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    try {
      checkShopSignature(webhookSecrets, request.headers[header], content(request.rawBody ?? Buffer.alloc(0)));
    } catch (error) {
      health.count(source, 'refused-signature');
      throw error;
    }
  };
}

function hearing({ store, names, health, clock, polling, isFull }: ShopsApiParts, system: ShopSystem, shop: Shop): (telling: Telling | undefined) => Promise<Answer> {
  const parts: IntakeParts = { system, shop, names, health, clock };
  const intake = new WebhookIntake(store, new ShopIntake(parts), parts);
  const answered = (status: Heard['status']): Answer => ({ status: 200, body: { status } });
  return async (telling) => {
    if (telling === undefined) return answered('Ignored');
    if (isFull()) {
      health.count(shop.source, 'refused-busy');
      throw new Refusal('GW-BUSY', 'More waits for the org than can be delivered soon. Call again.', { status: 503 });
    }
    const { status, isToBeRead } = await intake.hear(telling);
    if (isToBeRead) polling.ring(system);
    return answered(status);
  };
}

function countRefusal({ health }: ShopsApiParts, { source }: Shop): (refusal: Refusal) => void {
  return ({ status }) => { if (status === 400) health.count(source, 'refused-body'); };
}
