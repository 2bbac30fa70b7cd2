/** Parse tree of a query → SOQL tree: the clauses. Conditions and values have files of their own. Everything converts in source order, so that binds number themselves. */
import type {
  ExpressionContext, FieldOrderContext, FieldNameContext, ForClausesContext, FromNameListContext, GroupByClauseContext, LimitClauseContext, OffsetClauseContext,
  OrderByClauseContext, QueryContext, SelectEntryContext, SoqlIdContext, SubFieldEntryContext, SubQueryContext, TypeOfContext, UpdateListContext, WithClauseContext,
} from '@apexdevtools/apex-parser';
import { convertLogical } from './convert-conditions.ts';
import { convertBind, convertFieldPath, convertFunction } from './convert-values.ts';
import { present, UnexpectedToken, UnsupportedSyntax, type SourceText } from './grammar.ts';
import { RESERVED_WORDS } from './reserved.ts';
import type { FieldExpression, FieldPath, FromClause, GroupItem, NumberOrBind, OrderItem, SelectItem, SoqlQuery } from './syntax.ts';

export interface QueryScope {
  readonly source: SourceText;
  /** Takes the next bind expression and answers its number. */
  readonly bind: (expression: ExpressionContext) => number;
}

export function convertQuery(context: QueryContext, scope: QueryScope): SoqlQuery {
  refuseUpdateList(present(context.updateList()), scope);
  const select = context.selectList().selectEntry_list().map((entry) => convertSelectItem(entry, scope));
  const group = present(context.groupByClause());
  return {
    select,
    from: convertFrom(context.fromNameList(), scope),
    using: present(context.usingScope())?.soqlId().start.text,
    where: convertWhere(context, scope),
    accessMode: convertAccessMode(present(context.withClause()), scope),
    ...convertGroup(group, scope),
    orderBy: convertOrder(present(context.orderByClause()), scope),
    limit: convertCount(present(context.limitClause()), scope),
    offset: convertCount(present(context.offsetClause()), scope),
    allRows: present(context.allRowsClause()) !== undefined,
    forClauses: convertFor(context.forClauses()),
  };
}

export function convertSubQuery(context: SubQueryContext, scope: QueryScope): SoqlQuery {
  refuseUpdateList(present(context.updateList()), scope);
  return {
    select: context.subFieldList().subFieldEntry_list().map((entry) => convertSelectItem(entry, scope)),
    from: convertFrom(context.fromNameList(), scope),
    using: undefined,
    where: convertWhere(context, scope),
    accessMode: undefined,
    groupBy: [],
    groupMode: 'plain',
    having: undefined,
    orderBy: convertOrder(present(context.orderByClause()), scope),
    limit: convertCount(present(context.limitClause()), scope),
    offset: undefined,
    allRows: false,
    forClauses: convertFor(context.forClauses()),
  };
}

function refuseUpdateList(context: UpdateListContext | undefined, scope: QueryScope): void {
  if (context !== undefined) throw new UnsupportedSyntax(`UPDATE ${scope.source.textOf(context).toUpperCase()} in a query`, scope.source.rangeOf(context));
}

function convertSelectItem(context: SelectEntryContext | SubFieldEntryContext, scope: QueryScope): SelectItem {
  const alias = convertAlias(present(context.soqlId()), scope);
  const path = present(context.fieldName());
  if (path !== undefined) return { kind: 'field', expression: convertFieldPath(path, scope), alias };
  const call = present(context.soqlFunction());
  if (call !== undefined) {
    const set = present(call.soqlFieldsParameter());
    if (set !== undefined) return { kind: 'fields', set: set.start.text.toUpperCase() as 'ALL' | 'STANDARD' | 'CUSTOM' };
    return { kind: 'field', expression: convertFunction(call, scope), alias };
  }
  const typeOf = present(context.typeOf());
  if (typeOf !== undefined) return convertTypeOf(typeOf, scope);
  if (alias !== undefined) throw new UnsupportedSyntax('An alias for a sub-query', scope.source.rangeOf(context));
  return { kind: 'subquery', query: convertSubQuery(context.subQuery(), scope) };
}

