/** Values between Lightning components and `@AuraEnabled` methods. */
import { typedValue } from '../library/json/deserialize.ts';
import { parseJson } from '../library/json/tree.ts';
import type { ClassPort } from '../library/ports.ts';
import { ApexEnum, ApexObject } from '../values/apex-object.ts';
import { ApexList } from '../values/collections/list.ts';
import { ApexMap } from '../values/collections/map.ts';
import { ApexSet } from '../values/collections/set.ts';
import { ApexDate } from '../values/date.ts';
import { Datetime } from '../values/datetime.ts';
import { Decimal } from '../values/decimal.ts';
import { Double } from '../values/double.ts';
import { classType, listOf, mapOf, primitive, setOf, sobject, type PrimitiveName, type RuntimeType } from '../values/runtime-type.ts';
import { slotOf, SObjectRecord } from '../values/sobject.ts';

const PRIMITIVES: ReadonlySet<string> = new Set(['Boolean', 'Integer', 'Long', 'Double', 'Decimal', 'String', 'Id', 'Date', 'Datetime', 'Time', 'Blob', 'Object']);

/** A parameter as JSON → the Apex value of its declared type. A missing parameter is null. */
export function parameterValue(json: unknown, typeText: string, classes: ClassPort): unknown {
  if (json === undefined || json === null) return null;
  return typedValue(parseJson(JSON.stringify(json)), typeOf(typeText, classes), { strict: false });
}

/** `List<String>`, `Map<Id,Account>`, `Outer.Inner` as the compiler prints types. */
export function typeOf(text: string, classes: ClassPort): RuntimeType {
  if (PRIMITIVES.has(text)) return primitive(text as PrimitiveName);
  const generic = /^(List|Set|Map)<(.+)>$/.exec(text);
  if (generic?.[1] === 'List') return listOf(typeOf(generic[2]!, classes));
  if (generic?.[1] === 'Set') return setOf(typeOf(generic[2]!, classes));
  if (generic?.[1] === 'Map') {
    const comma = generic[2]!.indexOf(',');
    return mapOf(typeOf(generic[2]!.slice(0, comma), classes), typeOf(generic[2]!.slice(comma + 1), classes));
  }
  return classes.type(text.toLowerCase()) ?? (text.includes('.') ? classType(text) : sobject(text));
}

/** What a component gets: of objects only `@AuraEnabled` members, of records the fields that were queried. Null members are left out, as on the platform. platform-facts: aura-null-members. */
export function componentValue(value: unknown, classes: ClassPort): unknown {
  if (value === undefined || value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value ?? null;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Decimal || value instanceof Double) return Number(value.toString());
  if (value instanceof Datetime) return new Date(value.milliseconds).toISOString();
  if (value instanceof ApexDate) return new Date(value.days * 86_400_000).toISOString().slice(0, 10);
  if (value instanceof ApexEnum) return value.name;
  if (value instanceof ApexList) return value.items.map((item) => componentValue(item, classes));
  if (value instanceof ApexMap) return Object.fromEntries(Array.from(value.entries(), ([key, item]) => [String(key), componentValue(item, classes)]));
  if (value instanceof SObjectRecord) return recordValue(value, classes);
  if (value instanceof ApexObject) return objectValue(value, classes);
  throw new Error(`A component cannot get a ${value instanceof ApexSet ? 'Set' : (value).constructor.name}: return a List or an object with @AuraEnabled members.`);
}

function recordValue(record: SObjectRecord, classes: ClassPort): Record<string, unknown> {
  const json: Record<string, unknown> = {};
  for (const field of record.$shape.slots) {
    const value = slotOf(record, field.slot);
    if (value !== undefined && value !== null) json[field.apiName] = componentValue(value, classes);
  }
  return json;
}

function objectValue(value: ApexObject, classes: ClassPort): Record<string, unknown> {
  const fields = classes.fields(value.$type) ?? [];
  const json: Record<string, unknown> = {};
  for (const field of fields) {
    if (!field.isAuraEnabled) continue;
    const member = field.read(value);
    if (member !== null && member !== undefined) json[field.name] = componentValue(member, classes);
  }
  return json;
}
