/**
 * Access and refresh tokens. Only their SHA-256 is stored, so that neither the data folder nor a log gives a session away; they survive a restart and a revoked one stays revoked.
 */
import { createHash, randomBytes } from 'node:crypto';
import Database from 'better-sqlite3';
import { Passwords } from './passwords.ts';

export interface Session {
  readonly userId: string;
  readonly issuedAt: number;
}

export const LIFETIME_MS = 30 * 24 * 60 * 60 * 1000;
const TOKEN_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._';

export class Sessions {
  readonly #database: Database.Database;
  readonly #known = new Map<string, Session>();
  readonly passwords: Passwords;
  readonly #now: () => number;

  /** `file` is a path, or `:memory:` in tests. */
  constructor(file: string, now: () => number) {
    this.#database = new Database(file);
    this.#now = now;
    this.#database.pragma('journal_mode = WAL');
    this.#database.exec('CREATE TABLE IF NOT EXISTS session (hash TEXT PRIMARY KEY, userId TEXT NOT NULL, issuedAt INTEGER NOT NULL) WITHOUT ROWID');
    this.#database.exec(`CREATE TABLE IF NOT EXISTS refresh (hash TEXT PRIMARY KEY, userId TEXT NOT NULL, clientId TEXT NOT NULL, issuedAt INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS refreshed (hash TEXT PRIMARY KEY, parent TEXT NOT NULL) WITHOUT ROWID`);
    this.passwords = new Passwords(this.#database);
    this.#database.prepare('DELETE FROM session WHERE issuedAt < ?').run(now() - LIFETIME_MS);
  }

  /** A new access token: organization id, `!`, 80 characters that clients accept (`[.\w]`). */
  issue(organizationId: string, userId: string): string {
    const token = `${organizationId.slice(0, 15)}!${randomText(80)}`;
    this.#database.prepare('INSERT INTO session VALUES (?, ?, ?)').run(hash(token), userId, this.#now());
    return token;
  }

  /** A refresh token of a user for one client. It does not end by itself. */
  issueRefresh(userId: string, clientId: string): string {
    const token = `5Aep861${randomText(80)}`;
    this.#database.prepare('INSERT INTO refresh VALUES (?, ?, ?, ?)').run(hash(token), userId, clientId, this.#now());
    return token;
  }

  /** A new access token for a refresh token; `undefined` when that is unknown, revoked or another client's. It ends with the refresh token. */
  refresh(organizationId: string, refreshToken: string, clientId: string): { readonly userId: string; issue(): string } | undefined {
    const parent = hash(refreshToken);
    const row = this.#database.prepare('SELECT userId FROM refresh WHERE hash = ? AND clientId = ?').get(parent, clientId) as { userId: string } | undefined;
    if (row === undefined) return undefined;
    return { userId: row.userId, issue: () => this.belongTo(this.issue(organizationId, row.userId), refreshToken) };
  }

  /** Makes an access token end when the refresh token is revoked. */
  belongTo(accessToken: string, refreshToken: string): string {
    this.#database.prepare('INSERT INTO refreshed VALUES (?, ?)').run(hash(accessToken), hash(refreshToken));
    return accessToken;
  }

  find(token: string): Session | undefined {
    const session = this.#known.get(token) ?? this.#load(token);
    if (session === undefined || session.issuedAt < this.#now() - LIFETIME_MS) return undefined;
    return session;
  }

  /** Ends an access token, or a refresh token with the access tokens it gave. */
  revoke(token: string): boolean {
    this.#known.delete(token);
    return this.#revokeRefresh(hash(token)) || this.#database.prepare('DELETE FROM session WHERE hash = ?').run(hash(token)).changes > 0;
  }

  #revokeRefresh(parent: string): boolean {
    if (this.#database.prepare('DELETE FROM refresh WHERE hash = ?').run(parent).changes === 0) return false;
    this.#known.clear();
    this.#database.prepare('DELETE FROM session WHERE hash IN (SELECT hash FROM refreshed WHERE parent = ?)').run(parent);
    this.#database.prepare('DELETE FROM refreshed WHERE parent = ?').run(parent);
    return true;
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

const randomText = (length: number): string => Array.from(randomBytes(length), (byte) => TOKEN_ALPHABET[byte & 63]).join('');

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
