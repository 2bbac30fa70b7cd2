import type { FieldExpression, SelectItem, SoqlQuery } from '../../../soql/syntax.ts';
import type { PrimitiveName } from '../../../values/runtime-type.ts';
import { makeRecordClass } from '../../../values/sobject.ts';
import type { RecordField } from '../../../values/sobject.ts';
import type { Storage } from '../../store/columns.ts';
import { malformed, notSupported } from '../errors.ts';
import { decodingOf } from '../read.ts';
import type { OutputField, RecordSource } from '../read.ts';
import { expressionOf, isAggregate, writtenOf } from './operand.ts';
import type { Expression } from './operand.ts';
import { Outputs } from './outputs.ts';
import type { Scope } from './scope.ts';
import { joined, sql } from './sql.ts';
import type { Sql } from './sql.ts';

export interface AggregateSelection {
  readonly outputs: Outputs;
  readonly source: RecordSource;
  /** Text of GROUP BY, places of the outputs; empty without groups. */
  readonly groupBy: Sql;
  /** Place of the number of rows behind each result, when those count against the limit of query rows. */
  readonly rowCount: number | undefined;
}

export function isAggregateQuery(query: SoqlQuery): boolean {
  return query.groupBy.length > 0 || query.select.some((item) => item.kind === 'field' && isAggregate(item.expression));
}

/** `SELECT COUNT() FROM …` */
export function isCountQuery(query: SoqlQuery): boolean {
  const [item, ...others] = query.select;
  return others.length === 0 && item?.kind === 'field' && item.expression.kind === 'function' && item.expression.name.toUpperCase() === 'COUNT' && item.expression.arguments.length === 0;
}

export function selectAggregates(scope: Scope, query: SoqlQuery): AggregateSelection {
  if (query.groupMode !== 'plain') throw notSupported(`GROUP BY ${query.groupMode.toUpperCase()}`);
  const outputs = new Outputs();
  const groups = groupPlaces(scope, query, outputs);
  const fields: OutputField[] = [];
  const shape: RecordField[] = [];
  let unnamed = 0;
  let countsOnly = true;
  for (const item of query.select) {
    const { expression, alias } = fieldItem(item);
    const result = expressionOf(scope, expression);
    if (result.aggregate === undefined && !groups.has(keyOf(expression))) throw malformed(`Field must be grouped or aggregated: ${writtenOf(expression)}`);
    const name = alias ?? (result.aggregate === undefined && expression.kind === 'path' ? expression.names.at(-1)! : `expr${unnamed++}`);
    if (shape.some((field) => field.folded === name.toLowerCase())) throw malformed(`duplicate alias: ${name}`);
    countsOnly &&= result.aggregate === undefined || result.aggregate === 'COUNT';
    fields.push(outputField(name, result, keyOf(expression), outputs));
    shape.push(shapeField(name, result));
  }
  const rowCount = countsOnly ? undefined : outputs.add(['COUNT(*)']);
  return { outputs, source: sourceOf(fields, shape), groupBy: groupText(groups), rowCount };
}

function fieldItem(item: SelectItem): Extract<SelectItem, { kind: 'field' }> {
  if (item.kind === 'field') return item;
  throw malformed('A query with aggregates or groups selects fields and aggregate functions only.');
}

/** Groups come first in the row, so that GROUP BY can name their places. Text groups without case. platform-facts: soql-group-by-case. */
function groupPlaces(scope: Scope, query: SoqlQuery, outputs: Outputs): Map<string, number> {
  const places = new Map<string, number>();
  scope.clause = 'grouped';
  for (const item of query.groupBy) {
    const expression = expressionOf(scope, item);
    if (expression.aggregate !== undefined) throw malformed(`Grouping by an aggregate is not possible: ${writtenOf(item)}`);
    places.set(keyOf(item), outputs.place(keyOf(item), { ...expression.operand, isWide: false }));
  }
  scope.clause = 'select';
  return places;
}

function groupText(groups: ReadonlyMap<string, number>): Sql {
  if (groups.size === 0) return [];
  return sql` GROUP BY ${joined([...groups.values()].map((place) => [String(place + 1)]), ', ')}`;
}

export function keyOf(expression: FieldExpression): string {
  return writtenOf(expression).toLowerCase();
}

function outputField(name: string, result: Expression, key: string, outputs: Outputs): OutputField {
  const slot = `$${name.toLowerCase()}`;
  if (result.aggregate !== 'AVG') return { slot, output: outputs.place(key, result.operand), decoding: decodingOf(result.operand) };
  const argument = result.argument!;
  const sum = outputs.place(`avg-sum ${key}`, { ...argument, sql: sql`SUM(${argument.sql})`, isWide: true });
  const count = outputs.add(sql`COUNT(${argument.sql})`);
  if (count !== sum + 1) throw new Error('The count of an average lies beside its sum.');
  return { slot, output: sum, decoding: { kind: 'average', scale: argument.scale } };
}

const apexTypes: Readonly<Record<Storage, PrimitiveName>> = {
  row: 'Id', reference: 'Id', idText: 'Id', text: 'String', exactText: 'String', integer: 'Integer', scaled: 'Decimal', boolean: 'Boolean', date: 'Date',
  datetime: 'Datetime', time: 'Time', blob: 'Blob',
};

function shapeField(name: string, result: Expression): RecordField {
  const folded = name.toLowerCase();
  const type = result.aggregate === 'AVG' ? 'Decimal' : apexTypes[result.operand.storage];
  return { apiName: name, folded, slot: `$${folded}`, kind: 'field', type, scale: type === 'Decimal' ? result.operand.scale : undefined, referenceTo: [] };
}

function sourceOf(fields: OutputField[], slots: readonly RecordField[]): RecordSource {
  const recordClass = makeRecordClass({ apiName: 'AggregateResult', keyPrefix: undefined, slots, byName: new Map(slots.map((field) => [field.folded, field])) });
  return { classes: [{ keyPrefix: '', recordClass }], key: 0, fields, parents: [] };
}
