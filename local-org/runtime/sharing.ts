/**
 * The sharing of the nearest caller that has one of its own. Only statements of classes with `inherited sharing`, and of older ones without a keyword, ask; so the
 * JavaScript stack is read instead of making every call of every class keep track. When no caller has one, the first class called decides: it runs with
 * sharing when it inherits, without when it omits the keyword. Triggers and asynchronous jobs begin anew, whoever caused them.
 * platform-facts: inherited-sharing-entry, sharing-keyword-default.
 */
import type { Access } from '../library/ports.ts';
import { runningProgram } from './running-program.ts';
import { SYSTEM_WITH_SHARING, SYSTEM_WITHOUT_SHARING } from './support/database.ts';
import { framesOf } from './support/native-errors.ts';

export function inheritedSharing(): Access {
  const program = runningProgram();
  let entry = SYSTEM_WITH_SHARING;
  for (const frame of framesOf(deepStack())) {
    if (BEGINNING.test(frame)) return entry;
    switch (program.sharingOfFrame(frame)) {
      case 'with sharing': return SYSTEM_WITH_SHARING;
      case 'without sharing': return SYSTEM_WITHOUT_SHARING;
      case 'trigger': return entry;
      case 'inherited sharing': entry = SYSTEM_WITH_SHARING; break;
      case 'omitted': entry = SYSTEM_WITHOUT_SHARING; break;
      case undefined: break;
    }
  }
  return entry;
}

/** Where a transaction starts; in tests one runs inside another. */
const BEGINNING = /\bTransaction\.enter \(/;

function deepStack(): Error {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = Infinity;
  try {
    return new Error();
  } finally {
    Error.stackTraceLimit = limit;
  }
}
