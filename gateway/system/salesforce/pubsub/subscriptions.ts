/** The subscriptions of a gateway to its org: to what somebody in it listens to, as every delivered event counts towards an allowance of the org. */
import type { GatewayStore } from '../../../delivery/store.ts';
import type { HealthLog } from '../../../health/health-log.ts';
import type { SubscriptionState } from '../../../health/ports.ts';
import type { Clock } from '../../../shared/clock.ts';
import type { Log } from '../../../shared/log.ts';
import type { OrgApi } from '../org-api.ts';
import { AvailabilityHandler, FEED_CURSOR_NAME } from './availability-handler.ts';
import type { FulfilmentListener } from './fulfilments.ts';
import { GrpcTransport, type FindEndpoint } from './grpc-transport.ts';
import type { PositionListener } from './positions.ts';
import { ReservationHandler } from './reservation-handler.ts';
import { Subscriber } from './subscriber.ts';
import type { PubSubTransport } from './transport.ts';

export interface SubscriptionParts {
  /** See SubscriberParts. */
  readonly owner: string;
  readonly org: OrgApi;
  readonly store: GatewayStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly health: HealthLog;
  /** Source of the figures: what the org itself does. */
  readonly source: string;
  readonly findEndpoint: FindEndpoint;
  /** Tests have their own. */
  readonly transport?: PubSubTransport;
}

export class Subscriptions {
  readonly #availability: AvailabilityHandler;
  readonly #reservations: ReservationHandler;
  readonly #transport: PubSubTransport;
  readonly #parts: SubscriptionParts;
  #subscribers: readonly Subscriber[] = [];

  constructor(parts: SubscriptionParts) {
    const { org, store, health, source } = parts;
    this.#parts = parts;
    this.#transport = parts.transport ?? new GrpcTransport(org, parts.findEndpoint);
    this.#availability = new AvailabilityHandler({ org, health, source, feedCursor: () => store.transaction(async (transaction) => (await transaction.cursor(FEED_CURSOR_NAME)) as string | undefined) });
    this.#reservations = new ReservationHandler(org);
  }

  /** Before `start`. What can be promised of a position has changed. */
  onAvailability(listener: PositionListener): void {
    this.#availability.onAvailability(listener);
  }

  /** Before `start`. Something was handed over to a customer, or left on its way. */
  onFulfilled(listener: FulfilmentListener): void {
    this.#reservations.onFulfilled(listener);
  }

  start(): void {
    const parts = { ...this.#parts, transport: this.#transport, forgetSession: () => { this.#parts.org.forgetSession(); } };
    this.#subscribers = [this.#availability, this.#reservations].filter(({ isHeard }) => isHeard).map((handler) => new Subscriber(handler, parts));
    for (const subscriber of this.#subscribers) subscriber.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#subscribers.map((subscriber) => subscriber.stop()));
    this.#transport.close();
  }

  /** Of the subscriptions this process holds. */
  figures(): readonly SubscriptionState[] {
    return this.#subscribers.flatMap(({ figures }) => figures ?? []);
  }
}
