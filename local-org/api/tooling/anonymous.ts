/** Anonymous Apex over the APIs, with its debug log. */
import type { AnonymousResult } from '../../deploy/anonymous/anonymous.ts';
import { DebugLog } from '../../deploy/logs/debug-log.ts';
import type { LogLevels } from '../../deploy/logs/log-levels.ts';
import type { UserContext } from '../../library/ports.ts';
import { apiError } from '../errors.ts';
import type { ApiHost } from '../host.ts';
import { nextId } from './ids.ts';

export interface LoggedResult {
  readonly result: AnonymousResult;
  /** Absent when no levels were asked for or the code did not compile. */
  readonly log: string | undefined;
}

/** platform-facts: anonymous-needs-author-apex. A log is kept as well while a trace flag of the user is active. */
export async function executeAnonymous(host: ApiHost, user: UserContext, text: string, levels: LogLevels): Promise<LoggedResult> {
  if (!host.hasUserPermission(user, 'AuthorApex')) throw apiError(403, 'INSUFFICIENT_ACCESS', 'You need the Author Apex permission to execute anonymous Apex.');
  const preamble = text.split(/\r?\n/).map((line) => `Execute Anonymous: ${line}`);
  const open = (wanted: LogLevels): DebugLog => new DebugLog({ levels: wanted, user, unit: 'execute_anonymous_apex', preamble, now: () => host.now() });
  const answered = levels.size === 0 ? undefined : open(levels);
  const tracedLevels = host.apex.logs.levelsFor(user.id, host.now());
  const traced = tracedLevels === undefined ? undefined : open(tracedLevels);
  const logs = [answered, traced].filter((log) => log !== undefined);
  const startedAt = host.now();
  const result = await host.apex.executeAnonymous({ user, text, ...(logs.length === 0 ? {} : { trace: (event) => { for (const log of logs) log.trace(event); } }) });
  if (!result.compiled) return { result, log: undefined };
  if (result.exceptionMessage !== null) for (const log of logs) log.fail(result.exceptionMessage, result.exceptionStackTrace ?? '', result.line);
  if (traced !== undefined) {
    host.apex.logs.add({
      id: nextId('ApexLog'), user, operation: 'Api', status: result.exceptionMessage ?? 'Success', startedAt, durationMilliseconds: Math.max(0, Math.round(host.now() - startedAt)), text: traced.finish(),
    });
  }
  return { result, log: answered?.finish() };
}
