/** Implicit conversions: what may stand where another type is expected, at what cost for choosing overloads, and the nodes that make each step visible. */
import type { PlatformTypes } from '../2-bind/platform-types.ts';
import { fold } from '../2-bind/folded-name.ts';
import { asInstanceOf, inheritanceDistance } from '../2-bind/hierarchy.ts';
import type { ClassType } from '../2-bind/type-algebra.ts';
import { holdsError, isGenericSObject, isPrimitive, sameType, typeText } from '../2-bind/type-algebra.ts';
import { DIAGNOSTICS } from '../diagnostics.ts';
import type { DiagnosticRule } from '../diagnostics.ts';
import type { PrimitiveName, Type } from '../types.ts';
import type { CodeContext } from './context.ts';
import { errorExpression } from './context.ts';
import type { ConversionKind, NumericKind, TypedExpression } from './typed.ts';

export interface Conversion {
  /** `none`: the value is already of that type. */
  readonly kind: ConversionKind | 'none';
  /** Smaller is nearer; compared between overloads, per argument. */
  readonly cost: number;
  /** May lose something or fail at run time: an overload that needs one is only taken when no other fits. */
  readonly isLoose?: boolean;
}

const NONE: Conversion = { kind: 'none', cost: 0 };
const TO_OBJECT: Conversion = { kind: 'Upcast', cost: 100 };
/** What an `Iterable<Object>` holds shows when it is iterated. platform-facts: iterable-of-object */
const ITERABLE_OF_OBJECT: Conversion = { kind: 'Upcast', cost: 5, isLoose: true };
const upcast = (cost: number): Conversion => ({ kind: 'Upcast', cost });

/** Integer < Long < Double < Decimal. A Decimal may also stand for a Double: `Double d = 1.5` and `Math.pow(amount, 2)` compile. platform-facts: decimal-as-double */
const PRIMITIVE_STEPS: Readonly<Partial<Record<PrimitiveName, Readonly<Partial<Record<PrimitiveName, Conversion>>>>>> = {
  Integer: { Long: { kind: 'IntegerToLong', cost: 1 }, Double: { kind: 'IntegerToDouble', cost: 2 }, Decimal: { kind: 'IntegerToDecimal', cost: 3 } },
  Long: { Double: { kind: 'LongToDouble', cost: 1 }, Decimal: { kind: 'LongToDecimal', cost: 2 } },
  Double: { Decimal: { kind: 'DoubleToDecimal', cost: 1 } },
  Decimal: { Double: { kind: 'DecimalToDouble', cost: 2, isLoose: true } },
  Date: { Datetime: { kind: 'DateToDatetime', cost: 1 } },
  String: { Id: { kind: 'StringToId', cost: 2, isLoose: true } },
  Id: { String: { kind: 'IdToString', cost: 1 } },
};

/** The conversion from one type to another, `undefined` when Apex has none. */
export function conversionBetween(from: Type, to: Type, platform: PlatformTypes): Conversion | undefined {
  if (from.kind === 'error' || to.kind === 'error') return NONE;
  if (from.kind === 'void' || to.kind === 'void') return undefined;
  if (sameType(from, to) || from.kind === 'null') return NONE;
  if (isPrimitive(to, 'Object')) return TO_OBJECT;
  switch (from.kind) {
    case 'primitive': return to.kind === 'primitive' ? PRIMITIVE_STEPS[from.name]?.[to.name] : undefined;
    case 'sobject': return isGenericSObject(to) ? upcast(5) : undefined;
    case 'list':
    case 'set':
    case 'map': return collectionConversion(from, to, platform);
    case 'class': return to.kind === 'class' ? classConversion(from, to, platform) : undefined;
    default: return undefined;
  }
}

function collectionConversion(from: Type, to: Type, platform: PlatformTypes): Conversion | undefined {
  if ((from.kind === 'list' && to.kind === 'list') || (from.kind === 'set' && to.kind === 'set')) {
    if (!isElement(from.element, to.element, platform)) return undefined;
    const narrowsRecords = isGenericSObject(from.element) && to.element.kind === 'sobject';
    return { ...upcast(5), isLoose: narrowsRecords || (isPrimitive(from.element, 'String') && isPrimitive(to.element, 'Id')) };
  }
  if (from.kind === 'map' && to.kind === 'map') {
    const isNarrowing = isGenericSObject(from.value) && !sameType(from.value, to.value) && to.value.kind === 'sobject';
    return !isNarrowing && isElement(from.key, to.key, platform) && isElement(from.value, to.value, platform) ? upcast(5) : undefined;
  }
  if ((from.kind === 'list' || from.kind === 'set') && to.kind === 'class' && to.symbol === platform.iterable) {
    const element = to.arguments[0];
    return element !== undefined && isElement(from.element, element, platform) ? upcast(10) : undefined;
  }
  return undefined;
}

/**
 * Collections are covariant. Lists and sets of records go both ways between SObject and a concrete type, maps only towards SObject; Ids may stand for Strings
 * and back. Numbers do not widen inside a collection. platform-facts: collection-covariance
 */
function isElement(from: Type, to: Type, platform: PlatformTypes): boolean {
  if (sameType(from, to) || isPrimitive(to, 'Object') || holdsError(from) || holdsError(to)) return true;
  if (from.kind === 'sobject' && to.kind === 'sobject') return isGenericSObject(from) || isGenericSObject(to);
  if (isPrimitive(from, 'Id', 'String') && isPrimitive(to, 'Id', 'String')) return true;
  return from.kind !== 'primitive' && from.kind !== 'sobject' && conversionBetween(from, to, platform) !== undefined;
}

