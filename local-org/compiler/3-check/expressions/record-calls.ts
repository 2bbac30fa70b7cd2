/** Calls that only records have: `account.Name.addError(…)` and the static methods of custom settings and custom metadata types. */
import { fold } from '../../2-bind/folded-name.ts';
import type { FoundMethod } from '../../2-bind/hierarchy.ts';
import { findMethods } from '../../2-bind/hierarchy.ts';
import { classType, mapOf, sobjectType, STRING } from '../../2-bind/type-algebra.ts';
import { DIAGNOSTICS } from '../../diagnostics.ts';
import type { Type } from '../../types.ts';
import type { SObjectShape } from '../../universe.ts';
import type { CodeContext } from '../context.ts';
import type { TypedExpression } from '../typed.ts';
import type { CallSite } from './calls.ts';
import { call, choose } from './calls.ts';

/** An error on a field of a record is an error on the record with the field's token; `undefined` when the call is something else. */
export function sobjectFieldError(expression: TypedExpression, site: CallSite, context: CodeContext): TypedExpression | undefined {
  if (fold(site.name) !== 'adderror' || expression.kind !== 'Read' || expression.place.kind !== 'sobjectField') return undefined;
  const { receiver, objectName, fieldName } = expression.place;
  const token: TypedExpression = { kind: 'SObjectFieldToken', objectName, fieldName, type: context.program.platform.classNamed('schema.sobjectfield'), pos: expression.pos };
  const record = context.program.platform.memberType(receiver.type);
  const extended: CallSite = { ...site, arguments: [token, ...site.arguments] };
  const choice = choose(record === undefined ? [] : findMethods(record, 'adderror'), extended, context);
  if (choice.kind !== 'chosen') return undefined;
  return call(choice.target, { kind: 'value', expression: receiver }, choice.arguments, extended, context);
}

/**
 * `Setting__c.getInstance()`, `Type__mdt.getAll()`. The universe has these as static methods of System.CustomSetting and System.CustomMetadata;
 * the type of the call tells the library which object is meant.
 */
export function recordStaticCall(apiName: string, site: CallSite, context: CodeContext): TypedExpression | undefined {
  const shape = context.program.universe.sobject(fold(apiName));
  const holderName = shape === undefined ? undefined : holderOf(shape);
  if (shape === undefined || holderName === undefined || !RECORD_METHODS.has(fold(site.name))) return undefined;
  const holder = context.program.platform.named(holderName);
  const choice = choose(holder === undefined ? [] : findMethods(classType(holder), fold(site.name)), site, context);
  if (choice.kind !== 'chosen') return context.fail(DIAGNOSTICS.unsupportedMember, site.pos, `${apiName}.${site.name}()`);
  const typed: FoundMethod = { on: choice.target.on, method: { ...choice.target.method, returnType: resultOf(site, sobjectType(shape.apiName)) } };
  return call(typed, undefined, choice.arguments, site, context);
}

const RECORD_METHODS: ReadonlySet<string> = new Set(['getinstance', 'getall', 'getvalues', 'getorgdefaults']);

function holderOf(shape: SObjectShape): string | undefined {
  if (shape.isCustomMetadata) return 'system.custommetadata';
  return shape.isCustomSetting ? 'system.customsetting' : undefined;
}

function resultOf(site: CallSite, record: Type): Type {
  return fold(site.name) === 'getall' ? mapOf(STRING, record) : record;
}
