/** What a name means right of a value: a field of an object, or a field, parent or child relationship of a record. */
import { fold } from '../2-bind/folded-name.ts';
import { findField } from '../2-bind/hierarchy.ts';
import { ID, isGenericSObject, listOf, SOBJECT, sobjectType, STRING, typeText } from '../2-bind/type-algebra.ts';
import { DIAGNOSTICS } from '../diagnostics.ts';
import type { Type, TypeSymbol } from '../types.ts';
import type { FieldShape, ParentShape, SObjectShape, TypeUniverse } from '../universe.ts';
import type { CodeContext } from './context.ts';
import { rowTypeOf, singleRow } from './conversions.ts';
import { fieldExpression } from './fields.ts';
import type { MemberName } from './members-of-types.ts';
import type { TypedExpression } from './typed.ts';

/** A member of a value, as an expression; reports what does not exist. `afterSafe`: the receiver may be missing without an error. */
export function memberOfValue(receiver: TypedExpression, member: MemberName, afterSafe: boolean, context: CodeContext): TypedExpression {
  const { type } = receiver;
  if (type.kind === 'error') return receiver;
  if (receiver.kind === 'SObjectFieldToken' && fold(receiver.fieldName) === 'rowcause') return rowCause(receiver.objectName, member, context);
  if (rowTypeOf(receiver)?.kind === 'sobject') return memberOfValue(singleRow(receiver, afterSafe), member, false, context);
  if (type.kind === 'sobject') return recordMember(receiver, type.apiName, member, context);
  if (type.kind === 'class') {
    const field = findField(type.symbol, member.folded);
    if (field === undefined) return missingField(type.symbol, member, context);
    if (field.isStatic) return context.fail(DIAGNOSTICS.staticFieldOnInstance, member.pos, member.name);
    return fieldExpression(field, receiver, member.use, member.pos, context);
  }
  return context.fail(DIAGNOSTICS.fieldOfNonObject, member.pos, typeText(type));
}

/** Why the platform itself shares a record; `Account__Share.RowCause.Manual` is the text. */
const ROW_CAUSES = ['Owner', 'Manual', 'Rule', 'ImplicitChild', 'ImplicitParent', 'ImplicitPerson', 'Team', 'Territory', 'TerritoryManual', 'TerritoryRule', 'GuestRule', 'GuestParentImplicit'];

function rowCause(objectName: string, member: MemberName, context: CodeContext): TypedExpression {
  const reason = ROW_CAUSES.find((name) => fold(name) === member.folded);
  if (reason !== undefined) return { kind: 'Constant', value: { kind: 'string', value: reason }, type: STRING, pos: member.pos };
  return context.fail(DIAGNOSTICS.unsupportedFeature, member.pos, `sharing reasons (${objectName}.RowCause.${member.name})`);
}

/** Salesforce lets describe results lead on by these names; a universe may lack them. */
const DESCRIBE_MEMBERS: ReadonlySet<string> = new Set(['fields', 'fieldsets']);

function missingField(symbol: TypeSymbol, member: MemberName, context: CodeContext): TypedExpression {
  const isDescribe = symbol.qualifiedName === 'Schema.DescribeSObjectResult' && DESCRIBE_MEMBERS.has(member.folded);
  if (isDescribe) return context.fail(DIAGNOSTICS.unsupportedMember, member.pos, `${symbol.qualifiedName}.${member.name}`);
  return context.fail(DIAGNOSTICS.unknownVariable, member.pos, member.name);
}

function recordMember(receiver: TypedExpression, apiName: string, member: MemberName, context: CodeContext): TypedExpression {
  const { pos } = member;
  if (isGenericSObject(receiver.type)) return genericMember(receiver, member, context);
  const shape = context.program.universe.sobject(fold(apiName));
  const field = shape?.fields.get(member.folded);
  if (shape === undefined) return context.fail(DIAGNOSTICS.unknownRecordMember, pos, member.name, apiName);
  if (field !== undefined) return fieldOfRecord(receiver, shape, field, member, context);
  const parent = shape.parents.get(member.folded);
  if (parent !== undefined) {
    const place = { kind: 'sobjectParent', receiver, objectName: shape.apiName, relationshipName: parent.relationshipName } as const;
    return { kind: 'Read', place, type: parentType(parent, context), pos };
  }
  const child = shape.children.get(member.folded);
  if (child === undefined) return context.fail(DIAGNOSTICS.unknownRecordMember, pos, member.name, shape.apiName);
  return { kind: 'SObjectChildren', receiver, objectName: shape.apiName, relationshipName: child.relationshipName, type: listOf(childType(child.objectName, context)), pos };
}

/** Of a record whose type is not known only the Id can be named. */
function genericMember(receiver: TypedExpression, member: MemberName, context: CodeContext): TypedExpression {
  if (member.folded !== 'id') return context.fail(DIAGNOSTICS.fieldOfNonObject, member.pos, typeText(receiver.type));
  return { kind: 'Read', place: { kind: 'sobjectField', receiver, objectName: 'SObject', fieldName: 'Id' }, type: ID, pos: member.pos };
}

function fieldOfRecord(receiver: TypedExpression, shape: SObjectShape, field: FieldShape, member: MemberName, context: CodeContext): TypedExpression {
  if (member.use !== 'read' && !mayBeAssigned(field)) return context.fail(DIAGNOSTICS.notWriteable, member.pos, `${shape.apiName}.${field.apiName}`);
  return { kind: 'Read', place: { kind: 'sobjectField', receiver, objectName: shape.apiName, fieldName: field.apiName }, type: fieldType(field, context.program.universe), pos: member.pos };
}

/** The Id of a record in memory can be set, although no statement ever writes it. platform-facts: record-id-assignable */
export function mayBeAssigned(field: FieldShape): boolean {
  return field.isWriteable || fold(field.apiName) === 'id';
}

export function fieldType(field: FieldShape, universe: TypeUniverse): Type {
  const symbol = field.className === undefined ? undefined : universe.platformType(fold(field.className));
  if (symbol !== undefined) return { kind: 'class', symbol, arguments: [] };
  return { kind: 'primitive', name: field.type };
}

/** A parent that may be of several types is seen as the object `Name`, which has what all of them share. platform-facts: polymorphic-parent-name */
export function parentType(parent: ParentShape, context: CodeContext): Type {
  const [only, ...others] = parent.referenceTo;
  const name = only === undefined || others.length > 0 ? 'name' : fold(only);
  const shape = context.program.universe.sobject(name);
  return shape === undefined ? SOBJECT : sobjectType(shape.apiName);
}

function childType(objectName: string, context: CodeContext): Type {
  return sobjectType(context.program.universe.sobject(fold(objectName))?.apiName ?? objectName);
}
