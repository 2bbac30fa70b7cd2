/** Second pass: `extends` and `implements`. Supertypes are resolved on demand, because a name may be an inner type inherited from another class. */
import type { ClassDeclaration, InterfaceDeclaration, TypeRef } from '../1-parse/ast.ts';
import { DIAGNOSTICS } from '../diagnostics.ts';
import type { Type, TypeSymbol } from '../types.ts';
import type { PlatformTypes } from './platform-types.ts';
import type { DeclaredType, Report } from './program.ts';
import type { ClassType } from './type-algebra.ts';
import { classType } from './type-algebra.ts';
import type { TypeResolver } from './type-resolver.ts';

export interface SupertypeInput {
  readonly declared: ReadonlyMap<TypeSymbol, DeclaredType>;
  readonly platform: PlatformTypes;
  readonly resolver: () => TypeResolver;
  readonly reportFor: (type: DeclaredType) => Report;
}

/** Returns the function that makes sure the supertypes of a symbol are known. Asking again while they are being resolved does nothing. */
export function supertypeCompletion(input: SupertypeInput): (symbol: TypeSymbol) => void {
  const started = new Set<TypeSymbol>();
  return (symbol) => {
    const type = input.declared.get(symbol);
    if (type === undefined || started.has(symbol)) return;
    started.add(symbol);
    if (type.declaration.kind === 'Enum') return;
    const complete = type.declaration.kind === 'Class' ? completeClass : completeInterface;
    complete(type, type.declaration as ClassDeclaration & InterfaceDeclaration, input);
  };
}

function completeClass(type: DeclaredType, declaration: ClassDeclaration, input: SupertypeInput): void {
  const report = input.reportFor(type);
  if (declaration.superType !== undefined) {
    const superType = resolveClass(declaration.superType, type, input);
    if (superType !== undefined && isExtendable(superType, declaration.superType, report)) type.symbol.superType = superType;
  }
  completeInterfaces(type, declaration.interfaces, input);
}

function completeInterface(type: DeclaredType, declaration: InterfaceDeclaration, input: SupertypeInput): void {
  completeInterfaces(type, declaration.interfaces, input);
}

function completeInterfaces(type: DeclaredType, refs: readonly TypeRef[], input: SupertypeInput): void {
  const report = input.reportFor(type);
  const interfaces: ClassType[] = [];
  for (const ref of refs) {
    const found = resolveClass(ref, type, input);
    if (found === undefined) continue;
    if (found.symbol.kind !== 'interface') report(DIAGNOSTICS.implementsNeedsInterface, ref.pos, found.symbol.qualifiedName);
    else if (interfaces.some((each) => each.symbol === found.symbol)) report(DIAGNOSTICS.duplicateInterface, ref.pos, found.symbol.qualifiedName);
    else interfaces.push(found);
  }
  type.symbol.interfaces = interfaces;
}

function resolveClass(ref: TypeRef, type: DeclaredType, input: SupertypeInput): ClassType | undefined {
  const report = input.reportFor(type);
  const found: Type = input.resolver().resolve(ref, type.symbol, report);
  if (found.kind === 'class') return found;
  if (found.kind === 'error') return undefined;
  const sameAsPlatform = found.kind === 'primitive' || found.kind === 'sobject' ? undefined : input.platform.memberType(found);
  if (sameAsPlatform !== undefined) return classType(sameAsPlatform.symbol, sameAsPlatform.arguments);
  report(DIAGNOSTICS.extendsNeedsClass, ref.pos, ref.names.join('.'));
  return undefined;
}

function isExtendable(superType: ClassType, ref: TypeRef, report: Report): boolean {
  const { symbol } = superType;
  if (symbol.kind !== 'class') {
    report(DIAGNOSTICS.extendsNeedsClass, ref.pos, symbol.qualifiedName);
    return false;
  }
  const isOpen = symbol.origin === 'platform' || symbol.modifiers.has('virtual') || symbol.modifiers.has('abstract');
  if (!isOpen) report(DIAGNOSTICS.notExtendable, ref.pos, symbol.qualifiedName);
  return true;
}

/** Cuts inheritance cycles, so that every walk upwards ends. */
export function cutCycles(types: readonly DeclaredType[], reportFor: (type: DeclaredType) => Report): void {
  for (const type of types) {
    if (reaches(type.symbol, type.symbol, new Set())) {
      reportFor(type)(DIAGNOSTICS.circularDefinition, type.declaration.namePos, type.symbol.qualifiedName);
      type.symbol.superType = undefined;
      type.symbol.interfaces = [];
    }
    cutCycles(type.inner, reportFor);
  }
}

function reaches(from: TypeSymbol, target: TypeSymbol, seen: Set<TypeSymbol>): boolean {
  const above = [from.superType, ...from.interfaces];
  return above.some((type) => {
    if (type === undefined || type.kind !== 'class' || seen.has(type.symbol)) return false;
    if (type.symbol === target) return true;
    seen.add(type.symbol);
    return reaches(type.symbol, target, seen);
  });
}