function classConversion(from: ClassType, to: ClassType, platform: PlatformTypes): Conversion | undefined {
  const seen = asInstanceOf(from, to.symbol);
  if (seen === undefined) return undefined;
  if (from.symbol === platform.iterable && to.symbol === platform.iterable && isPrimitive(from.arguments[0] ?? to, 'Object')) return ITERABLE_OF_OBJECT;
  const fits = to.arguments.every((argument, index) => {
    const own = seen.arguments[index];
    return own !== undefined && (sameType(own, argument) || isElement(own, argument, platform));
  });
  return fits ? upcast(Math.max(1, inheritanceDistance(from, to.symbol))) : undefined;
}

// ---- expressions

/** The conversion of an expression: a query may also stand for its single row. */
export function conversionOf(expression: TypedExpression, to: Type, platform: PlatformTypes): Conversion | undefined {
  const direct = conversionBetween(expression.type, to, platform);
  if (direct !== undefined) return direct;
  const row = rowTypeOf(expression);
  if (row === undefined || to.kind !== 'sobject') return undefined;
  if (isGenericSObject(row)) return { kind: 'none', cost: 5, isLoose: true };
  const single = conversionBetween(row, to, platform);
  return single === undefined ? undefined : { kind: single.kind, cost: single.cost, isLoose: true };
}

/** Methods whose list of rows may stand for its single row, as a query in brackets does. platform-facts: dynamic-query-single-row */
const QUERY_METHODS: ReadonlySet<string> = new Set(['query', 'querywithbinds']);

/** Element type of a query's rows; `undefined` when the expression is no query. */
export function rowTypeOf(expression: TypedExpression): Type | undefined {
  if (expression.type.kind !== 'list') return undefined;
  if (expression.kind === 'Soql' && expression.result === 'rows') return expression.type.element;
  const isDynamic = expression.kind === 'Call' && expression.method.owner.qualifiedName === 'System.Database' && QUERY_METHODS.has(fold(expression.method.name));
  return isDynamic ? expression.type.element : undefined;
}

export function singleRow(rows: TypedExpression, orNull: boolean): TypedExpression {
  return { kind: 'SingleRow', rows, orNull, type: rowTypeOf(rows) ?? rows.type, pos: rows.pos };
}

/** Puts the steps of a conversion around an expression. Call only where `conversionOf` found one. */
export function applyConversion(expression: TypedExpression, to: Type, conversion: Conversion): TypedExpression {
  const isRow = expression.type.kind === 'list' && to.kind === 'sobject';
  const operand = isRow ? singleRow(expression, false) : expression;
  if (isRow && isGenericSObject(operand.type) && !isGenericSObject(to)) return { kind: 'Cast', to, operand, type: to, pos: operand.pos };
  if (conversion.kind === 'none') return operand;
  return { kind: 'Convert', conversion: conversion.kind, operand, type: to, pos: operand.pos };
}

/** The expression as a value of type `to`; reports an illegal assignment where Apex has no conversion. */
export function convert(expression: TypedExpression, to: Type, context: CodeContext, rule: DiagnosticRule<[string, string]> = DIAGNOSTICS.illegalAssignment): TypedExpression {
  const conversion = conversionOf(expression, to, context.program.platform);
  if (conversion !== undefined) return applyConversion(expression, to, conversion);
  if (expression.type.kind === 'void') context.report(DIAGNOSTICS.illegalAssignment, expression.pos, 'void', typeText(to));
  else context.report(rule, expression.pos, typeText(expression.type), typeText(to));
  return errorExpression(expression.pos);
}

// ---- numbers

const NUMERIC_ORDER: readonly NumericKind[] = ['Integer', 'Long', 'Double', 'Decimal'];

export function numericKind(type: Type): NumericKind | undefined {
  return type.kind === 'primitive' ? NUMERIC_ORDER.find((name) => name === type.name) : undefined;
}

/** The wider of two numeric types, `undefined` when one of them is no number. */
export function widerNumeric(a: Type, b: Type): NumericKind | undefined {
  const left = numericKind(a);
  const right = numericKind(b);
  if (left === undefined || right === undefined) return undefined;
  return NUMERIC_ORDER[Math.max(NUMERIC_ORDER.indexOf(left), NUMERIC_ORDER.indexOf(right))];
}

/** May a value of the static type turn out to be of the other at run time? Decides casts and instanceof. */
export function isCastable(from: Type, to: Type, platform: PlatformTypes): boolean {
  if (conversionBetween(from, to, platform) !== undefined || conversionBetween(to, from, platform) !== undefined) return true;
  if (numericKind(from) !== undefined && numericKind(to) !== undefined) return true;
  if (from.kind === 'class' && to.kind === 'class') return isOpenEnded(from) || isOpenEnded(to);
  if (from.kind === 'sobject' && to.kind === 'sobject') return from.apiName === 'Name' || to.apiName === 'Name';
  if (from.kind === 'list' && to.kind === 'list') return isCastable(from.element, to.element, platform);
  if (from.kind === 'set' && to.kind === 'set') return isCastable(from.element, to.element, platform);
  if (from.kind === 'map' && to.kind === 'map') return isCastable(from.key, to.key, platform) && isCastable(from.value, to.value, platform);
  if (from.kind === 'class' && from.symbol === platform.iterable) return to.kind === 'list' || to.kind === 'set';
  return false;
}

/** An instance of a class may also implement an interface its static type does not know of. */
function isOpenEnded(type: ClassType): boolean {
  return type.symbol.kind === 'interface';
}
