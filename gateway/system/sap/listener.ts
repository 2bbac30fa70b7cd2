/** What the host starts and stops: something that hears doorbells; and how it goes on hearing when its connection breaks. */
import type { HealthLog } from '../../health/health-log.ts';
import type { Clock } from '../../shared/clock.ts';
import { TransientFailure } from '../../shared/failures.ts';
import type { Log } from '../../shared/log.ts';
import { ClientCredentials, type ClientCredentialsLogin, type GivenToken } from './client-credentials.ts';
import type { DoorbellInlet } from './doorbell.ts';

export interface DoorbellListener {
  /** Connects, and again whenever the connection breaks, until it is closed. */
  start(): void;
  readonly isConnected: boolean;
  close(): Promise<void>;
}

export interface ListenerParts {
  readonly source: string;
  readonly inlet: DoorbellInlet;
  readonly health: HealthLog;
  readonly clock: Clock;
  readonly log: Log;
}

/** One connection, from its beginning to its end. */
export interface Listened {
  readonly wasOpen: boolean;
  /** Why it ended. */
  readonly why: string;
}

export interface Listening {
  readonly kind: 'amqp' | 'mqtt';
  /** The queue or topic, for the log. */
  readonly where: Readonly<Record<string, string>>;
  /** Every connection has an access token of its own. */
  readonly oauth?: ClientCredentialsLogin | undefined;
  readonly signal: AbortSignal;
  /** Hears over one connection until it ends. */
  listenOver(token: GivenToken | undefined): Promise<Listened>;
}

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 15_000;
/** A connection that lasted so long was a good one. */
const STEADY_MS = 5_000;

/** How long to wait before the next attempt; every wait doubles, and none is like the other, so that many do not knock at once. */
export function waitBeforeAttempt(attempt: number, random: () => number = Math.random): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt, 20)) * (0.5 + random() / 2);
}

/** Hears over one connection after the other until the signal says that it is enough. */
export async function listenOn(listening: Listening, { clock, health, log, source }: ListenerParts): Promise<void> {
  const { kind, where, oauth, signal } = listening;
  const tokens = oauth === undefined ? undefined : new ClientCredentials(oauth, clock);
  for (let attempt = 0; !signal.aborted; attempt++) {
    const begunAtMs = clock.now();
    const { wasOpen, why } = await listenOnce(listening, tokens);
    if (signal.aborted) return;
    if (wasOpen) health.count(source, 'connection-lost');
    // A queue that is refused was open for a moment: that is no reason to knock again at once.
    if (wasOpen && clock.now() - begunAtMs >= STEADY_MS) attempt = 0;
    log.write('warn', `${kind}-disconnected`, { source, ...where, message: why });
    await clock.sleep(waitBeforeAttempt(attempt), signal);
  }
}

async function listenOnce({ signal, listenOver }: Listening, tokens: ClientCredentials | undefined): Promise<Listened> {
  let token: GivenToken | undefined;
  try {
    token = await tokens?.fresh(signal);
  } catch (error) {
    if (!(error instanceof TransientFailure)) throw error;
    return { wasOpen: false, why: error.message };
  }
  if (signal.aborted) return { wasOpen: false, why: 'it is closed' };
  const { wasOpen, why } = await listenOver(token);
  // What a broker gives as its reason may repeat what it was told. The longer first: it may hold the other.
  const secrets = [token?.value, token?.idToken].filter((one) => one !== undefined).sort((one, other) => other.length - one.length);
  return { wasOpen, why: secrets.reduce((told, secret) => told.replaceAll(secret, 'the token'), why) };
}
