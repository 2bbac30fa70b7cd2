/** How shop systems call: signed as they sign, and, as it happens on the way, lost, twice and out of order. */
import { createHmac, randomUUID } from 'node:crypto';
import type { Random } from '../random.ts';
import type { ShopifyCall } from './shopify-shop.ts';
import type { SquareWebhookBody } from './square-shop.ts';

export interface SignedCall {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Header and content as https://developer.squareup.com/docs/webhooks/step3validate says. */
export function squareCall(notification: SquareWebhookBody, secret: string, notificationUrl: string): SignedCall {
  const body = JSON.stringify(notification);
  return { headers: { 'content-type': 'application/json', 'x-square-hmacsha256-signature': createHmac('sha256', secret).update(notificationUrl + body).digest('base64') }, body };
}

/** Headers and content as https://shopify.dev/docs/apps/build/webhooks/verify-deliveries says. */
export function shopifyCall({ topic, body }: ShopifyCall, secret: string, eventId: string = randomUUID(), triggeredAt = '2026-11-21T10:00:00.000000000Z'): SignedCall {
  const headers = {
    'content-type': 'application/json',
    'x-shopify-topic': topic,
    'x-shopify-hmac-sha256': createHmac('sha256', secret).update(body).digest('base64'),
    'x-shopify-event-id': eventId,
    'x-shopify-webhook-id': eventId,
    'x-shopify-triggered-at': triggeredAt,
  };
  return { headers, body };
}

/** Shares between 0 and 1 of the calls. */
export interface CallFaults {
  readonly lost: number;
  readonly repeated: number;
  /** Overtaken by a later one. */
  readonly late: number;
}

/** What arrives of these calls, and in which order. */
export function disturbed<Call>(calls: readonly Call[], faults: CallFaults, random: Random): readonly Call[] {
  const arriving: Call[] = [];
  for (const call of calls) {
    if (random.happens(faults.lost)) continue;
    const times = random.happens(faults.repeated) ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      const place = random.happens(faults.late) ? Math.floor(random.next() * (arriving.length + 1)) : arriving.length;
      arriving.splice(place, 0, call);
    }
  }
  return arriving;
}
