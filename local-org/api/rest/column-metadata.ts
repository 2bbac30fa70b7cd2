/** `?columns=true`: what the Salesforce CLI asks after a query to lay out its table. */
import type { OrgSchema, ObjectSchema } from '../../schema/schema.ts';
import { isAggregate } from './query-json.ts';
import type { SelectItem, SoqlQuery } from '../../soql/syntax.ts';

export interface Column {
  readonly columnName: string;
  readonly displayName: string;
  readonly aggregate: boolean;
  readonly joinColumns: readonly Column[];
}

export function columnMetadata(query: SoqlQuery, schema: OrgSchema): readonly Column[] {
  const object = schema.objects.get(query.from.objectName.toLowerCase());
  let unnamed = 0;
  const isGrouped = isAggregate(query);
  return query.select.flatMap((item) => columnOf(item, { object, schema, isGrouped, nextName: () => `expr${String(unnamed++)}` }));
}

interface Place {
  readonly object: ObjectSchema | undefined;
  readonly schema: OrgSchema;
  /** Rows of a grouped query are flat: `Author__r.Name` is their `Name`. */
  readonly isGrouped: boolean;
  readonly nextName: () => string;
}

function columnOf(item: SelectItem, { object, schema, isGrouped, nextName }: Place): Column[] {
  if (item.kind === 'subquery') {
    const child = object?.children.find((one) => one.relationshipName.toLowerCase() === item.query.from.objectName.toLowerCase());
    const childQuery = { ...item.query, from: { objectName: child?.objectName ?? item.query.from.objectName, alias: undefined } };
    const name = child?.relationshipName ?? item.query.from.objectName;
    return [{ columnName: name, displayName: name, aggregate: true, joinColumns: columnMetadata(childQuery, schema) }];
  }
  if (item.kind !== 'field') return [];
  const { expression } = item;
  if (expression.kind === 'function') {
    const name = item.alias ?? nextName();
    return [{ columnName: name, displayName: name, aggregate: true, joinColumns: [] }];
  }
  const column = pathColumn(expression.names, object, schema);
  if (!isGrouped) return [column];
  const name = item.alias ?? lastOf(column).columnName;
  return [{ columnName: name, displayName: name, aggregate: false, joinColumns: [] }];
}

const lastOf = (column: Column): Column => (column.joinColumns[0] === undefined ? column : lastOf(column.joinColumns[0]));

/** `Product__r.Name` is a join column of `Product__r`. */
function pathColumn(names: readonly string[], object: ObjectSchema | undefined, schema: OrgSchema): Column {
  const [name = '', ...rest] = names;
  const folded = name.toLowerCase();
  if (rest.length === 0) {
    const canonical = object?.fieldsByName.get(folded)?.apiName ?? name;
    return { columnName: canonical, displayName: canonical, aggregate: false, joinColumns: [] };
  }
  const reference = object?.parentsByName.get(folded)?.reference;
  const parent = schema.objects.get(reference?.targets[0]?.toLowerCase() ?? '');
  const canonical = reference?.relationshipName ?? name;
  return { columnName: canonical, displayName: canonical, aggregate: false, joinColumns: [pathColumn(rest, parent, schema)] };
}
