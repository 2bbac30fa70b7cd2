/** Users and their rights as an interleaved transaction sees them. They are cached outside of it, so what it was told is kept in its journal. */
import type { UserSharing } from '../../data/access/user-sharing.ts';
import type { UserRights, UserSource } from '../ports.ts';
import type { Execution } from './execution.ts';

/** Any of the objects that decide about rights makes the real source forget all it knows. */
const SECURITY_OBJECT = 'permissionsetassignment';
const DECIDES_RIGHTS: readonly string[] = ['user', 'userrole', 'profile', 'permissionset', 'permissionsetassignment', 'group', 'groupmember'];

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
    rights: (user) => {
      const rights = fresh(() => real.rights(user));
      return { permissions: rights.permissions, sharing: recordedSharing(rights, fresh) };
    },
    transactionBegins: () => undefined,
    wrote: (foldedObjectName) => {
      isDoubtful ||= DECIDES_RIGHTS.includes(foldedObjectName);
    },
  };
}

/** Roles and groups are read when a statement first asks, and kept: whoever asks is told what was read for this transaction. */
function recordedSharing(rights: UserRights, fresh: <T>(ask: () => T) => T): UserSharing {
  return {
    owners: (foldedObject, level) => fresh(() => rights.sharing.owners(foldedObject, level)),
    get principals() { return fresh(() => rights.sharing.principals); },
    hasRule: (rule) => fresh(() => rights.sharing.hasRule(rule)),
  };
}
