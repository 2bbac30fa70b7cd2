/** What every enum has without declaring it: a static field per constant, values(), valueOf(), name(), ordinal(). */
import { DIAGNOSTICS } from '../diagnostics.ts';
import type { FieldSymbol, MethodSymbol, ParameterSymbol, PlatformImplementation, Type, TypeSymbol } from '../types.ts';
import { slotName } from '../types.ts';
import { fold } from './folded-name.ts';
import type { PlatformTypes } from './platform-types.ts';
import type { DeclaredType, Report } from './program.ts';
import { classType, INTEGER, listOf, STRING } from './type-algebra.ts';

export function enumConstants(type: DeclaredType, report: Report): void {
  if (type.declaration.kind !== 'Enum') return;
  for (const constant of type.declaration.constants) {
    const name = fold(constant.name);
    if (type.symbol.fields.has(name)) report(DIAGNOSTICS.duplicateConstant, constant.pos, constant.name);
    else type.symbol.fields.set(name, enumConstantField(type.symbol, constant.name));
  }
}

/** A constant as a static final field of its enum. */
export function enumConstantField(owner: TypeSymbol, name: string): FieldSymbol {
  return {
    kind: 'field', owner, name, type: classType(owner), modifiers: new Set(['public', 'static', 'final']), isStatic: true, isFinal: true,
    annotations: new Set(), pos: undefined, property: undefined, isEnumConstant: true, implementation: undefined,
  };
}

/** For enums of the project. Their `values` and `valueOf` are answered by the emitted enum class; the rest is the platform's, when the universe has it. */
export function enumMethods(type: DeclaredType, platform: PlatformTypes): void {
  for (const method of syntheticEnumMethods(type.symbol, platform.enumeration)) {
    type.symbol.methods.set(fold(method.name), [method]);
  }
}

export function syntheticEnumMethods(owner: TypeSymbol, enumeration: TypeSymbol | undefined): readonly MethodSymbol[] {
  const self = classType(owner);
  return [
    enumMethod(owner, 'values', true, [], listOf(self), undefined),
    enumMethod(owner, 'valueOf', true, [{ name: 'name', type: STRING }], self, undefined),
    enumMethod(owner, 'name', false, [], STRING, implementationOf(enumeration, 'name')),
    enumMethod(owner, 'ordinal', false, [], INTEGER, implementationOf(enumeration, 'ordinal')),
  ];
}

const ENUM_IMPLEMENTATION = (name: string): PlatformImplementation => ({ key: `System.Enum.${name}()`, dispatch: 'function', needsStaticTypes: false });

function implementationOf(enumeration: TypeSymbol | undefined, name: string): PlatformImplementation {
  return enumeration?.methods.get(name)?.[0]?.implementation ?? ENUM_IMPLEMENTATION(name);
}

function enumMethod(owner: TypeSymbol, name: string, isStatic: boolean, parameters: readonly ParameterSymbol[], returnType: Type, implementation: PlatformImplementation | undefined): MethodSymbol {
  return {
    kind: 'method', owner, name, parameters, returnType, isStatic, modifiers: new Set(isStatic ? ['global', 'static'] : ['global']), isAbstract: false,
    annotations: new Set(), pos: undefined, overrides: [], slot: slotName(name, parameters.map((each) => each.type)), implementation,
  };
}
