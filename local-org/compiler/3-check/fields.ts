/** Reading and writing fields of classes: visibility, accessors, static against instance, and what the platform implements. */
import type { Position } from '../position.ts';
import { substitute, substitutionOf } from '../2-bind/type-algebra.ts';
import { asInstanceOf } from '../2-bind/hierarchy.ts';
import type { Accessor } from '../1-parse/ast.ts';
import type { Visibility } from '../2-bind/visibility.ts';
import { isNarrower, isVisible, visibilityOf } from '../2-bind/visibility.ts';
import { DIAGNOSTICS } from '../diagnostics.ts';
import type { FieldSymbol, Type } from '../types.ts';
import type { CodeContext } from './context.ts';
import type { Place, TypedExpression } from './typed.ts';

/** `update` reads and writes: compound assignment, `++`. */
export type Use = 'read' | 'write' | 'update';

/** A field as an expression. `receiver` undefined for static fields. For `write` the node only carries the place. */
export function fieldExpression(field: FieldSymbol, receiver: TypedExpression | undefined, use: Use, pos: Position, context: CodeContext): TypedExpression {
  if (field.isEnumConstant) {
    if (use !== 'read') return context.fail(DIAGNOSTICS.notWriteable, pos, qualifiedName(field));
    return { kind: 'EnumConstant', symbol: field.owner, name: field.name, type: field.type, pos };
  }
  if (use !== 'write') checkReadable(field, pos, context);
  if (use !== 'read') checkWriteable(field, receiver, pos, context);
  const place: Place = { kind: 'field', receiver, field, direct: isDirect(field, receiver, context) };
  return { kind: 'Read', place, type: typeOnReceiver(field, receiver), pos };
}

/** In its own accessor a property means its backing field. */
function isDirect(field: FieldSymbol, receiver: TypedExpression | undefined, context: CodeContext): boolean {
  return context.accessorOf === field && (receiver === undefined || receiver.kind === 'This');
}

function typeOnReceiver(field: FieldSymbol, receiver: TypedExpression | undefined): Type {
  if (receiver === undefined || receiver.type.kind !== 'class') return field.type;
  const owner = asInstanceOf(receiver.type, field.owner);
  return owner === undefined ? field.type : substitute(field.type, substitutionOf(owner));
}

function checkReadable(field: FieldSymbol, pos: Position, context: CodeContext): void {
  if (field.owner.origin === 'platform') {
    if (field.implementation === undefined) context.report(DIAGNOSTICS.unsupportedMember, pos, qualifiedName(field));
    return;
  }
  if (field.property !== undefined && field.property.getter === undefined && context.accessorOf !== field) context.report(DIAGNOSTICS.notReadable, pos, field.name);
  checkVisible(field, context.program.accessors.get(field)?.getter, pos, context);
}

function checkWriteable(field: FieldSymbol, receiver: TypedExpression | undefined, pos: Position, context: CodeContext): void {
  if (field.owner.origin === 'platform') {
    if (field.setterImplementation === undefined) context.report(DIAGNOSTICS.unsupportedMember, pos, `assigning ${qualifiedName(field)}`);
    return;
  }
  if (field.property !== undefined && field.property.setter === undefined && context.accessorOf !== field) context.report(DIAGNOSTICS.notWriteable, pos, field.name);
  checkVisible(field, context.program.accessors.get(field)?.setter, pos, context);
  if (field.isFinal && !mayInitialize(field, receiver, context)) context.report(DIAGNOSTICS.finalField, pos, field.name);
}

/**
 * Besides the places a plain final field has, the backing field of a final property is set by its own accessors, and constructors of subclasses set final
 * fields they inherit. platform-facts: inherited-final-fields
 */
function mayInitialize(field: FieldSymbol, receiver: TypedExpression | undefined, context: CodeContext): boolean {
  if (context.accessorOf === field) return true;
  if (field.isStatic) return context.symbol === field.owner && context.role === 'initializer' && context.isStatic;
  const isInitializing = context.role === 'constructor' || (context.symbol === field.owner && context.role === 'initializer' && !context.isStatic);
  return isInitializing && receiver?.kind === 'This';
}

function checkVisible(field: FieldSymbol, accessor: Accessor | undefined, pos: Position, context: CodeContext): void {
  const isTestVisible = field.annotations.has('testvisible');
  if (!isVisible({ owner: field.owner, visibility: accessorVisibility(field, accessor), isTestVisible }, context.type)) {
    context.report(DIAGNOSTICS.variableNotVisible, pos, field.name);
  }
}

function accessorVisibility(field: FieldSymbol, accessor: Accessor | undefined): Visibility {
  const own = visibilityOf(field.modifiers);
  if (accessor === undefined || !statesVisibility(accessor)) return own;
  const stated = visibilityOf(accessor.modifiers.names);
  return isNarrower(stated, own) ? stated : own;
}

function statesVisibility(accessor: Accessor): boolean {
  return (['private', 'protected', 'public', 'global'] as const).some((name) => accessor.modifiers.names.has(name));
}

function qualifiedName(field: FieldSymbol): string {
  return `${field.owner.qualifiedName}.${field.name}`;
}
