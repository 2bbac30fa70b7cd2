/**
 * The event bus's memory: published platform events in the order of their replay ids, and how far each subscriber has read. It lives in the org's own database,
 * so that an event and the data it speaks of become durable in one COMMIT.
 */
import type { SqlValue } from '../data/store/connection.ts';
import type { Store } from '../data/store/store.ts';

/** An event as stored. `payload` holds field values by API name, JSON-ready. */
export interface LoggedEvent {
  readonly replayId: number;
  readonly objectName: string;
  readonly publishedAt: number;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Events are kept for 72 hours, as on the platform. platform-facts: event-retention. */
export const RETENTION_MS = 72 * 60 * 60 * 1000;

/** A transaction publishes a few events or very many: calling SQLite costs more than another row of the same statement. */
const ROWS_PER_STATEMENT = 8;
/** By the number of rows. */
const INSERTS = Array.from({ length: ROWS_PER_STATEMENT + 1 }, (_, rows) => `INSERT INTO "$event" (replayId, objectName, publishedAt, payload) VALUES ${Array.from({ length: rows }, () => '(?, ?, ?, ?)').join(', ')}`);

/** Two of the largest batches a trigger gets. */
const RECENT = 4_000;

export class EventLog {
  readonly #store: Store;
  /** Where numbering begins in a store that never gave a replay id away. */
  readonly #first: number;
  /** The newest events by replay id: who reads along soon after them needs no text read and taken apart. An event of a transaction that was undone is never asked for. */
  readonly #recent = new Map<number, LoggedEvent>();

  constructor(store: Store) {
    this.#store = store;
    store.connection.execute(`CREATE TABLE IF NOT EXISTS "$event" (replayId INTEGER PRIMARY KEY, objectName TEXT NOT NULL, publishedAt INTEGER NOT NULL, payload TEXT NOT NULL);
      CREATE INDEX IF NOT EXISTS "$event_by_object" ON "$event" (objectName, replayId);
      CREATE TABLE IF NOT EXISTS "$event_position" (subscriber TEXT PRIMARY KEY, replayId INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS "$event_partition" (subscriber TEXT NOT NULL, layout TEXT NOT NULL, partition INTEGER NOT NULL, replayId INTEGER NOT NULL, PRIMARY KEY (subscriber, layout, partition)) WITHOUT ROWID`);
    this.#first = this.latest() + 1;
  }

