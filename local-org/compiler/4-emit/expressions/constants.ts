/** Literals, tokens and other expressions without parts. */
import { js, text } from '../code.ts';
import type { Code } from '../code.ts';
import { enumConstantName } from '../names.ts';
import type { FunctionScope, ModuleScope } from '../scopes.ts';
import type { ConstantValue } from '../../3-check/typed.ts';
import type { Expression } from '../nodes.ts';

const literals: { readonly [K in ConstantValue['kind']]: (value: Extract<ConstantValue, { kind: K }>, module: ModuleScope) => Code } = {
  null: () => 'null',
  boolean: ({ value }) => String(value),
  integer: ({ value }) => (value < 0 ? `(${value})` : String(value)),
  long: ({ value }) => (value < 0n ? `(${value}n)` : `${value}n`),
  decimal: ({ digits }, module) => module.constant('k', `decimal ${digits}`, () => js`${module.helper('decimal')}(${text(digits)})`),
  double: ({ value }, module) => module.constant('k', `double ${value}`, () => js`${module.helper('double')}(${printDouble(value)})`),
  string: ({ value }) => text(value),
};

function printDouble(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

export function printLiteral(value: ConstantValue, module: ModuleScope): Code {
  return (literals[value.kind] as (value: ConstantValue, module: ModuleScope) => Code)(value, module);
}

export function printConstant(expression: Expression<'Constant'>, scope: FunctionScope): Code {
  return printLiteral(expression.value, scope.module);
}

export function printThis(): Code {
  return 'this';
}

export function printRefuse({ what }: Expression<'Refuse'>, scope: FunctionScope): Code {
  return js`${scope.helper('refuse')}(${text(what)})`;
}

/** Constants of platform enums are library members; those of user enums live on the emitted class. */
export function printEnumConstant(expression: Expression<'EnumConstant'>, scope: FunctionScope): Code {
  const { symbol, name } = expression;
  if (symbol.origin === 'user') return js`${scope.module.classOf(symbol)}.${enumConstantName(name)}`;
  return scope.module.constant('e', `${symbol.qualifiedName}.${name}`, () => js`$link.enumConstant(${text(symbol.qualifiedName)}, ${text(name)})`);
}

export function printLabel(expression: Expression<'Label'>, scope: FunctionScope): Code {
  return js`${scope.helper('label')}(${text(expression.name)})`;
}

/** Tokens are interned for the whole process. */
export function printSObjectTypeToken(expression: Expression<'SObjectTypeToken'>, scope: FunctionScope): Code {
  return scope.module.constant('o', expression.objectName, () => js`${scope.helper('sobjectType')}(${text(expression.objectName)})`);
}

export function printSObjectFieldToken(expression: Expression<'SObjectFieldToken'>, scope: FunctionScope): Code {
  const { objectName, fieldName } = expression;
  return scope.module.constant('o', `${objectName}.${fieldName}`, () => js`${scope.helper('sobjectField')}(${text(objectName)}, ${text(fieldName)})`);
}

export function printSObjectDescribe(expression: Expression<'SObjectDescribe'>, scope: FunctionScope): Code {
  return js`${scope.helper('sobjectDescribe')}(${text(expression.objectName)})`;
}

export function printFieldDescribe(expression: Expression<'FieldDescribe'>, scope: FunctionScope): Code {
  return js`${scope.helper('fieldDescribe')}(${text(expression.objectName)}, ${text(expression.fieldName)})`;
}

export function printClassLiteral(expression: Expression<'ClassLiteral'>, scope: FunctionScope): Code {
  return js`${scope.helper('typeOf')}(${scope.module.runtimeType(expression.of)})`;
}
