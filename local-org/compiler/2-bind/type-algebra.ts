/** Types as values: constants, equality, substitution of type parameters, and the text messages show. */
import type { PrimitiveName, Type, TypeSymbol } from '../types.ts';

export type ClassType = Extract<Type, { kind: 'class' }>;
export type PrimitiveType = Extract<Type, { kind: 'primitive' }>;

const primitiveType = (name: PrimitiveName): PrimitiveType => ({ kind: 'primitive', name });

export const BOOLEAN = primitiveType('Boolean');
export const INTEGER = primitiveType('Integer');
export const LONG = primitiveType('Long');
export const DOUBLE = primitiveType('Double');
export const DECIMAL = primitiveType('Decimal');
export const STRING = primitiveType('String');
export const ID = primitiveType('Id');
export const DATE = primitiveType('Date');
export const DATETIME = primitiveType('Datetime');
export const TIME = primitiveType('Time');
export const BLOB = primitiveType('Blob');
export const OBJECT = primitiveType('Object');
export const VOID: Type = { kind: 'void' };
export const NULL: Type = { kind: 'null' };
export const ERROR: Type = { kind: 'error' };
export const SOBJECT: Type = { kind: 'sobject', apiName: 'SObject' };
export const AGGREGATE_RESULT: Type = { kind: 'sobject', apiName: 'AggregateResult' };

const PRIMITIVES: ReadonlyMap<string, PrimitiveType> = new Map(
  [BOOLEAN, INTEGER, LONG, DOUBLE, DECIMAL, STRING, ID, DATE, DATETIME, TIME, BLOB, OBJECT].map((type) => [type.name.toLowerCase(), type]),
);

export function primitiveNamed(foldedName: string): PrimitiveType | undefined {
  return PRIMITIVES.get(foldedName);
}

export const listOf = (element: Type): Type => ({ kind: 'list', element });
export const setOf = (element: Type): Type => ({ kind: 'set', element });
export const mapOf = (key: Type, value: Type): Type => ({ kind: 'map', key, value });
export const sobjectType = (apiName: string): Type => ({ kind: 'sobject', apiName });
export const classType = (symbol: TypeSymbol, args: readonly Type[] = []): ClassType => ({ kind: 'class', symbol, arguments: args });

export function isPrimitive<Name extends PrimitiveName>(type: Type, ...names: readonly Name[]): type is { readonly kind: 'primitive'; readonly name: Name } {
  return type.kind === 'primitive' && (names as readonly string[]).includes(type.name);
}
export function isGenericSObject(type: Type): boolean {
  return type.kind === 'sobject' && type.apiName === 'SObject';
}

export function sameType(a: Type, b: Type): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case 'primitive': return b.kind === 'primitive' && a.name === b.name;
    case 'list':
    case 'set': return b.kind === a.kind && sameType(a.element, b.element);
    case 'map': return b.kind === 'map' && sameType(a.key, b.key) && sameType(a.value, b.value);
    case 'sobject': return b.kind === 'sobject' && a.apiName === b.apiName;
    case 'class': return b.kind === 'class' && a.symbol === b.symbol && sameTypes(a.arguments, b.arguments);
    case 'parameter': return b.kind === 'parameter' && a.name === b.name;
    case 'error': return b.kind === 'error' && a.written === b.written;
    default: return a.kind === b.kind;
  }
}

export function sameTypes(a: readonly Type[], b: readonly Type[]): boolean {
  return a.length === b.length && a.every((type, index) => sameType(type, b[index]!));
}

/** A type that has its own diagnostic, or is made of one, makes a mismatch no news. */
export function holdsError(type: Type): boolean {
  switch (type.kind) {
    case 'error': return true;
    case 'list':
    case 'set': return holdsError(type.element);
    case 'map': return holdsError(type.key) || holdsError(type.value);
    case 'class': return type.arguments.some(holdsError);
    default: return false;
  }
}

/** What the type parameters of a symbol stand for. */
export type Substitution = ReadonlyMap<string, Type>;

const NOTHING: Substitution = new Map();

export function substitutionOf(type: ClassType): Substitution {
  const names = type.symbol.typeParameters;
  if (names.length === 0) return NOTHING;
  return new Map(names.map((name, index) => [name, type.arguments[index] ?? OBJECT]));
}

export function substitute(type: Type, substitution: Substitution): Type {
  if (substitution.size === 0) return type;
  switch (type.kind) {
    case 'parameter': return substitution.get(type.name) ?? OBJECT;
    case 'list': return listOf(substitute(type.element, substitution));
    case 'set': return setOf(substitute(type.element, substitution));
    case 'map': return mapOf(substitute(type.key, substitution), substitute(type.value, substitution));
    case 'class': return type.arguments.length === 0 ? type : classType(type.symbol, type.arguments.map((argument) => substitute(argument, substitution)));
    default: return type;
  }
}

/** As Salesforce prints a type in messages. */
export function typeText(type: Type): string {
  switch (type.kind) {
    case 'primitive':
    case 'parameter': return type.name;
    case 'list': return `List<${typeText(type.element)}>`;
    case 'set': return `Set<${typeText(type.element)}>`;
    case 'map': return `Map<${typeText(type.key)},${typeText(type.value)}>`;
    case 'sobject': return type.apiName;
    case 'class': return type.arguments.length === 0 ? type.symbol.qualifiedName : `${type.symbol.qualifiedName}<${typeTexts(type.arguments)}>`;
    default: return type.kind;
  }
}

export function typeTexts(types: readonly Type[]): string {
  return types.map(typeText).join(', ');
}
