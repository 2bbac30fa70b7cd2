import { PARTITIONS } from './store.ts';

/** How many partitions a process should hold: all alike, and the first ones by name take what is left over. @param living owners in order, this one among them */
export function fairShare(owner: string, living: readonly string[]): number {
  const rest = PARTITIONS % living.length;
  return Math.floor(PARTITIONS / living.length) + (living.indexOf(owner) < rest ? 1 : 0);
}
