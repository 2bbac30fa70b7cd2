/**
 * The two numbers emitted code looks at all the time. One Apex transaction runs at a time in a process, so they are module state; whoever enters or leaves a
 * transaction sets both.
 */
export const machine = {
  /** Number of the running transaction: statics initialised under another number are initialised again. */
  epoch: 0,
  /** Turns of loops and calls left before the CPU limit. */
  fuel: 0,
};

let lastEpoch = 0;

export function nextEpoch(): number {
  lastEpoch += 1;
  return lastEpoch;
}

/**
 * Turns and calls that count as one millisecond of Apex CPU time. A count and not a clock, so that a transaction that is run again takes the same course.
 * platform-facts: cpu-fuel.
 */
export const FUEL_PER_MILLISECOND = 5_000;
