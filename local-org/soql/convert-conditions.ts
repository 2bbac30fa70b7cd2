/** Parse tree of WHERE and HAVING → conditions. */
import {
  type FieldExpressionContext,
  type ComparisonOperatorContext, type ConditionalExpressionContext, type LogicalExpressionContext, type ValueContext, type WhereConditionalExpressionContext,
  type WhereFieldExpressionContext, type WhereLogicalExpressionContext,
} from '@apexdevtools/apex-parser';
import { convertSubQuery, type QueryScope } from './convert.ts';
import { convertBind, convertFieldPath, convertFunction, convertValue } from './convert-values.ts';
import { present, UnexpectedToken, UnsupportedSyntax } from './grammar.ts';
import type { ComparisonOperator, Condition, FieldExpression } from './syntax.ts';

export function convertLogical(context: WhereLogicalExpressionContext | LogicalExpressionContext, scope: QueryScope): Condition {
  const operands = 'whereConditionalExpression_list' in context ? context.whereConditionalExpression_list() : context.conditionalExpression_list();
  const conditions = operands.map((operand) => convertOperand(operand, scope));
  const [only] = conditions as [Condition];
  if (present(context.NOT()) !== undefined) return { kind: 'not', condition: only };
  if (conditions.length === 1) return only;
  return { kind: context.SOQLAND_list().length > 0 ? 'and' : 'or', conditions };
}

function convertOperand(context: WhereConditionalExpressionContext | ConditionalExpressionContext, scope: QueryScope): Condition {
  if ('whereLogicalExpression' in context) {
    const nested = present(context.whereLogicalExpression());
    return nested === undefined ? convertWhereField(context.whereFieldExpression(), scope) : convertLogical(nested, scope);
  }
  const nested = present(context.logicalExpression());
  return nested === undefined ? convertComparison(context.fieldExpression(), scope) : convertLogical(nested, scope);
}

function convertWhereField(context: WhereFieldExpressionContext, scope: QueryScope): Condition {
  const comparison = present(context.fieldExpression());
  if (comparison === undefined) throw new UnsupportedSyntax('FORMULA(…) in a WHERE clause', scope.source.rangeOf(context));
  return convertComparison(comparison, scope);
}

function convertComparison(context: FieldExpressionContext, scope: QueryScope): Condition {
  const path = present(context.fieldName());
  const left = path === undefined ? convertFunction(context.soqlFunction(), scope) : convertFieldPath(path, scope);
  const word = operatorWord(context.comparisonOperator());
  const value = context.value();
  if (word === 'IN' || word === 'NOT IN') return convertIn(left, word === 'NOT IN', value, scope);
  const isList = present(value.valueList()) !== undefined;
  if (present(value.subQuery()) !== undefined || isList !== (word === 'INCLUDES' || word === 'EXCLUDES') && present(value.boundExpression()) === undefined) {
    throw new UnexpectedToken(scope.source.tokenText(value.start), scope.source.rangeOf(value));
  }
  return { kind: 'compare', left, operator: word, right: convertValue(value, scope) };
}

function operatorWord(context: ComparisonOperatorContext): ComparisonOperator | 'IN' | 'NOT IN' {
  const words = (context.children ?? []).map((child) => child.getText().toUpperCase());
  const isWord = /^[A-Z]/.test(words[0] ?? '');
  const operator = words.join(isWord ? ' ' : '');
  return (operator === '<>' ? '!=' : operator) as ComparisonOperator | 'IN' | 'NOT IN';
}

function convertIn(left: FieldExpression, negated: boolean, value: ValueContext, scope: QueryScope): Condition {
  const query = present(value.subQuery());
  if (query !== undefined) return { kind: 'inQuery', left, negated, query: convertSubQuery(query, scope) };
  const bound = present(value.boundExpression());
  if (bound !== undefined) return { kind: 'in', left, negated, values: convertBind(bound, scope) };
  const list = present(value.valueList());
  if (list === undefined) throw new UnexpectedToken(scope.source.textOf(value), scope.source.rangeOf(value));
  return { kind: 'in', left, negated, values: list.value_list().map((item) => convertValue(item, scope)) };
}
