import type { Condition, FieldExpression, SoqlQuery } from '../../../soql/syntax.ts';
import type { TableLayout } from '../../store/columns.ts';
import { conditionOf } from './condition.ts';
import type { ConditionContext } from './condition.ts';
import { Scope } from './scope.ts';
import type { PlanSchema } from './scope.ts';
import { SqlTemplate, sql } from './sql.ts';

/** Fields the platform indexes besides lookups, unique and external id fields. */
const INDEXED_NAMES: ReadonlySet<string> = new Set(['id', 'name', 'ownerid', 'createddate', 'systemmodstamp', 'recordtypeid']);
const SELECTIVE_OPERATORS: ReadonlySet<string> = new Set(['=', '<', '<=', '>', '>=', 'LIKE']);

/**
 * The part of a filter the platform can answer by its indexes: of an AND the parts that can, of an OR nothing unless every part can; negations never.
 * `undefined`: the platform would have to read the whole object.
 */
function indexedPart(layout: TableLayout, condition: Condition): Condition | undefined {
  switch (condition.kind) {
    case 'not': return undefined;
    case 'and': {
      const parts = condition.conditions.flatMap((part) => indexedPart(layout, part) ?? []);
      return parts.length === 0 ? undefined : { kind: 'and', conditions: parts };
    }
    case 'or': {
      const parts = condition.conditions.map((part) => indexedPart(layout, part));
      return parts.includes(undefined) ? undefined : { kind: 'or', conditions: parts as Condition[] };
    }
    case 'compare': {
      const isNull = condition.right.kind === 'null';
      const isOpenPattern = condition.operator === 'LIKE' && condition.right.kind === 'string' && /^[%_]/.test(condition.right.value);
      return SELECTIVE_OPERATORS.has(condition.operator) && !isNull && !isOpenPattern && isIndexed(layout, condition.left) ? condition : undefined;
    }
    case 'in':
    case 'inQuery':
      return !condition.negated && isIndexed(layout, condition.left) ? condition : undefined;
  }
}

function isIndexed(layout: TableLayout, left: FieldExpression): boolean {
  if (left.kind !== 'path' || left.names.length !== 1) return false;
  const column = layout.byName.get(left.names[0]!.toLowerCase());
  if (column === undefined) return false;
  const { field } = column;
  return INDEXED_NAMES.has(column.folded) || field.isUnique || field.isExternalId || field.type === 'reference';
}

/** Counts the rows the indexed part of a query's filter finds; `undefined` when no part of it is indexed. Rows in the recycle bin count too. */
export function indexedCount(schema: PlanSchema, layout: TableLayout, query: SoqlQuery, context: ConditionContext): SqlTemplate | undefined {
  const part = query.where === undefined ? undefined : indexedPart(layout, query.where);
  if (part === undefined) return undefined;
  const scope = new Scope(schema, layout, query.from.alias);
  const where = conditionOf(scope, part, context);
  return new SqlTemplate(sql`SELECT COUNT(*) FROM ${scope.from} WHERE ${where}`);
}
