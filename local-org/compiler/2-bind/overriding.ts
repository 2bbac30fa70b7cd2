/**
 * Fourth pass: which method overrides or implements which. A method takes over the slot of the method it overrides, so that a call through the
 * supertype finds it; where it answers to several roots with different slots, bridges lead from the others to it.
 */
import { DIAGNOSTICS } from '../diagnostics.ts';
import type { MethodSymbol, Type, TypeSymbol } from '../types.ts';
import { fold } from './folded-name.ts';
import type { FoundMethod } from './hierarchy.ts';
import { allInterfacesOf, asInstanceOf, outermost, parameterTypesOf, returnTypeOf, selfType, superclassChain, superclassOf } from './hierarchy.ts';
import { qualifiedSignatureText, signatureText } from './members.ts';
import type { PlatformTypes } from './platform-types.ts';
import type { DeclaredMethod, DeclaredType, Report } from './program.ts';
import type { ClassType } from './type-algebra.ts';
import { holdsError, isGenericSObject, isPrimitive, sameType, substitute, substitutionOf, typeText, typeTexts } from './type-algebra.ts';
import { isNarrower, visibilityOf } from './visibility.ts';

export interface OverridingInput {
  readonly platform: PlatformTypes;
  readonly declared: ReadonlyMap<TypeSymbol, DeclaredType>;
  readonly reportFor: (type: DeclaredType) => Report;
}

/** Superclasses first: a slot is handed down from the root of a chain. */
export function bindOverrides(types: readonly DeclaredType[], input: OverridingInput): void {
  const done = new Set<TypeSymbol>();
  const visit = (type: DeclaredType): void => {
    if (done.has(type.symbol)) return;
    done.add(type.symbol);
    for (const above of [type.symbol.superType, ...type.symbol.interfaces]) {
      const declared = above?.kind === 'class' ? input.declared.get(above.symbol) : undefined;
      if (declared !== undefined) visit(declared);
    }
    if (type.symbol.kind !== 'enum') bindType(type, input);
    type.inner.forEach(visit);
  };
  types.forEach(visit);
}

function bindType(type: DeclaredType, input: OverridingInput): void {
  const report = input.reportFor(type);
  const self = selfType(type.symbol);
  const interfaces = allInterfacesOf(self);
  for (const method of type.methods) {
    if (!method.symbol.isStatic) bindMethod(method, self, interfaces, input, report);
  }
  if (type.symbol.kind !== 'class') return;
  if (!type.symbol.modifiers.has('abstract')) reportMissing(type, self, interfaces, report);
  addBridges(type, self, interfaces);
}

function bindMethod(method: DeclaredMethod, self: ClassType, interfaces: readonly ClassType[], input: OverridingInput, report: Report): void {
  const { symbol } = method;
  const parameters = symbol.parameters.map((parameter) => parameter.type);
  const above = overriddenAbove(self, symbol, parameters, input.platform);
  const implemented = interfaces.flatMap((each) => methodsOf(each, symbol.name, parameters));
  const overridden = [...(above === undefined ? [] : [above]), ...implemented];
  symbol.overrides = overridden.map((found) => found.method);
  const root = overridden[0];
  if (root !== undefined) symbol.slot = root.method.slot;
  else if (hidesObjectMethod(symbol, parameters, input.platform)) symbol.slot = `${symbol.slot}$own`;
  if (above !== undefined) checkOverride(method, above, report);
  else if (symbol.modifiers.has('override') && implemented.length === 0) report(DIAGNOSTICS.notOverriding, method.declaration.namePos, signatureText(symbol));
  for (const found of implemented) checkImplementation(method, found, report);
}

/** The nearest method above with equal parameters that the class sees. */
function overriddenAbove(self: ClassType, method: MethodSymbol, parameters: readonly Type[], platform: PlatformTypes): FoundMethod | undefined {
  const parent = superclassOf(self);
  if (parent !== undefined) {
    for (const current of superclassChain(parent)) {
      const found = methodsOf(current, method.name, parameters).find((each) => !each.method.isStatic && isOpenTo(method, each.method));
      if (found !== undefined) return found;
    }
  }
  return self.symbol.kind === 'class' ? objectMethods(method, parameters, platform).find((found) => sameType(returnTypeOf(found), method.returnType)) : undefined;
}

function objectMethods(method: MethodSymbol, parameters: readonly Type[], platform: PlatformTypes): FoundMethod[] {
  return platform.object === undefined ? [] : methodsOf(selfType(platform.object), method.name, parameters);
}

