/** `/event/Availability_Changed__e`: what can be promised of a position has changed. What was missed is in the change feed. */
import type { HealthLog } from '../../../health/health-log.ts';
import type { OrgApi } from '../org-api.ts';
import { readChanges } from './change-feed.ts';
import type { OrgEvent } from './org-event.ts';
import { takeNote, type PositionChange, type PositionListener } from './positions.ts';
import type { Effects, TopicHandler } from './topic-handler.ts';

const FEED_CURSOR = 'change-feed';
const MINUTE_MS = 60_000;

export interface AvailabilityParts {
  readonly org: Pick<OrgApi, 'call'>;
  /** How far the feed was read, by the store. */
  feedCursor(): Promise<string | undefined>;
  readonly health: HealthLog;
  readonly source: string;
}

export class AvailabilityHandler implements TopicHandler {
  readonly topic = '/event/Availability_Changed__e';
  /** Keeps the cursor of the feed near its end, so that a gap is read quickly, and finds what no event told. */
  readonly refreshMs = 15 * MINUTE_MS;
  readonly #parts: AvailabilityParts;
  readonly #listeners: PositionListener[] = [];

  constructor(parts: AvailabilityParts) {
    this.#parts = parts;
  }

  /** Does anybody listen? */
  get isHeard(): boolean {
    return this.#listeners.length > 0;
  }

  onAvailability(listener: PositionListener): void {
    this.#listeners.push(listener);
  }

  handle(events: readonly OrgEvent[]): Promise<Effects> {
    const changes = events.map(changeOf);
    return Promise.resolve((transaction) => takeNote(changes, transaction, this.#listeners, this.#parts.health, this.#parts.source));
  }

  /** The feed has a cursor of its own, so the moment does not matter. */
  async *recover(_sinceMs: number, signal: AbortSignal): AsyncIterable<Effects> {
    let after = await this.#parts.feedCursor();
    for (let hasMore = true; hasMore;) {
      const page = await readChanges(this.#parts.org, after, signal);
      yield async (transaction) => {
        await takeNote(page.changes, transaction, this.#listeners, this.#parts.health, this.#parts.source);
        await transaction.moveCursor(FEED_CURSOR, page.nextCursor);
      };
      after = page.nextCursor;
      hasMore = page.hasMore;
    }
  }
}

/** The durable cursor of the feed, for `AvailabilityParts`. */
export const FEED_CURSOR_NAME = FEED_CURSOR;

function changeOf({ values, happenedAtMs }: OrgEvent): PositionChange {
  return {
    sku: String(values['SKU__c']), location: String(values['Location_Code__c']), onHand: Number(values['On_Hand__c']), reserved: Number(values['Reserved__c']),
    available: Number(values['Available__c']), version: Number(values['Version__c']), changedAtMs: happenedAtMs,
  };
}
