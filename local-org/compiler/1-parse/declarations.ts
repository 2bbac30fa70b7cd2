/** Classes, interfaces, enums and their members. */
import {
  ClassDeclarationContext, ConstructorDeclarationContext, EnumDeclarationContext, FieldDeclarationContext, InterfaceDeclarationContext, MethodDeclarationContext,
  PropertyDeclarationContext,
  type ClassBodyDeclarationContext, type FormalParametersContext, type IdContext, type InterfaceMethodDeclarationContext, type ModifierContext, type PropertyBlockContext,
  type TypeDeclarationContext, type TypeRefContext,
} from '@apexdevtools/apex-parser';
import { ContextTable, present, RefusedSyntax, UnsupportedSyntax } from '../../soql/grammar.ts';
import type {
  Accessor, ClassDeclaration, ConstructorDeclaration, EnumDeclaration, FieldDeclaration, InterfaceDeclaration, Member, MethodDeclaration, Modifiers, Parameter,
  PropertyDeclaration, TypeDeclaration, TypeRef,
} from './ast.ts';
import { convertFinal, convertModifiers, NO_MODIFIERS } from './modifiers.ts';
import { convertName } from './names.ts';
import type { Scope } from './scope.ts';
import { convertBlock, convertDeclarators } from './statements.ts';
import { convertType, convertTypeList } from './types.ts';

interface MemberScope extends Scope {
  readonly modifiers: Modifiers;
}

export function convertTypeDeclaration(context: TypeDeclarationContext, scope: Scope): TypeDeclaration {
  const declaration = present(context.classDeclaration()) ?? present(context.interfaceDeclaration()) ?? context.enumDeclaration();
  return convertNestedType(declaration, context.modifier_list(), scope);
}

export function convertNestedType(
  context: ClassDeclarationContext | InterfaceDeclarationContext | EnumDeclarationContext, modifiers: readonly ModifierContext[], scope: Scope,
): TypeDeclaration {
  return types.convert(context, { source: scope.source, modifiers: convertModifiers(modifiers, scope) });
}

const types = new ContextTable<MemberScope, TypeDeclaration>()
  .on(ClassDeclarationContext, convertClass)
  .on(InterfaceDeclarationContext, convertInterface)
  .on(EnumDeclarationContext, convertEnum);

const members = new ContextTable<MemberScope, readonly Member[]>()
  .on(MethodDeclarationContext, (context, scope) => [convertMethod(context, scope)])
  .on(ConstructorDeclarationContext, (context, scope) => [convertConstructor(context, scope)])
  .on(FieldDeclarationContext, convertFields)
  .on(PropertyDeclarationContext, (context, scope) => [convertProperty(context, scope)])
  .on(ClassDeclarationContext, (context, scope) => [convertClass(context, scope)])
  .on(InterfaceDeclarationContext, (context, scope) => [convertInterface(context, scope)])
  .on(EnumDeclarationContext, (context, scope) => [convertEnum(context, scope)]);

function named(id: IdContext, scope: Scope): { name: string; namePos: Member['pos'] } {
  return { name: convertName(id, scope), namePos: scope.source.rangeOf(id) };
}

function convertClass(context: ClassDeclarationContext, scope: MemberScope): ClassDeclaration {
  const superType = present(context.typeRef());
  return {
    pos: scope.source.rangeOf(context), kind: 'Class', ...named(context.id(), scope), modifiers: scope.modifiers,
    superType: superType === undefined ? undefined : convertType(superType, scope),
    interfaces: convertTypeList(present(context.typeList()), scope),
    members: context.classBody().classBodyDeclaration_list().flatMap((member) => convertMember(member, scope)),
  };
}

function convertMember(context: ClassBodyDeclarationContext, scope: Scope): readonly Member[] {
  const block = present(context.block());
  if (block !== undefined) {
    return [{ pos: scope.source.rangeOf(context), kind: 'Initializer', isStatic: present(context.STATIC()) !== undefined, body: convertBlock(block, scope) }];
  }
  const declaration = present(context.memberDeclaration());
  if (declaration === undefined) throw new RefusedSyntax("Extra '}', at ';'.", scope.source.rangeOf(context));
  return members.convert(declaration.getChild(0) as never, { source: scope.source, modifiers: convertModifiers(context.modifier_list(), scope) });
}

function convertInterface(context: InterfaceDeclarationContext, scope: MemberScope): InterfaceDeclaration {
  const [comma] = present(context.typeList())?.COMMA_list() ?? [];
  // An interface extends one other at most, unlike in Java.
  if (comma !== undefined) throw new RefusedSyntax("Expecting '{' but was: ','", scope.source.rangeOf({ start: comma.symbol }));
  return {
    pos: scope.source.rangeOf(context), kind: 'Interface', ...named(context.id(), scope), modifiers: scope.modifiers,
    interfaces: convertTypeList(present(context.typeList()), scope),
    members: context.interfaceBody().interfaceMethodDeclaration_list().map((method) => convertInterfaceMethod(method, scope)),
  };
}

