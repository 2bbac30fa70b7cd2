/** Users and their rights as an interleaved transaction sees them. They are cached outside of it, so what it was told is kept in its journal. */
import type { UserSource } from '../ports.ts';
import type { Execution } from './execution.ts';

/** Objects whose rows decide who may do what; any of them makes the real source forget all it knows. */
const SECURITY_OBJECT = 'permissionsetassignment';

export function recordedUsers(real: UserSource, running: () => Execution): UserSource {
  /** Was a row written that may decide about rights? Then nothing read under another transaction's eyes may be trusted. */
  let isDoubtful = false;
  const fresh = <T>(ask: () => T): T => running().recorded(() => {
    if (isDoubtful) real.wrote(SECURITY_OBJECT);
    real.transactionBegins();
    return ask();
  });
  return {
    byId: (id) => fresh(() => real.byId(id)),
    rights: (user) => fresh(() => real.rights(user)),
    transactionBegins: () => undefined,
    wrote: (foldedObjectName) => {
      isDoubtful ||= ['user', 'profile', 'permissionset', 'permissionsetassignment', 'group', 'groupmember'].includes(foldedObjectName);
    },
  };
}
