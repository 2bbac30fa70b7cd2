/** The platform reading for itself: nothing counts against a limit and nothing is hidden. */
import { FULL_PERMISSIONS } from '../data/access/permissions.ts';
import { ownSharing } from '../data/access/user-sharing.ts';
import { NO_TRIGGERS } from '../data/session.ts';
import type { DataSession } from '../data/session.ts';

export const PLATFORM_SESSION: DataSession = {
  user: { id: '', timeZone: 'GMT' }, sharing: ownSharing([]), permissions: FULL_PERMISSIONS, clock: { now: () => 0 }, triggers: NO_TRIGGERS,
  limits: { used: () => 0, allowed: () => Number.MAX_SAFE_INTEGER, consume: () => undefined },
};
