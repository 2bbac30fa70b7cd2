import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { MOST_ATTEMPTS } from './attempt.ts';
import { DispatcherWorld, type Mood, type Nature } from './test/dispatcher-world.ts';
import { randomOf } from './test/random.ts';

type Step =
  | { readonly step: 'append'; readonly items: readonly (Nature & { readonly lane: string })[] }
  | { readonly step: 'pass'; readonly milliseconds: number }
  | { readonly step: 'mood'; readonly mood: Mood }
  | { readonly step: 'start'; readonly process: string }
  | { readonly step: 'kill'; readonly process: string }
  | { readonly step: 'freeze'; readonly process: string; readonly milliseconds: number };

const process = fc.constantFrom('one', 'two');
const item = fc.record({
  lane: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  isPoison: fc.integer({ min: 0, max: 9 }).map((each) => each === 0),
  retries: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.integer({ min: 1, max: 4 }) }, { weight: 1, arbitrary: fc.constant(99) }),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ step: fc.constant('append' as const), items: fc.array(item, { minLength: 1, maxLength: 15 }) }) },
  { weight: 6, arbitrary: fc.record({ step: fc.constant('pass' as const), milliseconds: fc.integer({ min: 1, max: 15_000 }) }) },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('mood' as const), mood: fc.constantFrom<Mood>('well', 'down', 'moody', 'moody') }) },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('start' as const), process }) },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('kill' as const), process }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('freeze' as const), process, milliseconds: fc.integer({ min: 100, max: 30_000 }) }) },
);

/** Keys in the order of their ids, as they were appended. */
async function play(world: DispatcherWorld, steps: readonly Step[]): Promise<Map<string, string>> {
  const laneOfKey = new Map<string, string>();
  const does: { readonly [Name in Step['step']]: (step: Extract<Step, { step: Name }>) => Promise<void> | void } = {
    append: ({ items }) => world.append(items.map(({ lane, ...nature }) => {
      const key = `k${String(laneOfKey.size)}`;
      laneOfKey.set(key, lane);
      world.natures.set(key, nature);
      return { lane, key };
    })),
    pass: ({ milliseconds }) => world.clock.pass(milliseconds),
    mood: ({ mood }) => { world.mood = mood; },
    start: (each) => { world.start(each.process); },
    kill: (each) => { world.kill(each.process); },
    freeze: (each) => { world.freeze(each.process, each.milliseconds); },
  };
  world.start('one');
  for (const each of steps) await (does[each.step] as (step: Step) => Promise<void> | void)(each);
  return laneOfKey;
}

describe('a process that hears late what is due', () => {
  it('leaves it to the one that took its partitions over', async () => {
    const world = new DispatcherWorld(() => 0.9);
    try {
      world.start('one');
      await world.clock.pass(1);
      world.start('two');
      await world.clock.pass(20_000);
      world.freeze('one', 40_000);
      for (const key of ['k0', 'k1', 'k2', 'k3', 'k4', 'k5']) world.natures.set(key, { isPoison: false, retries: 0 });
      await world.append(['a', 'b', 'c', 'd', 'e', 'f'].map((lane, index) => ({ lane, key: `k${String(index)}` })));
      await world.clock.pass(60_000);
      assert.equal((await world.recover()).filter(({ state }) => state === 'Done').length, 6);
      assert.deepEqual(world.violations, []);
    } finally {
      await world.end();
    }
  });
});

describe('delivery by processes that die, freeze and compete, to a system that fails', () => {
  it('brings everything at least once and never again after it was done, in the order of its lane, no lane twice at a time, and buries only what cannot be delivered', async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 40 }), fc.integer(), async (steps, seed) => {
      const world = new DispatcherWorld(randomOf(seed));
      try {
        const laneOfKey = await play(world, steps);
        const items = await world.recover();
        assert.deepEqual(world.violations, []);
        assert.equal(items.length, laneOfKey.size);
        for (const { key, state, reason } of items) {
          const { isPoison, retries } = world.natures.get(key)!;
          const cause = isPoison ? 'HF-BAD-FIELD' : retries >= MOST_ATTEMPTS ? 'GW-NOT-YET' : undefined;
          assert.deepEqual([key, state, reason], [key, cause === undefined ? 'Done' : 'Dead', cause ?? reason]);
        }
        const done = items.filter(({ state }) => state === 'Done');
        const expected = Map.groupBy(done, ({ lane }) => lane);
        for (const [lane, ofLane] of expected) assert.deepEqual(world.applied.get(lane), ofLane.map(({ key }) => key), `order of ${lane}`);
      } finally {
        await world.end();
      }
    }), { numRuns: 60 });
  });
});