  /** Must run inside a transaction of the store. Gives each event its replay id: they grow, and have gaps where a transaction was undone. */
  append(events: readonly Omit<LoggedEvent, 'replayId'>[]): LoggedEvent[] {
    const logged = events.map(({ objectName, publishedAt, payload }) => ({ replayId: this.#store.sequences.draw('$event', this.#first), objectName, publishedAt, payload }));
    for (let at = 0; at < logged.length; at += ROWS_PER_STATEMENT) this.#write(logged.slice(at, at + ROWS_PER_STATEMENT));
    if (!this.#store.isDetoured) for (const event of logged) this.#remember(event);
    return logged;
  }

  #remember(event: LoggedEvent): void {
    if (this.#recent.size >= RECENT) this.#recent.delete(this.#recent.keys().next().value!);
    this.#recent.set(event.replayId, event);
  }

  #write(events: readonly LoggedEvent[]): void {
    const parameters: SqlValue[] = [];
    for (const { replayId, objectName, publishedAt, payload } of events) parameters.push(replayId, objectName, publishedAt, JSON.stringify(payload));
    this.#store.writer(INSERTS[events.length]!).run(...parameters);
  }

  /** Committed events of one type after a replay id, oldest first. */
  read(objectName: string, afterReplayId: number, limit: number): LoggedEvent[] {
    const known = this.#readRecent(objectName, afterReplayId, limit);
    if (known !== undefined) return known;
    const rows = this.#store.reader('SELECT replayId, publishedAt, payload FROM "$event" WHERE objectName = ? AND replayId > ? ORDER BY replayId LIMIT (? | 0)').all(objectName, afterReplayId, limit);
    return rows.map(([replayId, publishedAt, payload]) => ({
      replayId: Number(replayId), objectName, publishedAt: Number(publishedAt), payload: JSON.parse(String(payload)) as Record<string, unknown>,
    }));
  }

  /** What is committed is asked of the index; the events themselves are remembered. `undefined` when one of them is not. */
  #readRecent(objectName: string, afterReplayId: number, limit: number): LoggedEvent[] | undefined {
    const [oldest] = this.#recent.keys();
    if (oldest === undefined || oldest > afterReplayId + 1) return undefined;
    const ids = this.#store.reader('SELECT replayId FROM "$event" WHERE objectName = ? AND replayId > ? ORDER BY replayId LIMIT (? | 0)').all(objectName, afterReplayId, limit);
    const events: LoggedEvent[] = [];
    for (const [replayId] of ids) {
      const event = this.#recent.get(Number(replayId));
      if (event === undefined) return undefined;
      events.push(event);
    }
    return events;
  }

  /** Committed events of several types after a replay id, oldest first. */
  readAny(objectNames: readonly string[], afterReplayId: number, limit: number): LoggedEvent[] {
    const [only] = objectNames;
    if (only === undefined) return [];
    if (objectNames.length === 1) return this.read(only, afterReplayId, limit);
    const places = objectNames.map(() => '?').join(', ');
    const rows = this.#store.reader(`SELECT replayId, objectName, publishedAt, payload FROM "$event" WHERE objectName IN (${places}) AND replayId > ? ORDER BY replayId LIMIT (? | 0)`).all(...objectNames, afterReplayId, limit);
    return rows.map(([replayId, objectName, publishedAt, payload]) => ({
      replayId: Number(replayId), objectName: String(objectName), publishedAt: Number(publishedAt), payload: JSON.parse(String(payload)) as Record<string, unknown>,
    }));
  }

  /** Replay id of the newest committed event, 0 when there never was one. */
  latest(): number {
    return Number(this.#store.reader('SELECT MAX(replayId) FROM "$event"').get()?.[0] ?? 0);
  }

  /** Replay id of the oldest committed event that is still kept; `undefined` when none is. */
  oldest(): number | undefined {
    const oldest = this.#store.reader('SELECT MIN(replayId) FROM "$event"').get()?.[0] ?? null;
    return oldest === null ? undefined : Number(oldest);
  }

  /** Replay id of the newest committed event of a type, 0 when there is none. */
  tip(objectName: string): number {
    return Number(this.#store.reader('SELECT MAX(replayId) FROM "$event" WHERE objectName = ?').get(objectName)?.[0] ?? 0);
  }

  /** How far a subscriber has read; 0 for one that never began. */
  position(subscriber: string): number {
    return Number(this.#store.reader('SELECT replayId FROM "$event_position" WHERE subscriber = ?').get(subscriber)?.[0] ?? 0);
  }

  /** Must run inside a transaction of the store. A new subscriber begins behind the newest event, a known one stays where it is. */
  begin(subscriber: string): void {
    this.#store.writer('INSERT INTO "$event_position" VALUES (?, ?) ON CONFLICT (subscriber) DO NOTHING').run(subscriber, this.latest());
  }

  /** Must run inside a transaction of the store: the position moves together with what the subscriber wrote. */
  moveTo(subscriber: string, replayId: number): void {
    this.#store.writer('INSERT INTO "$event_position" VALUES (?, ?) ON CONFLICT (subscriber) DO UPDATE SET replayId = excluded.replayId').run(subscriber, replayId);
  }

  /** How far partitions of a subscriber have read, by their number; a position of the whole subscriber that is further on counts instead. `layout` tells what numbers them. */
  partitionPositions(subscriber: string, layout: string): ReadonlyMap<number, number> {
    const rows = this.#store.reader('SELECT partition, replayId FROM "$event_partition" WHERE subscriber = ? AND layout = ?').all(subscriber, layout);
    return new Map(rows.map(([partition, replayId]) => [Number(partition), Number(replayId)]));
  }

  /** Must run inside a transaction of the store. */
  movePartition(subscriber: string, layout: string, partition: number, replayId: number): void {
    this.#store.writer('INSERT INTO "$event_partition" VALUES (?, ?, ?, ?) ON CONFLICT (subscriber, layout, partition) DO UPDATE SET replayId = excluded.replayId').run(subscriber, layout, partition, replayId);
  }

  /** Must run inside a transaction of the store. */
  forgetBefore(publishedAt: number): void {
    this.#store.writer('DELETE FROM "$event" WHERE publishedAt < ?').run(publishedAt);
  }
}
