import type { PoolClient } from 'pg';
import { fairShare } from '../fair-share.ts';
import type { Lease, LeaseAnswer } from '../store.ts';

const HELD = 'SELECT partition, epoch FROM lease WHERE owner = $1 AND until > clock_timestamp() ORDER BY partition';

/** In an open transaction. Times are those of the server, so that the clocks of gateway machines do not matter. */
export async function lease(client: PoolClient, owner: string, keep: readonly number[], forMs: number): Promise<LeaseAnswer> {
  // All rows in one order: whoever leases waits for whoever writes under a lease, and never the other way round.
  await client.query('SELECT 1 FROM lease ORDER BY partition FOR UPDATE');
  const until = "clock_timestamp() + $2 * interval '1 millisecond'";
  await client.query(`INSERT INTO process (owner, until) VALUES ($1, ${until}) ON CONFLICT (owner) DO UPDATE SET until = excluded.until`, [owner, forMs]);
  await client.query(`UPDATE lease SET until = ${until} WHERE owner = $1 AND until > clock_timestamp() AND partition = ANY ($3::int[])`, [owner, forMs, keep]);
  await client.query("UPDATE lease SET owner = NULL, until = '-infinity' WHERE owner = $1 AND partition <> ALL ($2::int[])", [owner, keep]);
  const living = await client.query<{ owner: string }>('SELECT owner FROM process WHERE until > clock_timestamp() ORDER BY owner');
  const share = fairShare(owner, living.rows.map((row) => row.owner));
  const missing = share - (await client.query(HELD, [owner])).rows.length;
  if (missing > 0) {
    await client.query(
      `UPDATE lease SET owner = $1, epoch = epoch + 1, until = ${until}
       WHERE partition IN (SELECT partition FROM lease WHERE owner IS NULL OR until <= clock_timestamp() ORDER BY partition LIMIT $3)`,
      [owner, forMs, missing],
    );
  }
  return { held: (await client.query<Lease>(HELD, [owner])).rows, share };
}

export async function release(client: PoolClient, owner: string): Promise<void> {
  await client.query('SELECT 1 FROM lease ORDER BY partition FOR UPDATE');
  await client.query("UPDATE lease SET owner = NULL, until = '-infinity' WHERE owner = $1", [owner]);
  await client.query('DELETE FROM process WHERE owner = $1 OR until <= clock_timestamp()', [owner]);
}
