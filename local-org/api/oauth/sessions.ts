/**
 * Access tokens. Only their SHA-256 is stored, so that neither the data folder nor a log gives a session away; they survive a restart and a revoked one stays revoked.
 */
import { createHash, randomBytes } from 'node:crypto';
import Database from 'better-sqlite3';

export interface Session {
  readonly userId: string;
  readonly issuedAt: number;
}

const LIFETIME_MS = 30 * 24 * 60 * 60 * 1000;
const TOKEN_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._';

export class Sessions {
  readonly #database: Database.Database;
  readonly #known = new Map<string, Session>();
  readonly #now: () => number;

  /** `file` is a path, or `:memory:` in tests. */
  constructor(file: string, now: () => number) {
    this.#database = new Database(file);
    this.#now = now;
    this.#database.pragma('journal_mode = WAL');
    this.#database.exec('CREATE TABLE IF NOT EXISTS session (hash TEXT PRIMARY KEY, userId TEXT NOT NULL, issuedAt INTEGER NOT NULL) WITHOUT ROWID');
    this.#database.prepare('DELETE FROM session WHERE issuedAt < ?').run(now() - LIFETIME_MS);
  }

  /** A new access token: organization id, `!`, 80 characters that clients accept (`[.\w]`). */
  issue(organizationId: string, userId: string): string {
    const secret = Array.from(randomBytes(80), (byte) => TOKEN_ALPHABET[byte & 63]).join('');
    const token = `${organizationId.slice(0, 15)}!${secret}`;
    this.#database.prepare('INSERT INTO session VALUES (?, ?, ?)').run(hash(token), userId, this.#now());
    return token;
  }

  find(token: string): Session | undefined {
    const session = this.#known.get(token) ?? this.#load(token);
    if (session === undefined || session.issuedAt < this.#now() - LIFETIME_MS) return undefined;
    return session;
  }

  revoke(token: string): boolean {
    this.#known.delete(token);
    return this.#database.prepare('DELETE FROM session WHERE hash = ?').run(hash(token)).changes > 0;
  }

  close(): void {
    this.#database.close();
  }

  #load(token: string): Session | undefined {
    const row = this.#database.prepare('SELECT userId, issuedAt FROM session WHERE hash = ?').get(hash(token)) as Session | undefined;
    if (row === undefined) return undefined;
    if (this.#known.size >= 10_000) this.#known.clear();
    this.#known.set(token, row);
    return row;
  }
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
