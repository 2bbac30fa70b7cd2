/** Runs one scenario of one variant through many schedules and counts what came of them. */
import { exhaust, seeded } from '../../../local-org/runtime/scheduler/explore.ts';
import type { TransactionCase } from '../../../local-org/runtime/scheduler/cases.ts';
import type { Kernel, TransactionResult } from '../../../local-org/runtime/scheduler/kernel.ts';
import { Oracle, type Violation } from './oracle.ts';
import { ProvingOrg, STARTS_AT, statusOf } from './org.ts';
import type { Scenario } from './scenarios.ts';
import type { Variant } from './variants.ts';

export interface ProveOptions {
  /** Schedules at most; of an exhaustive search too. */
  readonly schedules: number;
  readonly firstSeed: number;
  /** Ends the search when it was found. */
  readonly until?: Violation | undefined;
}

export interface Finding {
  readonly scenario: Scenario;
  readonly variant: Variant;
  readonly schedules: number;
  /** False when there are more schedules than were asked for. */
  readonly isComplete: boolean;
  readonly steps: number;
  readonly timeouts: number;
  readonly outcomes: number;
  /** Schedules with the violation, and the seed or number of the first. */
  readonly violations: ReadonlyMap<Violation, { readonly count: number; readonly first: number }>;
  /** Reservations granted, least and most of all schedules. */
  readonly granted: readonly [least: number, most: number];
  readonly seconds: number;
}

export async function prove(scenario: Scenario, variant: Variant, options: ProveOptions): Promise<Finding> {
  const org = await ProvingOrg.start(variant, scenario.stock, scenario.hot);
  try {
    await scenario.before?.(org);
    const { lockOrder = 'any', clockJumps, crashes = 0, startMs = STARTS_AT } = scenario;
    return org.interleaved({ lockOrder, clockJumps, crashes, startMs }, (kernel) => {
      const tally = new Tally(scenario.promised);
      const started = performance.now();
      const search = scenario.search === 'exhaustive' ? searchAll : searchSeeds;
      const isComplete = scenario.cases(org).map((cases) => search(kernel, cases, tally, options)).every((isDone) => isDone);
      return { scenario, variant, isComplete, ...tally.finding(), seconds: (performance.now() - started) / 1_000 };
    });
  } finally {
    await org.close();
  }
}

/** @returns whether there are no more schedules than were asked for */
function searchAll(kernel: Kernel, cases: readonly TransactionCase[], tally: Tally, { schedules, until }: ProveOptions): boolean {
  const oracle = new Oracle(cases);
  return exhaust(kernel, cases, (results) => { tally.judge(kernel, oracle, results, tally.schedules + 1); }, { limit: schedules, isEnough: () => tally.hasFound(until) }).isFinished;
}

function searchSeeds(kernel: Kernel, cases: readonly TransactionCase[], tally: Tally, { schedules, firstSeed, until }: ProveOptions): boolean {
  const oracle = new Oracle(cases);
  for (let seed = firstSeed; seed < firstSeed + schedules && !tally.hasFound(until); seed++) tally.judge(kernel, oracle, kernel.schedule(cases, seeded(seed))!, seed);
  return false;
}

class Tally {
  schedules = 0;
  steps = 0;
  timeouts = 0;
  readonly #images = new Set<string>();
  readonly #violations = new Map<Violation, { count: number; first: number }>();
  readonly #promised: number | undefined;
  #least = Infinity;
  #most = 0;

  constructor(promised: number | undefined) {
    this.#promised = promised;
  }

  /** Steps and time-outs are read first: judging runs the same calls one after another. */
  judge(kernel: Kernel, oracle: Oracle, results: readonly TransactionResult[], number: number): void {
    this.schedules += 1;
    this.steps += kernel.steps;
    this.timeouts += kernel.timeouts;
    const granted = this.#note(results);
    const { violations, image } = oracle.judge(kernel, results);
    const isTooFew = granted < (this.#promised ?? 0) && !violations.has('gave up waiting');
    this.#judged(isTooFew ? new Set([...violations, 'sold out too early']) : violations, image, number);
  }

  #note(results: readonly TransactionResult[]): number {
    const granted = results.filter(({ outcomes }) => {
      const last = outcomes.at(-1)!;
      return statusOf(last) === 200 && last.kind === 'returned' && (last.value as { text?: string } | undefined)?.text?.includes('"status":"Reserved"') === true;
    }).length;
    this.#least = Math.min(this.#least, granted);
    this.#most = Math.max(this.#most, granted);
    return granted;
  }

  #judged(violations: ReadonlySet<Violation>, image: string, number: number): void {
    this.#images.add(image);
    for (const violation of violations) {
      const known = this.#violations.get(violation) ?? { count: 0, first: number };
      known.count += 1;
      this.#violations.set(violation, known);
    }
  }

  hasFound(violation: Violation | undefined): boolean {
    return violation !== undefined && this.#violations.has(violation);
  }

  finding(): Pick<Finding, 'schedules' | 'steps' | 'timeouts' | 'outcomes' | 'violations' | 'granted'> {
    return { schedules: this.schedules, steps: this.steps, timeouts: this.timeouts, outcomes: this.#images.size, violations: this.#violations, granted: [this.#least, this.#most] };
  }
}
