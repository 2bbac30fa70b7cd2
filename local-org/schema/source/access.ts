/** Who is together with whom: public groups, queues, roles, groups of permission sets; sharing rules and reasons. */
import type { GroupReference } from '../schema.ts';
import type {
  ChildAccessSource, GroupSource, Grant, PermissionSetGroupSource, QueueSource, RoleSource, SharingReasonSource, SharingRuleHead, SharingRuleSource, SharingRulesSource,
} from './project.ts';
import type { Component, MetadataElement } from './xml.ts';

const originOf = (root: MetadataElement, component: Component): { path: string; line: number } => ({ path: component.path, line: root.line });

export function readGroup(root: MetadataElement, component: Component): GroupSource {
  const read = { origin: originOf(root, component), name: component.fullName, label: root.requiredText('name'), includesBosses: root.boolean('doesIncludeBosses', true) };
  root.refuseRest();
  return read;
}

export function readRole(root: MetadataElement, component: Component): RoleSource {
  const parent = root.one('parentRole');
  const read = {
    origin: originOf(root, component), name: component.fullName, label: root.requiredText('name'), description: root.text('description'),
    childAccess: readChildAccess(root),
    parent: parent === undefined || parent.value.trim() === '' ? undefined : { name: parent.value.trim(), line: parent.line },
  };
  root.refuseRest(['mayForecastManagerShare']);
  return read;
}

const CHILDREN_OF_ACCOUNTS: readonly (readonly [string, ChildAccessSource['objectName']])[] = [['caseAccessLevel', 'Case'], ['contactAccessLevel', 'Contact'], ['opportunityAccessLevel', 'Opportunity']];

/** What comes with an account of its contacts, opportunities and cases. */
function readChildAccess(element: MetadataElement): ChildAccessSource[] {
  return CHILDREN_OF_ACCOUNTS.flatMap(([elementName, objectName]) => {
    const level = element.word(elementName, ['None', 'Read', 'Edit']);
    return level === undefined || level === 'None' ? [] : [{ elementName, objectName, level, line: element.one(elementName)!.line }];
  });
}

export function readQueue(root: MetadataElement, component: Component): QueueSource {
  const members = root.one('queueMembers');
  const named = (list: string, item: string): readonly Grant[] => members?.one(list)?.all(item).map(grantOf) ?? [];
  const read = {
    origin: originOf(root, component), name: component.fullName, label: root.requiredText('name'), email: root.text('email'),
    sendsEmail: root.boolean('doesSendEmailToMembers', false),
    objects: root.all('queueSobject').map((element) => ({ name: element.requiredText('sobjectType'), line: element.line })),
    users: named('users', 'user'), groups: named('publicGroups', 'publicGroup'), roles: named('roles', 'role'),
    rolesAndSubordinates: [...named('roleAndSubordinates', 'roleAndSubordinate'), ...named('roleAndSubordinatesInternal', 'roleAndSubordinateInternal')],
  };
  members?.refuseRest();
  root.refuseRest();
  return read;
}

const grantOf = (element: MetadataElement): Grant => ({ name: element.value.trim(), line: element.line });

export function readPermissionSetGroup(root: MetadataElement, component: Component): PermissionSetGroupSource {
  const read = {
    origin: originOf(root, component), name: component.fullName, label: root.requiredText('label'), description: root.text('description'),
    permissionSets: root.all('permissionSets').map(grantOf),
  };
  for (const muting of root.all('mutingPermissionSets')) muting.problem('mutingPermissionSets (permissions taken away inside a group) is not supported');
  root.refuseRest(['hasActivationRequired', 'status']);
  return read;
}

export function readSharingReason(root: MetadataElement, component: Component): SharingReasonSource {
  const [objectName = '', name = ''] = component.fullName.split('.');
  const read = { origin: originOf(root, component), objectName, name: root.text('fullName') ?? name, label: root.requiredText('label') };
  root.refuseRest();
  return read;
}

export function readSharingRules(root: MetadataElement, component: Component): SharingRulesSource {
  const rules = [...root.all('sharingOwnerRules').map(readOwnerRule), ...root.all('sharingCriteriaRules').map(readCriteriaRule)];
  root.refuseRest();
  return { origin: originOf(root, component), objectName: component.fullName, rules: rules.filter((rule) => rule !== undefined) };
}

const INERT_OF_RULES = ['description', 'label'];

function readOwnerRule(element: MetadataElement): SharingRuleSource | undefined {
  const ownedBy = readParty(element, 'sharedFrom');
  const base = readRule(element);
  element.refuseRest(INERT_OF_RULES);
  return ownedBy === undefined || base === undefined ? undefined : { ...base, kind: 'owner', ownedBy };
}

function readCriteriaRule(element: MetadataElement): SharingRuleSource | undefined {
  const base = readRule(element);
  const items = element.all('criteriaItems').map((item) => {
    const read = { field: item.requiredText('field'), operation: item.requiredText('operation'), value: item.text('value') ?? '', line: item.line };
    item.refuseRest();
    return read;
  });
  const filter = element.text('booleanFilter');
  if (!element.boolean('includeRecordsOwnedByAll', true)) {
    element.one('includeRecordsOwnedByAll')?.problem('includeRecordsOwnedByAll false is not supported: the local org has no users whose records a rule could leave out');
  }
  element.refuseRest(INERT_OF_RULES);
  return base === undefined ? undefined : { ...base, kind: 'criteria', items, filter };
}

function readRule(element: MetadataElement): SharingRuleHead | undefined {
  const sharedTo = readParty(element, 'sharedTo');
  const accessLevel = element.word('accessLevel', ['Read', 'Edit']);
  const name = element.requiredText('fullName');
  const settings = element.one('accountSettings');
  const childAccess = settings === undefined ? [] : readChildAccess(settings);
  settings?.refuseRest();
  return sharedTo === undefined || accessLevel === undefined ? undefined : { name, line: element.line, accessLevel, sharedTo, childAccess };
}

const PARTIES: readonly (readonly [string, GroupReference['type']])[] = [
  ['group', 'Regular'], ['queue', 'Queue'], ['role', 'Role'], ['roleAndSubordinates', 'RoleAndSubordinates'], ['roleAndSubordinatesInternal', 'RoleAndSubordinates'],
];

function readParty(rule: MetadataElement, name: string): GroupReference | undefined {
  const element = rule.one(name);
  if (element === undefined) {
    rule.problem(`Required field is missing: ${name}`);
    return undefined;
  }
  const party = element.one('allInternalUsers') === undefined ? namedParty(element) : { type: 'Organization' as const, name: '' };
  element.refuseRest();
  return party;
}

function namedParty(element: MetadataElement): GroupReference | undefined {
  for (const [word, type] of PARTIES) {
    const name = element.text(word);
    if (name !== undefined) return { type, name };
  }
  return undefined;
}
