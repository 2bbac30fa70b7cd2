/** Passwords of users. Nobody has one until it is set; only a salted scrypt hash is stored. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type Database from 'better-sqlite3';

const derive = promisify(scrypt) as (password: string, salt: Buffer, length: number) => Promise<Buffer>;
const HASH_BYTES = 32;
/** The platform's default policy. */
const SHORTEST = 8;

export class Passwords {
  readonly #database: Database.Database;

  constructor(database: Database.Database) {
    this.#database = database;
    database.exec('CREATE TABLE IF NOT EXISTS password (userId TEXT PRIMARY KEY, salt BLOB NOT NULL, hash BLOB NOT NULL) WITHOUT ROWID');
  }

  /** What is wrong with a new password, if anything. */
  static problemOf(password: string): string | undefined {
    if (password.length < SHORTEST) return `Your password must be at least ${String(SHORTEST)} characters long.`;
    return /[A-Za-z]/.test(password) && /\d/.test(password) ? undefined : 'Your password must include letters and numbers.';
  }

  async set(userId: string, password: string): Promise<void> {
    const salt = randomBytes(16);
    const hash = await derive(password, salt, HASH_BYTES);
    this.#database.prepare('INSERT INTO password VALUES (?, ?, ?) ON CONFLICT (userId) DO UPDATE SET salt = excluded.salt, hash = excluded.hash').run(userId, salt, hash);
  }

  async isRight(userId: string, password: string): Promise<boolean> {
    const row = this.#database.prepare('SELECT salt, hash FROM password WHERE userId = ?').get(userId) as { salt: Buffer; hash: Buffer } | undefined;
    // A user without a password takes as long as one with a wrong one.
    const hash = await derive(password, row?.salt ?? Buffer.alloc(16), HASH_BYTES);
    return row !== undefined && timingSafeEqual(hash, row.hash);
  }
}
