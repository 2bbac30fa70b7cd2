/** Groups, queues, roles, profiles and groups of permission sets: what they name must exist. */
import { checkChildAccess } from './child-access.ts';
import { fold, type ProblemList } from './problem.ts';
import { checkPermissionSet, type PermissionWorld } from './permission-checks.ts';
import type { AccessSchema, GroupReference, ObjectSchema, PermissionSetSchema, RoleSchema } from './schema.ts';
import type { Grant, MetadataProject, Origin, RoleSource } from './source/project.ts';
import { USER_LICENCES } from './standard/licences.ts';

interface Named {
  readonly origin: Origin;
  readonly name: string;
}

type Names = ReadonlySet<string>;
const namesOf = (sources: readonly Named[]): Names => new Set(sources.map(({ name }) => fold(name)));

export function checkAccess({ access, permissionSets }: MetadataProject, objects: ReadonlyMap<string, ObjectSchema>, world: PermissionWorld): AccessSchema {
  const { problems } = world;
  const known = { groups: namesOf(access.groups), roles: namesOf(access.roles), permissionSets: namesOf(permissionSets) };
  const missing = (type: string, source: Named, elementName: string, wanted: string, grants: readonly Grant[], names: Names): void => {
    for (const { name, line } of grants) if (!names.has(fold(name))) problems.add({ type, fullName: source.name, path: source.origin.path }, line, `In field: ${elementName} - no ${wanted} named ${name} found`);
  };
  for (const queue of access.queues) {
    missing('Queue', queue, 'sobjectType', 'CustomObject', queue.objects, new Set(objects.keys()));
    missing('Queue', queue, 'publicGroup', 'Group', queue.groups, known.groups);
    missing('Queue', queue, 'role', 'Role', [...queue.roles, ...queue.rolesAndSubordinates], known.roles);
    for (const { name, line } of queue.objects) {
      if (objects.has(fold(name)) && !mayBeQueued(objects.get(fold(name))!)) problems.add({ type: 'Queue', fullName: queue.name, path: queue.origin.path }, line, `Queues cannot own records of ${name}`);
    }
  }
  for (const group of access.permissionSetGroups) missing('PermissionSetGroup', group, 'permissionSets', 'PermissionSet', group.permissionSets, known.permissionSets);
  for (const role of access.roles) missing('Role', role, 'parentRole', 'Role', role.parent === undefined ? [] : [role.parent], known.roles);
  for (const role of access.roles) checkChildAccess(role.childAccess, objects, (line, message) => problems.add({ type: 'Role', fullName: role.name, path: role.origin.path }, line, message));
  for (const profile of access.profiles) {
    if (profile.userLicense !== undefined && !USER_LICENCES.some(({ name }) => name === profile.userLicense?.name)) {
      problems.add({ type: 'Profile', fullName: profile.name, path: profile.origin.path }, profile.userLicense.line, `In field: userLicense - no UserLicense named ${profile.userLicense.name} found`);
    }
  }
  const names = (grants: readonly Grant[]): string[] => grants.map(({ name }) => name);
  return {
    groups: access.groups.map(({ name, label, includesBosses }) => ({ name, label, includesBosses })),
    queues: access.queues.map((queue) => ({
      name: queue.name, label: queue.label, email: queue.email, sendsEmail: queue.sendsEmail, objects: queue.objects.map(({ name }) => objects.get(fold(name))?.apiName ?? name), users: names(queue.users),
      groups: [...references('Regular', queue.groups), ...references('Role', queue.roles), ...references('RoleAndSubordinates', queue.rolesAndSubordinates)],
    })),
    roles: parentsFirst(access.roles, problems),
    permissionSetGroups: access.permissionSetGroups.map(({ name, label, description, permissionSets: sets }) => ({ name, label, description, permissionSets: names(sets) })),
    profiles: new Map(access.profiles.map((profile): [string, PermissionSetSchema & { readonly userLicense: string | undefined }] =>
      [fold(profile.name), { ...checkPermissionSet(profile, world, 'Profile'), userLicense: profile.userLicense?.name }])),
  };
}

function mayBeQueued(object: ObjectSchema): boolean {
  return object.fieldsByName.get('ownerid')?.reference?.targets.includes('Group') === true;
}

function references(type: GroupReference['type'], grants: readonly Grant[]): GroupReference[] {
  return grants.map(({ name }) => ({ type, name }));
}

/** A role comes after the one above it. Roles above themselves are a problem. */
function parentsFirst(sources: readonly RoleSource[], problems: ProblemList): RoleSchema[] {
  const byName = new Map(sources.map((source) => [fold(source.name), source]));
  const ordered = new Map<string, RoleSchema>();
  const add = (source: RoleSource, below: ReadonlySet<string>): void => {
    const folded = fold(source.name);
    if (ordered.has(folded)) return;
    if (below.has(folded)) {
      problems.add({ type: 'Role', fullName: source.name, path: source.origin.path }, source.parent!.line, `The role ${source.name} is above itself`);
      return;
    }
    const parent = source.parent === undefined ? undefined : byName.get(fold(source.parent.name));
    if (parent !== undefined) add(parent, new Set([...below, folded]));
    ordered.set(folded, { name: source.name, label: source.label, description: source.description, parent: parent?.name });
  };
  for (const source of sources) add(source, new Set());
  return [...ordered.values()];
}
