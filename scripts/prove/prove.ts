/** Runs one scenario of one variant through many schedules and counts what came of them. */
import { exhaust, seeded } from '../../local-org/runtime/scheduler/explore.ts';
import type { TransactionResult } from '../../local-org/runtime/scheduler/kernel.ts';
import { Oracle, type Violation } from './oracle.ts';
import { ProvingOrg, statusOf } from './org.ts';
import type { Scenario } from './scenarios.ts';
import type { Variant } from './variants.ts';

export interface ProveOptions {
  /** Schedules at most; of an exhaustive search too. */
  readonly schedules: number;
  readonly firstSeed: number;
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

export async function prove(scenario: Scenario, variant: Variant, { schedules, firstSeed }: ProveOptions): Promise<Finding> {
  const org = await ProvingOrg.start(variant, scenario.stock);
  try {
    return org.interleaved({ lockOrder: 'any', clockJumps: scenario.clockJumps }, (kernel) => {
      const cases = scenario.cases(org);
      const oracle = new Oracle(cases);
      const tally = new Tally();
      const started = performance.now();
      const judge = (results: readonly TransactionResult[], number: number): void => {
        tally.steps += kernel.steps;
        tally.timeouts += kernel.timeouts;
        tally.note(results);
        const { violations, image } = oracle.judge(kernel, results);
        tally.judged(violations, image, number);
      };
      let isComplete = false;
      if (scenario.search === 'exhaustive') {
        isComplete = exhaust(kernel, cases, (results) => { judge(results, tally.schedules + 1); }, { limit: schedules }).isFinished;
      } else {
        for (let seed = firstSeed; seed < firstSeed + schedules; seed++) judge(kernel.schedule(cases, seeded(seed))!, seed);
      }
      return { scenario, variant, isComplete, ...tally.finding(), seconds: (performance.now() - started) / 1_000 };
    });
  } finally {
    await org.close();
  }
}

class Tally {
  schedules = 0;
  steps = 0;
  timeouts = 0;
  readonly #images = new Set<string>();
  readonly #violations = new Map<Violation, { count: number; first: number }>();
  #least = Infinity;
  #most = 0;

  note(results: readonly TransactionResult[]): void {
    this.schedules += 1;
    const granted = results.filter(({ outcomes }) => {
      const last = outcomes.at(-1)!;
      return statusOf(last) === 200 && last.kind === 'returned' && (last.value as { text?: string } | undefined)?.text?.includes('"status":"Reserved"') === true;
    }).length;
    this.#least = Math.min(this.#least, granted);
    this.#most = Math.max(this.#most, granted);
  }

  judged(violations: ReadonlySet<Violation>, image: string, number: number): void {
    this.#images.add(image);
    for (const violation of violations) {
      const known = this.#violations.get(violation) ?? { count: 0, first: number };
      known.count += 1;
      this.#violations.set(violation, known);
    }
  }

  finding(): Pick<Finding, 'schedules' | 'steps' | 'timeouts' | 'outcomes' | 'violations' | 'granted'> {
    return { schedules: this.schedules, steps: this.steps, timeouts: this.timeouts, outcomes: this.#images.size, violations: this.#violations, granted: [this.#least, this.#most] };
  }
}
