/** Record access against an oracle that knows nothing of SQL: it walks roles, groups and shares for one user and one record at a time. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { GroupReference, SharingRule } from '../../schema/schema.ts';
import { projectFiles, SharingOrg } from './sharing-org.ts';
import type { Default } from './sharing-org.ts';

type Level = 'none' | 'read' | 'edit' | 'full';
const ORDER: readonly Level[] = ['none', 'read', 'edit', 'full'];
const higher = (left: Level, right: Level): Level => (ORDER.indexOf(left) >= ORDER.indexOf(right) ? left : right);

/** Whom a share, a rule or a membership names. Numbers are places in the lists of the case. */
type Party =
  | { readonly kind: 'user' | 'group' | 'queue'; readonly at: number }
  | { readonly kind: 'role' | 'roleAndBelow'; readonly at: number }
  | { readonly kind: 'everybody' };

interface Case {
  readonly everybody: Default;
  /** Parent of each role: a place before it, or none. */
  readonly roles: readonly (number | undefined)[];
  readonly users: readonly { readonly role: number | undefined }[];
  readonly groups: readonly { readonly bosses: boolean; readonly members: readonly Party[] }[];
  readonly queues: readonly { readonly members: readonly Party[] }[];
  readonly records: readonly { readonly owner: Party; readonly city: string; readonly shares: readonly { readonly to: Party; readonly level: 'Read' | 'Edit' }[] }[];
  readonly rules: readonly { readonly to: Party; readonly level: 'Read' | 'Edit'; readonly of: { readonly city: string } | { readonly owners: Party } }[];
}

const ROLES = 4;
const USERS = 5;
const GROUPS = 3;
const QUEUES = 2;
const place = (count: number): fc.Arbitrary<number> => fc.nat(count - 1);
const userParty = place(USERS).map((at): Party => ({ kind: 'user', at }));
const queueParty = place(QUEUES).map((at): Party => ({ kind: 'queue', at }));
const groupParty = (below: number): fc.Arbitrary<Party>[] => (below === 0 ? [] : [place(below).map((at): Party => ({ kind: 'group', at }))]);
const roleParty = fc.tuple(fc.constantFrom('role', 'roleAndBelow'), place(ROLES)).map(([kind, at]): Party => ({ kind: kind as 'role', at }));
const receiver = fc.oneof(userParty, ...groupParty(GROUPS), roleParty, fc.constant<Party>({ kind: 'everybody' }));
/** Groups hold groups before them only, so that nothing contains itself. */
const membersBelow = (below: number): fc.Arbitrary<Party[]> => fc.array(fc.oneof(userParty, roleParty, ...groupParty(below)), { maxLength: 3 });
const level = fc.constantFrom('Read' as const, 'Edit' as const);
const city = fc.constantFrom('Ulm', 'Bonn');
const maybePlace = (below: number): fc.Arbitrary<number | undefined> => (below === 0 ? fc.constant(undefined) : fc.option(place(below), { nil: undefined }));

const cases: fc.Arbitrary<Case> = fc.record({
  everybody: fc.constantFrom<Default>('Private', 'Private', 'Read', 'ReadWrite'),
  roles: fc.tuple(...Array.from({ length: ROLES }, (_none, at) => maybePlace(at))),
  users: fc.array(fc.record({ role: fc.option(place(ROLES), { nil: undefined }) }), { minLength: USERS, maxLength: USERS }),
  groups: fc.tuple(...Array.from({ length: GROUPS }, (_none, at) => fc.record({ bosses: fc.boolean(), members: membersBelow(at) }))),
  queues: fc.array(fc.record({ members: membersBelow(GROUPS) }), { minLength: QUEUES, maxLength: QUEUES }),
  records: fc.array(fc.record({ owner: fc.oneof(userParty, queueParty), city, shares: fc.array(fc.record({ to: receiver, level }), { maxLength: 2 }) }), { minLength: 1, maxLength: 4 }),
  rules: fc.array(fc.record({ to: fc.oneof(...groupParty(GROUPS), roleParty, fc.constant<Party>({ kind: 'everybody' })), level, of: fc.oneof(city.map((name) => ({ city: name })), fc.oneof(...groupParty(GROUPS), roleParty, queueParty).map((owners) => ({ owners }))) }), { maxLength: 2 }),
});

