/** Walking up from a type: its superclasses, its interfaces, and the members they bring. Type arguments are substituted on the way. */
import type { FieldSymbol, MethodSymbol, Type, TypeSymbol } from '../types.ts';
import type { ClassType } from './type-algebra.ts';
import { classType, substitute, substitutionOf } from './type-algebra.ts';

/** The class itself with its own type parameters standing for themselves. */
export function selfType(symbol: TypeSymbol): ClassType {
  return classType(symbol, symbol.typeParameters.map((name) => ({ kind: 'parameter', name })));
}

export function superclassOf(type: ClassType): ClassType | undefined {
  const superType = type.symbol.superType;
  if (superType === undefined) return undefined;
  const substituted = substitute(superType, substitutionOf(type));
  return substituted.kind === 'class' ? substituted : undefined;
}

/** The type and its superclasses, nearest first. Cycles have been cut by the binder. */
export function* superclassChain(type: ClassType): Generator<ClassType> {
  for (let current: ClassType | undefined = type; current !== undefined; current = superclassOf(current)) yield current;
}

export function directInterfacesOf(type: ClassType): ClassType[] {
  const substitution = substitutionOf(type);
  return type.symbol.interfaces.map((each) => substitute(each, substitution)).filter((each) => each.kind === 'class');
}

/** All interfaces of a class, its superclasses and their interfaces, each symbol once, nearest first. An interface lists those it extends. */
export function allInterfacesOf(type: ClassType): ClassType[] {
  const found = new Map<TypeSymbol, ClassType>();
  const visit = (each: ClassType): void => {
    if (found.has(each.symbol)) return;
    found.set(each.symbol, each);
    directInterfacesOf(each).forEach(visit);
  };
  for (const current of superclassChain(type)) directInterfacesOf(current).forEach(visit);
  return [...found.values()];
}

/** The type seen as an instance of `symbol`, with the arguments it then has; `undefined` when it is none. */
export function asInstanceOf(type: ClassType, symbol: TypeSymbol): ClassType | undefined {
  if (type.symbol === symbol) return type;
  for (const current of superclassChain(type)) if (current.symbol === symbol) return current;
  return allInterfacesOf(type).find((each) => each.symbol === symbol);
}

/** Number of steps from a type up to `symbol`; used to prefer the nearer overload. */
export function inheritanceDistance(type: ClassType, symbol: TypeSymbol): number {
  let distance = 0;
  for (const current of superclassChain(type)) {
    if (current.symbol === symbol) return distance;
    distance++;
    if (directInterfacesOf(current).some((each) => asInstanceOf(each, symbol) !== undefined)) return distance;
  }
  return distance + 1;
}

/** A member together with the type it was found on, whose arguments its signature needs. */
export interface FoundMethod {
  readonly method: MethodSymbol;
  readonly on: ClassType;
}

export function findField(symbol: TypeSymbol, foldedName: string): FieldSymbol | undefined {
  for (const current of superclassChain(selfType(symbol))) {
    const field = current.symbol.fields.get(foldedName);
    if (field !== undefined) return field;
  }
  return undefined;
}

/** Inner types are inherited. Asked before inheritance cycles are cut, so it remembers where it has been. */
export function findInnerType(symbol: TypeSymbol, foldedName: string): TypeSymbol | undefined {
  const seen = new Set<TypeSymbol>();
  for (let current: TypeSymbol | undefined = symbol; current !== undefined && !seen.has(current);) {
    const inner = current.innerTypes.get(foldedName);
    if (inner !== undefined) return inner;
    seen.add(current);
    const above: Type | undefined = current.superType;
    current = above !== undefined && above.kind === 'class' ? above.symbol : undefined;
  }
  return undefined;
}

/** Methods of that name on the type, its superclasses and interfaces, nearest first. Overridden ones are still in the list. */
export function findMethods(type: ClassType, foldedName: string): FoundMethod[] {
  const found: FoundMethod[] = [];
  const collect = (on: ClassType): void => {
    for (const method of on.symbol.methods.get(foldedName) ?? []) found.push({ method, on });
  };
  for (const current of superclassChain(type)) collect(current);
  allInterfacesOf(type).forEach(collect);
  return found;
}

export function parameterTypesOf(found: FoundMethod): readonly Type[] {
  const substitution = substitutionOf(found.on);
  return found.method.parameters.map((parameter) => substitute(parameter.type, substitution));
}
export function returnTypeOf(found: FoundMethod): Type {
  return substitute(found.method.returnType, substitutionOf(found.on));
}

export function isSubclassOf(symbol: TypeSymbol, ancestor: TypeSymbol): boolean {
  for (const current of superclassChain(selfType(symbol))) if (current.symbol === ancestor) return true;
  return false;
}

export function outermost(symbol: TypeSymbol): TypeSymbol {
  return symbol.outer === undefined ? symbol : outermost(symbol.outer);
}
