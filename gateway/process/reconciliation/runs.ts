/** Snapshot runs on a schedule and on demand, one at a time, with what became of the last of them. */
import type { Clock } from '../../shared/clock.ts';
import { messageOf, Refusal } from '../../shared/failures.ts';
import type { Log } from '../../shared/log.ts';
import type { IntentRules } from '../intent/intent-rules.ts';
import type { SnapshotReport, SnapshotRun } from './snapshot-run.ts';

export interface Run extends Partial<Omit<SnapshotReport, 'differing'>> {
  readonly id: string;
  readonly state: 'Running' | 'Done' | 'Failed';
  /** RFC 3339. */
  readonly beganAt: string;
  readonly endedAt?: string;
  readonly message?: string;
}

export interface RunsParts {
  readonly snapshots: SnapshotRun;
  readonly rules: Pick<IntentRules, 'current'>;
  readonly clock: Clock;
  readonly log: Log;
  /** After a run that came to its end, for who finds out why positions differ. */
  readonly done?: (differing: SnapshotReport['differing']) => Promise<void>;
}

const RUNS_KEPT = 20;
const MINUTE_MS = 60_000;

export class Runs {
  readonly #parts: RunsParts;
  readonly #end = new AbortController();
  readonly #runs: Run[] = [];
  #running: Promise<void> | undefined;
  #schedule: Promise<void> = Promise.resolve();

  constructor(parts: RunsParts) {
    this.#parts = parts;
  }

  /** Newest first. */
  get runs(): readonly Run[] {
    return this.#runs;
  }

  /**
   * @param locations codes of ours; absent: all
   * @throws Refusal GW-RUNNING, GW-UNKNOWN-LOCATION
   */
  async begin(locations?: readonly string[]): Promise<Run> {
    const { places } = await this.#parts.rules.current();
    const unknown = locations?.find((code) => !places.places.some(({ location }) => location === code));
    if (unknown !== undefined) throw new Refusal('GW-UNKNOWN-LOCATION', `${unknown} is no location with an ERP plant.`, { fields: ['locations'] });
    if (this.#running !== undefined) throw new Refusal('GW-RUNNING', `${this.#runs[0]!.id} has not ended yet; there is one run at a time.`, { status: 409 });
    const nowMs = this.#parts.clock.now();
    const run: Run = { id: `run-${String(nowMs)}`, state: 'Running', beganAt: new Date(nowMs).toISOString() };
    this.#runs.unshift(run);
    this.#runs.splice(RUNS_KEPT);
    this.#running = this.#run(run, locations).finally(() => { this.#running = undefined; });
    return run;
  }

  /** Resolves when nothing runs. */
  async idle(): Promise<void> {
    await this.#running;
  }

  start(everyMinutes: number): void {
    this.#schedule = this.#keepRunning(everyMinutes * MINUTE_MS);
  }

  async close(): Promise<void> {
    this.#end.abort();
    await Promise.allSettled([this.#schedule, this.#running]);
  }

  async #run(run: Run, locations: readonly string[] | undefined): Promise<void> {
    const { snapshots, clock, log, done } = this.#parts;
    const ended = (end: Partial<Run>): void => {
      this.#runs[this.#runs.findIndex(({ id }) => id === run.id)] = { ...run, ...end, endedAt: new Date(clock.now()).toISOString() };
    };
    try {
      const { differing, ...report } = await snapshots.run(locations, this.#end.signal);
      ended({ ...report, state: 'Done' });
      log.write('info', 'snapshot-run', { id: run.id, positions: report.positions, told: report.told, left: report.left.length });
      await done?.(differing).catch((error: unknown) => { log.write('warn', 'differences-not-looked-at', { id: run.id, positions: differing.length, message: messageOf(error) }); });
    } catch (error) {
      ended({ state: 'Failed', message: messageOf(error) });
      log.write('warn', 'snapshot-run-failed', { id: run.id, message: messageOf(error) });
    }
  }

  async #keepRunning(everyMs: number): Promise<void> {
    while (!this.#end.signal.aborted) {
      await this.#parts.clock.sleep(everyMs, this.#end.signal);
      if (this.#end.signal.aborted) return;
      try {
        await this.idle();
        await this.begin();
      } catch (error) {
        this.#parts.log.write('warn', 'snapshot-run-not-begun', { message: messageOf(error) });
      }
    }
  }
}
