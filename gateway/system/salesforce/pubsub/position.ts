/** The durable place of a subscription: the cursor `pubsub:<topic>` of the store. Of several gateways with one store the one that holds it listens, the others wait for it to fall silent. */
import type { StoreTransaction } from '../../../delivery/store.ts';

export interface Position {
  /** Everything up to here is handled; `undefined`: nothing was ever. */
  readonly replayId: string | undefined;
  /** Something may have been missed since then and has not been read from the org yet; `undefined`: nothing. */
  readonly gapSinceMs: number | undefined;
  /** The process that listens, `undefined` when none does. */
  readonly owner: string | undefined;
  /** When the last answer of the org was handled; `undefined`: none ever was. */
  readonly heardAtMs: number | undefined;
  /** When the owner last said that it lives. */
  readonly aliveAtMs: number;
}

/** Another process listens now: what this one was about to write is its business. */
export class PositionTaken extends Error {
  override readonly name = 'PositionTaken';
}

/** A process that says nothing for so long has lost its place. */
const SILENCE_MS = 30_000;

/** The last sign of life of another process, and since when nothing followed it, by the clock of who looks: clocks of two machines are not compared to learn that somebody is gone. */
export interface LastSign {
  readonly aliveAtMs: number;
  readonly sinceMs: number;
}

export type Claim = { readonly position: Position } | { readonly taken: LastSign };

export const cursorOf = (topic: string): string => `pubsub:${topic}`;

/** Takes the place if it is free, or its owner has fallen silent. @param seen what the claim before answered, `undefined`: it is the first */
export async function claim(transaction: StoreTransaction, topic: string, owner: string, nowMs: number, seen: LastSign | undefined): Promise<Claim> {
  const known = (await transaction.cursor(cursorOf(topic))) as Position | undefined;
  if (known?.owner !== undefined && known.owner !== owner) {
    const taken = seen?.aliveAtMs === known.aliveAtMs ? seen : { aliveAtMs: known.aliveAtMs, sinceMs: nowMs };
    // An owner that lives and whose clock is behind loses its place here, once: it sees the new one live then, and waits.
    if (nowMs - Math.min(taken.sinceMs, taken.aliveAtMs) < SILENCE_MS) return { taken };
  }
  // Who begins does not hear what happens until its stream stands.
  const position = { replayId: known?.replayId, gapSinceMs: known === undefined ? nowMs : known.gapSinceMs, heardAtMs: known?.heardAtMs, owner, aliveAtMs: nowMs };
  await transaction.moveCursor(cursorOf(topic), position);
  return { position };
}

/** Changes the place. @throws PositionTaken when another process has it */
export async function move(transaction: StoreTransaction, topic: string, owner: string, change: Partial<Omit<Position, 'owner'>>): Promise<Position> {
  const known = (await transaction.cursor(cursorOf(topic))) as Position | undefined;
  if (known?.owner !== owner) throw new PositionTaken(`${topic} is listened to by ${known?.owner ?? 'nobody'} now.`);
  const position = { ...known, ...change };
  await transaction.moveCursor(cursorOf(topic), position);
  return position;
}

/** Gives the place up for others to take at once. */
export async function giveUp(transaction: StoreTransaction, topic: string, owner: string): Promise<void> {
  const known = (await transaction.cursor(cursorOf(topic))) as Position | undefined;
  if (known?.owner === owner) await transaction.moveCursor(cursorOf(topic), { ...known, owner: undefined });
}
