/**
 * The two numbers emitted code looks at all the time. One Apex transaction runs at a time in a process, so they are module state; whoever enters or leaves a
 * transaction sets both.
 */
export const machine = {
  /** Number of the running transaction: statics initialised under another number are initialised again. */
  epoch: 0,
  /** Turns of loops and calls left before emitted code reports: a slice of what is left before the CPU limit. */
  fuel: 0,
  /** What is left behind the slice. */
  reserve: 0,
};

/** Turns and calls between two looks at the heap: some milliseconds of an empty loop. */
const SLICE = 250_000;

/** Of the whole transaction. */
export function fuelLeft(): number {
  return machine.fuel + machine.reserve;
}

export function setFuel(turns: number): void {
  machine.fuel = Math.min(turns, SLICE);
  machine.reserve = turns - machine.fuel;
}

/** The next slice; false when everything is burnt. */
export function refuel(): boolean {
  while (machine.fuel < 0 && machine.reserve > 0) {
    const slice = Math.min(machine.reserve, SLICE);
    machine.fuel += slice;
    machine.reserve -= slice;
  }
  return machine.fuel >= 0;
}

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
