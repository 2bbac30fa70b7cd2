/** Is a call from the shop system, and did its bytes arrive as they were sent? */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { Refusal } from '../../shared/failures.ts';

/** 32 bytes in base64, and nothing else. */
const SHA256_IN_BASE64 = /^[A-Za-z0-9+/]{43}=$/;

/**
 * Compares in constant time with what every live secret gives.
 * @param content what is signed, in its order: the body (Shopify, https://shopify.dev/docs/apps/build/webhooks/verify-deliveries), or the notification
 *   address and the body (Square, https://developer.squareup.com/docs/webhooks/step3validate)
 * @throws Refusal 401 GW-SIGNATURE, which does not say what was wrong
 */
export function checkShopSignature(secrets: readonly string[], given: unknown, content: readonly (string | Buffer)[]): void {
  const signature = typeof given === 'string' && SHA256_IN_BASE64.test(given) ? Buffer.from(given, 'base64') : Buffer.alloc(32);
  const fitting = secrets.filter((secret) => timingSafeEqual(signShopCall(secret, content), signature));
  if (fitting.length === 0) throw new Refusal('GW-SIGNATURE', 'No signature fits. The secret of the subscription, or the address it was made for, is another than the gateway is configured with.', { status: 401 });
}

export function signShopCall(secret: string, content: readonly (string | Buffer)[]): Buffer {
  const hmac = createHmac('sha256', secret);
  for (const part of content) hmac.update(part);
  return hmac.digest();
}
