/** Big objects live outside the org's database: whoever reads or writes them calls out. */
import { CalloutException } from '../../values/exceptions.ts';
import type { DataSession } from '../session.ts';

/**
 * Refuses what the platform refuses of callouts, and counts one. platform-facts: big-object-callouts
 * @throws CalloutException inside triggers and behind DML of the same transaction.
 */
export function callOut({ trigger, limits }: DataSession): void {
  if (trigger !== undefined) throw new CalloutException('Callout from triggers are currently not supported.');
  if (limits.used('dmlStatements') > 0) throw new CalloutException('You have uncommitted work pending. Please commit or rollback before calling out');
  limits.consume('callouts', 1);
}
