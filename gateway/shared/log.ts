/** One JSON line per event. Secrets never reach it: callers name fields, never pass whole requests, and what looks like a secret is struck out. */

export type LogLevel = 'info' | 'warn' | 'error';
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Log {
  write(level: LogLevel, event: string, fields?: LogFields): void;
}

const SECRET_NAME = /secret|token|password|signature|authorization|assertion|privatekey|apikey|cookie/i;
const BEARER = /\b(bearer|basic)\s+[^\s"',;]+/gi;
/** User and password of an address. */
const USER_INFO = /\/\/[^/\s:@]+:[^/\s@]+@/g;

/** @param sink takes whole lines without their end */
export function jsonLog(sink: (line: string) => void, now: () => number = Date.now): Log {
  return {
    write: (level, event, fields = {}) => {
      const kept = Object.entries(fields).map(([name, value]) => [name, SECRET_NAME.test(name) ? '(not shown)' : typeof value === 'string' ? withoutSecrets(value) : value]);
      sink(JSON.stringify({ at: new Date(now()).toISOString(), level, event, ...Object.fromEntries(kept) }));
    },
  };
}

export const silentLog: Log = { write: () => undefined };

function withoutSecrets(text: string): string {
  return text.replace(BEARER, '$1 (not shown)').replace(USER_INFO, '//(not shown)@');
}
