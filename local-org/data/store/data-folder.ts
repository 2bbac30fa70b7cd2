import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Connection } from './connection.ts';
import { StoreError } from './errors.ts';

/** Written into the header of our database files (`PRAGMA application_id`). */
const APPLICATION_ID = 0x484f4c44;
/** Raised when the tables of the store itself change shape. */
const FORMAT = 1;
/** The header of a SQLite file and what of it is looked at. */
const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';
const APPLICATION_ID_AT = 68;
const CACHE_KIBIBYTES = 64 * 1024;
/** 64 MB of log. Busy pages (indexes, positions) are then written back once for many changes: a fifth more lines a second than with SQLite's 1,000. */
const CHECKPOINT_PAGES = 16_000;

export interface OpenFolder {
  readonly writer: Connection;
  /** Sees committed groups only. The writer itself for a store in memory. */
  readonly reader: Connection;
  /** Opens the database of big objects, which commits by itself; made when it is first asked for. */
  apart(): Connection;
  close(): void;
}

/** Opens a store that lives in memory only, for tests and checks. */
export function openInMemory(): OpenFolder {
  const writer = new Connection(configured(new Database(':memory:')));
  const apart = onceMade(() => new Connection(configured(new Database(':memory:'))));
  return {
    writer, reader: writer, apart: apart.get,
    close: () => {
      apart.close();
      writer.close();
    },
  };
}

/** Opens (or creates) the database of a data folder and keeps every other process out until it is closed. Never deletes or repairs anything. */
export function openFolder(folder: string): OpenFolder {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'org.sqlite');
  refuseForeign(file);
  const unlock = lockFolder(folder);
  try {
    const writer = new Connection(openWriter(file));
    const reader = new Connection(new Database(file, { readonly: true, timeout: 5_000 }));
    reader.pragma(`cache_size = -${CACHE_KIBIBYTES}`);
    const apart = onceMade(() => new Connection(openWriter(join(folder, 'big-objects.sqlite'))));
    return {
      writer,
      reader,
      apart: apart.get,
      close: () => {
        apart.close();
        reader.close();
        writer.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

function onceMade(make: () => Connection): { readonly get: () => Connection; readonly close: () => void } {
  let made: Connection | undefined;
  return { get: () => (made ??= make()), close: () => { made?.close(); } };
}

/** Reads the header as bytes: opening the file as a database would replay another program's journal into it and delete the journal. */
function refuseForeign(file: string): void {
  const header = headerOf(file);
  if (header.length === 0) return;
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) throw new StoreError(`${file} is not a database. Move the file away, restore a copy of it, or start with another folder (--data DIR).`);
  if (header.length < HEADER_BYTES || header.readUInt32BE(APPLICATION_ID_AT) !== APPLICATION_ID) throw new StoreError(`${file} is a database of another program. Move it away or start with another folder (--data DIR).`);
}

/** Nothing of a file that is missing or empty: it becomes ours. */
function headerOf(file: string): Buffer {
  if (!existsSync(file)) return Buffer.alloc(0);
  const header = Buffer.alloc(HEADER_BYTES);
  try {
    const descriptor = openSync(file, 'r');
    try {
      return header.subarray(0, readSync(descriptor, header));
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw cannotOpen(file, error);
  }
}

function cannotOpen(file: string, cause: unknown): StoreError {
  const text = cause instanceof Error ? cause.message : String(cause);
  return new StoreError(`${file} cannot be opened as the database of a local org (${text}). Move the file away, restore a copy of it, or start with another folder (--data DIR).`, { cause });
}

function openWriter(file: string): Database.Database {
  try {
    return checked(new Database(file, { timeout: 5_000 }), file);
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw cannotOpen(file, error);
  }
}

function checked(database: Database.Database, file: string): Database.Database {
  const isEmpty = database.prepare('SELECT COUNT(*) FROM sqlite_master').pluck().get() === 0;
  const format = database.pragma('user_version', { simple: true });
  if (!isEmpty && format !== FORMAT) {
    database.close();
    throw new StoreError(`${file} has store format ${String(format)}, this version reads format ${FORMAT}. Open it with the version that wrote it, or start with another folder (--data DIR).`);
  }
  return configured(database);
}

function configured(database: Database.Database): Database.Database {
  database.pragma('page_size = 4096');
  // Before the journal is written ahead, so that the file itself says from the first moment whose it is.
  database.pragma(`application_id = ${APPLICATION_ID}`);
  database.pragma(`user_version = ${FORMAT}`);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma(`cache_size = -${CACHE_KIBIBYTES}`);
  database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  database.pragma('temp_store = MEMORY');
  return database;
}

/**
 * The lock is an exclusive lock on a file of its own, held by the operating system: it ends with the process, however that ends.
 * The process number beside it only serves the message. Throws StoreError when another process holds the lock; answers the function that gives it back.
 */
export function lockFolder(folder: string): () => void {
  const lockFile = join(folder, 'org.lock');
  const holderFile = join(folder, 'org.pid');
  const lock = new Database(lockFile, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    const cause = error as { code?: string; message?: string };
    if (cause.code !== 'SQLITE_BUSY') throw new StoreError(`${lockFile} cannot be locked (${cause.message ?? String(error)}). Check the folder's permissions or start with another folder (--data DIR).`);
    throw new StoreError(`The data folder ${folder} is in use by another local org (process ${holderOf(holderFile)}). Stop that one or start with another folder (--data DIR).`);
  }
  writeFileSync(holderFile, `${process.pid}\n`);
  return () => {
    rmSync(holderFile, { force: true });
    lock.close();
  };
}

function holderOf(holderFile: string): string {
  try {
    return readFileSync(holderFile, 'utf8').trim();
  } catch {
    return 'unknown';
  }
}
