/** What sharing gives one user: whose records count as the user's own, and which ids shares may be given to so that the user has them. platform-facts: sharing-hierarchy */
import type { GroupReference, OrgSchema, SharingRule } from '../../schema/schema.ts';
import { makeId } from '../../values/id.ts';
import type { Store } from '../store/store.ts';
import { IdList } from './id-list.ts';
import { groupsOf, membersOf, subordinatesOf, userRow } from './membership.ts';

/** `read` and `edit` as the levels of shares; `full` is the owner's: delete, give away, share. */
export type SharingLevel = 'read' | 'edit' | 'full';

/** One object per user, kept until users, roles, groups or members change. */
export interface UserSharing {
  /** Ids of users and queues: the user has this level on what they own. */
  owners(foldedObject: string, level: SharingLevel): IdList;
  /** Ids of the users and groups whose shares the user has. */
  readonly principals: IdList;
  /** Does a sharing rule that is not about owners count for the user? */
  hasRule(rule: SharingRule): boolean;
}

/** The user alone (or the given owners), without roles, groups and rules. */
export function ownSharing(ids: readonly string[]): UserSharing {
  const list = new IdList(ids);
  return { owners: () => list, principals: list, hasRule: () => false };
}

/** Reads roles and memberships of the user as they stand in the running transaction. */
export function userSharing(store: Store, schema: OrgSchema, userId: string): UserSharing {
  const row = userRow(userId);
  const below = subordinatesOf(store, row);
  const groups = [...groupsOf(store, [row]), ...groupsOf(store, below).filter((group) => group.includesBosses)];
  const people = [userId, ...below.map((user) => makeId('005', user))];
  const principals = new Set([...people, ...groups.map((group) => group.id)]);
  const own = [...new Set([...people, ...groups.filter((group) => group.type === 'Queue').map((group) => group.id)])];
  return new RowSharing(store, schema, principals, own);
}

class RowSharing implements UserSharing {
  readonly principals: IdList;
  readonly #store: Store;
  readonly #schema: OrgSchema;
  readonly #own: IdList;
  readonly #owners = new Map<string, IdList>();
  readonly #rules = new Map<SharingRule, boolean>();

  constructor(store: Store, schema: OrgSchema, principals: ReadonlySet<string>, own: readonly string[]) {
    this.#store = store;
    this.#schema = schema;
    this.principals = new IdList(principals);
    this.#own = new IdList(own);
  }

  owners(foldedObject: string, level: SharingLevel): IdList {
    const rules = level === 'full' ? undefined : this.#schema.sharingRules.get(foldedObject);
    if (rules === undefined) return this.#own;
    const key = `${foldedObject} ${level}`;
    const known = this.#owners.get(key);
    if (known !== undefined) return known;
    const given = rules.flatMap((rule) => (rule.kind === 'owner' && covers(rule, level) && this.hasRule(rule) ? this.#membersOf(rule.ownedBy) : []));
    const list = given.length === 0 ? this.#own : new IdList([...this.#own.ids, ...given]);
    this.#owners.set(key, list);
    return list;
  }

  hasRule(rule: SharingRule): boolean {
    const known = this.#rules.get(rule);
    if (known !== undefined) return known;
    const group = groupIdOf(this.#store, rule.sharedTo);
    const has = group !== undefined && this.principals.has(group);
    this.#rules.set(rule, has);
    return has;
  }

  #membersOf(reference: GroupReference): string[] {
    const group = groupIdOf(this.#store, reference);
    return group === undefined ? [] : membersOf(this.#store, group);
  }
}

/** Does the rule give at least this level? */
export function covers(rule: SharingRule, level: SharingLevel): boolean {
  return level === 'read' || (level === 'edit' && rule.accessLevel === 'Edit');
}

const BY_NAME = 'SELECT "id" FROM "group" WHERE "developername" = ? AND "type" = ? AND "isdeleted" = 0';
const OF_ORGANIZATION = 'SELECT "id" FROM "group" WHERE "type" = \'Organization\' AND "isdeleted" = 0';

/** The group row behind a name in a sharing rule. Groups of roles bear the name of their role. */
function groupIdOf(store: Store, { type, name }: GroupReference): string | undefined {
  const found = type === 'Organization' ? store.reader(OF_ORGANIZATION).get() : store.reader(BY_NAME).get(name, type);
  return found === undefined ? undefined : makeId('00G', found[0] as number);
}
