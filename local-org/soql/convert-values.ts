/** Parse tree of field paths, functions, literals and binds → SOQL tree. */
import type {
  BoundExpressionContext, CoordinateValueContext, DateFormulaContext, FieldNameContext, LocationValueContext, SignedNumberContext, SoqlFunctionContext, SoqlIdContext,
  ValueContext,
} from '@apexdevtools/apex-parser';
import type { QueryScope } from './convert.ts';
import { present, RefusedSyntax, UnexpectedToken, UnsupportedSyntax } from './grammar.ts';
import { RESERVED_WORDS } from './reserved.ts';
import { multilineBody, unescapeString } from './strings.ts';
import type { Bind, FieldPath, FunctionCall, Value } from './syntax.ts';

export function convertFieldPath(context: FieldNameContext, scope: QueryScope): FieldPath {
  return { kind: 'path', names: context.soqlId_list().map((id) => convertIdentifier(id, scope)) };
}

export function convertIdentifier(context: SoqlIdContext, scope: QueryScope): string {
  const name = context.start.text;
  if (RESERVED_WORDS.has(name.toLowerCase())) throw new UnexpectedToken(name, scope.source.rangeOf(context));
  return name;
}

export function convertFunction(context: SoqlFunctionContext, scope: QueryScope): FunctionCall {
  return { kind: 'function', name: context.start.text, arguments: convertFunctionArguments(context, scope) };
}

function convertFunctionArguments(context: SoqlFunctionContext, scope: QueryScope): FunctionCall['arguments'] {
  const path = present(context.fieldName());
  if (path !== undefined) return [convertFieldPath(path, scope)];
  const nested = present(context.soqlFunction());
  if (nested !== undefined) return [convertFunction(nested, scope)];
  const dateField = present(context.dateFieldName());
  if (dateField !== undefined) {
    const field = convertFieldPath(dateField.fieldName(), scope);
    return present(dateField.CONVERT_TIMEZONE()) === undefined ? [field] : [{ kind: 'function', name: dateField.start.text, arguments: [field] }];
  }
  const locations = context.locationValue_list();
  if (locations.length > 0) {
    const unit = present(context.StringLiteral()) ?? context.MultilineStringLiteral();
    return [...locations.map((location) => convertLocation(location, scope)), convertString(unit.getText(), scope, context)];
  }
  return [];
}

function convertLocation(context: LocationValueContext, scope: QueryScope): FieldPath | FunctionCall | Value {
  const path = present(context.fieldName());
  if (path !== undefined) return convertFieldPath(path, scope);
  const bound = present(context.boundExpression());
  if (bound !== undefined) return convertBind(bound, scope);
  return { kind: 'function', name: context.start.text, arguments: context.coordinateValue_list().map((coordinate) => convertCoordinate(coordinate, scope)) };
}

function convertCoordinate(context: CoordinateValueContext, scope: QueryScope): Value {
  const number = present(context.signedNumber());
  return number === undefined ? convertBind(context.boundExpression(), scope) : convertNumber(number, scope);
}

export function convertBind(context: BoundExpressionContext, scope: QueryScope): Bind {
  const expression = context.expression();
  return { kind: 'bind', index: scope.bind(expression), text: scope.source.textOf(expression) };
}

export function convertValue(context: ValueContext, scope: QueryScope): Value {
  const bound = present(context.boundExpression());
  if (bound !== undefined) return convertBind(bound, scope);
  const number = present(context.signedNumber());
  if (number !== undefined) return convertNumber(number, scope);
  const formula = present(context.dateFormula());
  if (formula !== undefined) return convertDateFormula(formula);
  const list = present(context.valueList());
  if (list !== undefined) return { kind: 'list', values: list.value_list().map((item) => convertValue(item, scope)) };
  return convertTokenValue(context, scope);
}

function convertTokenValue(context: ValueContext, scope: QueryScope): Value {
  const text = scope.source.textOf(context);
  if (present(context.NULL()) !== undefined) return { kind: 'null' };
  if (present(context.BooleanLiteral()) !== undefined) return { kind: 'boolean', value: text.toLowerCase() === 'true' };
  if (present(context.StringLiteral()) !== undefined || present(context.MultilineStringLiteral()) !== undefined) return convertString(text, scope, context);
  if (present(context.DateLiteral()) !== undefined) return { kind: 'date', value: text };
  if (present(context.DateTimeLiteral()) !== undefined) return { kind: 'datetime', value: text.toUpperCase() };
  if (present(context.TimeLiteral()) !== undefined) throw new UnsupportedSyntax(`The time literal ${text}`, scope.source.rangeOf(context));
  if (present(context.IntegralCurrencyLiteral()) !== undefined) throw new UnsupportedSyntax(`The currency literal ${text}`, scope.source.rangeOf(context));
  throw new UnexpectedToken(scope.source.tokenText(context.start), scope.source.rangeOf(context));
}

function convertNumber(context: SignedNumberContext, scope: QueryScope): Value {
  const digits = scope.source.textOf(context).replace(/\s+/g, '').replace(/^\+/, '');
  if (/d$/i.test(digits)) throw new UnexpectedToken(digits.slice(-1), scope.source.rangeOf(context));
  return { kind: 'number', value: Number(digits), digits };
}

function convertString(token: string, scope: QueryScope, context: SoqlFunctionContext | ValueContext): Value {
  const body = token.startsWith("'''") ? multilineBody(token) : token.slice(1, -1);
  const value = unescapeString(body, true);
  if (value === undefined) throw new RefusedSyntax(`Illegal string literal: Invalid string literal ${token}.`, scope.source.rangeOf(context));
  return { kind: 'string', value };
}

function convertDateFormula(context: DateFormulaContext): Value {
  const count = present(context.signedInteger());
  return { kind: 'dateLiteral', name: context.start.text.toUpperCase(), count: count === undefined ? undefined : Number(count.getText()) };
}
