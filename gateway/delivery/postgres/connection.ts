import pg from 'pg';
import { TransientFailure } from '../../shared/failures.ts';
import { TurnSocket } from './socket.ts';

/** https://www.postgresql.org/docs/15/errcodes-appendix.html: a deadlock was resolved, or the transaction could not be serialized. */
const AGAIN = new Set(['40P01', '40001']);
/** Connection gone, too few resources, shutting down or starting up, ended because nothing was heard of us in a transaction. */
const UNAVAILABLE = /^(08|53|57P|25P03)/;
const SOCKET_CODE = /^E[A-Z]+$/;
const DRIVER_MESSAGE = /^Connection terminated|^timeout exceeded when trying to connect|^Query read timeout|not queryable/;
const INT8_OID = 20;
/** Nobody waits longer for a connection. */
export const CONNECT_MS = 10_000;

const wholeNumbers = new pg.TypeOverrides();
// Ids and milliseconds stay below 2^53.
wholeNumbers.setTypeParser(INT8_OID, Number);

const LONG_MS = 60 * 60_000;

/** A statement that takes as long as it takes. The types of the driver leave its limit out. */
export function longQuery(text: string, values: unknown[] = []): pg.QueryConfig {
  const config = { text, ...(values.length === 0 ? {} : { values }), query_timeout: LONG_MS };
  return config;
}

/** A connection on which nothing happens is looked after from then on: the death of the other machine says nothing by itself. */
const QUIET_MS = 10_000;

/**
 * What every connection has.
 * @param patienceMs how long each side waits for the other: we for an answer, a lock included, and the server for what comes next in a transaction. Without it a machine that died, or sleeps, in the
 * middle of one would keep its locks, those on its leases too, for as long as the network takes to notice: hours
 */
export const connectionOptions = (url: string, patienceMs: number) => ({
  connectionString: url, connectionTimeoutMillis: CONNECT_MS, query_timeout: patienceMs, idle_in_transaction_session_timeout: patienceMs, keepAlive: true, keepAliveInitialDelayMillis: QUIET_MS,
}) satisfies pg.ClientConfig;

export function makePool(url: string, connections: number, patienceMs: number): pg.Pool {
  const pool = new pg.Pool({ ...connectionOptions(url, patienceMs), max: connections, types: wholeNumbers, application_name: 'holdfast-gateway', pipeline: true, stream: () => new TurnSocket() });
  // A connection that breaks: whoever uses it has its query rejected, the pool replaces it. Without listeners the process would end.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => { client.on('error', () => undefined); });
  return pool;
}

export function mustRunAgain(error: unknown): boolean {
  return error instanceof pg.DatabaseError && AGAIN.has(error.code ?? '');
}

/** The server said that it is away, or about to be. */
export const isUnavailable = (error: pg.DatabaseError): boolean => UNAVAILABLE.test(error.code ?? '');

/** What callers can tell apart: a database that is away for a while is a TransientFailure, everything else stays what it is, what a transaction threw by itself included. */
export function withoutConnection(error: unknown): unknown {
  if (error instanceof pg.DatabaseError) return isUnavailable(error) ? unavailable(error) : error;
  // Sockets fail with codes of the system, the driver with plain errors.
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const isSocket = typeof code === 'string' && SOCKET_CODE.test(code);
  const isDriver = error instanceof Error && error.constructor === Error && DRIVER_MESSAGE.test(error.message);
  return isSocket || isDriver ? unavailable(error) : error;
}

function unavailable(cause: unknown): TransientFailure {
  return new TransientFailure(`The store cannot be reached: ${cause instanceof Error ? cause.message : String(cause)}. Nothing of the call was kept; send it again.`, { cause });
}
