/**
 * News of availability for web shops: stored together with the note that a position changed, and posted until the shop took them. A shop that was away hears
 * of every position that changed meanwhile. Contract: gateway/contracts/gateway.asyncapi.yaml, channel `availability-news`.
 */
import type { Outcome, WorkHandler, WorkItem, WorkKind } from '../../delivery/work.ts';
import type { HealthLog } from '../../health/health-log.ts';
import { retryAfter, whyNoAnswer } from '../../shared/answers.ts';
import type { Clock } from '../../shared/clock.ts';
import { Refusal, TransientFailure } from '../../shared/failures.ts';
import type { PositionListener } from '../../system/salesforce/pubsub/positions.ts';
import { sign } from '../pos/signature.ts';

export interface Webhook {
  /** Name of the shop, unique. */
  readonly source: string;
  readonly url: string;
  readonly secret: string;
}

/** What can be promised of a position, in the base unit. */
export interface AvailabilityNews {
  readonly sku: string;
  readonly location: string;
  readonly available: number;
  /** Of the position; a lower one is older news. */
  readonly version: number;
  /** RFC 3339. */
  readonly changedAt: string;
}

const NEWS_PER_CALL = 200;
const TIMEOUT_MS = 10_000;
/** The body is what is wrong: the same again would be refused again. */
const REFUSED = new Set([400, 409, 413, 415, 422]);

const kindOf = ({ source }: Webhook): WorkKind => `notice:${source}`;

/** Every change is work for each of the shops. */
export function newsFor(webhooks: readonly Webhook[]): PositionListener {
  return {
    changed: async (changes, transaction) => {
      await transaction.append(webhooks.flatMap((webhook) => changes.map(({ sku, location, available, version, changedAtMs }) => ({
        kind: kindOf(webhook), source: webhook.source, key: `${sku}|${location}|${String(version)}`, lane: `${sku}|${location}`, occurredAtMs: changedAtMs,
        body: { sku, location, available, version, changedAt: new Date(changedAtMs).toISOString() } satisfies AvailabilityNews,
      }))));
    },
  };
}

export interface WebhookParts {
  readonly clock: Clock;
  readonly health: HealthLog;
  readonly timeoutMs?: number;
}

/** Posts to one shop. Of several news of a position in one batch only the newest goes out. */
export function webhookHandler(webhook: Webhook, { clock, health, timeoutMs = TIMEOUT_MS }: WebhookParts): WorkHandler {
  return {
    kind: kindOf(webhook),
    system: `webhook ${webhook.source}`,
    mostPerBatch: NEWS_PER_CALL,
    deliver: async (items, signal) => {
      const newest = new Map(items.map((item) => [item.lane, item]));
      const told = [...newest.values()];
      await post(webhook, told.map(({ body }) => body as AvailabilityNews), clock.now(), AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
      return items.map((item) => outcomeOf(item, newest));
    },
    settled: (endings, nowMs) => {
      for (const { item, outcome } of endings) if (outcome.state === 'Done') health.hop(item.source, 'org-to-shop', nowMs - item.occurredAtMs);
    },
  };
}

function outcomeOf(item: WorkItem, newest: ReadonlyMap<string, WorkItem>): Outcome {
  return { state: 'Done', effect: newest.get(item.lane) === item ? 'Told' : 'Superseded' };
}

/**
 * @throws TransientFailure when the shop does not answer, is busy, or is not where we were told to call: everything waits
 * @throws Refusal GW-WEBHOOK-REFUSED when it does not take what we say
 */
async function post({ source, url, secret }: Webhook, items: readonly AvailabilityNews[], nowMs: number, signal: AbortSignal): Promise<void> {
  const body = JSON.stringify({ items });
  const seconds = String(Math.floor(nowMs / 1000));
  const headers = { 'content-type': 'application/json', 'x-signature': `t=${seconds},v1=${sign(secret, seconds, Buffer.from(body)).toString('hex')}` };
  const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal }).catch((error: unknown) => {
    throw new TransientFailure(`The web shop ${source} does not answer: ${whyNoAnswer(error)}.`, { cause: error });
  });
  // Unread, it would hold its connection.
  await answer.body?.cancel();
  if (answer.ok) return;
  if (REFUSED.has(answer.status)) throw new Refusal('GW-WEBHOOK-REFUSED', `The web shop ${source} answered ${String(answer.status)} to news of ${String(items.length)} positions.`, { status: 422 });
  throw new TransientFailure(`The web shop ${source} answered ${String(answer.status)}. Check its address and the secret if this goes on; the news wait.`, retryAfter(answer.headers));
}
