/** Debian's PostgreSQL, with a data folder and a port of its own. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { accountFor, freePort, handOver, runToEnd, startServer } from './server-process.ts';

/** Where Debian's package postgresql-15 puts the server. */
const PROGRAMS = '/usr/lib/postgresql/15/bin';
const USER = 'gateway';

export interface Postgres {
  /** For `pg`: user and password included. */
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** Made when there is none; a database in it is opened again. */
  readonly folder: string;
  /** Absent: a free one. */
  readonly port?: number;
  /** `-c` settings, `fsync=off` for tests. */
  readonly settings?: readonly string[];
}

/** Why it cannot be run here, `undefined` when it can. */
export function whyNoPostgres(): string | undefined {
  return existsSync(path.join(PROGRAMS, 'postgres')) ? undefined : `not run: ${PROGRAMS}/postgres is not there (Debian: apt install postgresql-15)`;
}

/** Resolves when it takes connections. */
export async function startPostgres({ folder, port, settings = [] }: PostgresOptions): Promise<Postgres> {
  const account = accountFor('postgres');
  mkdirSync(folder, { recursive: true });
  handOver(folder, account);
  const data = path.join(folder, 'data');
  const passwordFile = path.join(folder, 'password');
  if (!existsSync(data)) {
    writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
    handOver(passwordFile, account);
    await runToEnd({
      program: path.join(PROGRAMS, 'initdb'), cwd: folder, account,
      args: ['--pgdata', data, '--username', USER, '--pwfile', passwordFile, '--auth', 'scram-sha-256', '--encoding', 'UTF8', '--no-locale', '--no-sync'],
    });
  }
  const chosen = port ?? (await freePort());
  rmSync(path.join(data, 'postmaster.pid'), { force: true });
  const server = await startServer(
    {
      program: path.join(PROGRAMS, 'postgres'), cwd: folder, account,
      args: ['-D', data, '-p', String(chosen), '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=`, ...settings.flatMap((setting) => ['-c', setting])],
    },
    (output) => output.includes('database system is ready to accept connections'),
    'SIGINT',
  );
  return { url: `postgres://${USER}:${readFileSync(passwordFile, 'utf8')}@127.0.0.1:${String(chosen)}/postgres`, pid: server.pid, stop: () => server.stop() };
}
