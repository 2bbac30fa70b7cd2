/** Binding a project: all declarations become symbols, inheritance and overriding are resolved, and the rules about declarations are checked. */
import type { Accessor } from '../1-parse/ast.ts';
import type { Diagnostic } from '../diagnostics.ts';
import { diagnose, DIAGNOSTICS } from '../diagnostics.ts';
import type { FieldSymbol, TypeSymbol } from '../types.ts';
import type { TypeUniverse } from '../universe.ts';
import { NEWEST_API_VERSION } from '../api-versions.ts';
import { anonymousClass } from './anonymous.ts';
import { declareType } from './declare.ts';
import type { FoldedName } from './folded-name.ts';
import { fold } from './folded-name.ts';
import { bindMembers } from './members.ts';
import { checkTypeModifiers } from './modifiers.ts';
import { bindOverrides } from './overriding.ts';
import { platformTypes } from './platform-types.ts';
import type { BoundProgram, DeclaredTrigger, DeclaredType, Report, SourceUnit, UserTypeSymbol } from './program.ts';
import { cutCycles, supertypeCompletion } from './supertypes.ts';
import type { TypeResolver } from './type-resolver.ts';
import { createTypeResolver } from './type-resolver.ts';

export function reporterFor(path: string, diagnostics: Diagnostic[]): Report {
  return (rule, pos, ...values) => {
    diagnostics.push(diagnose(rule, path, pos, ...values));
  };
}

export function bindProgram(units: readonly SourceUnit[], universe: TypeUniverse): BoundProgram {
  const diagnostics: Diagnostic[] = [];
  const reportFor = (type: DeclaredType): Report => reporterFor(type.path, diagnostics);
  const platform = platformTypes(universe);
  const { types, triggers, topLevel } = declareUnits(units, diagnostics);
  const declared = indexBySymbol(types);
  const accessors = new Map<FieldSymbol, { readonly getter: Accessor | undefined; readonly setter: Accessor | undefined }>();

  const completeSupertypes = supertypeCompletion({ declared, platform, resolver: () => resolver, reportFor });
  const resolver: TypeResolver = createTypeResolver({ universe, platform, topLevel, declared, completeSupertypes });
  for (const symbol of declared.keys()) completeSupertypes(symbol);
  cutCycles(types, reportFor);
  for (const type of types) bindMembers(type, { resolver, platform, accessors, reportFor });
  bindOverrides(types, { platform, declared, reportFor });
  for (const type of declared.values()) checkTypeModifiers(type, reportFor(type));
  return { universe, platform, resolver, types, triggers, declared, accessors, diagnostics };
}

interface Declarations {
  readonly types: DeclaredType[];
  readonly triggers: DeclaredTrigger[];
  readonly topLevel: Map<FoldedName, UserTypeSymbol>;
}

function declareUnits(units: readonly SourceUnit[], diagnostics: Diagnostic[]): Declarations {
  const declarations: Declarations = { types: [], triggers: [], topLevel: new Map() };
  const triggerNames = new Set<FoldedName>();
  for (const { path, unit, apiVersion = NEWEST_API_VERSION } of units) {
    const report = reporterFor(path, diagnostics);
    if (unit.kind === 'Trigger') {
      const name = fold(unit.name);
      if (triggerNames.has(name)) report(DIAGNOSTICS.duplicateType, unit.namePos, unit.name);
      triggerNames.add(name);
      declarations.triggers.push({ path, unit });
      continue;
    }
    const declaration = unit.kind === 'Anonymous' ? anonymousClass(unit) : unit.declaration;
    const name = fold(declaration.name);
    if (declarations.topLevel.has(name)) {
      report(DIAGNOSTICS.duplicateType, declaration.namePos, declaration.name);
      continue;
    }
    const type = declareType(declaration, { path, apiVersion }, undefined, report);
    declarations.types.push(type);
    declarations.topLevel.set(name, type.symbol);
  }
  return declarations;
}

function indexBySymbol(types: readonly DeclaredType[]): Map<TypeSymbol, DeclaredType> {
  const index = new Map<TypeSymbol, DeclaredType>();
  for (const type of types) {
    index.set(type.symbol, type);
    for (const inner of type.inner) index.set(inner.symbol, inner);
  }
  return index;
}
