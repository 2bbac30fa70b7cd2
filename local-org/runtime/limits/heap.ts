/**
 * How much a transaction keeps in memory: what this process's JavaScript heap has grown by since the transaction was first looked at. Nobody counts allocations, so code pays
 * nothing; a transaction is looked at after every slice of CPU fuel, after large queries and when Apex asks. JavaScript values are larger or smaller than Apex ones, and
 * garbage from before hides part of the growth: the figure is of the right order, and a list that grows without end is caught. platform-facts: heap-estimate.
 */
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type ApexException, LimitException } from '../../values/exceptions.ts';

/** platform-facts: limit-texts. */
export function heapExceeded(bytes: number): ApexException {
  return new LimitException(`Apex heap size too large: ${String(bytes)}`);
}

const usedNow = (): number => getHeapStatistics().used_heap_size;

let collectGarbage: (() => void) | undefined;

/** Bytes in use when all garbage is gone. Costs tens of milliseconds. */
function usedByLiving(): number {
  if (collectGarbage === undefined) {
    setFlagsFromString('--expose-gc');
    collectGarbage = runInNewContext('gc') as () => void;
  }
  collectGarbage();
  return usedNow();
}

export class HeapMeter {
  /** Bytes in use before the transaction; `undefined` until it is first looked at. */
  #before: number | undefined;
  /** Growth at which garbage is collected again: twice what was kept the last time. */
  #nextCollection = 0;

  /** What Limits.getHeapSize answers. */
  bytes(): number {
    return this.#growth();
  }

  /** The bytes kept when they are more than `most`; `undefined` when they are not. */
  bytesBeyond(most: number): number | undefined {
    if (this.#growth() <= Math.max(most, this.#nextCollection)) return undefined;
    const living = usedByLiving();
    this.#before = Math.min(this.#before!, living);
    const kept = living - this.#before;
    this.#nextCollection = 2 * kept;
    return kept > most ? kept : undefined;
  }

  #growth(): number {
    const used = usedNow();
    this.#before ??= used;
    return Math.max(0, used - this.#before);
  }
}