/** The oracle. */
function accessOf(given: Case, user: number, record: Case['records'][number]): Level {
  const isAbove = (one: number, other: number): boolean => {
    const own = given.users[one]!.role;
    let role = given.users[other]!.role;
    role = role === undefined ? undefined : given.roles[role];
    for (; role !== undefined && own !== undefined; role = given.roles[role]) if (role === own) return true;
    return false;
  };
  const roleIsIn = (role: number | undefined, root: number): boolean => role !== undefined && (role === root || roleIsIn(given.roles[role], root));
  const belongs = (who: number, party: Party): boolean => {
    switch (party.kind) {
      case 'user': return party.at === who;
      case 'role': return given.users[who]!.role === party.at;
      case 'roleAndBelow': return roleIsIn(given.users[who]!.role, party.at);
      case 'everybody': return true;
      case 'group': return given.groups[party.at]!.members.some((member) => belongs(who, member));
      case 'queue': return given.queues[party.at]!.members.some((member) => belongs(who, member));
    }
  };
  const reaches = (party: Party): boolean => {
    if (belongs(user, party)) return true;
    if (party.kind === 'group' && !given.groups[party.at]!.bosses) return false;
    return given.users.some((_other, at) => isAbove(user, at) && belongs(at, party));
  };
  const everybody = ({ Private: 'none', Read: 'read', ReadWrite: 'edit' } as const)[given.everybody];
  let found: Level = reaches(record.owner) ? 'full' : everybody;
  for (const share of effectiveShares(given, record)) if (reaches(share.to)) found = higher(found, share.level === 'Edit' ? 'edit' : 'read');
  for (const rule of given.rules) {
    const { of } = rule;
    const covers = 'city' in of ? record.city === of.city : ownerIsIn(record.owner, of.owners);
    if (covers && reaches(rule.to)) found = higher(found, rule.level === 'Edit' ? 'edit' : 'read');
  }
  return found;

  function ownerIsIn(owner: Party, party: Party): boolean {
    if (owner.kind === 'queue') return party.kind === 'queue' && party.at === owner.at;
    return owner.kind === 'user' && belongs(owner.at, party);
  }
}

/** One share per receiver, the last one counts; objects that all may write have none. */
function effectiveShares(given: Case, record: Case['records'][number]): Case['records'][number]['shares'] {
  if (given.everybody === 'ReadWrite') return [];
  return [...new Map(record.shares.filter((share) => given.everybody !== 'Read' || share.level === 'Edit').map((share) => [JSON.stringify(share.to), share])).values()];
}

interface Built {
  readonly org: SharingOrg;
  readonly users: readonly string[];
  readonly records: readonly string[];
  readonly steps: readonly string[];
}

