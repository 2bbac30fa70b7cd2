/**
 * JavaScript names of Apex things. Apex identifiers are letters, digits and underscores without regard to case, so a prefix with `$` keeps them clear of
 * JavaScript's own words (`constructor`, `name`, `__proto__`) and of each other.
 */
import type { ConstructorSymbol, FieldSymbol, MethodSymbol, TypeSymbol } from '../types.ts';

/** Inner classes: `Outer$Inner`; an underscore would meet a top-level class named `Outer_Inner`. */
export function typeName(symbol: TypeSymbol): string {
  return symbol.qualifiedName.replaceAll('.', '$');
}

export const className = (symbol: TypeSymbol): string => `c$${typeName(symbol)}`;
export const staticsName = (symbol: TypeSymbol): string => `s$${typeName(symbol)}`;
export const staticInitializerName = (symbol: TypeSymbol): string => `i$${typeName(symbol)}`;
export const definerName = (symbol: TypeSymbol): string => `d$${typeName(symbol)}`;
export const instanceInitializerName = (symbol: TypeSymbol): string => `init$${typeName(symbol)}`;

/** A field of a subclass may hide one of the same name above it; both live in the same JavaScript object. */
export function fieldName(field: FieldSymbol): string {
  const folded = field.name.toLowerCase();
  if (field.isStatic) return `f$${folded}`;
  const hidden = hiddenFields(field.owner, folded);
  return hidden === 0 ? `f$${folded}` : `f$${folded}$${hidden}`;
}

function hiddenFields(owner: TypeSymbol, folded: string): number {
  let count = 0;
  for (let above = superSymbol(owner); above !== undefined; above = superSymbol(above)) {
    const field = above.fields.get(folded);
    if (field !== undefined && field.owner === above && !field.isStatic && above.origin === 'user') count++;
  }
  return count;
}

/** The superclass, when there is one. */
export function superSymbol(symbol: TypeSymbol): TypeSymbol | undefined {
  return symbol.superType?.kind === 'class' ? symbol.superType.symbol : undefined;
}

/**
 * May objects of the class have initialisers of more than one class? Then the first constructor that runs starts all of them, superclass first, and notes it
 * in the object.
 */
export function isInHierarchy(symbol: TypeSymbol): boolean {
  return superSymbol(symbol)?.origin === 'user' || symbol.modifiers.has('virtual') || symbol.modifiers.has('abstract');
}

export const getterName = (field: FieldSymbol): string => `get$${field.name.toLowerCase()}`;
export const setterName = (field: FieldSymbol): string => `set$${field.name.toLowerCase()}`;
export const enumConstantName = (name: string): string => `e$${name.toLowerCase()}`;
/** Slot of an sObject field or relationship, as values/sobject.ts defines it. */
export const recordSlot = (name: string): string => `$${name.toLowerCase()}`;
export const constructorName = (symbol: ConstructorSymbol): string => symbol.slot;

/**
 * Methods are called through their slot. A private instance method cannot be overridden, and a subclass may have its own of the same signature:
 * it gets a name of its own.
 */
export function methodName(method: MethodSymbol): string {
  return isPrivate(method) && !method.isStatic ? `${method.slot}$in$${typeName(method.owner)}` : method.slot;
}

export function isPrivate(method: MethodSymbol): boolean {
  const { modifiers, owner } = method;
  if (owner.origin === 'platform' || owner.kind === 'interface') return false;
  return !modifiers.has('public') && !modifiers.has('protected') && !modifiers.has('global') && !modifiers.has('webservice')
    && !modifiers.has('override') && !modifiers.has('abstract') && !modifiers.has('virtual');
}

/** Does reading or writing this property from outside its own accessors run code, now or in a subclass? */
export function hasAccessors(field: FieldSymbol): boolean {
  const { property, modifiers } = field;
  if (property === undefined) return false;
  const isOverridable = modifiers.has('virtual') || modifiers.has('abstract') || modifiers.has('override');
  return isOverridable || property.getter === 'body' || property.setter === 'body';
}
