/** Makes the story behind a breach as short as it can be and still fails, so that a person can read it. */
import fc from 'fast-check';
import { examine, type Breach } from './examine.ts';
import type { Stage } from './stage.ts';
import { story, type Story } from './story.ts';

export interface Shrunk {
  readonly story: Story;
  readonly breach: Breach;
}

/** @returns undefined when the story of the seed does not fail by itself */
export async function shrunk(stage: Stage, seed: number): Promise<Shrunk | undefined> {
  let last: Shrunk | undefined;
  const result = await fc.check(fc.asyncProperty(story, async (one) => {
    const [breach] = await examine(stage, [{ seed, story: one }]);
    if (breach !== undefined) last = { story: one, breach };
    return breach === undefined;
  }), { seed, numRuns: 1, endOnFailure: false });
  return result.failed ? last : undefined;
}
