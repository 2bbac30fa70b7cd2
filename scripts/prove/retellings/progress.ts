/** Which seeds were examined, kept in a file between runs. It counts only for the very app and stories that were examined: whatever changes in them starts it anew. */
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../process.ts';

interface Kept {
  readonly fingerprint: string;
  readonly firstSeed: number;
  /** First seeds of whole chunks. */
  readonly done: readonly number[];
}

const EXAMINED = ['force-app/main/**/{classes,triggers,objects,customMetadata}/**/*.{cls,trigger,xml}', 'scripts/prove/retellings/*.{ts,cls}'];

export class Progress {
  readonly #file: string | undefined;
  readonly #fingerprint: string;
  readonly #firstSeed: number;
  readonly #chunkSize: number;
  readonly #done: Set<number>;

  private constructor(file: string | undefined, fingerprint: string, firstSeed: number, chunkSize: number, done: Iterable<number>) {
    this.#file = file;
    this.#fingerprint = fingerprint;
    this.#firstSeed = firstSeed;
    this.#chunkSize = chunkSize;
    this.#done = new Set(done);
  }

  static open(file: string | undefined, firstSeed: number, chunkSize: number): Progress {
    if (file === undefined) return new Progress(file, '', firstSeed, chunkSize, []);
    const fingerprint = fingerprintOfApp();
    const kept = read(file);
    const isSame = kept?.fingerprint === fingerprint && kept.firstSeed === firstSeed;
    return new Progress(file, fingerprint, firstSeed, chunkSize, isSame ? kept.done : []);
  }

  isDone(firstSeed: number, stories: number): boolean {
    return stories === this.#chunkSize && this.#done.has(firstSeed);
  }

  note(firstSeed: number, stories: number): void {
    if (stories !== this.#chunkSize || this.#file === undefined) return;
    this.#done.add(firstSeed);
    const kept: Kept = { fingerprint: this.#fingerprint, firstSeed: this.#firstSeed, done: [...this.#done] };
    mkdirSync(path.dirname(this.#file), { recursive: true });
    // Renamed into place, so that a run that is stopped while it writes leaves the file it had.
    writeFileSync(`${this.#file}.new`, JSON.stringify(kept));
    renameSync(`${this.#file}.new`, this.#file);
  }
}

function read(file: string): Kept | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Kept;
  } catch {
    // Not there, or not whole: begin anew.
    return undefined;
  }
}

function fingerprintOfApp(): string {
  const hash = createHash('sha256');
  for (const file of EXAMINED.flatMap((pattern) => globSync(pattern, { cwd: root })).sort()) hash.update(`${file}\n`).update(readFileSync(path.join(root, file)));
  return hash.digest('hex');
}
