import type { Bind, Condition, SoqlQuery, Value } from '../../../soql/syntax.ts';
import { ApexList } from '../../../values/collections/list.ts';
import { ApexSet } from '../../../values/collections/set.ts';
import { isApart } from '../../store/columns.ts';
import { malformed, noSuchObject, notSupported } from '../errors.ts';
import { compare, compareWithLiteral, includes, membership } from './compare.ts';
import type { ValueSource } from './compare.ts';
import { literalOf } from './convert.ts';
import { expressionOf, isAggregate } from './operand.ts';
import { Scope } from './scope.ts';
import type { Operand } from './scope.ts';
import { joined, sql, textLiteral } from './sql.ts';
import type { QueryEnvironment, Sql } from './sql.ts';

/** Rows a FROM shows before its WHERE: soft deletion and sharing, decided by whoever plans. */
export type VisibleRows = (scope: Scope, allRows: boolean) => Sql;

export interface ConditionContext {
  readonly visibleRows: VisibleRows;
  readonly isHaving: boolean;
}

export function conditionOf(scope: Scope, condition: Condition, context: ConditionContext, isNegated = false): Sql {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return sql`(${joined(condition.conditions.map((part) => conditionOf(scope, part, context, isNegated)), condition.kind === 'and' ? ' AND ' : ' OR ')})`;
    case 'not':
      return sql`NOT (${conditionOf(scope, condition.condition, context, true)})`;
    case 'compare':
      return comparisonOf(scope, condition, context, isNegated);
    case 'in': {
      const left = leftOf(scope, condition.left, context);
      return membership(left, listSource(condition.values, left), condition.negated, isNegated);
    }
    case 'inQuery':
      return subQueryOf(scope, condition, context, isNegated);
  }
}

function leftOf(scope: Scope, left: Extract<Condition, { kind: 'compare' }>['left'], context: ConditionContext): Operand {
  if (isAggregate(left) && !context.isHaving) throw malformed(`Aggregate functions are not allowed in WHERE: ${left.kind === 'function' ? left.name : ''}`);
  return expressionOf(scope, left).operand;
}

function comparisonOf(scope: Scope, condition: Extract<Condition, { kind: 'compare' }>, context: ConditionContext, isNegated: boolean): Sql {
  const operand = leftOf(scope, condition.left, context);
  const { operator, right } = condition;
  if (right.kind === 'dateLiteral') return compareWithLiteral(operand, operator, right.name, right.count, isNegated);
  if (operator === 'INCLUDES' || operator === 'EXCLUDES') return includes(operand, includeSource(right, operand), operator === 'EXCLUDES');
  return compare(operand, operator, sourceOf(right, operand), isNegated);
}

function sourceOf(value: Value, operand: Operand): ValueSource {
  if (value.kind === 'bind') return (environment) => bound(environment, value);
  const literal = literalOf(value, operand);
  return () => literal;
}

function bound(environment: QueryEnvironment, bind: Bind): unknown {
  const value = environment.binds[bind.index];
  if (value === undefined) throw malformed(`Variable does not exist: ${bind.text}`);
  return value;
}

function includeSource(value: Value, operand: Operand): (environment: QueryEnvironment) => readonly unknown[] {
  if (value.kind === 'list') return listSource(value.values, operand);
  return value.kind === 'bind' ? listSource(value, operand) : listSource([value], operand);
}

function listSource(values: readonly Value[] | Bind, operand: Operand): (environment: QueryEnvironment) => readonly unknown[] {
  if (isBind(values)) return (environment) => elementsOf(bound(environment, values), values);
  const sources = values.map((value) => sourceOf(value, operand));
  return (environment) => sources.map((source) => source(environment));
}

function isBind(values: readonly Value[] | Bind): values is Bind {
  return !Array.isArray(values);
}

/** platform-facts: soql-in-null-collection (a null collection has no elements). */
function elementsOf(collection: unknown, bind: Bind): readonly unknown[] {
  if (collection === null) return [];
  if (collection instanceof ApexList) return collection.items;
  if (collection instanceof ApexSet) return collection.values();
  if (Array.isArray(collection)) return collection;
  throw malformed(`IN operator must be used with an iterable expression: ${bind.text}`);
}

/** Semi-join and anti-join. Nulls the sub-query finds match nothing; a null on the left is in no list. platform-facts: soql-anti-join-null. */
function subQueryOf(scope: Scope, condition: Extract<Condition, { kind: 'inQuery' }>, context: ConditionContext, isNegated: boolean): Sql {
  const left = leftOf(scope, condition.left, context);
  if (!['row', 'reference', 'idText'].includes(left.storage)) throw malformed(`The left operand '${left.written}' in the inner select must be an ID or reference field.`);
  const inner = innerSelect(scope, condition.query, left, context);
  const test = sql`${left.sql} IN (${inner})`;
  if (condition.negated) return sql`NOT IFNULL(${test}, 0)`;
  return isNegated ? sql`IFNULL(${test}, 0)` : test;
}

function innerSelect(outer: Scope, query: SoqlQuery, left: Operand, context: ConditionContext): Sql {
  const [item, ...others] = query.select;
  if (item?.kind !== 'field' || item.expression.kind !== 'path' || others.length > 0) throw malformed('The inner select of a semi-join must have exactly one field.');
  if (query.orderBy.length > 0 || query.limit !== undefined || query.groupBy.length > 0) throw malformed('The inner select of a semi-join cannot have ORDER BY, LIMIT or GROUP BY.');
  const layout = outer.schema.layout(query.from.objectName.toLowerCase());
  if (layout === undefined) throw noSuchObject(query.from.objectName);
  if (isApart(layout.object)) throw notSupported(`A semi-join with the big object ${layout.object.apiName}`);
  const scope = new Scope(outer.schema, layout, query.from.alias, outer);
  const selected = scope.resolve(item.expression.names).operand;
  const where = query.where === undefined ? undefined : conditionOf(scope, query.where, { ...context, isHaving: false });
  const visible = context.visibleRows(scope, false);
  return sql`SELECT ${alignedTo(left, selected)} FROM ${scope.from} WHERE ${selected.sql} IS NOT NULL AND ${visible}${where === undefined ? '' : sql` AND ${where}`}`;
}

/** Row numbers mean something only beside their object: they are compared as numbers for one object and as ids otherwise. */
function alignedTo(left: Operand, selected: Operand): Sql {
  const isRow = selected.storage === 'row' || selected.storage === 'reference';
  if (!isRow && selected.storage !== 'idText') throw malformed(`The selected field '${selected.written}' in the inner select must be an ID or reference field.`);
  if (left.storage === 'idText') return isRow ? sql`idofrow(${textLiteral(selected.targetPrefix ?? '')}, ${selected.sql})` : selected.sql;
  if (!isRow) return sql`rowofid(${textLiteral(left.targetPrefix ?? '')}, ${selected.sql})`;
  if (left.targetPrefix !== selected.targetPrefix) {
    throw malformed(`The inner select field '${selected.written}' cannot have more than one type or a type that does not match '${left.written}'.`);
  }
  return selected.sql;
}
