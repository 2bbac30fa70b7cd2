/** Types as values carry them at run time: generics are reified in Apex (`instanceof List<Account>`, cast errors, JSON). Interned: equal types are one object. */

export type PrimitiveName =
  | 'Boolean' | 'Integer' | 'Long' | 'Double' | 'Decimal' | 'String' | 'Id' | 'Date' | 'Datetime' | 'Time' | 'Blob' | 'Object';

export type RuntimeType =
  | { readonly kind: 'primitive'; readonly name: PrimitiveName }
  | { readonly kind: 'list' | 'set'; readonly name: string; readonly element: RuntimeType }
  | { readonly kind: 'map'; readonly name: string; readonly key: RuntimeType; readonly value: RuntimeType }
  /** `name` is the API name; `SObject` for the generic one. */
  | { readonly kind: 'sobject'; readonly name: string }
  /** A user or platform class, interface or enum; `name` qualified (`Outer.Inner`, `System.Math`), arguments included for generics. */
  | { readonly kind: 'class'; readonly name: string; readonly arguments: readonly RuntimeType[] };

/** Types are asked for by every cast and every new collection, so finding a known one builds no text and no object. */
const primitives = new Map<PrimitiveName, RuntimeType>();
const sobjects = new Map<string, RuntimeType>();
const classes = new Map<string, RuntimeType>();
const lists = new Map<RuntimeType, RuntimeType>();
const sets = new Map<RuntimeType, RuntimeType>();
const maps = new Map<RuntimeType, Map<RuntimeType, RuntimeType>>();
/** Collections by name: two element types may share theirs (a class called as an object is), and then the name decides. */
const collections = new Map<string, RuntimeType>();

function added<K, V>(known: Map<K, V>, key: K, value: V): V {
  known.set(key, value);
  return value;
}

function collection(type: RuntimeType): RuntimeType {
  return collections.get(type.name) ?? added(collections, type.name, type);
}

export function primitive(name: PrimitiveName): RuntimeType {
  return primitives.get(name) ?? added(primitives, name, { kind: 'primitive', name });
}

export function sobject(apiName: string): RuntimeType {
  return sobjects.get(apiName) ?? added(sobjects, apiName, { kind: 'sobject', name: apiName });
}

export function listOf(element: RuntimeType): RuntimeType {
  return lists.get(element) ?? added(lists, element, collection({ kind: 'list', name: `List<${element.name}>`, element }));
}

export function setOf(element: RuntimeType): RuntimeType {
  return sets.get(element) ?? added(sets, element, collection({ kind: 'set', name: `Set<${element.name}>`, element }));
}

export function mapOf(key: RuntimeType, value: RuntimeType): RuntimeType {
  const ofKey = maps.get(key) ?? added(maps, key, new Map<RuntimeType, RuntimeType>());
  return ofKey.get(value) ?? added(ofKey, value, collection({ kind: 'map', name: `Map<${key.name},${value.name}>`, key, value }));
}

const NO_ARGUMENTS: readonly RuntimeType[] = [];

export function classType(qualifiedName: string, args: readonly RuntimeType[] = NO_ARGUMENTS): RuntimeType {
  const name = args.length === 0 ? qualifiedName : `${qualifiedName}<${args.map((each) => each.name).join(',')}>`;
  return classes.get(name) ?? added(classes, name, { kind: 'class', name, arguments: args });
}

export const OBJECT = primitive('Object');
export const STRING = primitive('String');
export const ID = primitive('Id');
/** What a method without a result returns, as `void.class` and stubs name it; no value has it. */
export const VOID = classType('void');
