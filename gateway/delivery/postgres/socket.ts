import { Socket } from 'node:net';

/**
 * Sends as one piece what the driver writes in one turn. The driver holds back (corks) the parts of one statement only; those of a transaction that wait for no answer are many and small,
 * and a call of the system for each cost a third of the processor time of an accept.
 */
export class TurnSocket extends Socket {
  override uncork(): void {
    process.nextTick(() => { super.uncork(); });
  }
}
