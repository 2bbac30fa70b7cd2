/** Which schedules are run: a seeded one, a given one, or all of them. */
import { createHash } from 'node:crypto';
import { outcomeText } from './cases.ts';
import type { TransactionCase } from './cases.ts';
import { Footprint } from './footprint.ts';
import type { Kernel, Pick, TransactionResult } from './kernel.ts';
import { seededNumbers } from './random.ts';

export function seeded(seed: number): Pick {
  const next = seededNumbers(seed);
  return (choices) => next() % choices.length;
}

/** As {@link seeded}, but whoever moved last moves again four times out of five, and time passes in long stretches: whoever does not move stands still for long. */
export function seededInRuns(seed: number): Pick {
  const next = seededNumbers(seed);
  let last: number | undefined;
  return (choices) => {
    const own = choices.findIndex(({ slot, kind }) => slot === last && (kind === 'go' || kind === 'take' || kind === 'pause'));
    const index = own >= 0 && next() % 5 > 0 ? own : next() % choices.length;
    last = choices[index]!.slot;
    return index;
  };
}

/** Slots in the order they move, `1!` for a wait that ends without its lock, `0:name` for one lock of several. After the last one whoever comes first. */
export function explicit(order: readonly (number | string)[]): Pick {
  let step = 0;
  return (choices) => {
    const wanted = order[step];
    step += 1;
    if (wanted === undefined) return 0;
    const index = choices.findIndex(({ key, slot, kind }) => key === String(wanted) || (kind !== 'timeout' && slot === wanted));
    if (index < 0) throw new Error(`Step ${String(step)}: ${String(wanted)} cannot move; these can: ${choices.map(({ key }) => key).join(', ')}.`);
    return index;
  };
}

/** One line for all that a schedule did and how it ended; equal schedules have equal ones. */
export function traceHash(kernel: Kernel, results: readonly TransactionResult[]): string {
  const hash = createHash('sha256').update(kernel.trace.join('\n'));
  for (const { name, outcomes, statements } of results) hash.update(`\n${name}\n${outcomes.map(outcomeText).join('\n')}\n${statements.flat().join('\n')}`);
  return hash.update(JSON.stringify(kernel.bus)).digest('hex').slice(0, 16);
}

export interface Exhausted {
  /** Schedules that ran to their end. */
  readonly complete: number;
  /** Schedules given up because another one with the same effect had been run. */
  readonly cut: number;
  readonly steps: number;
  /** False when the limit came first, or enough was seen. */
  readonly isFinished: boolean;
}

export interface ExhaustOptions {
  /** Leave out schedules that differ only in the order of steps that do not touch each other (sleep sets). */
  readonly isReduced?: boolean;
  readonly limit?: number;
  /** Asked after every schedule: has enough been seen? */
  readonly isEnough?: () => boolean;
}

/** Runs every schedule, depth first; each begins anew and repeats the steps it shares with the one before. */
export function exhaust(kernel: Kernel, cases: readonly TransactionCase[], seen: (results: readonly TransactionResult[]) => void, options: ExhaustOptions = {}): Exhausted {
  const { isReduced = true, limit = Infinity, isEnough = () => false } = options;
  const tree = new ChoiceTree(isReduced);
  let complete = 0;
  let cut = 0;
  let steps = 0;
  let isMore = true;
  while (isMore && complete + cut < limit && !isEnough()) {
    tree.begin();
    const results = kernel.schedule(cases, tree.pick);
    tree.noteLast(kernel);
    steps += kernel.steps;
    if (results === undefined) cut += 1;
    else {
      complete += 1;
      seen(results);
    }
    isMore = tree.next();
  }
  return { complete, cut, steps, isFinished: !isMore };
}

interface Node {
  chosen: number;
  readonly keys: readonly string[];
  /** Choices whose effects have been explored already, with what they touched. */
  readonly asleep: Map<string, Footprint>;
  /** What the chosen step touched; known once it is over. */
  touched: Footprint;
}

class ChoiceTree {
  readonly #isReduced: boolean;
  readonly #path: Node[] = [];
  #depth = 0;

  constructor(isReduced: boolean) {
    this.#isReduced = isReduced;
  }

  begin(): void {
    this.#depth = 0;
  }

  readonly pick: Pick = (choices, kernel) => {
    this.noteLast(kernel);
    const known = this.#path[this.#depth];
    if (known !== undefined) {
      this.#depth += 1;
      return known.chosen;
    }
    const node: Node = { chosen: -1, keys: choices.map(({ key }) => key), asleep: this.#stillAsleep(), touched: new Footprint() };
    node.chosen = nextAwake(node);
    if (node.chosen < 0) return -1;
    this.#path.push(node);
    this.#depth += 1;
    return node.chosen;
  };

  /** The step before this moment is over, so what it touched is known. */
  noteLast(kernel: Kernel): void {
    const last = this.#path[this.#depth - 1];
    if (last !== undefined) last.touched = kernel.footprint;
  }

  next(): boolean {
    for (let node = this.#path.at(-1); node !== undefined; node = this.#path.at(-1)) {
      if (this.#isReduced) node.asleep.set(node.keys[node.chosen]!, node.touched);
      node.chosen = nextAwake(node);
      if (node.chosen >= 0) return true;
      this.#path.pop();
    }
    return false;
  }

  #stillAsleep(): Map<string, Footprint> {
    const above = this.#path[this.#depth - 1];
    if (!this.#isReduced || above === undefined) return new Map();
    return new Map([...above.asleep].filter(([, touched]) => touched.isApartFrom(above.touched)));
  }
}

function nextAwake(node: Node): number {
  for (let index = node.chosen + 1; index < node.keys.length; index++) if (!node.asleep.has(node.keys[index]!)) return index;
  return -1;
}
