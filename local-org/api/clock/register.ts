/** `/services/local-org/clock`: what time it is in the org, and moving it on. No part of Salesforce, where nobody can. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Authenticate } from '../authentication.ts';
import { apiError } from '../errors.ts';
import type { ApiHost } from '../host.ts';

export interface MovableClock {
  /** How far the org is ahead of the machine. */
  readonly aheadMs: number;
  now(): number;
  advance(milliseconds: number): void;
}

const ADDRESS = '/services/local-org/clock';
/** A year in one step is a mistake in the unit. */
const LONGEST_STEP_MINUTES = 366 * 24 * 60;
const MS_PER_MINUTE = 60_000;

/** @param moved what waits for a time looks at the clock again */
export function registerClock(server: FastifyInstance, host: ApiHost, authenticate: Authenticate, clock: MovableClock, moved: () => void): void {
  const answer = (): { now: string; aheadMinutes: number } => ({ now: new Date(clock.now()).toISOString(), aheadMinutes: clock.aheadMs / MS_PER_MINUTE });

  server.get(ADDRESS, async (request) => {
    authenticate(request);
    return answer();
  });
  server.post(ADDRESS, async (request) => {
    const user = authenticate(request);
    if (!host.hasUserPermission(user, 'ModifyAllData')) throw apiError(403, 'INSUFFICIENT_ACCESS', 'Moving the clock of the org requires a user with the ModifyAllData permission');
    clock.advance(minutesOf(request) * MS_PER_MINUTE);
    moved();
    return answer();
  });
}

function minutesOf({ body }: FastifyRequest): number {
  const minutes = typeof body === 'object' && body !== null ? (body as { advanceMinutes?: unknown }).advanceMinutes : undefined;
  if (typeof minutes === 'number' && Number.isInteger(minutes) && minutes > 0 && minutes <= LONGEST_STEP_MINUTES) return minutes;
  throw apiError(400, 'INVALID_FIELD', `advanceMinutes is ${JSON.stringify(minutes) ?? 'missing'}; it must be a whole number from 1 to ${String(LONGEST_STEP_MINUTES)}: the clock of the org only goes forward.`);
}
