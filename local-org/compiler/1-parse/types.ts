/** Parse tree of type references → TypeRef. */
import type { CreatedNameContext, IdCreatedNamePairContext, TypeListContext, TypeNameContext, TypeRefContext, QualifiedNameContext } from '@apexdevtools/apex-parser';
import { present, UnexpectedToken, UnsupportedSyntax } from '../../soql/grammar.ts';
import type { TypeRef } from './ast.ts';
import { convertMemberName, convertName } from './names.ts';
import type { Scope } from './scope.ts';

export function convertType(context: TypeRefContext, scope: Scope): TypeRef {
  const parts = context.typeName_list();
  const pos = scope.source.rangeOf(context);
  const written: TypeRef = { pos, names: parts.map((part, index) => (index === 0 ? convertName(part, scope) : convertMemberName(part, scope))), arguments: convertArguments(parts, scope) };
  const brackets = present(context.arraySubscripts())?.LBRACK_list() ?? [];
  const [bracket] = brackets;
  // Salesforce knows arrays of plain names only. platform-facts: no-arrays-of-generics
  if (bracket !== undefined && written.arguments.length > 0) throw new UnexpectedToken('[', scope.source.rangeOf({ start: bracket.symbol }));
  return inLists(written, brackets.length);
}

/** `T[]` is `List<T>`, `T[][]` a list of lists. */
export function inLists(element: TypeRef, dimensions: number): TypeRef {
  return dimensions === 0 ? element : inLists({ pos: element.pos, names: ['List'], arguments: [element] }, dimensions - 1);
}

export function convertTypeList(context: TypeListContext | undefined, scope: Scope): readonly TypeRef[] {
  return context === undefined ? [] : context.typeRef_list().map((type) => convertType(type, scope));
}

export function convertQualifiedType(context: QualifiedNameContext, scope: Scope): TypeRef {
  return { pos: scope.source.rangeOf(context), names: context.id_list().map((id, index) => (index === 0 ? convertName(id, scope) : convertMemberName(id, scope))), arguments: [] };
}

/** The name after `new`. */
export function convertCreatedName(context: CreatedNameContext, scope: Scope): TypeRef {
  const pairs = context.idCreatedNamePair_list();
  const last = pairs.at(-1) as IdCreatedNamePairContext;
  if (pairs.some((pair) => pair !== last && present(pair.typeList()) !== undefined)) throw innerArguments(context, scope);
  return { pos: scope.source.rangeOf(context), names: pairs.map((pair) => convertMemberName(pair.anyId(), scope)), arguments: convertTypeList(present(last.typeList()), scope) };
}

function convertArguments(parts: readonly TypeNameContext[], scope: Scope): readonly TypeRef[] {
  const last = parts.at(-1) as TypeNameContext;
  const early = parts.find((part) => part !== last && present(part.typeArguments()) !== undefined);
  if (early !== undefined) throw innerArguments(early, scope);
  return convertTypeList(present(last.typeArguments())?.typeList(), scope);
}

function innerArguments(context: TypeNameContext | CreatedNameContext, scope: Scope): UnsupportedSyntax {
  return new UnsupportedSyntax('A type argument inside a qualified type name', scope.source.rangeOf(context));
}
