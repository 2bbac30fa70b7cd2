/** Anonymous Apex over the APIs, with its debug log. */
import type { AnonymousResult } from '../../deploy/anonymous/anonymous.ts';
import { DebugLog } from '../../deploy/logs/debug-log.ts';
import type { LogLevels } from '../../deploy/logs/log-levels.ts';
import type { UserContext } from '../../library/ports.ts';
import { apiError } from '../errors.ts';
import type { ApiHost } from '../host.ts';

export interface LoggedResult {
  readonly result: AnonymousResult;
  /** Absent when no levels were asked for or the code did not compile. */
  readonly log: string | undefined;
}

/** platform-facts: anonymous-needs-author-apex. */
export async function executeAnonymous(host: ApiHost, user: UserContext, text: string, levels: LogLevels): Promise<LoggedResult> {
  if (!host.hasUserPermission(user, 'AuthorApex')) throw apiError(403, 'INSUFFICIENT_ACCESS', 'You need the Author Apex permission to execute anonymous Apex.');
  if (levels.size === 0) return { result: await host.apex.executeAnonymous({ user, text }), log: undefined };
  const preamble = text.split(/\r?\n/).map((line) => `Execute Anonymous: ${line}`);
  const log = new DebugLog({ levels, user, unit: 'execute_anonymous_apex', preamble, now: () => host.now() });
  const result = await host.apex.executeAnonymous({ user, text, trace: log.trace });
  if (!result.compiled) return { result, log: undefined };
  if (result.exceptionMessage !== null) log.fail(result.exceptionMessage, result.exceptionStackTrace ?? '', result.line);
  return { result, log: log.finish() };
}
