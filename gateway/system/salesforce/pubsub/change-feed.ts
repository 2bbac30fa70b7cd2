/** Reads `GET /changes`, which leaves nothing out, from a durable cursor. Source: docs/api/openapi.yaml, getChanges. */
import { TransientFailure } from '../../../shared/failures.ts';
import type { OrgApi } from '../org-api.ts';
import type { PositionChange } from './positions.ts';

/** A page of changes and where the next one begins. */
export interface ChangePage {
  readonly changes: readonly PositionChange[];
  readonly nextCursor: string;
  readonly hasMore: boolean;
}

interface FeedItem {
  readonly sku: string;
  readonly location: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly available: number;
  readonly version: number;
  readonly changedAt: string;
}

/** @param after `undefined`: from the beginning, which is every position once */
export async function readChanges(org: Pick<OrgApi, 'call'>, after: string | undefined, signal?: AbortSignal): Promise<ChangePage> {
  const { status, body } = await org.call('GET', `/changes${after === undefined ? '' : `?after=${encodeURIComponent(after)}`}`, undefined, signal);
  if (status !== 200) throw new TransientFailure(`GET /changes answered ${String(status)}: ${JSON.stringify(body)}`);
  const page = body as { readonly items: readonly FeedItem[]; readonly nextCursor: string; readonly hasMore: boolean };
  return { changes: page.items.map(changeOf), nextCursor: page.nextCursor, hasMore: page.hasMore };
}

function changeOf({ sku, location, onHand, reserved, available, version, changedAt }: FeedItem): PositionChange {
  return { sku, location, onHand, reserved, available: Math.max(available, 0), version, changedAtMs: Date.parse(changedAt) };
}
