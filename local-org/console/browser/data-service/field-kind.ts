/** How the value of a field is shown and typed in, by its data type. */
import type { FieldInfo, FieldValue, RecordRepresentation } from './types.ts';

export type OutputKind = 'text' | 'multiline' | 'boolean' | 'link' | 'email' | 'phone' | 'url';
export type InputKind = 'input' | 'textarea' | 'checkbox' | 'picklist' | 'multipicklist' | 'lookup' | 'none';

const OUTPUTS: Readonly<Record<string, OutputKind>> = { TextArea: 'multiline', Boolean: 'boolean', Reference: 'link', Email: 'email', Phone: 'phone', Url: 'url' };
const INPUTS: Readonly<Record<string, InputKind>> = { TextArea: 'textarea', Boolean: 'checkbox', Picklist: 'picklist', MultiPicklist: 'multipicklist', Reference: 'lookup', Base64: 'none', Location: 'none' };
/** `type` of a lightning-input. */
const INPUT_TYPES: Readonly<Record<string, string>> = { Email: 'email', Phone: 'tel', Url: 'url', Int: 'number', Double: 'number', Currency: 'number', Percent: 'number', Date: 'date', DateTime: 'datetime', Time: 'time' };
const FORMATTERS: Readonly<Record<string, string>> = { Currency: 'currency', Percent: 'percent-fixed' };

export const outputKind = (info: FieldInfo | undefined): OutputKind => OUTPUTS[info?.dataType ?? ''] ?? 'text';
export const inputKind = (info: FieldInfo): InputKind => INPUTS[info.dataType] ?? 'input';
export const inputType = (info: FieldInfo): string => INPUT_TYPES[info.dataType] ?? 'text';
export const inputFormatter = (info: FieldInfo): string | undefined => FORMATTERS[info.dataType];
/** Digits after the point a number may have. */
export const inputStep = (info: FieldInfo): string => (info.scale === 0 ? '1' : `0.${'0'.repeat(info.scale - 1)}1`);

/** What stands on the page for the field; empty when it has no value. */
export function shownText(value: FieldValue | undefined): string {
  if (value === undefined || value.value === null || value.value === undefined) return '';
  if (value.displayValue !== null) return value.displayValue;
  return typeof value.value === 'string' || typeof value.value === 'number' || typeof value.value === 'boolean' ? String(value.value) : '';
}

/** The record a reference leads to, with the name it is shown by. */
export function referred(record: RecordRepresentation, info: FieldInfo): { readonly id: string; readonly apiName: string | undefined; readonly name: string } | undefined {
  const id = record.fields[info.apiName]?.value;
  if (typeof id !== 'string') return undefined;
  const target = info.relationshipName === null ? undefined : record.fields[info.relationshipName];
  const parent = target?.value as RecordRepresentation | null | undefined;
  return { id, apiName: parent?.apiName ?? info.referenceToInfos[0]?.apiName, name: target?.displayValue ?? id };
}

/** `custom:custom53` for the address of an icon. */
export function iconName(iconUrl: string | undefined): string {
  const match = /\/(standard|custom)\/(\w+?)_120\.png$/.exec(iconUrl ?? '');
  return match === null ? 'standard:record' : `${match[1]}:${match[2]}`;
}
