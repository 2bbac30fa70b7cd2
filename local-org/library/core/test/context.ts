/** An execution context for tests of library classes: what a test does not hand in fails when it is asked for. */
import type { ExecutionContext } from '../../ports.ts';
import { within } from '../../ports.ts';

export interface TestSettings {
  readonly timeZone?: string;
  readonly locale?: string;
  readonly now?: number;
  readonly classes?: Partial<ExecutionContext['classes']>;
  readonly schema?: Partial<ExecutionContext['schema']>;
}

export function inTransaction<T>(settings: TestSettings, body: () => T): T {
  const context = {
    user: { timeZone: settings.timeZone ?? 'GMT', locale: settings.locale ?? 'en_US' },
    clock: { now: () => settings.now ?? 0 },
    classes: settings.classes ?? {},
    schema: { describe: () => undefined, objectNames: () => [], ...settings.schema },
    statics: new Map(),
    random: (bytes: number) => new Uint8Array(bytes).fill(0x7f),
  } as unknown as ExecutionContext;
  return within(context, body);
}
