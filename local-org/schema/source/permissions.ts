/** Permission sets and custom permissions. */
import type { Grant, MetadataProject, PermissionSetSource, ProfileSource } from './project.ts';
import type { Component, MetadataElement } from './xml.ts';

/** What a user sees in the user interface, and licence bookkeeping. platform-facts: carried-of-permissions */
const INERT = ['description', 'license', 'tabSettings', 'applicationVisibilities', 'pageAccesses'];
const INERT_OF_PROFILES = ['custom', 'description', 'fullName', 'layoutAssignments', 'tabVisibilities', 'applicationVisibilities', 'pageAccesses', 'categoryGroupVisibilities'];
/** Who may sign in when and from where: carried without effect they would let in whom the platform keeps out. */
const REFUSED_OF_PROFILES = ['loginHours', 'loginIpRanges', 'loginFlows'];

export function readPermissionSet(root: MetadataElement, component: Component): PermissionSetSource {
  const read = readGrants(root, component, root.requiredText('label'));
  if (root.boolean('hasActivationRequired', false)) root.one('hasActivationRequired')?.problem('hasActivationRequired (permissions of a session) is not supported');
  root.refuseRest(INERT);
  return read;
}

/** Profiles are named by their file; the platform's own have other names there than on screens. */
export function readProfile(root: MetadataElement, component: Component): ProfileSource {
  const name = STANDARD_PROFILE_NAMES.get(component.fullName) ?? decodeURIComponent(component.fullName);
  const licence = root.one('userLicense');
  const read = { ...readGrants(root, component, name), name, userLicense: licence === undefined ? undefined : grantOf(licence) };
  for (const element of REFUSED_OF_PROFILES.flatMap((refused) => root.all(refused))) element.problem(`${element.name} of profiles is not supported: users of the local org sign in at any hour and from this machine only`);
  root.refuseRest(INERT_OF_PROFILES);
  return read;
}

const STANDARD_PROFILE_NAMES: ReadonlyMap<string, string> = new Map([
  ['Admin', 'System Administrator'], ['Standard', 'Standard User'], ['StandardAul', 'Standard Platform User'], ['ReadOnly', 'Read Only'], ['MinimumAccess', 'Minimum Access - Salesforce'],
  ['ContractManager', 'Contract Manager'], ['MarketingProfile', 'Marketing User'], ['SolutionManager', 'Solution Manager'], ['ChatterFreeUser', 'Chatter Free User'],
]);

function readGrants(root: MetadataElement, component: Component, label: string): PermissionSetSource {
  for (const flow of grants(root, 'flowAccesses', 'flow')) root.problemAt(flow.line, `In field: flow - no Flow named ${flow.name} found; flows are not supported`);
  return {
    origin: { path: component.path, line: root.line },
    name: component.fullName,
    label,
    objects: root.all('objectPermissions').map(readObjectPermission),
    allFieldsOf: root.all('objectPermissions').filter((element) => element.boolean('viewAllFields', false)).map((element) => element.requiredText('object')),
    fields: root.all('fieldPermissions').map(readFieldPermission),
    classes: grants(root, 'classAccesses', 'apexClass'),
    customPermissions: grants(root, 'customPermissions', 'name'),
    userPermissions: grants(root, 'userPermissions', 'name'),
    customMetadataTypes: grants(root, 'customMetadataTypeAccesses', 'name'),
    customSettings: grants(root, 'customSettingAccesses', 'name'),
    recordTypes: root.all('recordTypeVisibilities').map(readRecordType),
  };
}

function readObjectPermission(element: MetadataElement): PermissionSetSource['objects'][number] {
  const read = {
    name: element.requiredText('object'),
    line: element.line,
    read: element.boolean('allowRead', false),
    create: element.boolean('allowCreate', false),
    edit: element.boolean('allowEdit', false),
    delete: element.boolean('allowDelete', false),
    viewAll: element.boolean('viewAllRecords', false),
    modifyAll: element.boolean('modifyAllRecords', false),
  };
  element.refuseRest(['viewAllFields']);
  return read;
}

function readFieldPermission(element: MetadataElement): PermissionSetSource['fields'][number] {
  const edit = element.boolean('editable', false);
  const read = { name: element.requiredText('field'), line: element.line, read: element.boolean('readable', false) || edit, edit };
  element.refuseRest();
  return read;
}

const grantOf = (element: MetadataElement): Grant => ({ name: element.value.trim(), line: element.line });

function readRecordType(element: MetadataElement): Grant {
  const read = { name: element.requiredText('recordType'), line: element.line };
  element.refuseRest(['default', 'personAccountDefault', 'visible']);
  return read;
}

function grants(root: MetadataElement, elementName: string, nameElement: string): readonly Grant[] {
  return root.all(elementName).flatMap((element) => {
    const grant = { name: element.requiredText(nameElement), line: element.line };
    const isEnabled = element.boolean('enabled', false);
    element.refuseRest();
    return isEnabled ? [grant] : [];
  });
}

export function readCustomPermission(root: MetadataElement, component: Component): MetadataProject['customPermissions'][number] {
  const read = { origin: { path: component.path, line: root.line }, name: component.fullName, label: root.requiredText('label') };
  root.refuseRest(['description', 'isLicensed']);
  return read;
}
