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

export const cursorOf = (topic: string): string => `pubsub:${topic}`;

/** Takes the place if it is free, or its owner has fallen silent. `undefined`: it is not. */
export async function claim(transaction: StoreTransaction, topic: string, owner: string, nowMs: number): Promise<Position | undefined> {
  const known = (await transaction.cursor(cursorOf(topic))) as Position | undefined;
  if (known?.owner !== undefined && known.owner !== owner && known.aliveAtMs > nowMs - SILENCE_MS) return undefined;
  // Who begins does not hear what happens until its stream stands.
  const position = { replayId: known?.replayId, gapSinceMs: known === undefined ? nowMs : known.gapSinceMs, heardAtMs: known?.heardAtMs, owner, aliveAtMs: nowMs };
  await transaction.moveCursor(cursorOf(topic), position);
  return position;
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
