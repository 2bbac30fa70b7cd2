/**
 * `/data/Stock_Reservation__ChangeEvent`: a reservation has changed. The event only says which; what was handed over is read from its lines. A hand-over of a part leaves the
 * reservation as it is and makes no event, so lines are also looked for by the moment of their change.
 */
import type { OrgApi } from '../org-api.ts';
import { linesOf, linesSince, takeNote, type FulfilmentListener } from './fulfilments.ts';
import type { OrgEvent } from './org-event.ts';
import type { Effects, TopicHandler } from './topic-handler.ts';

const MINUTE_MS = 60_000;
/** A row is stamped when it is written and seen when it is committed, which is at most the longest transaction later. platform: transactions end after 10 minutes. */
const LONGEST_TRANSACTION_MS = 10 * MINUTE_MS;
const LINES_PER_PAGE = 200;
/** What may have been handed over: nothing of what is new, of what is gone, and of what expired. */
const QUIET: ReadonlySet<string> = new Set(['CREATE', 'DELETE']);

export class ReservationHandler implements TopicHandler {
  readonly topic = '/data/Stock_Reservation__ChangeEvent';
  readonly refreshMs = MINUTE_MS;
  readonly #org: Pick<OrgApi, 'query'>;
  readonly #listeners: FulfilmentListener[] = [];

  constructor(org: Pick<OrgApi, 'query'>) {
    this.#org = org;
  }

  /** Does anybody listen? */
  get isHeard(): boolean {
    return this.#listeners.length > 0;
  }

  onFulfilled(listener: FulfilmentListener): void {
    this.#listeners.push(listener);
  }

  async handle(events: readonly OrgEvent[], signal: AbortSignal): Promise<Effects> {
    const ids = events.flatMap(({ change }) => (change === undefined || QUIET.has(change.type) ? [] : change.recordIds));
    const lines = ids.length === 0 ? [] : await linesOf(this.#org, ids, signal);
    return (transaction) => takeNote(lines, transaction, this.#listeners);
  }

  async *recover(sinceMs: number, signal: AbortSignal): AsyncIterable<Effects> {
    const lines = await linesSince(this.#org, sinceMs - LONGEST_TRANSACTION_MS, signal);
    for (let at = 0; at < lines.length; at += LINES_PER_PAGE) yield (transaction) => takeNote(lines.slice(at, at + LINES_PER_PAGE), transaction, this.#listeners);
  }
}
