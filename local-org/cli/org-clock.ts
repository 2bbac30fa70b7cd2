/** The time of an org: the machine's, and ahead of it by what somebody asked for. It never goes back, not over a restart either, because records say when they were made. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { MovableClock } from '../api/clock/register.ts';
import type { Clock } from '../library/ports.ts';
import { CommandFailure } from './command.ts';

const FILE = 'clock.json';

export class OrgClock implements Clock, MovableClock {
  readonly #file: string;
  #aheadMs: number;

  /** @throws CommandFailure when the data folder holds a clock file that is none */
  constructor(dataFolder: string) {
    this.#file = path.join(dataFolder, FILE);
    this.#aheadMs = readAhead(this.#file);
  }

  readonly now = (): number => Date.now() + this.#aheadMs;

  get aheadMs(): number {
    return this.#aheadMs;
  }

  /** Written down first: an org that ends just after this goes on from the later time. */
  advance(milliseconds: number): void {
    const aheadMs = this.#aheadMs + milliseconds;
    writeFileSync(`${this.#file}.new`, JSON.stringify({ aheadMs }));
    renameSync(`${this.#file}.new`, this.#file);
    this.#aheadMs = aheadMs;
  }
}

function readAhead(file: string): number {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
  const aheadMs = /^\{"aheadMs":(\d+)\}$/.exec(text)?.[1];
  if (aheadMs === undefined) throw new CommandFailure(`${file} does not say how far the org's clock is ahead. Delete it to begin with the machine's time.`);
  return Number(aheadMs);
}
