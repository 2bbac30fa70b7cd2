import type Database from 'better-sqlite3';
import { LeaseLost, PARTITIONS, type Lease, type LeaseAnswer } from '../store.ts';
import { fairShare } from '../fair-share.ts';

/** Leases on partitions as rows. Every method belongs into the open write transaction. */
export class SqliteLeases {
  readonly #say: Database.Statement;
  readonly #living: Database.Statement;
  readonly #forget: Database.Statement;
  readonly #renew: Database.Statement;
  readonly #give: Database.Statement;
  readonly #take: Database.Statement;
  readonly #held: Database.Statement;
  readonly #fence: Database.Statement;

  constructor(database: Database.Database) {
    for (let partition = 0; partition < PARTITIONS; partition += 1) database.prepare('INSERT INTO lease (partition) VALUES (?) ON CONFLICT DO NOTHING').run(partition);
    this.#say = database.prepare('INSERT INTO process (owner, until_ms) VALUES (?, ?) ON CONFLICT DO UPDATE SET until_ms = excluded.until_ms');
    this.#living = database.prepare('SELECT owner FROM process WHERE until_ms > ? ORDER BY owner').pluck();
    this.#forget = database.prepare('DELETE FROM process WHERE owner = ? OR until_ms <= ?');
    this.#renew = database.prepare('UPDATE lease SET until_ms = @until WHERE owner = @owner AND until_ms > @now AND partition IN (SELECT value FROM json_each(@keep))');
    this.#give = database.prepare('UPDATE lease SET owner = NULL, until_ms = 0 WHERE owner = @owner AND partition NOT IN (SELECT value FROM json_each(@keep))');
    this.#take = database.prepare(`
      UPDATE lease SET owner = @owner, epoch = epoch + 1, until_ms = @until
      WHERE partition IN (SELECT partition FROM lease WHERE owner IS NULL OR until_ms <= @now ORDER BY partition LIMIT @most)`);
    this.#held = database.prepare('SELECT partition, epoch FROM lease WHERE owner = ? AND until_ms > ? ORDER BY partition');
    this.#fence = database.prepare('SELECT COUNT(*) FROM lease WHERE partition = ? AND epoch = ? AND owner = ?').pluck();
  }

  lease(owner: string, keep: readonly number[], nowMs: number, untilMs: number): LeaseAnswer {
    this.#say.run(owner, untilMs);
    this.#renew.run({ owner, keep: JSON.stringify(keep), now: nowMs, until: untilMs });
    this.#give.run({ owner, keep: JSON.stringify(keep) });
    const share = fairShare(owner, this.#living.all(nowMs) as string[]);
    const missing = share - this.#held.all(owner, nowMs).length;
    if (missing > 0) this.#take.run({ owner, until: untilMs, now: nowMs, most: missing });
    return { held: this.#held.all(owner, nowMs) as Lease[], share };
  }

  release(owner: string, nowMs: number): void {
    this.#give.run({ owner, keep: '[]' });
    this.#forget.run(owner, nowMs);
  }

  fence(owner: string, leases: readonly Lease[]): void {
    for (const { partition, epoch } of leases) {
      if (this.#fence.get(partition, epoch, owner) !== 1) throw new LeaseLost(`${owner} no longer holds partition ${String(partition)} in epoch ${String(epoch)}; what it found out is left to whoever does.`);
    }
  }
}
