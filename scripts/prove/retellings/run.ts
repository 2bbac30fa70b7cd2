/** Examines many stories in several processes, keeps what is done in a file, so that a long run goes on where it was stopped, and tells what it found. */
import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { deliveriesOf, SCHEDULES_PER_STORY, toldIn } from './story.ts';
import { Progress } from './progress.ts';
import { skuOf } from './stage.ts';
import { bodyOfFact, bodyOfSnapshot } from './told.ts';
import type { Shrunk } from './shrink.ts';
import type { Chunk, Examined } from './worker.ts';

export interface RunOptions {
  readonly schedules: number;
  readonly firstSeed: number;
  readonly processes: number;
  /** Where progress is kept; `undefined`: nowhere, as for a short run. */
  readonly progressFile: string | undefined;
  tell(line: string): void;
}

export interface Retold {
  readonly schedules: number;
  readonly firstSeed: number;
  readonly lastSeed: number;
  /** Schedules of earlier runs among them. */
  readonly resumed: number;
  readonly violations: readonly string[];
  readonly seconds: number;
}

const STORIES_PER_CHUNK = 500;
/** After so many the rest would say the same. */
const MOST_VIOLATIONS = 10;

export async function proveRetellings(options: RunOptions): Promise<Retold> {
  const { schedules, firstSeed, processes, progressFile, tell } = options;
  const stories = Math.ceil(schedules / SCHEDULES_PER_STORY);
  const progress = Progress.open(progressFile, firstSeed, STORIES_PER_CHUNK);
  const chunks = chunksOf(firstSeed, stories).filter(({ firstSeed: seed, stories: size }) => !progress.isDone(seed, size));
  const open = chunks.reduce((sum, { stories: size }) => sum + size, 0);
  const resumed = stories - open;
  if (resumed > 0) tell(`${(resumed * SCHEDULES_PER_STORY).toLocaleString('en')} schedules were examined before; going on`);
  const violations: string[] = [];
  const started = performance.now();
  let done = 0;
  const take = (examined: Examined): void => {
    if (examined.trouble !== undefined) throw new Error(examined.trouble);
    for (const { seed, schedule, what } of examined.breaches.slice(0, MOST_VIOLATIONS)) violations.push(`seed ${String(seed)}, schedule ${String(schedule)}: ${what}`);
    if (examined.shrunk !== undefined) violations.push(caseText(examined.shrunk));
    if (examined.breaches.length === 0) progress.note(examined.firstSeed, examined.stories);
    done += examined.stories;
    const seconds = (performance.now() - started) / 1_000;
    const all = ((resumed + done) * SCHEDULES_PER_STORY).toLocaleString('en');
    tell(`${all} of ${(stories * SCHEDULES_PER_STORY).toLocaleString('en')} schedules, ${((done * SCHEDULES_PER_STORY) / seconds).toFixed(0)}/s, ${minutes(((open - done) * seconds) / done)} left, ${String(violations.length)} violations`);
  };
  await inProcesses(processes, chunks, take, () => violations.length >= MOST_VIOLATIONS);
  return { schedules: (resumed + done) * SCHEDULES_PER_STORY, firstSeed, lastSeed: firstSeed + stories - 1, resumed: resumed * SCHEDULES_PER_STORY, violations, seconds: (performance.now() - started) / 1_000 };
}

function chunksOf(firstSeed: number, stories: number): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (let done = 0; done < stories; done += STORIES_PER_CHUNK) chunks.push({ firstSeed: firstSeed + done, stories: Math.min(STORIES_PER_CHUNK, stories - done) });
  return chunks;
}

async function inProcesses(processes: number, chunks: readonly Chunk[], take: (examined: Examined) => void, isEnough: () => boolean): Promise<void> {
  const queue = [...chunks];
  await Promise.all(Array.from({ length: Math.min(processes, chunks.length) }, async () => {
    const worker = fork(path.join(import.meta.dirname, 'worker.ts'));
    try {
      for (let chunk = queue.shift(); chunk !== undefined && !isEnough(); chunk = queue.shift()) take(await asked(worker, chunk));
    } finally {
      worker.kill();
    }
  }));
}

function asked(worker: ChildProcess, chunk: Chunk): Promise<Examined> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => { reject(new Error(`The process that examined seed ${String(chunk.firstSeed)} and up ended with ${String(code)}.`)); };
    worker.once('exit', ended);
    worker.once('message', (message) => {
      worker.off('exit', ended);
      resolve(message as Examined);
    });
    worker.send(chunk);
  });
}

/** The shortest story that fails, as the calls that make it fail. */
function caseText({ story, breach: { seed, schedule, what } }: Shrunk): string {
  const sku = skuOf(story, 0);
  const calls = deliveriesOf(story, toldIn(story, sku), schedule === 0 ? undefined : story.retellings[schedule - 1]).map((delivery) => {
    switch (delivery.by) {
      case 'rest': case 'bus': return `POST /events${delivery.by === 'bus' ? '?mode=async' : ''} ${JSON.stringify({ events: delivery.facts.map(bodyOfFact) })}`;
      case 'snapshots': return `POST /snapshots ${JSON.stringify({ snapshots: delivery.snapshots.map(bodyOfSnapshot) })}`;
      case 'promise': return `POST /reservations of ${String(delivery.quantity / 1_000)} ${sku}`;
      case 'end': return `POST /reservations/${sku}/${delivery.end}`;
    }
  });
  return `seed ${String(seed)} in short (again: npm run prove -- --only retellings --seed ${String(seed)} --schedules ${String(SCHEDULES_PER_STORY)}):\n${calls.join('\n')}\n${what}`;
}

const minutes = (seconds: number): string => `${(seconds / 60).toFixed(1)} min`;
