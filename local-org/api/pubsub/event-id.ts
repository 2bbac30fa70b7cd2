/** The id of a delivered event: the EventUuid of a platform event, and for a change, which has none, one that follows from its place. */
import { createHash } from 'node:crypto';
import type { StoredEvent } from '../host.ts';

export function eventIdOf({ payload, replayId }: StoredEvent, organizationId: string): string {
  const uuid = payload['EventUuid'];
  if (typeof uuid === 'string') return uuid;
  const hex = createHash('sha256').update(`${organizationId} ${String(replayId)}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
