/** Roles, public groups and queues of the deployed metadata as rows. Members that metadata does not name were added by somebody, and stay. */
import { StoreError } from '../data/store/errors.ts';
import type { Store } from '../data/store/store.ts';
import type { GroupReference, OrgSchema } from '../schema/schema.ts';
import { makeId } from '../values/id.ts';
import type { Put } from './bootstrap.ts';

type GroupIds = ReadonlyMap<string, string>;
const keyOf = ({ type, name }: GroupReference): string => `${type} ${name.toLowerCase()}`;

/** Ids by kind and folded name. */
export function putGroups(put: Put, { access }: OrgSchema): GroupIds {
  const ids = new Map<string, string>();
  const group = (type: GroupReference['type'], name: string, values: Readonly<Record<string, unknown>>, key: readonly string[] = ['DeveloperName', 'Type']): void => {
    ids.set(keyOf({ type, name }), put('Group', key, { DeveloperName: name, Type: type, ...values }));
  };
  group('Organization', 'AllInternalUsers', { Name: 'All Internal Users' });
  const roles = new Map<string, string>();
  for (const { name, label, description, parent } of access.roles) {
    const id = put('UserRole', ['DeveloperName'], { DeveloperName: name, Name: label, RollupDescription: description ?? null, ParentRoleId: parent === undefined ? null : roles.get(parent)! });
    roles.set(name, id);
    for (const type of ['Role', 'RoleAndSubordinates'] as const) group(type, name, { Name: name, RelatedId: id }, ['Type', 'RelatedId']);
  }
  for (const { name, label, includesBosses } of access.groups) group('Regular', name, { Name: label, DoesIncludeBosses: includesBosses });
  for (const { name, label, email, sendsEmail, objects } of access.queues) {
    group('Queue', name, { Name: label, Email: email ?? null, DoesSendEmailToMembers: sendsEmail });
    for (const SobjectType of objects) put('QueueSobject', ['QueueId', 'SobjectType'], { QueueId: ids.get(keyOf({ type: 'Queue', name }))!, SobjectType });
  }
  return ids;
}

/** @throws StoreError for a user name nobody has. */
export function putQueueMembers(put: Put, store: Store, { access }: OrgSchema, groups: GroupIds): void {
  for (const { name, users, groups: members } of access.queues) {
    const GroupId = groups.get(keyOf({ type: 'Queue', name }))!;
    const add = (UserOrGroupId: string): void => void put('GroupMember', ['GroupId', 'UserOrGroupId'], { GroupId, UserOrGroupId });
    for (const member of members) add(groups.get(keyOf(member))!);
    for (const username of users) {
      const found = store.reader('SELECT "id" FROM "user" WHERE "username" = ?').get(username);
      if (found === undefined) throw new StoreError(`Queue ${name}: In field: user - no User named ${username} found`);
      add(makeId('005', found[0] as number));
    }
  }
}
