/** SOQL tree → canonical text: upper-case keywords, one space, no needless parentheses. Parsing the text gives the same tree (binds keep their order). */
import { quoteSoqlString } from './strings.ts';
import type { Condition, FieldExpression, FunctionCall, NumberOrBind, OrderItem, SelectItem, SoqlQuery, Value } from './syntax.ts';

export function printSoql(query: SoqlQuery): string {
  const clauses = [
    `SELECT ${query.select.map(printSelectItem).join(', ')}`,
    `FROM ${query.from.objectName}${query.from.alias === undefined ? '' : ` ${query.from.alias}`}`,
    query.using === undefined ? undefined : `USING SCOPE ${query.using}`,
    query.where === undefined ? undefined : `WHERE ${printCondition(query.where)}`,
    query.accessMode === undefined ? undefined : `WITH ${query.accessMode}`,
    printGroup(query),
    query.having === undefined ? undefined : `HAVING ${printCondition(query.having)}`,
    query.orderBy.length === 0 ? undefined : `ORDER BY ${query.orderBy.map(printOrderItem).join(', ')}`,
    query.limit === undefined ? undefined : `LIMIT ${printCount(query.limit)}`,
    query.offset === undefined ? undefined : `OFFSET ${printCount(query.offset)}`,
    query.allRows ? 'ALL ROWS' : undefined,
    ...query.forClauses.map((word) => `FOR ${word}`),
  ];
  return clauses.filter((clause) => clause !== undefined).join(' ');
}

function printSelectItem(item: SelectItem): string {
  switch (item.kind) {
    case 'field': return `${printFieldExpression(item.expression)}${item.alias === undefined ? '' : ` ${item.alias}`}`;
    case 'subquery': return `(${printSoql(item.query)})`;
    case 'fields': return `FIELDS(${item.set})`;
    case 'typeof': {
      const paths = (fields: readonly FieldExpression[]): string => fields.map(printFieldExpression).join(', ');
      const whens = item.whens.map((when) => ` WHEN ${when.type} THEN ${paths(when.fields)}`).join('');
      const otherwise = item.otherwise.length === 0 ? '' : ` ELSE ${paths(item.otherwise)}`;
      return `TYPEOF ${printFieldExpression(item.field)}${whens}${otherwise} END`;
    }
  }
}

export function printFieldExpression(expression: FieldExpression): string {
  return expression.kind === 'path' ? expression.names.join('.') : printFunction(expression);
}

function printFunction(call: FunctionCall): string {
  const parts = call.arguments.map((argument) => (argument.kind === 'path' || argument.kind === 'function' ? printFieldExpression(argument) : printValue(argument)));
  return `${call.name}(${parts.join(', ')})`;
}

function printGroup(query: SoqlQuery): string | undefined {
  if (query.groupBy.length === 0) return undefined;
  const items = query.groupBy.map(printFieldExpression).join(', ');
  return query.groupMode === 'plain' ? `GROUP BY ${items}` : `GROUP BY ${query.groupMode.toUpperCase()}(${items})`;
}

function printOrderItem(item: OrderItem): string {
  const nulls = item.nulls === undefined ? '' : ` NULLS ${item.nulls.toUpperCase()}`;
  return `${printFieldExpression(item.expression)}${item.descending ? ' DESC' : ''}${nulls}`;
}

function printCount(count: NumberOrBind): string {
  return count.kind === 'number' ? String(count.value) : `:${count.text}`;
}

function printCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'and':
    case 'or': return condition.conditions.map(printOperand).join(` ${condition.kind.toUpperCase()} `);
    case 'not': return `NOT ${printOperand(condition.condition)}`;
    case 'compare': return `${printFieldExpression(condition.left)} ${condition.operator} ${printValue(condition.right)}`;
    case 'in': {
      const values = Array.isArray(condition.values) ? `(${condition.values.map(printValue).join(', ')})` : printValue(condition.values as Value);
      return `${printFieldExpression(condition.left)} ${condition.negated ? 'NOT IN' : 'IN'} ${values}`;
    }
    case 'inQuery': return `${printFieldExpression(condition.left)} ${condition.negated ? 'NOT IN' : 'IN'} (${printSoql(condition.query)})`;
  }
}

/** An operand that is itself an AND, OR or NOT needs parentheses: SOQL has no precedence between them. */
function printOperand(condition: Condition): string {
  const isCompound = condition.kind === 'and' || condition.kind === 'or' || condition.kind === 'not';
  return isCompound ? `(${printCondition(condition)})` : printCondition(condition);
}

export function printValue(value: Value): string {
  switch (value.kind) {
    case 'null': return 'null';
    case 'boolean': return String(value.value);
    case 'number': return value.digits;
    case 'string': return quoteSoqlString(value.value);
    case 'date':
    case 'datetime': return value.value;
    case 'dateLiteral': return value.count === undefined ? value.name : `${value.name}:${value.count}`;
    case 'list': return `(${value.values.map(printValue).join(', ')})`;
    case 'bind': return `:${value.text}`;
  }
}
