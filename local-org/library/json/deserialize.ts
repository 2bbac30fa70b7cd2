/** JSON.deserialize and deserializeStrict: JSON into a given Apex type. */
import { ApexList } from '../../values/collections/list.ts';
import { ApexMap } from '../../values/collections/map.ts';
import { ApexSet } from '../../values/collections/set.ts';
import { JSONException } from '../../values/exceptions.ts';
import type { RuntimeType } from '../../values/runtime-type.ts';
import { context } from '../ports.ts';
import type { ClassField } from '../ports.ts';
import { jsonFormOf } from './platform-values.ts';
import { primitiveValue } from './primitives.ts';
import { recordValue } from './records.ts';
import { unsupported } from './serialize.ts';
import { JsonObject } from './tree.ts';
import type { JsonNode } from './tree.ts';

export interface DeserializeOptions {
  /** Keys without a field are errors. */
  readonly strict: boolean;
}

type Kind<Name extends RuntimeType['kind']> = Extract<RuntimeType, { kind: Name }>;

/** @throws JSONException with Salesforce's texts. */
export function typedValue(node: JsonNode, type: RuntimeType, options: DeserializeOptions): unknown {
  if (node === null) return null;
  switch (type.kind) {
    case 'primitive': return primitiveValue(node, type.name);
    case 'list': return new ApexList(type, itemsOf(node).map((item) => typedValue(item, type.element, options)));
    case 'set': return new ApexSet(type, itemsOf(node).map((item) => typedValue(item, type.element, options)));
    case 'map': return mapValue(node, type, options);
    case 'sobject': return recordValue(node, type.name);
    case 'class': return classValue(node, type, options);
  }
}

function itemsOf(node: JsonNode): JsonNode[] {
  if (!Array.isArray(node)) throw new JSONException("Malformed JSON: Expected '[' at the beginning of List/Set");
  return node;
}

export function objectOf(node: JsonNode): JsonObject {
  if (!(node instanceof JsonObject)) throw new JSONException("Malformed JSON: Expected '{' at the beginning of object");
  return node;
}

function mapValue(node: JsonNode, type: Kind<'map'>, options: DeserializeOptions): ApexMap {
  if (type.key.kind !== 'primitive') throw unsupported(type.name);
  const keyName = type.key.name;
  return new ApexMap(type, objectOf(node).entries.map(([name, value]) => [primitiveValue(name, keyName), typedValue(value, type.value, options)] as const));
}

function classValue(node: JsonNode, type: Kind<'class'>, options: DeserializeOptions): unknown {
  const { classes } = context();
  const form = jsonFormOf(type.name);
  if (form !== undefined) return form.read(node);
  const constant = typeof node === 'string' ? classes.enumConstant(type, node) : undefined;
  if (constant !== undefined) return constant;
  const fields = classes.fields(type);
  const instance = fields === undefined ? undefined : classes.allocate(type);
  if (fields === undefined || typeof instance !== 'object' || instance === null) throw unsupported(type.name);
  fillFields(instance, fields, objectOf(node), type, options);
  return instance;
}

/** Keys match fields whatever their case; two keys for one field are refused. platform-facts: json-typed-errors */
function fillFields(instance: object, fields: readonly ClassField[], object: JsonObject, type: RuntimeType, options: DeserializeOptions): void {
  const byName = new Map(fields.filter(({ isTransient }) => !isTransient).map((field) => [field.name.toLowerCase(), field]));
  const seen = new Set<ClassField>();
  for (const [name, value] of object.entries) {
    const field = byName.get(name.toLowerCase());
    if (field === undefined) {
      if (options.strict) throw new JSONException(`Unknown field: ${type.name}.${name}`);
      continue;
    }
    if (seen.has(field)) throw new JSONException(`Duplicate field: ${type.name}.${field.name}`);
    seen.add(field);
    field.write(instance, typedValue(value, field.type, options));
  }
}
