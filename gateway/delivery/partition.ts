import { PARTITIONS } from './store.ts';

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** The partition of a lane: FNV-1a over its UTF-16 units. Stored with the work, so it must never change. */
export function partitionOf(lane: string): number {
  let hash = FNV_OFFSET;
  for (let index = 0; index < lane.length; index += 1) hash = Math.imul(hash ^ lane.charCodeAt(index), FNV_PRIME);
  // The low bits of FNV-1a alone spread keys that differ in their last character only poorly.
  return ((hash ^ (hash >>> 16)) >>> 0) % PARTITIONS;
}
