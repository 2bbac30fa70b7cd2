/** What an answer of the org means to who asked the gateway. */
import { Refusal } from '../../shared/failures.ts';
import type { OrgAnswer } from './org-api.ts';

/** What a caller can do something about; other refusals (401, 403) are about the gateway itself. */
const CALLERS = new Set([400, 404, 409, 413]);

/** The body of an answer. @throws Refusal with the org's own code where it refused the caller, Error where it refused the gateway */
export function bodyOf(answer: OrgAnswer): unknown {
  if (answer.status >= 200 && answer.status < 300) return answer.body;
  const [error] = Array.isArray(answer.body) ? (answer.body as { readonly errorCode?: string; readonly message?: string; readonly fields?: readonly string[] }[]) : [];
  const { errorCode = 'UNKNOWN', message = 'No reason was given.', fields = [] } = error ?? {};
  if (CALLERS.has(answer.status)) throw new Refusal(errorCode, message, { status: answer.status, fields });
  throw new Error(`The org refused the gateway with ${String(answer.status)} ${errorCode}: ${message} Check the permissions of its user.`);
}
