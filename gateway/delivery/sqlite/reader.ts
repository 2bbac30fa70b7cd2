import type Database from 'better-sqlite3';
import { conditionsOf, endOfNames, type Dialect } from '../find-sql.ts';
import type { Cursor, WorkFigure, WorkQuestion } from '../store.ts';
import { itemOf, WORK_COLUMNS, type WorkRow } from '../work-row.ts';
import type { WorkItem, WorkKind, WorkState } from '../work.ts';

const DIALECT: Dialect = { placeholder: () => '?', isOneOf: () => 'IN (SELECT value FROM json_each(?))', unindexed: (column) => `+${column}`, locationOfLane: "substr(lane, instr(lane, '|') + 1)" };

/** What is committed, read beside the writer. */
export class SqliteReader {
  readonly #database: Database.Database;
  readonly #due: Database.Statement;
  readonly #find = new Map<string, Database.Statement>();
  readonly #figures: Database.Statement;
  readonly #oldest: Database.Statement;
  readonly #cursors: Database.Statement;

  constructor(database: Database.Database) {
    this.#database = database;
    this.#due = database.prepare(`
      WITH delayed AS MATERIALIZED (SELECT lane, MIN(id) AS first FROM work WHERE state = 'Waiting' AND kind = @kind AND next_attempt_at_ms > @now GROUP BY lane)
      SELECT ${WORK_COLUMNS} FROM work INDEXED BY work_waiting
      WHERE state = 'Waiting' AND kind = @kind AND next_attempt_at_ms <= @now AND partition IN (SELECT value FROM json_each(@partitions))
        AND NOT EXISTS (SELECT 1 FROM delayed WHERE delayed.lane = work.lane AND delayed.first < work.id)
      ORDER BY id LIMIT @most`);
    this.#figures = database.prepare('SELECT kind, source, state, effect, count FROM figure WHERE count <> 0 ORDER BY kind, source, state, effect');
    this.#oldest = database.prepare("SELECT MIN(received_at_ms) AS oldest FROM work INDEXED BY work_oldest WHERE state = 'Waiting' AND kind = ? AND source = ?");
    this.#cursors = database.prepare('SELECT name, value FROM cursor WHERE name >= @prefix AND name < @end ORDER BY name');
  }

  due(kind: WorkKind, partitions: readonly number[], most: number, nowMs: number): readonly WorkItem[] {
    return (this.#due.all({ kind, partitions: JSON.stringify(partitions), most, now: nowMs }) as WorkRow[]).map((row) => itemOf(row, true));
  }

  find(question: WorkQuestion): readonly WorkItem[] {
    const { sql, values, isByLane, isNarrow } = conditionsOf(question, DIALECT);
    let statement = this.#find.get(sql);
    if (statement === undefined) {
      // Without figures about its tables SQLite takes few kinds for few rows of a kind.
      statement = this.#database.prepare(`SELECT ${WORK_COLUMNS} FROM work ${isByLane ? 'INDEXED BY work_lane' : ''} ${sql} ORDER BY ${isNarrow ? '+id' : 'id'} LIMIT ?`);
      this.#find.set(sql, statement);
    }
    const rows = statement.all(...values.map((value) => (typeof value === 'object' ? JSON.stringify(value) : value)), question.most);
    return (rows as WorkRow[]).map((row) => itemOf(row));
  }

  cursors(prefix: string): readonly Cursor[] {
    return (this.#cursors.all({ prefix, end: endOfNames(prefix) }) as { name: string; value: string }[]).map(({ name, value }) => ({ name, value: JSON.parse(value) as unknown }));
  }

  figures(): readonly WorkFigure[] {
    // One transaction, so that counts and ages belong together.
    return this.#database.transaction(() => (
      (this.#figures.all() as { kind: WorkKind; source: string; state: WorkState; effect: string; count: number }[]).map(({ kind, source, state, effect, count }) => ({
        kind, source, state, count,
        effect: effect === '' ? undefined : effect,
        oldestReceivedAtMs: state === 'Waiting' ? (this.#oldest.get(kind, source) as { readonly oldest: number | null }).oldest ?? undefined : undefined,
      }))
    ))();
  }

  close(): void {
    this.#database.close();
  }
}