/** `MatchFields equals(Object value)` is no override of Object's equals, whose result is a Boolean; it must not be found under its slot. platform-facts: equals-with-other-result */
function hidesObjectMethod(method: MethodSymbol, parameters: readonly Type[], platform: PlatformTypes): boolean {
  return method.owner.kind === 'class' && objectMethods(method, parameters, platform).length > 0;
}

function methodsOf(type: ClassType, name: string, parameters: readonly Type[]): FoundMethod[] {
  return methodsNamed(type, name).filter((found) => answersTo(parameterTypesOf(found), parameters));
}

function methodsNamed(type: ClassType, name: string): FoundMethod[] {
  return (type.symbol.methods.get(fold(name)) ?? []).map((method) => ({ method, on: type }));
}

/** Equal parameters; a list of one record type also answers to a list of SObjects: `execute(context, List<Account>)` of a `Batchable<SObject>`. platform-facts: batch-execute-list */
function answersTo(required: readonly Type[], own: readonly Type[]): boolean {
  return required.length === own.length && required.every((type, index) => sameType(type, own[index]!) || isSameListOfRecords(type, own[index]!));
}

function isSameListOfRecords(a: Type, b: Type): boolean {
  if (a.kind !== 'list' || b.kind !== 'list' || a.element.kind !== 'sobject' || b.element.kind !== 'sobject') return false;
  return isGenericSObject(a.element) || isGenericSObject(b.element);
}

function isPrivate(method: MethodSymbol): boolean {
  return method.owner.origin === 'user' && method.owner.kind === 'class' && visibilityOf(method.modifiers) === 'private';
}

/** Types of one outermost class see each other's private methods; an abstract one, whose modifiers may name no access, is theirs to override. platform-facts: private-abstract-method */
function isOpenTo(method: MethodSymbol, above: MethodSymbol): boolean {
  return !isPrivate(above) || (above.isAbstract && outermost(above.owner) === outermost(method.owner));
}

/** Unlike an implementation, an override returns just what the class above declares. platform-facts: override-result-exact */
function checkOverride({ symbol, declaration }: DeclaredMethod, above: FoundMethod, report: Report): void {
  const pos = declaration.namePos;
  const isObjectMethod = above.method.owner.qualifiedName === 'System.Object';
  if (above.method.owner.origin === 'user') {
    const { modifiers } = above.method;
    const isOpen = modifiers.has('virtual') || modifiers.has('abstract') || (modifiers.has('override') && !modifiers.has('final'));
    if (!isOpen) return report(DIAGNOSTICS.overridesNonVirtual, pos, signatureText(symbol));
    if (isNarrower(visibilityOf(symbol.modifiers), visibilityOf(modifiers))) return report(DIAGNOSTICS.overrideReducesVisibility, pos, signatureText(symbol));
  }
  if (!symbol.modifiers.has('override') && !isObjectMethod) return report(DIAGNOSTICS.missingOverride, pos, signatureText(symbol));
  if (!sameType(returnTypeOf(above), symbol.returnType)) report(DIAGNOSTICS.overrideReturnType, pos, signatureText(symbol));
}

function checkImplementation({ symbol, declaration }: DeclaredMethod, found: FoundMethod, report: Report): void {
  if (symbol.owner.kind !== 'class') return;
  const visibility = visibilityOf(symbol.modifiers);
  if (visibility === 'private' || visibility === 'protected') return report(DIAGNOSTICS.implementationVisibility, declaration.namePos, signatureText(symbol));
  if (returnsAsDeclared(symbol, found)) return;
  report(DIAGNOSTICS.overrideReturnType, declaration.namePos, signatureText(symbol));
}

/**
 * A method may answer to an interface with a narrower type: a subtype of a class or interface (platform-facts: interface-result-subtypes), a record or Id
 * that is already of the declared type (platform-facts: interface-result-records-and-ids), or, to a platform interface, any type instead of Object. A batch class may start with an Iterable instead of a query locator;
 * the generated tables state one form only. platform-facts: interface-result-types
 */
function returnsAsDeclared(symbol: MethodSymbol, found: FoundMethod): boolean {
  const { owner, name } = found.method;
  const declared = returnTypeOf(found);
  const isPlatform = owner.origin === 'platform';
  const isReference = symbol.returnType.kind === 'class';
  const isNarrower = isPrimitive(declared, 'Object') && (isReference || (isPlatform && symbol.returnType.kind !== 'void'));
  const startsBatch = owner.qualifiedName === 'Database.Batchable' && fold(name) === 'start';
  return startsBatch || isNarrower || isSubtype(symbol.returnType, declared) || isSameValue(symbol.returnType, declared) || holdsError(declared) || holdsError(symbol.returnType) || sameType(declared, symbol.returnType);
}

