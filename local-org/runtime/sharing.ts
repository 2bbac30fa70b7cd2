/**
 * `inherited sharing`: the sharing of the nearest caller that states one. Only statements of such classes ask, so the JavaScript stack is read instead of
 * making every call of every class keep track. The entry point of a transaction counts as `with sharing`.
 * platform-facts: inherited-sharing-entry.
 */
import type { Access } from '../library/ports.ts';
import { runningProgram } from './running-program.ts';
import { SYSTEM_WITH_SHARING, SYSTEM_WITHOUT_SHARING } from './support/database.ts';
import { framesOf } from './support/native-errors.ts';

export function inheritedSharing(): Access {
  const program = runningProgram();
  for (const frame of framesOf(deepStack())) {
    const sharing = program.sharingOfFrame(frame);
    if (sharing === undefined || sharing === 'inherited sharing') continue;
    return sharing === 'without sharing' ? SYSTEM_WITHOUT_SHARING : SYSTEM_WITH_SHARING;
  }
  return SYSTEM_WITH_SHARING;
}

function deepStack(): Error {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = Infinity;
  try {
    return new Error();
  } finally {
    Error.stackTraceLimit = limit;
  }
}
