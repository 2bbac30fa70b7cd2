/** Permission sets of a project: what they name must exist, and is spelled as it spells itself. */
import { fold, type ProblemList } from './problem.ts';
import type { FieldSchema, ObjectPermission, ObjectSchema, PermissionSetSchema } from './schema.ts';
import type { MetadataProject, PermissionSetSource } from './source/project.ts';

const NOTHING: ObjectPermission = { read: false, create: false, edit: false, delete: false, viewAll: false, modifyAll: false };

export interface PermissionWorld {
  readonly objects: ReadonlyMap<string, ObjectSchema>;
  readonly classes: ReadonlySet<string>;
  readonly customPermissions: ReadonlySet<string>;
  readonly problems: ProblemList;
}

/** By folded name. */
export function checkPermissionSets(project: MetadataProject, world: PermissionWorld): ReadonlyMap<string, PermissionSetSchema> {
  return new Map(project.permissionSets.map((source) => [fold(source.name), checkPermissionSet(source, world, 'PermissionSet')]));
}

/** What permissions may name. */
export function permissionWorld(project: MetadataProject, objects: ReadonlyMap<string, ObjectSchema>, problems: ProblemList): PermissionWorld {
  return {
    objects, problems,
    classes: new Set(project.apex.filter(({ kind }) => kind === 'class').map(({ name }) => fold(name))),
    customPermissions: new Set(project.customPermissions.map(({ name }) => fold(name))),
  };
}

export function checkPermissionSet(source: PermissionSetSource, world: PermissionWorld, type: 'PermissionSet' | 'Profile'): PermissionSetSchema {
  const report = (line: number, message: string): void => world.problems.add({ type, fullName: source.name, path: source.origin.path }, line, message);
  const known = (grants: PermissionSetSource['classes'], names: ReadonlySet<string>, elementName: string, wanted: string): ReadonlySet<string> => {
    for (const { name, line } of grants) {
      if (!names.has(fold(name))) report(line, `In field: ${elementName} - no ${wanted} named ${name} found`);
    }
    return new Set(grants.map(({ name }) => fold(name)));
  };
  for (const { name, line } of source.recordTypes) {
    if (!hasRecordType(world, name)) report(line, `In field: recordType - no RecordType named ${name} found`);
  }
  return {
    name: source.name,
    label: source.label,
    objects: objectPermissions(source, world, report),
    allFieldsOf: new Set(source.allFieldsOf.map(fold)),
    fields: fieldPermissions(source, world, report),
    apexClasses: known(source.classes, world.classes, 'apexClass', 'ApexClass'),
    customPermissions: known(source.customPermissions, world.customPermissions, 'customPermission', 'CustomPermission'),
    userPermissions: new Set(source.userPermissions.map(({ name }) => name)),
  };
}

/** @param name `Object.DeveloperName` */
function hasRecordType(world: PermissionWorld, name: string): boolean {
  const [objectName = '', developerName = ''] = name.split('.');
  const types = world.objects.get(fold(objectName))?.recordTypes ?? [];
  return types.some((type) => fold(type.developerName) === fold(developerName));
}

type Report = (line: number, message: string) => void;

function objectPermissions(source: PermissionSetSource, world: PermissionWorld, report: Report): ReadonlyMap<string, ObjectPermission> {
  const permissions = new Map<string, ObjectPermission>();
  for (const { name, line, ...granted } of source.objects) {
    const object = world.objects.get(fold(name));
    if (object === undefined) {
      report(line, `In field: field - no CustomObject named ${name} found`);
      continue;
    }
    const missing = dependency(granted);
    if (missing !== undefined) report(line, `Permission ${missing[0]} ${object.apiName} depends on permission(s): ${missing[1]} ${object.apiName}`);
    permissions.set(fold(name), granted);
  }
  for (const { name, line } of source.customMetadataTypes) {
    if (world.objects.get(fold(name))?.kind !== 'customMetadata') report(line, `In field: customMetadataType - no CustomObject named ${name} found`);
    else permissions.set(fold(name), { ...NOTHING, read: true });
  }
  for (const { name, line } of source.customSettings) {
    if (world.objects.get(fold(name))?.kind !== 'customSetting') report(line, `In field: customSetting - no CustomObject named ${name} found`);
    else permissions.set(fold(name), { ...NOTHING, read: true });
  }
  return permissions;
}

/** Which permission lacks the one it needs. */
function dependency(granted: ObjectPermission): readonly [string, string] | undefined {
  const needs: readonly (readonly [keyof ObjectPermission, string, keyof ObjectPermission, string])[] = [
    ['create', 'Create', 'read', 'Read'], ['edit', 'Edit', 'read', 'Read'], ['delete', 'Delete', 'edit', 'Edit'], ['viewAll', 'ViewAllRecords', 'read', 'Read'],
    ['modifyAll', 'ModifyAllRecords', 'delete', 'Delete'], ['modifyAll', 'ModifyAllRecords', 'viewAll', 'ViewAllRecords'],
  ];
  const broken = needs.find(([permission, , needed]) => granted[permission] && !granted[needed]);
  return broken === undefined ? undefined : [broken[1], broken[3]];
}

function fieldPermissions(source: PermissionSetSource, world: PermissionWorld, report: Report): PermissionSetSchema['fields'] {
  const permissions = new Map<string, { readonly read: boolean; readonly edit: boolean }>();
  for (const { name, line, read, edit } of source.fields) {
    const [objectName = '', fieldName = ''] = name.split('.');
    const object = world.objects.get(fold(objectName));
    const fields = object === undefined ? [] : fieldsNamed(object, fieldName);
    if (object === undefined || fields.length === 0) {
      report(line, `In field: field - no CustomField named ${name} found`);
      continue;
    }
    for (const field of fields) {
      if (isRequired(field)) report(line, `You cannot deploy to a required field: ${object.apiName}.${field.apiName}`);
      permissions.set(fold(`${object.apiName}.${field.apiName}`), { read, edit });
    }
  }
  return permissions;
}

/** A geolocation field is stored as its two parts; a permission names the whole. */
function fieldsNamed(object: ObjectSchema, name: string): readonly FieldSchema[] {
  const whole = object.fieldsByName.get(fold(name));
  if (whole !== undefined) return [whole];
  if (!/__c$/i.test(name)) return [];
  const parts = ['Latitude', 'Longitude'].map((part) => object.fieldsByName.get(fold(name.replace(/c$/i, `${part}__s`))));
  return parts.filter((part) => part !== undefined);
}

/** Required and master-detail fields are visible to everybody who sees the object. */
function isRequired(field: FieldSchema): boolean {
  return field.isCustom && (field.reference?.isMasterDetail === true || (!field.isNillable && field.type !== 'boolean' && field.type !== 'autonumber'));
}
