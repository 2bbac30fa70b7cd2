/** Files that a deploy adds to instead of replacing them: profiles, and files whose elements are components of their own. platform-facts: profile-merge */
import type { ComponentName } from './components.ts';
import { childText, readElements, withElements, withoutElements, type TopElement } from './elements.ts';

/** What tells two elements of the same name apart in permission sets and profiles. */
const KEYS: ReadonlyMap<string, readonly string[]> = new Map(Object.entries({
  applicationVisibilities: ['application'], classAccesses: ['apexClass'], customMetadataTypeAccesses: ['name'], customPermissions: ['name'], customSettingAccesses: ['name'],
  externalDataSourceAccesses: ['externalDataSource'], fieldPermissions: ['field'], flowAccesses: ['flow'], layoutAssignments: ['layout', 'recordType'], objectPermissions: ['object'],
  pageAccesses: ['apexPage'], recordTypeVisibilities: ['recordType'], tabSettings: ['tab'], tabVisibilities: ['tab'], userPermissions: ['name'],
}));

/** Elements the new text names replace those of the same key; names without a key are replaced as a whole; everything else stays. */
export function mergeFile(before: string, after: string): string {
  const old = readElements(before);
  const fresh = readElements(after);
  if (old === undefined || fresh === undefined) return after;
  const identities = new Map(fresh.elements.map((element) => [identityOf(element), element]));
  const replaced = old.elements.filter((element) => identities.has(identityOf(element)));
  const same = new Set(replaced.filter((element) => textOf(identities.get(identityOf(element))!) === textOf(element)).map(identityOf));
  const isSame = (element: TopElement): boolean => KEYS.has(element.name) && same.has(identityOf(element));
  const unkeyed = (elements: readonly TopElement[], name: string): string => elements.filter((one) => one.name === name).map(textOf).join('\n');
  const changes = (element: TopElement): boolean => !isSame(element) && (KEYS.has(element.name) || unkeyed(old.elements, element.name) !== unkeyed(fresh.elements, element.name));
  const added = fresh.elements.filter(changes).map((element) => `    ${fresh.text.slice(element.start, element.end)}\n`);
  return withElements(withoutElements(old, replaced.filter(changes)), added);
}

const textOf = (element: TopElement): string => element.inner.replace(/>\s+</g, '><').trim();

function identityOf(element: TopElement): string {
  const keys = KEYS.get(element.name);
  return keys === undefined ? element.name : `${element.name}:${keys.map((key) => childText(element.inner, key)?.toLowerCase() ?? '').join(':')}`;
}

/** Elements of permission sets and profiles by the type of component they speak of. */
const GRANTS: Readonly<Record<string, readonly (readonly [element: string, key: string])[]>> = {
  ApexClass: [['classAccesses', 'apexClass']],
  ApexPage: [['pageAccesses', 'apexPage']],
  CustomApplication: [['applicationVisibilities', 'application']],
  CustomField: [['fieldPermissions', 'field']],
  CustomObject: [['objectPermissions', 'object'], ['customMetadataTypeAccesses', 'name'], ['customSettingAccesses', 'name']],
  CustomPermission: [['customPermissions', 'name']],
  CustomTab: [['tabSettings', 'tab'], ['tabVisibilities', 'tab']],
  Layout: [['layoutAssignments', 'layout']],
  RecordType: [['recordTypeVisibilities', 'recordType']],
};

/** The platform takes grants on a deleted component away with it. */
export function withoutGrants(text: string, deleted: readonly ComponentName[]): string {
  const gone = new Set(deleted.flatMap(({ type, fullName }) => (GRANTS[type] ?? []).map(([element, key]) => `${element}:${key}:${fullName.toLowerCase()}`)));
  if (gone.size === 0) return text;
  const file = readElements(text);
  const keys = Object.values(GRANTS).flat();
  const removed = file?.elements.filter((element) => keys.some(([name, key]) => name === element.name && gone.has(`${name}:${key}:${childText(element.inner, key)?.toLowerCase() ?? ''}`))) ?? [];
  return file === undefined || removed.length === 0 ? text : withoutElements(file, removed);
}
