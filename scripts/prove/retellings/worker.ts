/** A process that examines stories, a chunk at a time, for as long as its parent sends some. */
import { examine, storyOf, type Breach } from './examine.ts';
import { shrunk, type Shrunk } from './shrink.ts';
import { Stage } from './stage.ts';

export interface Chunk {
  readonly firstSeed: number;
  readonly stories: number;
}

export interface Examined extends Chunk {
  readonly breaches: readonly Breach[];
  /** Of the first breach. */
  readonly shrunk: Shrunk | undefined;
  /** Why the chunk could not be examined at all. */
  readonly trouble?: string;
}

/** Stories played side by side. */
const LANES = 100;

const stage = Stage.start(LANES);

process.on('message', (chunk: Chunk) => {
  void examined(chunk).catch((error: unknown) => ({ ...chunk, breaches: [], shrunk: undefined, trouble: error instanceof Error ? (error.stack ?? error.message) : String(error) }))
    .then((answer: Examined) => { process.send!(answer); });
});

async function examined({ firstSeed, stories }: Chunk): Promise<Examined> {
  const breaches: Breach[] = [];
  for (let seed = firstSeed; seed < firstSeed + stories; seed += LANES) {
    const lanes = Math.min(LANES, firstSeed + stories - seed);
    breaches.push(...await examine(await stage, Array.from({ length: lanes }, (_, lane) => ({ seed: seed + lane, story: storyOf(seed + lane) }))));
  }
  const [first] = breaches;
  return { firstSeed, stories, breaches, shrunk: first === undefined ? undefined : await shrunk(await stage, first.seed) };
}