function convertTypeOf(context: TypeOfContext, scope: QueryScope): SelectItem {
  const paths = (names: readonly FieldNameContext[]): readonly FieldPath[] => names.map((name) => convertFieldPath(name, scope));
  const otherwise = present(context.elseClause());
  return {
    kind: 'typeof',
    field: convertFieldPath(context.fieldName(), scope),
    whens: context.whenClause_list().map((when) => ({
      type: when.fieldName().getText(),
      fields: paths(when.fieldNameList().fieldName_list()),
    })),
    otherwise: otherwise === undefined ? [] : paths(otherwise.fieldNameList().fieldName_list()),
  };
}

/** Words that begin a clause although they can be names elsewhere. The grammar takes them for an alias when the clause they begin is broken. */
const CLAUSE_WORDS = new Set(['with', 'group', 'order', 'offset', 'for', 'all', 'update']);

function convertAlias(context: SoqlIdContext | undefined, scope: QueryScope): string | undefined {
  if (context === undefined) return undefined;
  const alias = context.start.text;
  if (CLAUSE_WORDS.has(alias.toLowerCase()) || RESERVED_WORDS.has(alias.toLowerCase())) throw new UnexpectedToken(alias, scope.source.rangeOf(context));
  return alias;
}

function convertFrom(context: FromNameListContext, scope: QueryScope): FromClause {
  const [name, second] = context.fieldName_list() as [FieldNameContext, FieldNameContext | undefined];
  if (second !== undefined) throw new UnsupportedSyntax('A FROM clause with several objects', scope.source.rangeOf(context));
  return { objectName: name.getText(), alias: convertAlias(context.soqlId_list()[0], scope) };
}

function convertWhere(context: QueryContext | SubQueryContext, scope: QueryScope): SoqlQuery['where'] {
  const where = present(context.whereClause());
  return where === undefined ? undefined : convertLogical(where.whereLogicalExpression(), scope);
}

function convertAccessMode(context: WithClauseContext | undefined, scope: QueryScope): SoqlQuery['accessMode'] {
  if (context === undefined) return undefined;
  if (present(context.USER_MODE()) !== undefined) return 'USER_MODE';
  if (present(context.SYSTEM_MODE()) !== undefined) return 'SYSTEM_MODE';
  if (present(context.SECURITY_ENFORCED()) !== undefined) return 'SECURITY_ENFORCED';
  throw new UnsupportedSyntax(`The clause ${scope.source.textOf(context)}`, scope.source.rangeOf(context));
}

function convertGroup(context: GroupByClauseContext | undefined, scope: QueryScope): Pick<SoqlQuery, 'groupBy' | 'groupMode' | 'having'> {
  if (context === undefined) return { groupBy: [], groupMode: 'plain', having: undefined };
  const groupBy: GroupItem[] = context.fieldGroupByList().fieldGroupBy_list().map((item) => convertFieldExpression(item, scope));
  const groupMode = present(context.ROLLUP()) !== undefined ? 'rollup' : present(context.CUBE()) !== undefined ? 'cube' : 'plain';
  const having = present(context.logicalExpression());
  return { groupBy, groupMode, having: having === undefined ? undefined : convertLogical(having, scope) };
}

function convertOrder(context: OrderByClauseContext | undefined, scope: QueryScope): readonly OrderItem[] {
  if (context === undefined) return [];
  return context.fieldOrderList().fieldOrder_list().map((item: FieldOrderContext) => ({
    expression: convertFieldExpression(item, scope),
    descending: present(item.DESC()) !== undefined,
    nulls: present(item.FIRST()) !== undefined ? 'first' : present(item.LAST()) !== undefined ? 'last' : undefined,
  }));
}

function convertFieldExpression(
  context: { fieldName(): FieldNameContext; soqlFunction(): Parameters<typeof convertFunction>[0] },
  scope: QueryScope,
): FieldExpression {
  const path = present(context.fieldName());
  return path === undefined ? convertFunction(context.soqlFunction(), scope) : convertFieldPath(path, scope);
}

function convertCount(context: LimitClauseContext | OffsetClauseContext | undefined, scope: QueryScope): NumberOrBind | undefined {
  if (context === undefined) return undefined;
  const bound = present(context.boundExpression());
  return bound === undefined ? { kind: 'number', value: Number(context.IntegerLiteral().getText()) } : convertBind(bound, scope);
}

function convertFor(context: ForClausesContext): SoqlQuery['forClauses'] {
  const words = (context.children ?? []).map((child) => child.getText().toUpperCase()).filter((word) => word !== 'FOR');
  return words as SoqlQuery['forClauses'][number][];
}