function build(given: Case): Built {
  const rules = given.rules.map((rule, at): SharingRule => {
    const base = { name: `rule${at}`, sharedTo: referenceTo(rule.to), accessLevel: rule.level };
    return 'owners' in rule.of ? { ...base, kind: 'owner', ownedBy: referenceTo(rule.of.owners) }
      : { ...base, kind: 'criteria', criteria: { kind: 'compare', left: { kind: 'path', names: ['City__c'] }, operator: '=', right: { kind: 'string', value: rule.of.city } } };
  });
  const org = new SharingOrg(projectFiles({ Job__c: given.everybody }, 'Job__c'), new Map([['job__c', rules]]));
  const everybody = org.insert('Group', { Name: 'All', DeveloperName: 'All', Type: 'Organization' });
  const roles: string[] = [];
  for (const [at, parent] of given.roles.entries()) roles.push(org.role(`r${at}`, parent === undefined ? undefined : roles[parent]));
  const users = given.users.map(({ role }, at) => org.user(`u${at}`, role === undefined ? undefined : roles[role]));
  const groups: string[] = [];
  const queues: string[] = [];
  const idOf = (party: Party): string => {
    switch (party.kind) {
      case 'user': return users[party.at]!;
      case 'group': return groups[party.at]!;
      case 'queue': return queues[party.at]!;
      case 'role': return org.roleGroup(roles[party.at]!, 'Role');
      case 'roleAndBelow': return org.roleGroup(roles[party.at]!, 'RoleAndSubordinates');
      case 'everybody': return everybody;
    }
  };
  for (const [at, group] of given.groups.entries()) groups.push(org.group(`g${at}`, { members: [...new Set(group.members.map(idOf))], bosses: group.bosses }));
  for (const [at, queue] of given.queues.entries()) queues.push(org.group(`q${at}`, { members: [...new Set(queue.members.map(idOf))], queueFor: ['Job__c'] }));
  const records = given.records.map((record) => {
    const id = org.insert('Job__c', { City__c: record.city, OwnerId: idOf(record.owner) });
    for (const share of effectiveShares(given, record)) org.insert('Job__Share', { ParentId: id, UserOrGroupId: idOf(share.to), AccessLevel: share.level });
    return id;
  });
  return { org, users, records, steps: records.map((id) => org.insert('Step__c', { Master__c: id })) };
}

function referenceTo(party: Party): GroupReference {
  switch (party.kind) {
    case 'group': return { type: 'Regular', name: `g${party.at}` };
    case 'queue': return { type: 'Queue', name: `q${party.at}` };
    case 'role': return { type: 'Role', name: `r${party.at}` };
    case 'roleAndBelow': return { type: 'RoleAndSubordinates', name: `r${party.at}` };
    default: return { type: 'Organization', name: '' };
  }
}

test('every user sees, changes and deletes exactly the records and details that roles, groups, queues, shares and rules give', () => {
  fc.assert(fc.property(cases, (given) => {
    const { org, users, records, steps } = build(given);
    for (const [at, user] of users.entries()) {
      const levels = given.records.map((record) => accessOf(given, at, record));
      const withLevel = (ids: readonly string[], least: Level): string[] => ids.filter((_id, index) => ORDER.indexOf(levels[index]!) >= ORDER.indexOf(least)).sort();
      assert.deepEqual(org.visible(user, 'SELECT Id FROM Job__c'), withLevel(records, 'read'), `read by u${at}`);
      assert.deepEqual(org.visible(user, 'SELECT Id FROM Step__c'), withLevel(steps, 'read'), `details read by u${at}`);
      const changed = (ids: readonly string[], objectName: string, operation: 'update' | 'delete', values: Record<string, unknown>): string[] =>
        org.dmlAs(user, operation, ids.map((Id) => org.record(objectName, { Id, ...values })), true).flatMap((result, index) => (result.success ? [ids[index]!] : [])).sort();
      assert.deepEqual(changed(records, 'Job__c', 'update', { Name: 'x' }), withLevel(records, 'edit'), `edited by u${at}`);
      assert.deepEqual(changed(records, 'Job__c', 'update', { OwnerId: user }), withLevel(records, 'full').concat(ownedBy(given, at, records, levels)).filter((id, index, all) => all.indexOf(id) === index).sort(), `taken by u${at}`);
      assert.deepEqual(changed(records, 'Job__c', 'delete', {}), withLevel(records, 'full'), `deleted by u${at}`);
      assert.deepEqual(changed(steps, 'Step__c', 'delete', {}), withLevel(steps, 'edit'), `details deleted by u${at}`);
    }
    org.store.close();
  }), { numRuns: 60 });
});

/** Naming the owner a record has already is no transfer: who may edit may do that. */
function ownedBy(given: Case, user: number, records: readonly string[], levels: readonly Level[]): string[] {
  return records.filter((_id, index) => {
    const { owner } = given.records[index]!;
    return owner.kind === 'user' && owner.at === user && ORDER.indexOf(levels[index]!) >= ORDER.indexOf('edit');
  });
}
