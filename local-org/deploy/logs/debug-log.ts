/** A debug log in Salesforce's format, written from what a transaction tells while it runs. platform-facts: debug-log-format. */
import type { LimitName, UserContext } from '../../library/ports.ts';
import { API_VERSION } from '../../library/version.ts';
import type { TraceEvent, TracePlace } from '../../runtime/trace.ts';
import { levelNamed, levelsText, logs, type LogCategory, type LogLevel, type LogLevels } from './log-levels.ts';

export interface LogHead {
  readonly levels: LogLevels;
  readonly user: UserContext;
  /** `execute_anonymous_apex`, or what else was entered. */
  readonly unit: string;
  /** Lines above the first event: the anonymous code. */
  readonly preamble?: readonly string[];
  now(): number;
}

/** The platform's limit for one log. platform-facts: debug-log-format. */
const MAXIMUM_LENGTH = 20_000_000;

type Kind = TraceEvent['kind'];

const LIMIT_LINES: readonly (readonly [text: string, name: LimitName])[] = [
  ['Number of SOQL queries', 'queries'], ['Number of query rows', 'queryRows'], ['Number of SOSL queries', 'soslQueries'], ['Number of DML statements', 'dmlStatements'],
  ['Number of Publish Immediate DML', 'publishImmediateDml'], ['Number of DML rows', 'dmlRows'], ['Maximum CPU time', 'cpuMilliseconds'], ['Maximum heap size', 'heapBytes'],
  ['Number of callouts', 'callouts'], ['Number of Email Invocations', 'emailInvocations'], ['Number of future calls', 'futureCalls'],
  ['Number of queueable jobs added to the queue', 'queueableJobs'],
];

export class DebugLog {
  readonly #head: LogHead;
  readonly #lines: string[];
  readonly #started = performance.now();
  #length = 0;
  #isFull = false;
  /** Counted when the transaction ended; written behind what made it end. */
  #limitLines: readonly string[] = [];

  constructor(head: LogHead) {
    this.#head = head;
    this.#lines = [`${API_VERSION} ${levelsText(head.levels)}`, ...(head.preamble ?? [])];
    this.#event('APEX_CODE', 'ERROR', `USER_INFO|[EXTERNAL]|${head.user.id.slice(0, 15)}|${head.user.username}|${zoneText(head)}`);
    this.#event('APEX_CODE', 'ERROR', 'EXECUTION_STARTED');
    this.#event('APEX_CODE', 'ERROR', `CODE_UNIT_STARTED|[EXTERNAL]|${head.unit}`);
  }

  /** Gives itself to a transaction as its listener. */
  readonly trace = (event: TraceEvent): void => {
    (this.#rules[event.kind] as (event: TraceEvent) => void)(event);
  };

  readonly #rules: { readonly [K in Kind]: (event: Extract<TraceEvent, { readonly kind: K }>) => void } = {
    debug: ({ place, level, text }) => {
      this.#event('APEX_CODE', levelNamed(level) ?? 'DEBUG', `USER_DEBUG|${placeText(place)}|${level}|${text}`);
    },
    soql: ({ place, text, aggregations, rows }) => {
      this.#event('DB', 'INFO', `SOQL_EXECUTE_BEGIN|${placeText(place)}|Aggregations:${String(aggregations)}|${text}`);
      this.#event('DB', 'INFO', `SOQL_EXECUTE_END|${placeText(place)}|Rows:${String(rows)}`);
    },
    dml: ({ place, operation, objectName, rows }) => {
      this.#event('DB', 'INFO', `DML_BEGIN|${placeText(place)}|Op:${operation.charAt(0).toUpperCase()}${operation.slice(1)}|Type:${objectName}|Rows:${String(rows)}`);
      this.#event('DB', 'INFO', `DML_END|${placeText(place)}`);
    },
    triggerBegins: ({ name, objectName, event }) => { this.#event('APEX_CODE', 'ERROR', `CODE_UNIT_STARTED|[EXTERNAL]|${name} on ${objectName} trigger event ${event}`); },
    triggerEnds: ({ name, objectName, event }) => { this.#event('APEX_CODE', 'ERROR', `CODE_UNIT_FINISHED|${name} on ${objectName} trigger event ${event}`); },
    ends: ({ limits }) => { this.#limitLines = LIMIT_LINES.map(([text, name]) => `  ${text}: ${String(limits.used(name))} out of ${String(limits.allowed(name))}`); },
  };

  /** An exception nobody caught. */
  fail(message: string, stackTrace: string, line: number): void {
    this.#event('APEX_CODE', 'INFO', `EXCEPTION_THROWN|[${line < 0 ? 'EXTERNAL' : String(line)}]|${message}`);
    this.#event('APEX_CODE', 'ERROR', `FATAL_ERROR|${message}${stackTrace === '' ? '' : `\n\n${stackTrace}`}`);
  }

  /** The whole text; nothing may be told afterwards. */
  finish(): string {
    if (this.#limitLines.length > 0) this.#limits();
    this.#event('APEX_CODE', 'ERROR', `CODE_UNIT_FINISHED|${this.#head.unit}`);
    this.#event('APEX_CODE', 'ERROR', 'EXECUTION_FINISHED');
    return `${this.#lines.join('\n')}\n`;
  }

  #limits(): void {
    this.#event('APEX_PROFILING', 'INFO', 'CUMULATIVE_LIMIT_USAGE');
    this.#event('APEX_PROFILING', 'INFO', `LIMIT_USAGE_FOR_NS|(default)|\n${this.#limitLines.join('\n')}\n`);
    this.#event('APEX_PROFILING', 'INFO', 'CUMULATIVE_LIMIT_USAGE_END\n');
  }

  #event(category: LogCategory, level: LogLevel, text: string): void {
    if (this.#isFull || !logs(this.#head.levels, category, level)) return;
    const line = `${this.#moment()}|${text}`;
    this.#length += line.length;
    this.#isFull = this.#length > MAXIMUM_LENGTH;
    this.#lines.push(this.#isFull ? '*********** MAXIMUM DEBUG LOG SIZE REACHED ***********' : line);
  }

  /** `10:30:00.5 (5123456)`: the time of day of the user, and nanoseconds since the start. */
  #moment(): string {
    const elapsedMs = performance.now() - this.#started;
    const parts = new Intl.DateTimeFormat('en-GB', { timeZone: this.#head.user.timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(this.#head.now());
    return `${parts}.${String(Math.trunc(elapsedMs % 1000))} (${String(Math.round(elapsedMs * 1e6))})`;
  }
}

const placeText = (place: TracePlace): string => (place === undefined ? '[EXTERNAL]' : `[${String(place.line)}]`);

/** `(GMT+01:00) British Summer Time (Europe/London)|GMT+01:00` */
function zoneText({ user, now }: LogHead): string {
  const part = (timeZoneName: 'longOffset' | 'long'): string => new Intl.DateTimeFormat('en-US', { timeZone: user.timeZone, timeZoneName }).formatToParts(now()).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const offset = part('longOffset') === 'GMT' ? 'GMT+00:00' : part('longOffset');
  return `(${offset}) ${part('long')} (${user.timeZone})|${offset}`;
}
