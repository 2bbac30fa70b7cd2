/** Permission sets and custom permissions. */
import type { Grant, MetadataProject, PermissionSetSource, ProfileSource } from './project.ts';
import type { Component, MetadataElement } from './xml.ts';

/** What a user sees in the user interface, and licence bookkeeping. */
const INERT = ['description', 'hasActivationRequired', 'license', 'tabSettings', 'applicationVisibilities', 'recordTypeVisibilities', 'pageAccesses', 'flowAccesses'];
/** Of profiles: pages, sign-in hours and addresses, of which the local org asks nothing. */
const INERT_OF_PROFILES = ['custom', 'description', 'fullName', 'layoutAssignments', 'tabVisibilities', 'applicationVisibilities', 'recordTypeVisibilities', 'pageAccesses', 'flowAccesses', 'loginHours', 'loginIpRanges', 'loginFlows', 'categoryGroupVisibilities'];

export function readPermissionSet(root: MetadataElement, component: Component): PermissionSetSource {
  const read = readGrants(root, component, root.requiredText('label'));
  root.refuseRest(INERT);
  return read;
}

/** Profiles are named by their file; the platform's own have other names there than on screens. */
export function readProfile(root: MetadataElement, component: Component): ProfileSource {
  const name = STANDARD_PROFILE_NAMES.get(component.fullName) ?? decodeURIComponent(component.fullName);
  const read = { ...readGrants(root, component, name), name, userLicense: root.text('userLicense') };
  root.refuseRest(INERT_OF_PROFILES);
  return read;
}

const STANDARD_PROFILE_NAMES: ReadonlyMap<string, string> = new Map([
  ['Admin', 'System Administrator'], ['Standard', 'Standard User'], ['StandardAul', 'Standard Platform User'], ['ReadOnly', 'Read Only'], ['MinimumAccess', 'Minimum Access - Salesforce'],
  ['ContractManager', 'Contract Manager'], ['MarketingProfile', 'Marketing User'], ['SolutionManager', 'Solution Manager'], ['ChatterFreeUser', 'Chatter Free User'],
]);

function readGrants(root: MetadataElement, component: Component, label: string): PermissionSetSource {
  return {
    origin: { path: component.path, line: root.line },
    name: component.fullName,
    label,
    objects: root.all('objectPermissions').map(readObjectPermission),
    fields: root.all('fieldPermissions').map(readFieldPermission),
    classes: grants(root, 'classAccesses', 'apexClass'),
    customPermissions: grants(root, 'customPermissions', 'name'),
    userPermissions: grants(root, 'userPermissions', 'name'),
    customMetadataTypes: grants(root, 'customMetadataTypeAccesses', 'name'),
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
  if (element.boolean('viewAllFields', false)) element.one('viewAllFields')?.problem('viewAllFields is not supported');
  element.refuseRest();
  return read;
}

function readFieldPermission(element: MetadataElement): PermissionSetSource['fields'][number] {
  const edit = element.boolean('editable', false);
  const read = { name: element.requiredText('field'), line: element.line, read: element.boolean('readable', false) || edit, edit };
  element.refuseRest();
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
