/** Names, dots and indexes: everything that can stand as a place or lead to one. */
import type { Expression } from '../../1-parse/ast.ts';
import { fold } from '../../2-bind/folded-name.ts';
import { INTEGER, STRING, typeText } from '../../2-bind/type-algebra.ts';
import { DIAGNOSTICS } from '../../diagnostics.ts';
import type { CodeContext } from '../context.ts';
import { readLocal } from '../context.ts';
import { convert } from '../conversions.ts';
import { rowTypeOf, singleRow } from '../conversions.ts';
import type { Use } from '../fields.ts';
import type { Chain, Meaning } from '../meaning.ts';
import type { MemberName } from '../members-of-types.ts';
import { memberOfFieldDescribes, memberOfFieldTokens, memberOfType, typeInNamespace } from '../members-of-types.ts';
import { memberOfValue } from '../members-of-values.ts';
import { meaningOfName, thisExpression } from '../names.ts';
import { temporary } from '../scope.ts';
import type { Place, TypedExpression } from '../typed.ts';
import type { Node } from './expression.ts';
import { checkChained, checkExpression, checkValue } from './expression.ts';

export function checkThis(node: Node<'This'>, context: CodeContext): TypedExpression {
  if (context.isStatic || context.symbol === undefined) return context.fail(DIAGNOSTICS.thisInStaticContext, node.pos, 'this');
  return thisExpression(node.pos, context);
}

/** `super` alone has no value; calls through it are the business of the method call. */
export function checkSuper(node: Node<'Super'>, context: CodeContext): TypedExpression {
  return context.fail(DIAGNOSTICS.unknownVariable, node.pos, 'super');
}

export function checkName(node: Node<'Name'>, context: CodeContext): TypedExpression {
  return nameExpression(node, 'read', context);
}

export function checkDot(node: Node<'Dot'>, context: CodeContext, chain: Chain): TypedExpression {
  return dotExpression(node, 'read', context, chain);
}

export function checkIndex(node: Node<'Index'>, context: CodeContext, chain: Chain): TypedExpression {
  const list = checkChained(node.target, context, chain);
  const index = convert(checkValue(node.index, context), INTEGER, context);
  if (list.type.kind === 'error') return list;
  if (list.type.kind !== 'list') return context.fail(DIAGNOSTICS.indexOfNonList, node.pos, typeText(list.type));
  return { kind: 'Read', place: { kind: 'index', list, index }, type: list.type.element, pos: node.pos };
}

function nameExpression(node: Node<'Name'>, use: Use, context: CodeContext): TypedExpression {
  const meaning = meaningOfName(node.name, use, node.pos, context);
  if (meaning?.kind === 'value') return meaning.expression;
  return context.fail(DIAGNOSTICS.unknownVariable, node.pos, node.name);
}

function dotExpression(node: Node<'Dot'>, use: Use, context: CodeContext, chain: Chain): TypedExpression {
  const meaning = meaningOfDot(node, use, context, chain);
  switch (meaning.kind) {
    case 'value': return meaning.expression;
    case 'type': return context.fail(DIAGNOSTICS.typeAsValue, node.pos, typeText(meaning.type));
    case 'fieldDescribes': return meaning.describe;
    default: return context.fail(DIAGNOSTICS.unknownVariable, node.pos, node.name);
  }
}

// ---- meanings

/** What the expression left of a dot means. Reports a name that means nothing. */
export function meaningOfTarget(node: Expression, context: CodeContext, chain: Chain): Meaning {
  switch (node.kind) {
    case 'Name': {
      const meaning = meaningOfName(node.name, 'read', node.pos, context);
      return meaning ?? { kind: 'value', expression: unknownTarget(node, context) };
    }
    case 'Dot': return meaningOfDot(node, 'read', context, chain);
    case 'Super': return { kind: 'super', pos: node.pos };
    default: return { kind: 'value', expression: checkChained(node, context, chain) };
  }
}

/** `Page.Receipt` names a Visualforce page. */
function unknownTarget(node: Node<'Name'>, context: CodeContext): TypedExpression {
  if (fold(node.name) === 'page') return context.fail(DIAGNOSTICS.unsupportedFeature, node.pos, 'Visualforce pages (Page.…)');
  return context.fail(DIAGNOSTICS.unknownTarget, node.pos, node.name);
}

function meaningOfDot(node: Node<'Dot'>, use: Use, context: CodeContext, chain: Chain): Meaning {
  const target = meaningOfTarget(node.target, context, chain);
  const member: MemberName = { name: node.name, folded: fold(node.name), pos: node.pos, use };
  const found = memberOf(target, member, node.isSafe, context, chain);
  return found ?? { kind: 'value', expression: unknownMember(target, node, context) };
}

