/** Who belongs to whom: subordinates by role, groups and queues by membership. Read from the rows by recursive queries that follow indexes only. */
import { makeId, rowOfId } from '../../values/id.ts';
import type { Store } from '../store/store.ts';

export interface GroupOfUser {
  readonly id: string;
  /** `Regular`, `Queue`, `Role`, … */
  readonly type: string;
  /** Does what is given to its members go to their superiors, too? Public groups may say no. */
  readonly includesBosses: boolean;
}

const BELOW = `
  WITH RECURSIVE below(role) AS (
    SELECT r."id" FROM "user" u JOIN "userrole" r ON r."parentroleid" = u."userroleid" AND r."isdeleted" = 0 WHERE u."id" = ?
    UNION SELECT r."id" FROM below b JOIN "userrole" r ON r."parentroleid" = b.role AND r."isdeleted" = 0)
  SELECT u."id" FROM below b JOIN "user" u ON u."userroleid" = b.role AND u."isdeleted" = 0`;

/** Row numbers of the users below a user in the role hierarchy, inactive ones included: what they own is still theirs. */
export function subordinatesOf(store: Store, user: number): number[] {
  return store.reader(BELOW).all(user).map(([row]) => row as number);
}

const GROUPS = `
  WITH RECURSIVE
    person(id, role, type) AS (SELECT u."id", u."userroleid", u."usertype" FROM json_each(?) given JOIN "user" u ON u."id" = given.value),
    above(role) AS (SELECT role FROM person WHERE role IS NOT NULL
      UNION SELECT r."parentroleid" FROM above a JOIN "userrole" r ON r."id" = a.role WHERE r."parentroleid" IS NOT NULL),
    inside(grp) AS (
      SELECT g."id" FROM person p JOIN "group" g ON g."relatedid" = p.role AND g."type" = 'Role' AND g."isdeleted" = 0
      UNION SELECT g."id" FROM above a JOIN "group" g ON g."relatedid" = a.role AND g."type" = 'RoleAndSubordinates' AND g."isdeleted" = 0
      UNION SELECT g."id" FROM "group" g WHERE g."type" = 'Organization' AND g."isdeleted" = 0 AND EXISTS (SELECT 1 FROM person WHERE type = 'Standard')
      UNION SELECT m."groupid" FROM person p JOIN "groupmember" m ON m."userorgroupid" = idofrow('005', p.id) AND m."isdeleted" = 0
      UNION SELECT m."groupid" FROM inside i JOIN "groupmember" m ON m."userorgroupid" = idofrow('00G', i.grp) AND m."isdeleted" = 0)
  SELECT g."id", g."type", g."doesincludebosses" FROM inside i JOIN "group" g ON g."id" = i.grp AND g."isdeleted" = 0`;

/** The groups and queues any of the users belongs to, by itself, by its role, or through another group. */
export function groupsOf(store: Store, users: readonly number[]): GroupOfUser[] {
  if (users.length === 0) return [];
  return store.reader(GROUPS).all(JSON.stringify(users)).map(([row, type, bosses]) => ({
    id: makeId('00G', row as number), type: String(type), includesBosses: type !== 'Regular' || bosses === 1,
  }));
}

const INSIDE = `
  WITH RECURSIVE
    inside(id) AS (SELECT ?
      UNION SELECT m."userorgroupid" FROM inside i JOIN "groupmember" m ON m."groupid" = rowofid('00G', i.id) AND m."isdeleted" = 0 WHERE i.id LIKE '00G%'),
    grp(id, type, role) AS (SELECT g."id", g."type", g."relatedid" FROM inside i JOIN "group" g ON g."id" = rowofid('00G', i.id) WHERE i.id LIKE '00G%'),
    role(id, deep) AS (SELECT role, type = 'RoleAndSubordinates' FROM grp WHERE type IN ('Role', 'RoleAndSubordinates')
      UNION SELECT r."id", 1 FROM role o JOIN "userrole" r ON r."parentroleid" = o.id AND r."isdeleted" = 0 WHERE o.deep)
  SELECT id FROM inside
  UNION SELECT idofrow('005', u."id") FROM role o JOIN "user" u ON u."userroleid" = o.id AND u."isdeleted" = 0
  UNION SELECT idofrow('005', u."id") FROM "user" u WHERE u."usertype" = 'Standard' AND EXISTS (SELECT 1 FROM grp WHERE type = 'Organization')`;

/** Ids of a group, of all groups inside it, and of all their users. */
export function membersOf(store: Store, groupId: string): string[] {
  return store.reader(INSIDE).all(groupId).map(([id]) => String(id));
}

export const userRow = (id: string): number => rowOfId('005', id);