/** A record stands for an SObject, a String and an Id for each other, without any conversion; numbers do not. */
function isSameValue(type: Type, declared: Type): boolean {
  if (type.kind === 'sobject') return isGenericSObject(declared);
  return isPrimitive(type, 'Id', 'String') && isPrimitive(declared, 'Id', 'String');
}

function isSubtype(type: Type, above: Type): boolean {
  if (type.kind !== 'class' || above.kind !== 'class') return false;
  const found = asInstanceOf(type, above.symbol);
  return found !== undefined && sameType(found, above);
}

// ---- what a concrete class must have

function reportMissing(type: DeclaredType, self: ClassType, interfaces: readonly ClassType[], report: Report): void {
  for (const required of requiredMethods(self, interfaces)) {
    if (implementationOf(self, required) !== undefined || parameterTypesOf(required).some(holdsError)) continue;
    if (staticAnswerOf(self, required) !== undefined) continue;
    report(DIAGNOSTICS.missingImplementation, type.declaration.namePos, type.symbol.qualifiedName, requiredText(required));
    return;
  }
}

/** Salesforce takes a static method for an interface method. platform-facts: static-interface-method */
function staticAnswerOf(self: ClassType, required: FoundMethod): MethodSymbol | undefined {
  if (required.method.owner.kind !== 'interface') return undefined;
  const parameters = parameterTypesOf(required);
  return [...superclassChain(self)].flatMap((current) => methodsOf(current, required.method.name, parameters)).find((each) => each.method.isStatic)?.method;
}

function requiredMethods(self: ClassType, interfaces: readonly ClassType[]): FoundMethod[] {
  const abstractOnes = [...superclassChain(self)].slice(1).flatMap((on) => methodsWhere(on, (method) => method.isAbstract));
  return [...abstractOnes, ...interfaces.flatMap((on) => methodsWhere(on, (method) => !method.isStatic))];
}

function methodsWhere(on: ClassType, wanted: (method: MethodSymbol) => boolean): FoundMethod[] {
  return [...on.symbol.methods.values()].flat().filter(wanted).map((method) => ({ method, on }));
}

/**
 * The concrete method of a class or its superclasses that answers a required one. Methods every object has answer too. Where none has the parameters of an
 * interface method, one that takes collections of Object instead does. platform-facts: interface-collection-parameters
 */
function implementationOf(self: ClassType, required: FoundMethod): MethodSymbol | undefined {
  const parameters = parameterTypesOf(required);
  const concrete = [...superclassChain(self)].flatMap((on) => methodsNamed(on, required.method.name)).filter(({ method }) => !method.isStatic && !method.isAbstract);
  const equal = concrete.find((found) => answersTo(parameterTypesOf(found), parameters));
  if (equal !== undefined || required.method.owner.kind !== 'interface') return equal?.method;
  return concrete.find((found) => takesCollectionsOfObject(parameters, parameterTypesOf(found)) && sameType(returnTypeOf(found), returnTypeOf(required)))?.method;
}

function takesCollectionsOfObject(required: readonly Type[], own: readonly Type[]): boolean {
  return required.length === own.length && required.every((type, index) => sameType(type, own[index]!) || isCollectionOfObject(type, own[index]!));
}

function isCollectionOfObject(required: Type, own: Type): boolean {
  if (required.kind === 'map' && own.kind === 'map') return sameType(required.key, own.key) && isPrimitive(own.value, 'Object');
  const isSameKind = (required.kind === 'list' && own.kind === 'list') || (required.kind === 'set' && own.kind === 'set');
  return isSameKind && isPrimitive(own.element, 'Object');
}

function requiredText(required: FoundMethod): string {
  const { method, on } = required;
  const substitution = substitutionOf(on);
  const parameters = method.parameters.map((parameter) => substitute(parameter.type, substitution));
  return on.arguments.length === 0 ? qualifiedSignatureText(method) : `${typeText(returnTypeOf(required))} ${typeText(on)}.${method.name}(${typeTexts(parameters)})`;
}

/** An inherited method, or one with several roots, may have to answer under slots that are not its own. */
function addBridges(type: DeclaredType, self: ClassType, interfaces: readonly ClassType[]): void {
  const known = new Set<string>();
  for (const required of requiredMethods(self, interfaces)) {
    const { slot } = required.method;
    const method = implementationOf(self, required) ?? staticAnswerOf(self, required);
    if (method === undefined || method.owner.origin === 'platform' || (method.slot === slot && !method.isStatic) || known.has(slot)) continue;
    known.add(slot);
    type.bridges.push({ slot, method });
  }
}
