/** WHERE and HAVING: columns exist, and what they are compared with has a fitting type. */
import { isPrimitive, typeText } from '../../2-bind/type-algebra.ts';
import { DIAGNOSTICS } from '../../diagnostics.ts';
import type { Bind, Condition, FieldExpression, NumberOrBind, SoqlQuery, Value } from '../../../soql/syntax.ts';
import type { Type } from '../../types.ts';
import { conversionBetween, convert, numericKind } from '../conversions.ts';
import { typeOfExpression, writtenExpression } from './functions.ts';
import type { QueryScope } from './scope.ts';
import { report } from './scope.ts';

type SubQueryCheck = (query: SoqlQuery, scope: QueryScope) => void;

/** `checkSubQuery` checks the select of a semi-join; it is handed in because queries nest. */
export function checkCondition(condition: Condition, scope: QueryScope, checkSubQuery: SubQueryCheck): void {
  switch (condition.kind) {
    case 'and':
    case 'or':
      for (const part of condition.conditions) checkCondition(part, scope, checkSubQuery);
      return;
    case 'not': return checkCondition(condition.condition, scope, checkSubQuery);
    case 'compare': return checkComparison(condition, scope);
    case 'in': return checkMembership(condition, scope);
    case 'inQuery':
      typeOfExpression(condition.left, scope);
      return checkSubQuery(condition.query, scope);
  }
}

function checkComparison({ left, operator, right }: Extract<Condition, { kind: 'compare' }>, scope: QueryScope): void {
  const type = typeOfExpression(left, scope);
  if (type === undefined) return;
  if (right.kind === 'list') {
    for (const value of right.values) checkValueOf(left, type, value, scope);
    return;
  }
  if (right.kind === 'bind' && (operator === 'LIKE' || operator === 'INCLUDES' || operator === 'EXCLUDES')) return checkTextBind(type, right, scope);
  checkValueOf(left, type, right, scope);
}

function checkMembership({ left, values }: Extract<Condition, { kind: 'in' }>, scope: QueryScope): void {
  const type = typeOfExpression(left, scope);
  if (type === undefined) return;
  if ('kind' in values) return checkListBind(type, values, scope);
  for (const value of values) checkValueOf(left, type, value, scope);
}

// ---- values

type LiteralKind = Exclude<Value['kind'], 'bind' | 'list' | 'null'>;

const FITS: { readonly [Kind in LiteralKind]: (type: Type) => boolean } = {
  boolean: (type) => isPrimitive(type, 'Boolean'),
  number: (type) => numericKind(type) !== undefined,
  string: (type) => isPrimitive(type, 'String', 'Id'),
  date: (type) => isPrimitive(type, 'Date'),
  datetime: (type) => isPrimitive(type, 'Datetime'),
  dateLiteral: (type) => isPrimitive(type, 'Date', 'Datetime'),
};

function checkValueOf(left: FieldExpression, type: Type, value: Value, scope: QueryScope): void {
  if (value.kind === 'null' || value.kind === 'list') return;
  if (value.kind === 'bind') return checkBind(left, type, value, scope);
  if (!FITS[value.kind](type)) report(scope, DIAGNOSTICS.valueType, writtenExpression(left), typeText(type).toLowerCase());
}

/** One value. Numbers and dates take the column's type; a record stands for its Id. platform-facts: record-as-bind */
function checkBind(left: FieldExpression, type: Type, bind: Bind, scope: QueryScope): void {
  const expression = scope.binds[bind.index];
  if (expression === undefined || expression.type.kind === 'error') return;
  if (expression.type.kind === 'list' || expression.type.kind === 'set') {
    if (isComparable(expression.type.element, type, scope)) report(scope, DIAGNOSTICS.unsupportedFeature, `comparing ${writtenExpression(left)} with a ${typeText(expression.type)} by an operator other than IN`);
    else reportBind(type, expression.type, scope);
    return;
  }
  if (!isComparable(expression.type, type, scope)) return reportBind(type, expression.type, scope);
  const isTextual = isPrimitive(type, 'Id', 'String') || expression.type.kind === 'sobject';
  if (!isTextual) scope.binds[bind.index] = convert(expression, type, scope.context);
}

function checkListBind(type: Type, bind: Bind, scope: QueryScope): void {
  const expression = scope.binds[bind.index];
  if (expression === undefined || expression.type.kind === 'error') return;
  const { type: found } = expression;
  const fits = (found.kind === 'list' || found.kind === 'set') && isComparable(found.element, type, scope);
  if (!fits && found.kind !== 'null') reportBind(type, found, scope);
}

/** LIKE takes one pattern or a collection of patterns. */
function checkTextBind(type: Type, bind: Bind, scope: QueryScope): void {
  const found = scope.binds[bind.index]?.type;
  if (found === undefined || found.kind === 'error' || found.kind === 'null') return;
  const element = found.kind === 'list' || found.kind === 'set' ? found.element : found;
  if (!isPrimitive(element, 'String', 'Id')) reportBind(type, found, scope);
}

function isComparable(found: Type, column: Type, scope: QueryScope): boolean {
  if (found.kind === 'error' || found.kind === 'null') return true;
  if (found.kind === 'sobject') return isPrimitive(column, 'Id');
  if (isPrimitive(found, 'Object') || found.kind !== 'primitive') return false;
  return conversionBetween(found, column, scope.context.program.platform) !== undefined;
}

function reportBind(type: Type, found: Type, scope: QueryScope): void {
  report(scope, DIAGNOSTICS.bindType, typeText(found), typeText(type));
}

/** LIMIT and OFFSET. */
export function checkNumber(clause: 'LIMIT' | 'OFFSET', value: NumberOrBind | undefined, scope: QueryScope): void {
  if (value === undefined || value.kind === 'number') return;
  const found = scope.binds[value.index]?.type;
  if (found === undefined || found.kind === 'error' || isPrimitive(found, 'Integer', 'Long')) return;
  report(scope, DIAGNOSTICS.numberBind, clause, typeText(found));
}
