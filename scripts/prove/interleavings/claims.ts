/** What a proof must find: nothing wrong with the app, and the mistake of every variant that has one. */
import type { Violation } from './oracle.ts';
import type { Finding } from './prove.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';
import { variantNamed, type Variant } from './variants.ts';

export interface Claim {
  readonly scenario: Scenario;
  readonly variant: Variant;
  /** Must be found; `undefined`: nothing wrong may be found. */
  readonly mistake: Violation | undefined;
}

/** By variant: the mistake each scenario must show. Scenarios that are not named are not run for it. `undefined`: unique keys or retries keep the stock right. */
const EXPECTED: Readonly<Record<string, Readonly<Record<string, Violation | undefined>>>> = {
  correct: { three: undefined, again: undefined, carts: undefined, facts: undefined, mixed: undefined, '64-on-10': undefined, shards: undefined, world: undefined },
  'no-lock': { three: 'over-promised', carts: 'sum differs', facts: 'sum differs', mixed: 'over-promised', shards: 'over-promised' },
  'check-before-lock': { three: 'over-promised', facts: 'sum differs', mixed: 'over-promised' },
  'dedupe-before-lock': { again: undefined, mixed: undefined },
  'dedupe-no-unique': { again: 'applied twice', mixed: 'applied twice' },
  'no-sweep': { shards: 'sold out too early' },
  'believe-the-look': { shards: 'over-promised' },
  'one-by-one': { carts: undefined, mixed: undefined },
};

/** In the order of the table; narrowed to a variant or scenario when one is named. */
export function claims(variantName?: string, scenarioName?: string): readonly Claim[] {
  return Object.entries(EXPECTED).flatMap(([name, scenarios]) => (variantName !== undefined && variantName !== name ? [] : Object.entries(scenarios).flatMap(([scenario, mistake]) =>
    scenarioName !== undefined && scenarioName !== scenario ? [] : [{ variant: variantNamed(name), scenario: SCENARIOS.find((each) => each.name === scenario)!, mistake }])));
}

/** Callers that give up after their last try leave the stock right: it is counted, not wrong. */
const HARMLESS: ReadonlySet<Violation> = new Set(['gave up waiting']);

/** Why the finding does not bear the claim out; `undefined`: it does. */
export function objection({ mistake }: Claim, { violations, granted, scenario, schedules }: Finding): string | undefined {
  if (schedules === 0) return 'no schedule ran to its end';
  if (mistake !== undefined) return violations.has(mistake) ? undefined : `"${mistake}" was not found`;
  const [bad] = [...violations].filter(([violation]) => !HARMLESS.has(violation));
  if (bad !== undefined) return `${bad[0]} in ${String(bad[1].count)} schedules, first ${String(bad[1].first)}`;
  const { promised } = scenario;
  return promised === undefined || granted.every((count) => count === promised) ? undefined : `${granted.join(' to ')} promised instead of ${String(promised)}`;
}