function unknownMember(target: Meaning, node: Node<'Dot'>, context: CodeContext): TypedExpression {
  const objectName = objectOf(target);
  if (objectName === undefined) return context.fail(mayNameObject(target) ? DIAGNOSTICS.unknownTarget : DIAGNOSTICS.unknownVariable, node.pos, node.name);
  return context.fail(DIAGNOSTICS.unknownRecordMember, node.pos, node.name, objectName);
}

/** `Schema.Account`, `Schema.SObjectType.Account` */
function mayNameObject(target: Meaning): boolean {
  if (target.kind === 'namespace') return target.name === 'schema';
  return target.kind === 'type' && (target.namespace === 'schema' || (target.type.kind === 'class' && target.type.symbol.qualifiedName === 'Schema.SObjectType'));
}

/** The object whose fields stand right of the dot: `Account.Name`, `Account.fields.Name`. */
function objectOf(target: Meaning): string | undefined {
  if (target.kind === 'type') return target.type.kind === 'sobject' ? target.type.apiName : undefined;
  return target.kind === 'fieldTokens' || target.kind === 'fieldDescribes' ? target.objectName : undefined;
}

function memberOf(target: Meaning, member: MemberName, isSafe: boolean, context: CodeContext, chain: Chain): Meaning | undefined {
  switch (target.kind) {
    case 'value': return memberOfExpression(target.expression, member, isSafe, context, chain);
    case 'type': return memberOfType(target, member, context);
    case 'namespace': return typeInNamespace(target.name, member, context);
    case 'fieldTokens': return memberOfFieldTokens(target.objectName, member, context);
    case 'fieldDescribes': return memberOfFieldDescribes(target.objectName, member, context);
    case 'super': return { kind: 'value', expression: memberOfValue(thisExpression(member.pos, context), member, false, context) };
  }
}

function memberOfExpression(expression: TypedExpression, member: MemberName, isSafe: boolean, context: CodeContext, chain: Chain): Meaning {
  if (expression.kind === 'SObjectTypeToken' && member.folded === 'fields') return { kind: 'fieldTokens', objectName: expression.objectName };
  if (expression.kind === 'SObjectDescribe' && member.folded === 'fields') return { kind: 'fieldDescribes', objectName: expression.objectName, describe: expression };
  const constant = constantOfField(expression, member, context);
  if (constant !== undefined) return { kind: 'value', expression: constant };
  const receiver = isSafe ? linkSafely(expression, chain) : expression;
  return { kind: 'value', expression: memberOfValue(receiver, member, isSafe, context) };
}

/** `Job__Share.RowCause.Manual` */
function constantOfField(expression: TypedExpression, member: MemberName, context: CodeContext): TypedExpression | undefined {
  if (expression.kind !== 'SObjectFieldToken') return undefined;
  const field = context.program.universe.sobject(fold(expression.objectName))?.fields.get(fold(expression.fieldName));
  const text = field?.constants?.get(member.folded);
  return text === undefined ? undefined : { kind: 'Constant', value: { kind: 'string', value: text }, type: STRING, pos: member.pos };
}

/** Opens a safe navigation: from here on the chain reads a temporary that is known not to be null. */
export function linkSafely(receiver: TypedExpression, chain: Chain): TypedExpression {
  if (receiver.type.kind === 'error') return receiver;
  const value = rowTypeOf(receiver)?.kind === 'sobject' ? singleRow(receiver, true) : receiver;
  const local = temporary('safe', value.type);
  chain.push({ receiver: value, temporary: local });
  return readLocal(local, receiver.pos);
}

// ---- places

export interface CheckedPlace {
  readonly place: Place;
  /** Reading the place; carries its type. */
  readonly read: TypedExpression;
}

/** The left side of an assignment; `undefined` after a diagnostic. */
export function checkPlace(node: Expression, use: 'write' | 'update', context: CodeContext): CheckedPlace | undefined {
  const read = placeExpression(node, use, context);
  if (read.type.kind === 'error') return undefined;
  if (read.kind === 'Read') return { place: read.place, read };
  context.report(DIAGNOSTICS.notAssignable, node.pos);
  return undefined;
}

function placeExpression(node: Expression, use: 'write' | 'update', context: CodeContext): TypedExpression {
  switch (node.kind) {
    case 'Name': return nameExpression(node, use, context);
    case 'Parenthesized': return placeExpression(node.expression, use, context);
    case 'Dot': {
      const chain: Chain = [];
      const read = dotExpression(node, use, context, chain);
      return chain.length === 0 ? read : context.fail(DIAGNOSTICS.notAssignable, node.pos);
    }
    default: return checkExpression(node, context);
  }
}
