/**
 * The static methods of custom settings: `Limits__c.getInstance()`, `Countries__c.getValues('DE')`. The type of the call comes last and says which setting is meant.
 * Nothing is counted against the query limits.
 */
import { ApexMap } from '../../values/collections/map.ts';
import { nullArgument } from '../../values/null-pointer.ts';
import type { RuntimeType } from '../../values/runtime-type.ts';
import { setSlot, slotOf } from '../../values/sobject.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { TypeException } from '../../values/exceptions.ts';
import { defineClass } from '../define.ts';
import { context } from '../ports.ts';
import { UnsupportedFeature } from '../unsupported.ts';

function rowsOf(type: RuntimeType): readonly SObjectRecord[] {
  const { data } = context();
  if (data.systemRows === undefined) throw new UnsupportedFeature(`${type.name}: custom settings need an org with rows`);
  return data.systemRows(type.name.toLowerCase());
}

const isHierarchy = (type: RuntimeType): boolean => context().schema.describe(type.name.toLowerCase())?.fieldsByName.get('setupownerid')?.isNillable === false;

function rowOfOwner(type: RuntimeType, owner: string): SObjectRecord | null {
  return rowsOf(type).find((row) => slotOf(row, '$setupownerid') === owner) ?? null;
}

function rowOfName(type: RuntimeType, name: string): SObjectRecord | null {
  const folded = name.toLowerCase();
  return rowsOf(type).find((row) => (slotOf(row, '$name') as string | null)?.toLowerCase() === folded) ?? null;
}

/** A row made by an id is a user's or profile's of a hierarchy; by any other text, the row of that name of a list. */
function getValues(key: string | null, type: RuntimeType): SObjectRecord | null {
  if (key === null) throw nullArgument();
  return isHierarchy(type) ? rowOfOwner(type, key) : rowOfName(type, key);
}

function getInstance(key: string | null, type: RuntimeType): SObjectRecord | null {
  if (!isHierarchy(type)) return getValues(key, type);
  if (key === null) throw nullArgument();
  return merged(type, key);
}

/** The row of the owner where there is one; otherwise a new record with what the wider levels say. platform-facts: setting-merge */
function merged(type: RuntimeType, owner: string): SObjectRecord {
  const { user } = context();
  const profile = owner === user.id ? user.profileId : owner.startsWith('005') ? profileOf(owner) : undefined;
  const levels = [owner, profile, user.organizationId].flatMap((level) => {
    const row = level === undefined ? null : rowOfOwner(type, level);
    return row === null ? [] : [row];
  });
  const result = emptySetting(type, owner);
  const [own] = levels;
  if (own !== undefined && slotOf(own, '$setupownerid') === owner) for (const field of own.$shape.slots) setSlot(result, field.slot, slotOf(own, field.slot));
  for (const field of customFields(type)) {
    const value = levels.map((row) => slotOf(row, field)).find((found) => found !== null && found !== undefined);
    if (value !== undefined) setSlot(result, field, value);
  }
  return result;
}

function profileOf(userId: string): string | undefined {
  const row = context().data.systemRows?.('user').find((user) => slotOf(user, '$id') === userId);
  return row === undefined ? undefined : (slotOf(row, '$profileid') as string);
}

function customFields(type: RuntimeType): readonly string[] {
  return (context().schema.describe(type.name.toLowerCase())?.fields ?? []).filter((field) => field.isCustom).map((field) => `$${field.apiName.toLowerCase()}`);
}

/** A record nobody has saved: no id, check boxes at their default. */
function emptySetting(type: RuntimeType, owner: string): SObjectRecord {
  const { schema } = context();
  const recordClass = schema.recordClass(type.name.toLowerCase());
  if (recordClass === undefined) throw new Error(`${type.name} has no record class.`);
  const record = new recordClass();
  setSlot(record, '$setupownerid', owner);
  for (const field of schema.describe(type.name.toLowerCase())?.fields ?? []) {
    if (field.isCustom) setSlot(record, `$${field.apiName.toLowerCase()}`, field.type === 'boolean' ? field.defaultValue === true : null);
  }
  return record;
}

function getOrgDefaults(type: RuntimeType): SObjectRecord {
  requireHierarchy(type, 'getOrgDefaults');
  const { organizationId } = context().user;
  return rowOfOwner(type, organizationId) ?? emptySetting(type, organizationId);
}

function ofRunningUser(type: RuntimeType): SObjectRecord {
  requireHierarchy(type, 'getInstance');
  return merged(type, context().user.id);
}

function requireHierarchy(type: RuntimeType, method: string): void {
  if (!isHierarchy(type)) throw new TypeException(`${type.name}.${method}() is for hierarchy custom settings; ${type.name} is a list.`);
}

/** By name; a hierarchy has no such list. */
function getAll(type: RuntimeType): ApexMap<string, SObjectRecord> {
  if (type.kind !== 'map') throw new Error(`getAll of ${type.name} needs the type of a map.`);
  return new ApexMap(type, rowsOf(type.value).map((row) => [String(slotOf(row, '$name')), row] as const));
}

export const CUSTOM_SETTING = defineClass('System.CustomSetting', {
  'static SObject getInstance()': ofRunningUser,
  'static SObject getInstance(String key)': getInstance,
  'static SObject getValues(String key)': getValues,
  'static SObject getOrgDefaults()': getOrgDefaults,
  'static Map<String, SObject> getAll()': getAll,
}, {
  needsStaticTypes: [
    'static SObject getInstance()', 'static SObject getInstance(String key)', 'static SObject getValues(String key)', 'static SObject getOrgDefaults()', 'static Map<String, SObject> getAll()',
  ],
});
