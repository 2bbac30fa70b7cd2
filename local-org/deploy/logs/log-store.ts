/** Debug logs of the running org, and who is traced. Kept in memory, the newest ones only: they do not outlive the process. */
import type { UserContext } from '../../library/ports.ts';
import { levelNamed, type LogCategory, type LogLevel, type LogLevels } from './log-levels.ts';

export interface StoredLog {
  readonly id: string;
  readonly user: UserContext;
  /** `/services/…` or what else was entered. */
  readonly operation: string;
  readonly status: string;
  readonly startedAt: number;
  readonly durationMilliseconds: number;
  readonly text: string;
}

/** A TraceFlag or DebugLevel record: fields by canonical API name. */
export type TraceRecord = Record<string, unknown> & { readonly Id: string };

const KEPT_LOGS = 1_000;

export class LogStore {
  readonly #logs: StoredLog[] = [];
  readonly traceFlags = new Map<string, TraceRecord>();
  readonly debugLevels = new Map<string, TraceRecord>();
  readonly #listeners = new Set<(log: StoredLog) => void>();

  /** Newest last. */
  get logs(): readonly StoredLog[] {
    return this.#logs;
  }

  add(log: StoredLog): void {
    this.#logs.push(log);
    if (this.#logs.length > KEPT_LOGS) this.#logs.shift();
    for (const listener of this.#listeners) listener(log);
  }

  remove(id: string): boolean {
    const index = this.#logs.findIndex((log) => log.id === id);
    if (index >= 0) this.#logs.splice(index, 1);
    return index >= 0;
  }

  /** Called for every log. Returns the function that ends it. */
  onAdded(listener: (log: StoredLog) => void): () => void {
    this.#listeners.add(listener);
    return () => { this.#listeners.delete(listener); };
  }

  /** What a trace flag of the user asks for now; `undefined`: nobody traces the user. */
  levelsFor(userId: string, now: number): LogLevels | undefined {
    for (const flag of this.traceFlags.values()) {
      const isActive = timeOf(flag['StartDate'], 0) <= now && now < timeOf(flag['ExpirationDate'], 0);
      if (!isActive || !isSameId(flag['TracedEntityId'], userId)) continue;
      const level = [...this.debugLevels.values()].find((one) => isSameId(flag['DebugLevelId'], one.Id));
      if (level !== undefined) return levelsOf(level);
    }
    return undefined;
  }
}

const timeOf = (value: unknown, otherwise: number): number => (typeof value === 'string' ? Date.parse(value.replace(/\+0000$/, 'Z')) : typeof value === 'number' ? value : otherwise);
const isSameId = (value: unknown, id: string): boolean => typeof value === 'string' && value.slice(0, 15) === id.slice(0, 15);

/** Field of a DebugLevel by category: `ApexCode`. */
export const DEBUG_LEVEL_FIELDS: ReadonlyMap<string, LogCategory> = new Map(
  ([['ApexCode', 'APEX_CODE'], ['ApexProfiling', 'APEX_PROFILING'], ['Callout', 'CALLOUT'], ['DataAccess', 'DATA_ACCESS'], ['Database', 'DB'], ['Nba', 'NBA'], ['System', 'SYSTEM'],
    ['Validation', 'VALIDATION'], ['Visualforce', 'VISUALFORCE'], ['Wave', 'WAVE'], ['Workflow', 'WORKFLOW']] as const satisfies readonly (readonly [string, LogCategory])[]),
);

function levelsOf(record: TraceRecord): LogLevels {
  const levels = new Map<LogCategory, LogLevel>();
  for (const [field, category] of DEBUG_LEVEL_FIELDS) {
    const value = record[field];
    const level = typeof value === 'string' ? levelNamed(value) : undefined;
    if (level !== undefined) levels.set(category, level);
  }
  return levels;
}
