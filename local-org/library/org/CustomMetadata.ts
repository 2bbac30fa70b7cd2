/**
 * The static methods every custom metadata type has: `Engine_Setting__mdt.getInstance('Default')`, `Intent_Effect__mdt.getAll()`.
 * The type of the call comes last and says which type is meant. Nothing is counted against the query limits.
 */
import { ApexMap } from '../../values/collections/map.ts';
import { nullArgument } from '../../values/null-pointer.ts';
import type { RuntimeType } from '../../values/runtime-type.ts';
import { slotOf } from '../../values/sobject.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { defineClass } from '../define.ts';
import { context } from '../ports.ts';

const rowsOf = (type: RuntimeType): readonly SObjectRecord[] => context().data.customMetadata(type.name.toLowerCase());

/** By record id, developer name or qualified API name, whatever its case; null when there is no such row. platform-facts: custom-metadata-getinstance-case */
function getInstance(name: string | null, type: RuntimeType): SObjectRecord | null {
  if (name === null) throw nullArgument();
  const folded = name.toLowerCase();
  return rowsOf(type).find((row) => ['$developername', '$qualifiedapiname', '$id'].some((slot) => textIn(row, slot)?.toLowerCase() === folded)) ?? null;
}

/** By developer name. */
function getAll(type: RuntimeType): ApexMap<string, SObjectRecord> {
  if (type.kind !== 'map') throw new Error(`getAll of ${type.name} needs the type of a map.`);
  return new ApexMap(type, rowsOf(type.value).map((row) => [textIn(row, '$developername') ?? '', row] as const));
}

function textIn(row: SObjectRecord, slot: string): string | undefined {
  const value = slotOf(row, slot);
  return typeof value === 'string' ? value : undefined;
}

export const CUSTOM_METADATA = defineClass('System.CustomMetadata', {
  'static SObject getInstance(String name)': getInstance,
  'static Map<String, SObject> getAll()': getAll,
}, { needsStaticTypes: ['static SObject getInstance(String name)', 'static Map<String, SObject> getAll()'] });
