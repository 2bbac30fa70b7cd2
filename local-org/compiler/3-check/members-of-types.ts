/** What a name means right of a type or namespace: static fields, enum constants, inner types, sObject tokens, describes, labels, trigger variables. */
import type { FoldedName } from '../2-bind/folded-name.ts';
import { fold } from '../2-bind/folded-name.ts';
import { findField, findInnerType } from '../2-bind/hierarchy.ts';
import { classType, listOf, mapOf, ID, sobjectType, STRING } from '../2-bind/type-algebra.ts';
import type { ClassType } from '../2-bind/type-algebra.ts';
import { DIAGNOSTICS } from '../diagnostics.ts';
import type { Position } from '../position.ts';
import type { FieldSymbol, Type, TypeSymbol } from '../types.ts';
import type { SObjectShape } from '../universe.ts';
import type { CodeContext } from './context.ts';
import type { Use } from './fields.ts';
import { fieldExpression } from './fields.ts';
import type { Meaning } from './meaning.ts';
import type { TypedExpression } from './typed.ts';

export interface MemberName {
  readonly name: string;
  readonly folded: FoldedName;
  readonly pos: Position;
  readonly use: Use;
}

const value = (expression: TypedExpression): Meaning => ({ kind: 'value', expression });

/** `undefined`: the type has no such member. */
export function memberOfType(meaning: Extract<Meaning, { kind: 'type' }>, member: MemberName, context: CodeContext): Meaning | undefined {
  const own = meaning.type.kind === 'sobject' ? sobjectMember(meaning.type.apiName, member, context) : classMember(meaning.type, member, context);
  if (own !== undefined || meaning.namespace === undefined) return own;
  return typeInNamespace(meaning.namespace, member, context);
}

export function typeInNamespace(namespace: FoldedName, member: MemberName, context: CodeContext): Meaning | undefined {
  const type = context.program.resolver.inNamespace(namespace, member.folded);
  return type === undefined ? undefined : { kind: 'type', type, namespace: undefined };
}

// ---- classes

type SpecialMember = (member: MemberName, context: CodeContext) => Meaning | undefined;

/** Platform types whose members the project's metadata or the place in the code decides. */
const SPECIAL_TYPES: Readonly<Record<string, SpecialMember>> = {
  'system.label': labelMember,
  'schema.sobjecttype': describeMember,
  'system.trigger': triggerMember,
};

function classMember(type: Type, member: MemberName, context: CodeContext): Meaning | undefined {
  const owner = context.program.platform.memberType(type);
  if (owner === undefined) return undefined;
  const special = owner.symbol.origin === 'platform' ? SPECIAL_TYPES[fold(owner.symbol.qualifiedName)] : undefined;
  return special?.(member, context) ?? staticField(owner, member, context) ?? innerType(owner.symbol, member.folded, context) ?? instanceField(owner, member, context);
}

function staticField(owner: ClassType, member: MemberName, context: CodeContext): Meaning | undefined {
  const constant = platformConstant(owner.symbol, member);
  if (constant !== undefined) return value(constant);
  const field = findField(owner.symbol, member.folded);
  return field?.isStatic === true ? value(fieldExpression(field, undefined, member.use, member.pos, context)) : undefined;
}

/** Comes last: right of a type, an inner type is not hidden by an instance field of its name. platform-facts: inner-type-behind-field */
function instanceField(owner: ClassType, member: MemberName, context: CodeContext): Meaning | undefined {
  const isField = findField(owner.symbol, member.folded) !== undefined;
  return isField ? value(context.fail(DIAGNOSTICS.instanceFieldInStaticContext, member.pos, member.name)) : undefined;
}

/** Platform enums may list their constants without fields for them. */
function platformConstant(symbol: TypeSymbol, member: MemberName): TypedExpression | undefined {
  if (symbol.origin !== 'platform' || symbol.kind !== 'enum') return undefined;
  const name = symbol.constants.find((constant) => fold(constant) === member.folded);
  return name === undefined ? undefined : { kind: 'EnumConstant', symbol, name, type: classType(symbol), pos: member.pos };
}

