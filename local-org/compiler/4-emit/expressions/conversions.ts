/** Conversions, casts, type tests and the text of values. */
import { js, join } from '../code.ts';
import type { Code } from '../code.ts';
import type { HelperName } from '../helper-names.ts';
import { isNeverNull } from '../nullness.ts';
import type { FunctionScope } from '../scopes.ts';
import { printLiteral } from './constants.ts';
import type { ConstantValue, ConversionKind, TypedExpression } from '../../3-check/typed.ts';
import type { Type } from '../../types.ts';
import { named, sequence } from './operands.ts';
import type { Expression } from '../nodes.ts';

const conversionHelpers: { readonly [K in ConversionKind]: HelperName | undefined } = {
  IntegerToLong: 'integerToLong', IntegerToDouble: 'integerToDouble', IntegerToDecimal: 'integerToDecimal', LongToDouble: 'longToDouble', LongToDecimal: 'longToDecimal',
  DoubleToDecimal: 'doubleToDecimal', DecimalToDouble: 'decimalToDouble', DateToDatetime: 'dateToDatetime', StringToId: 'stringToId', IdToString: undefined, Upcast: undefined,
};

export function printConvert(expression: Expression<'Convert'>, scope: FunctionScope): Code {
  const { conversion, operand } = expression;
  const folded = foldConstant(conversion, operand);
  if (folded !== undefined) return printLiteral(folded, scope.module);
  const helper = conversionHelpers[conversion];
  const value = scope.expression(operand);
  if (helper === undefined) return value;
  if (conversion === 'IntegerToLong' && isNeverNull(operand, scope)) return js`BigInt(${value})`;
  return js`${scope.helper(helper)}(${value})`;
}

/** `price * 2`: the literal becomes the Decimal once, not on every turn. */
function foldConstant(conversion: ConversionKind, operand: TypedExpression): ConstantValue | undefined {
  if (operand.kind !== 'Constant') return undefined;
  const { value } = operand;
  if (value.kind === 'null') return value;
  if (value.kind !== 'integer') return undefined;
  switch (conversion) {
    case 'IntegerToLong': return { kind: 'long', value: BigInt(value.value) };
    case 'IntegerToDouble': return { kind: 'double', value: value.value };
    case 'IntegerToDecimal': return { kind: 'decimal', digits: String(value.value) };
    default: return undefined;
  }
}

const numericCasts: ReadonlyMap<string, HelperName> = new Map([['Integer', 'toInteger'], ['Long', 'toLong'], ['Double', 'toDouble'], ['Decimal', 'toDecimal']]);
const isNumeric = (type: Type): type is Extract<Type, { kind: 'primitive' }> => type.kind === 'primitive' && numericCasts.has(type.name);

export function printCast(expression: Expression<'Cast'>, scope: FunctionScope): Code {
  const { to, operand } = expression;
  const value = scope.expression(operand);
  if (isNumeric(to) && isNumeric(operand.type)) return to.name === operand.type.name ? value : js`${scope.helper(numericCasts.get(to.name)!)}(${value})`;
  if (to.kind === 'primitive' && to.name === 'Id') return printCastToId(operand, value, scope);
  const type = scope.module.runtimeType(to);
  if (to.kind === 'class' && to.symbol.origin === 'user' && to.symbol.kind === 'class') return js`${scope.helper('castClass')}(${value}, ${scope.module.classOf(to.symbol)}, ${type})`;
  return js`${scope.helper('cast')}(${value}, ${type})`;
}

/** Ids are text at run time: the cast is the checked conversion. */
function printCastToId(operand: TypedExpression, value: Code, scope: FunctionScope): Code {
  if (operand.type.kind === 'primitive' && operand.type.name === 'Id') return value;
  const isText = operand.type.kind === 'primitive' && operand.type.name === 'String';
  const checked = isText ? value : js`${scope.helper('cast')}(${value}, ${scope.module.runtimeType({ kind: 'primitive', name: 'String' })})`;
  return js`${scope.helper('stringToId')}(${checked})`;
}

export function printInstanceOf(expression: Expression<'InstanceOf'>, scope: FunctionScope): Code {
  return typeTest(scope.expression(expression.operand), expression.of, scope);
}

/** Null is an instance of nothing. */
export function typeTest(value: Code, type: Type, scope: FunctionScope): Code {
  if (type.kind === 'class' && type.symbol.origin === 'user' && type.symbol.kind === 'class') return js`(${value} instanceof ${scope.module.classOf(type.symbol)})`;
  return js`${scope.helper('isInstance')}(${value}, ${scope.module.runtimeType(type)})`;
}

/** Primitives whose JavaScript text is their Apex text; null prints as "null" in both. */
const plainText: ReadonlySet<string> = new Set(['String', 'Id', 'Integer', 'Long', 'Boolean']);

export function printConcat(expression: Expression<'Concat'>, scope: FunctionScope): Code {
  const parts = expression.parts.map((part) => textOf(part, scope));
  const startsWithText = expression.parts[0]?.kind === 'Constant' && expression.parts[0].value.kind === 'string';
  return js`(${join(startsWithText ? parts : ['""', ...parts], ' + ')})`;
}

function textOf(part: TypedExpression, scope: FunctionScope): Code {
  const value = scope.expression(part);
  if (part.type.kind === 'null' || (part.type.kind === 'primitive' && plainText.has(part.type.name))) return value;
  const isDate = part.type.kind === 'primitive' && part.type.name === 'Date';
  return js`${scope.helper(isDate ? 'dateText' : 'text')}(${value})`;
}

export function printConditional(expression: Expression<'Conditional'>, scope: FunctionScope): Code {
  const condition = scope.expression(expression.condition);
  const decided = isNeverNull(expression.condition, scope) ? condition : js`(${condition} ?? ${scope.helper('nullPointer')}())`;
  return js`(${decided} ? ${scope.expression(expression.then)} : ${scope.expression(expression.otherwise)})`;
}

export function printCoalesce(expression: Expression<'Coalesce'>, scope: FunctionScope): Code {
  return js`(${scope.expression(expression.left)} ?? ${scope.expression(expression.right)})`;
}

export function printSafeNavigation(expression: Expression<'SafeNavigation'>, scope: FunctionScope): Code {
  const { first, name } = named(expression.receiver, scope);
  scope.alias(expression.temporary, name);
  const test = first === undefined ? name : sequence([first, name]);
  return js`(${test} === null ? null : ${scope.expression(expression.rest)})`;
}
