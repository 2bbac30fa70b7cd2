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

const interned = new Map<string, RuntimeType>();

function intern<T extends RuntimeType>(type: T): T {
  const key = `${type.kind}:${type.name}`;
  const known = interned.get(key);
  if (known !== undefined) return known as T;
  interned.set(key, type);
  return type;
}

export const primitive = (name: PrimitiveName): RuntimeType => intern({ kind: 'primitive', name });
export const listOf = (element: RuntimeType): RuntimeType => intern({ kind: 'list', name: `List<${element.name}>`, element });
export const setOf = (element: RuntimeType): RuntimeType => intern({ kind: 'set', name: `Set<${element.name}>`, element });
export const mapOf = (key: RuntimeType, value: RuntimeType): RuntimeType => intern({ kind: 'map', name: `Map<${key.name},${value.name}>`, key, value });
export const sobject = (apiName: string): RuntimeType => intern({ kind: 'sobject', name: apiName });
export const classType = (qualifiedName: string, args: readonly RuntimeType[] = []): RuntimeType =>
  intern({ kind: 'class', name: args.length === 0 ? qualifiedName : `${qualifiedName}<${args.map((a) => a.name).join(',')}>`, arguments: args });

export const OBJECT = primitive('Object');
export const STRING = primitive('String');
export const ID = primitive('Id');
