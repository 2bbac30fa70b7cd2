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

/** What files are bound in: the platform, and the types that exist already. */
type Surroundings = Pick<BoundProgram, 'universe' | 'platform' | 'topLevel' | 'declared' | 'accessors'>;

export function bindProgram(units: readonly SourceUnit[], universe: TypeUniverse): BoundProgram {
  return bindIn({ universe, platform: platformTypes(universe), topLevel: new Map(), declared: new Map(), accessors: new Map() }, units);
}

/** Binds further files, which may use every type of a bound program. Nothing of that changes, and the result holds what is new. */
export function bindBeside(bound: BoundProgram, units: readonly SourceUnit[]): BoundProgram {
  return bindIn(bound, units);
}

function bindIn({ universe, platform, ...known }: Surroundings, units: readonly SourceUnit[]): BoundProgram {
  const diagnostics: Diagnostic[] = [];
  const reportFor = (type: DeclaredType): Report => reporterFor(type.path, diagnostics);
  const { types, triggers, topLevel } = declareUnits(units, known.topLevel, diagnostics);
  const added = indexBySymbol(types);
  const declared = new Map([...known.declared, ...added]);
  const accessors = new Map<FieldSymbol, { readonly getter: Accessor | undefined; readonly setter: Accessor | undefined }>(known.accessors);

  const completeSupertypes = supertypeCompletion({ declared, platform, resolver: () => resolver, reportFor });
  const resolver: TypeResolver = createTypeResolver({ universe, platform, topLevel, declared, completeSupertypes });
  for (const symbol of added.keys()) completeSupertypes(symbol);
  cutCycles(types, reportFor);
  for (const type of types) bindMembers(type, { resolver, platform, accessors, reportFor });
  bindOverrides(types, { platform, declared, reportFor });
  for (const type of added.values()) checkTypeModifiers(type, reportFor(type));
  return { universe, platform, resolver, types, triggers, topLevel, declared, accessors, diagnostics };
}

interface Declarations {
  readonly types: DeclaredType[];
  readonly triggers: DeclaredTrigger[];
  readonly topLevel: Map<FoldedName, UserTypeSymbol>;
}

function declareUnits(units: readonly SourceUnit[], known: BoundProgram['topLevel'], diagnostics: Diagnostic[]): Declarations {
  const declarations: Declarations = { types: [], triggers: [], topLevel: new Map(known) };
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
