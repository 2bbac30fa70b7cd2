/** Functions of SOQL: what they take and what type they give. */
import { fold } from '../../2-bind/folded-name.ts';
import { DATE, DECIMAL, DOUBLE, INTEGER, isPrimitive, STRING } from '../../2-bind/type-algebra.ts';
import { DIAGNOSTICS } from '../../diagnostics.ts';
import type { FieldExpression, FunctionCall, Value } from '../../../soql/syntax.ts';
import type { Type } from '../../types.ts';
import type { QueryScope } from './scope.ts';
import { pathText, report, resolvePath } from './scope.ts';

interface FunctionRule {
  readonly isAggregate: boolean;
  /** Type of the result from the type of the first argument. */
  readonly result: (argument: Type) => Type;
  readonly accepts: (argument: Type) => boolean;
}

const any = (): boolean => true;
const isNumber = (type: Type): boolean => isPrimitive(type, 'Integer', 'Long', 'Double', 'Decimal');
const isMoment = (type: Type): boolean => isPrimitive(type, 'Date', 'Datetime');
const same = (type: Type): Type => type;
const always = (type: Type) => (): Type => type;

const datePart: FunctionRule = { isAggregate: false, result: always(INTEGER), accepts: isMoment };

const RULES: ReadonlyMap<string, FunctionRule> = new Map<string, FunctionRule>([
  ['count', { isAggregate: true, result: always(INTEGER), accepts: any }],
  ['count_distinct', { isAggregate: true, result: always(INTEGER), accepts: any }],
  ['sum', { isAggregate: true, result: always(DECIMAL), accepts: isNumber }],
  ['avg', { isAggregate: true, result: always(DECIMAL), accepts: isNumber }],
  ['min', { isAggregate: true, result: same, accepts: (type) => !isPrimitive(type, 'Boolean') }],
  ['max', { isAggregate: true, result: same, accepts: (type) => !isPrimitive(type, 'Boolean') }],
  ...['calendar_month', 'calendar_quarter', 'calendar_year', 'day_in_month', 'day_in_week', 'day_in_year', 'fiscal_month', 'fiscal_quarter', 'fiscal_year', 'week_in_month', 'week_in_year']
    .map((name): [string, FunctionRule] => [name, datePart]),
  ['hour_in_day', { isAggregate: false, result: always(INTEGER), accepts: (type) => isPrimitive(type, 'Datetime') }],
  ['day_only', { isAggregate: false, result: always(DATE), accepts: (type) => isPrimitive(type, 'Datetime') }],
  ['converttimezone', { isAggregate: false, result: same, accepts: (type) => isPrimitive(type, 'Datetime') }],
  ['convertcurrency', { isAggregate: false, result: same, accepts: isNumber }],
  ['tolabel', { isAggregate: false, result: always(STRING), accepts: (type) => isPrimitive(type, 'String') }],
  ['format', { isAggregate: false, result: always(STRING), accepts: any }],
  ['grouping', { isAggregate: false, result: always(INTEGER), accepts: any }],
  ['distance', { isAggregate: false, result: always(DOUBLE), accepts: any }],
  ['geolocation', { isAggregate: false, result: always(DOUBLE), accepts: any }],
]);

export function isAggregate(expression: FieldExpression): boolean {
  return expression.kind === 'function' && (RULES.get(fold(expression.name))?.isAggregate ?? false);
}

/** Type of a field or function; `undefined` after a diagnostic. */
export function typeOfExpression(expression: FieldExpression, scope: QueryScope): Type | undefined {
  return expression.kind === 'path' ? resolvePath(expression, scope)?.type : typeOfFunction(expression, scope);
}

function typeOfFunction(call: FunctionCall, scope: QueryScope): Type | undefined {
  const rule = RULES.get(fold(call.name));
  if (rule === undefined) return report(scope, DIAGNOSTICS.unknownFunction, call.name);
  const [first, ...others] = call.arguments;
  if (first === undefined) return fold(call.name) === 'count' ? INTEGER : report(scope, DIAGNOSTICS.soqlFunctionArguments, call.name);
  const argument = typeOfArgument(first, scope);
  for (const other of others) typeOfArgument(other, scope);
  if (argument === undefined) return undefined;
  return rule.accepts(argument) ? rule.result(argument) : report(scope, DIAGNOSTICS.soqlFunctionArguments, call.name);
}

function typeOfArgument(argument: FunctionCall['arguments'][number], scope: QueryScope): Type | undefined {
  if (argument.kind === 'path' || argument.kind === 'function') return typeOfExpression(argument, scope);
  return literalType(argument);
}

function literalType(value: Value): Type {
  return value.kind === 'number' ? DECIMAL : STRING;
}

/** Equal texts mean the same expression: how a selected item is matched with the grouping. */
export function expressionText(expression: FieldExpression, scope: QueryScope): string {
  if (expression.kind === 'path') return pathText(expression, scope);
  const args = expression.arguments.map((argument) => (argument.kind === 'path' || argument.kind === 'function' ? expressionText(argument, scope) : JSON.stringify(argument)));
  return `${fold(expression.name)}(${args.join(',')})`;
}

/** The expression as written, for messages. */
export function writtenExpression(expression: FieldExpression): string {
  return expression.kind === 'path' ? expression.names.join('.') : `${expression.name}(${expression.arguments.map((each) => (each.kind === 'path' || each.kind === 'function' ? writtenExpression(each) : '…')).join(', ')})`;
}
