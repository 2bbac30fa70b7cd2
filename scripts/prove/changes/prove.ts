/** A reader follows the change feed while three writers change positions: one that takes long, one that is rolled back, one that crashes. */
import { explicit, seededInRuns } from '../../../local-org/runtime/scheduler/explore.ts';
import type { TransactionCase } from '../../../local-org/runtime/scheduler/cases.ts';
import { factOf, ProvingOrg, reservation, STARTS_AT } from '../interleavings/org.ts';
import type { Variant } from '../interleavings/variants.ts';
import { judgeFeed, type FeedViolation } from './judge.ts';
import { ChangeReader } from './reader.ts';

const MINUTE_MS = 60_000;
const STOCK = { P: 9, Q: 9, R: 9 };
const READS = 12;
/** Longer than any transaction may take, and than the feed takes to settle. */
const AFTERWARDS_MS = 13 * MINUTE_MS;
/** A transaction may be open for two pauses, so that it commits eight minutes after it wrote. */
const RULES = { lockOrder: 'given', clockJumps: 1, crashes: 1, pauses: 10, pauseMs: 4 * MINUTE_MS, startMs: STARTS_AT + MINUTE_MS } as const;

export interface FeedFinding {
  readonly schedules: number;
  readonly steps: number;
  /** Schedules with the violation, and the seed of the first. */
  readonly violations: ReadonlyMap<FeedViolation, { readonly count: number; readonly first: number }>;
  readonly seconds: number;
}

const received = (key: string, place: string): Record<string, unknown> => factOf({ key, intent: 'StockReceived', place, quantity: 1 });

function writers(org: ProvingOrg): readonly TransactionCase[] {
  return [
    org.rest('long', '/events', { events: [received('long-P', 'P'), received('long-Q', 'Q')] }),
    org.failing('rolled back', '/events', { events: [received('never-P', 'P'), received('never-R', 'R')] }),
    org.rest('crashing', '/reservations', reservation('K1', ['Q', 'R'], { purpose: 'Ship' })),
  ];
}

/** @param isEnough ends the search when it answers true */
export async function proveFeed(variant: Variant, { schedules, firstSeed }: { readonly schedules: number; readonly firstSeed: number }, isEnough: (violations: ReadonlyMap<FeedViolation, unknown>) => boolean = () => false): Promise<FeedFinding> {
  const org = await ProvingOrg.start(variant, STOCK);
  try {
    return org.interleaved(RULES, (kernel) => {
      const violations = new Map<FeedViolation, { count: number; first: number }>();
      const started = performance.now();
      let steps = 0;
      let seed = firstSeed;
      for (; seed < firstSeed + schedules && !isEnough(violations); seed++) {
        const reader = new ChangeReader(org);
        kernel.schedule([...writers(org), reader.calls(READS)], seededInRuns(seed));
        steps += kernel.steps;
        kernel.afterwards(AFTERWARDS_MS, [reader.toTheEnd()], explicit([]));
        for (const violation of judgeFeed(kernel, reader)) {
          const known = violations.get(violation) ?? { count: 0, first: seed };
          known.count += 1;
          violations.set(violation, known);
        }
      }
      return { schedules: seed - firstSeed, steps, violations, seconds: (performance.now() - started) / 1_000 };
    });
  } finally {
    await org.close();
  }
}
