/**
 * From a type as written to the type it means. Order: inner types of the enclosing class and its superclasses, then of the outer class, the project's
 * top-level types, primitives and collections, System, Schema, sObjects; a dotted name starts with a type or a namespace.
 */
import type { TypeRef } from '../1-parse/ast.ts';
import { DIAGNOSTICS } from '../diagnostics.ts';
import type { Type, TypeSymbol } from '../types.ts';
import type { TypeUniverse } from '../universe.ts';
import type { FoldedName } from './folded-name.ts';
import { fold } from './folded-name.ts';
import { findInnerType, outermost } from './hierarchy.ts';
import type { PlatformTypes } from './platform-types.ts';
import { sobjectNamed } from './platform-types.ts';
import type { DeclaredType, Report, UserTypeSymbol } from './program.ts';
import { classType, ERROR, primitiveNamed } from './type-algebra.ts';
import { isVisible, visibilityOf } from './visibility.ts';

export interface TypeResolver {
  /** The type a reference means; the error type after a diagnostic. */
  resolve(ref: TypeRef, from: TypeSymbol | undefined, report: Report): Type;
  /** The type a simple name means as seen from inside a type; `undefined` when there is none. Collections come without arguments. */
  named(name: FoldedName, from: TypeSymbol | undefined): Type | undefined;
  /** A type of a namespace: `Database.SaveResult`, `Schema.Account`, `System.String`. */
  inNamespace(namespace: FoldedName, name: FoldedName): Type | undefined;
}

export interface ResolverInput {
  readonly universe: TypeUniverse;
  readonly platform: PlatformTypes;
  readonly topLevel: ReadonlyMap<FoldedName, UserTypeSymbol>;
  readonly declared: ReadonlyMap<TypeSymbol, DeclaredType>;
  /** Called before inherited inner types are looked at: makes sure that the supertypes of the symbol are known. */
  readonly completeSupertypes: (symbol: TypeSymbol) => void;
}

export function createTypeResolver(input: ResolverInput): TypeResolver {
  const { universe, platform, topLevel, declared, completeSupertypes } = input;

  function innerType(symbol: TypeSymbol, name: FoldedName): TypeSymbol | undefined {
    completeSupertypes(symbol);
    return findInnerType(symbol, name);
  }

  function userType(name: FoldedName, from: TypeSymbol | undefined): TypeSymbol | undefined {
    for (let enclosing = from; enclosing !== undefined; enclosing = enclosing.outer) {
      const inner = innerType(enclosing, name);
      if (inner !== undefined) return inner;
      if (fold(enclosing.name) === name) return enclosing;
    }
    return topLevel.get(name);
  }

  function platformType(foldedName: string, args: readonly Type[]): Type | undefined {
    const symbol = universe.platformType(foldedName);
    return symbol === undefined ? undefined : platform.typeOf(symbol, args);
  }

  function namedWith(name: FoldedName, from: TypeSymbol | undefined, args: readonly Type[]): Type | undefined {
    const user = userType(name, from);
    if (user !== undefined) return classType(user, args);
    // BusinessHours is a class of static methods and an object: as a type it is the object, see callOnType.
    const record = name === 'sobject' || args.length > 0 ? undefined : sobjectNamed(universe, name);
    if (record !== undefined && universe.platformType(`system.${name}`) !== undefined) return record;
    return primitiveNamed(name) ?? platformType(`system.${name}`, args) ?? platformType(`schema.${name}`, args) ?? sobjectNamed(universe, name);
  }

  function inNamespaceWith(namespace: FoldedName, name: string, args: readonly Type[]): Type | undefined {
    if (namespace === 'system') {
      const primitive = primitiveNamed(name);
      if (primitive !== undefined) return primitive;
    }
    const type = platformType(`${namespace}.${name}`, args) ?? (namespace === 'system' ? undefined : platformType(`system.${namespace}.${name}`, args));
    if (type !== undefined) return type;
    return namespace === 'schema' ? sobjectNamed(universe, name) : undefined;
  }

  function dotted(names: readonly FoldedName[], from: TypeSymbol | undefined, args: readonly Type[]): Type | undefined {
    const [first, ...rest] = names;
    if (first === undefined) return undefined;
    if (rest.length === 0) return namedWith(first, from, args);
    let user = userType(first, from);
    for (const name of rest) user = user === undefined ? undefined : innerType(user, name);
    if (user !== undefined) return classType(user, args);
    return inNamespaceWith(first, rest.join('.'), args);
  }

  function reportIfHidden(type: Type, ref: TypeRef, from: TypeSymbol | undefined, report: Report): void {
    if (type.kind !== 'class' || type.symbol.outer === undefined || from === undefined) return;
    const owner = declared.get(type.symbol);
    const user = declared.get(from);
    if (owner === undefined || user === undefined || outermost(type.symbol) === outermost(from)) return;
    const visibility = visibilityOf(type.symbol.modifiers);
    if (isVisible({ owner: type.symbol.outer, visibility, isTestVisible: owner.annotations.has('testvisible') }, user)) return;
    report(DIAGNOSTICS.typeNotVisible, ref.pos, type.symbol.qualifiedName);
  }

  function resolve(ref: TypeRef, from: TypeSymbol | undefined, report: Report): Type {
    const args = ref.arguments.map((argument) => resolve(argument, from, report));
    const type = dotted(ref.names.map(fold), from, args);
    if (type === undefined) {
      const generated = GENERATED_TYPES.find(([prefix]) => ref.names.map(fold).join('.').startsWith(prefix));
      if (generated === undefined) report(DIAGNOSTICS.unknownType, ref.pos, writtenType(ref));
      else report(DIAGNOSTICS.unsupportedFeature, ref.pos, `${generated[1]} (${writtenType(ref)})`);
      return { kind: 'error', written: fold(ref.names.join('.')) };
    }
    const expected = expectedArguments(type);
    if (expected !== args.length) {
      report(DIAGNOSTICS.typeArguments, ref.pos, ref.names.join('.'), String(expected));
      return ERROR;
    }
    reportIfHidden(type, ref, from, report);
    return type;
  }

  return {
    resolve,
    named: (name, from) => namedWith(name, from, []),
    inNamespace: (namespace, name) => inNamespaceWith(namespace, name, []),
  };
}

/** Types Salesforce makes from metadata the local org does not run. */
const GENERATED_TYPES: readonly (readonly [prefix: string, feature: string])[] = [
  ['flow.interview.', 'flows as Apex types'], ['dataweavescriptresource.', 'DataWeave scripts'],
];

function expectedArguments(type: Type): number {
  switch (type.kind) {
    case 'list':
    case 'set': return 1;
    case 'map': return 2;
    case 'class': return type.symbol.typeParameters.length;
    default: return 0;
  }
}

/** The reference as the source wrote it, for messages. */
export function writtenType(ref: TypeRef): string {
  const name = ref.names.join('.');
  return ref.arguments.length === 0 ? name : `${name}<${ref.arguments.map(writtenType).join(',')}>`;
}