function convertInterfaceMethod(context: InterfaceMethodDeclarationContext, scope: Scope): MethodDeclaration {
  const [modifier] = context.modifier_list();
  if (modifier !== undefined) throw new RefusedSyntax(`Expecting '}' but was: '${scope.source.tokenText(modifier.start)}'`, scope.source.rangeOf(modifier));
  return {
    pos: scope.source.rangeOf(context), kind: 'Method', ...named(context.id(), scope), modifiers: NO_MODIFIERS,
    returnType: convertReturnType(context, scope), parameters: convertParameters(context.formalParameters(), scope), body: undefined,
  };
}

function convertEnum(context: EnumDeclarationContext, scope: MemberScope): EnumDeclaration {
  const constants = present(context.enumConstants())?.id_list() ?? [];
  return {
    pos: scope.source.rangeOf(context), kind: 'Enum', ...named(context.id(), scope), modifiers: scope.modifiers,
    constants: constants.map((id) => ({ name: convertName(id, scope), pos: scope.source.rangeOf(id) })),
  };
}

export function convertMethod(context: MethodDeclarationContext, scope: MemberScope): MethodDeclaration {
  const body = present(context.block());
  return {
    pos: scope.source.rangeOf(context), kind: 'Method', ...named(context.id(), scope), modifiers: scope.modifiers,
    returnType: convertReturnType(context, scope),
    parameters: convertParameters(context.formalParameters(), scope),
    body: body === undefined ? undefined : convertBlock(body, scope),
  };
}

function convertReturnType(context: { typeRef(): TypeRefContext }, scope: Scope): TypeRef | undefined {
  const type = present(context.typeRef());
  return type === undefined ? undefined : convertType(type, scope);
}

function convertConstructor(context: ConstructorDeclarationContext, scope: MemberScope): ConstructorDeclaration {
  const name = context.qualifiedName();
  if (name.id_list().length > 1) throw new RefusedSyntax(`Invalid constructor name: ${scope.source.textOf(name)}`, scope.source.rangeOf(name));
  return {
    pos: scope.source.rangeOf(context), kind: 'Constructor', ...named(name.id(0), scope), modifiers: scope.modifiers,
    parameters: convertParameters(context.formalParameters(), scope), body: convertBlock(context.block(), scope),
  };
}

function convertParameters(context: FormalParametersContext, scope: Scope): readonly Parameter[] {
  return (present(context.formalParameterList())?.formalParameter_list() ?? []).map((parameter) => ({
    pos: scope.source.rangeOf(parameter), type: convertType(parameter.typeRef(), scope), name: convertName(parameter.id(), scope),
    isFinal: convertFinal(parameter.modifier_list(), scope),
  }));
}

function convertFields(context: FieldDeclarationContext, scope: MemberScope): readonly FieldDeclaration[] {
  const type = convertType(context.typeRef(), scope);
  const declarators = context.variableDeclarators();
  const ids = declarators.variableDeclarator_list().map((declarator) => declarator.id());
  return convertDeclarators(declarators, scope).map((declarator, index) => ({
    pos: declarator.pos, kind: 'Field', ...named(ids[index] as IdContext, scope), modifiers: scope.modifiers, type, initializer: declarator.initializer,
  }));
}

function convertProperty(context: PropertyDeclarationContext, scope: MemberScope): PropertyDeclaration {
  const blocks = context.propertyBlock_list();
  const getters = blocks.filter((block) => present(block.getter()) !== undefined);
  const setters = blocks.filter((block) => present(block.setter()) !== undefined);
  for (const repeated of [getters[1], setters[1]]) {
    if (repeated !== undefined) throw new RefusedSyntax(`Missing '}' at '${(present(repeated.getter()) ?? repeated.setter()).start.text}'`, scope.source.rangeOf(repeated));
  }
  return {
    pos: scope.source.rangeOf(context), kind: 'Property', ...named(context.id(), scope), modifiers: scope.modifiers,
    type: convertType(context.typeRef(), scope), getter: convertAccessor(getters[0], scope), setter: convertAccessor(setters[0], scope),
  };
}

function convertAccessor(context: PropertyBlockContext | undefined, scope: Scope): Accessor | undefined {
  if (context === undefined) return undefined;
  const body = present((present(context.getter()) ?? context.setter()).block());
  return {
    pos: scope.source.rangeOf(context),
    modifiers: convertModifiers(context.modifier_list(), scope),
    body: body === undefined ? undefined : convertBlock(body, scope),
  };
}

/** A construct that classes may contain and triggers or anonymous blocks may not. */
export function misplaced(what: string, where: string, range: Member['pos']): UnsupportedSyntax {
  return new UnsupportedSyntax(`${what} in ${where}`, range);
}