function innerType(symbol: TypeSymbol, name: FoldedName, context: CodeContext): Meaning | undefined {
  const inner = findInnerType(symbol, name) ?? (symbol.origin === 'platform' ? context.program.platform.named(`${fold(symbol.qualifiedName)}.${name}`) : undefined);
  return inner === undefined ? undefined : { kind: 'type', type: classType(inner), namespace: undefined };
}

function labelMember(member: MemberName, context: CodeContext): Meaning {
  if (!context.program.universe.hasLabel(member.folded)) return value(context.fail(DIAGNOSTICS.unknownLabel, member.pos, member.name));
  return value({ kind: 'Label', name: member.name, type: STRING, pos: member.pos });
}

/** `Schema.SObjectType.Account` */
function describeMember(member: MemberName, context: CodeContext): Meaning | undefined {
  const shape = context.program.universe.sobject(member.folded);
  if (shape === undefined) return undefined;
  const type = context.program.platform.classNamed('schema.describesobjectresult');
  return value({ kind: 'SObjectDescribe', objectName: shape.apiName, type, pos: member.pos });
}

const TRIGGER_COLLECTIONS: Readonly<Record<string, (record: Type) => Type>> = {
  new: listOf, old: listOf, newmap: (record) => mapOf(ID, record), oldmap: (record) => mapOf(ID, record),
};

/** In a trigger the collections have the trigger's own record type; elsewhere they hold SObjects. */
function triggerMember(member: MemberName, context: CodeContext): Meaning | undefined {
  const collection = TRIGGER_COLLECTIONS[member.folded];
  const trigger = context.program.platform.named('system.trigger');
  const field: FieldSymbol | undefined = trigger?.fields.get(member.folded);
  if (context.trigger === undefined || collection === undefined || field === undefined) return undefined;
  const shape = context.program.universe.sobject(fold(context.trigger.objectName));
  const operand = fieldExpression(field, undefined, member.use, member.pos, context);
  if (shape === undefined || operand.kind !== 'Read') return value(operand);
  return value({ kind: 'Convert', conversion: 'Upcast', operand, type: collection(sobjectType(shape.apiName)), pos: member.pos });
}

// ---- sObjects

/** `Account.SObjectType`, `Account.Name`, `Account.fields`; `Contact.Account` leads on to the parent's fields. */
function sobjectMember(apiName: string, member: MemberName, context: CodeContext): Meaning | undefined {
  const shape = context.program.universe.sobject(fold(apiName));
  if (shape === undefined) return undefined;
  if (member.folded === 'sobjecttype') return value(sobjectTypeToken(shape.apiName, member.pos, context));
  const token = fieldToken(shape, member, context);
  if (token !== undefined) return token;
  if (member.folded === 'fields') return { kind: 'fieldTokens', objectName: shape.apiName };
  const parent = shape.parents.get(member.folded);
  const target = parent?.referenceTo.length === 1 ? context.program.universe.sobject(fold(parent.referenceTo[0]!)) : undefined;
  return target === undefined ? undefined : { kind: 'type', type: sobjectType(target.apiName), namespace: undefined };
}

export function sobjectTypeToken(objectName: string, pos: Position, context: CodeContext): TypedExpression {
  return { kind: 'SObjectTypeToken', objectName, type: context.program.platform.classNamed('schema.sobjecttype'), pos };
}

function fieldToken(shape: SObjectShape, member: MemberName, context: CodeContext): Meaning | undefined {
  const field = shape.fields.get(member.folded);
  if (field === undefined) return undefined;
  const type = context.program.platform.classNamed('schema.sobjectfield');
  return value({ kind: 'SObjectFieldToken', objectName: shape.apiName, fieldName: field.apiName, type, pos: member.pos });
}

export function memberOfFieldTokens(objectName: string, member: MemberName, context: CodeContext): Meaning | undefined {
  const shape = context.program.universe.sobject(fold(objectName));
  return shape === undefined ? undefined : fieldToken(shape, member, context);
}

export function memberOfFieldDescribes(objectName: string, member: MemberName, context: CodeContext): Meaning | undefined {
  const field = context.program.universe.sobject(fold(objectName))?.fields.get(member.folded);
  if (field === undefined) return undefined;
  const type = context.program.platform.classNamed('schema.describefieldresult');
  return value({ kind: 'FieldDescribe', objectName, fieldName: field.apiName, type, pos: member.pos });
}
