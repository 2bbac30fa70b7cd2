/**
 * The syntax tree of a SOQL query. One tree for queries in Apex source, dynamic queries and the REST API.
 * Names keep the spelling of the source. Bind variables are numbered in source order; whoever runs the query
 * brings one value per number.
 */

export interface SoqlQuery {
  readonly select: readonly SelectItem[];
  readonly from: FromClause;
  readonly using: string | undefined;
  readonly where: Condition | undefined;
  /** `WITH USER_MODE` / `WITH SYSTEM_MODE` / `WITH SECURITY_ENFORCED`; `undefined` where not written. */
  readonly accessMode: 'USER_MODE' | 'SYSTEM_MODE' | 'SECURITY_ENFORCED' | undefined;
  readonly groupBy: readonly GroupItem[];
  readonly groupMode: 'plain' | 'rollup' | 'cube';
  readonly having: Condition | undefined;
  readonly orderBy: readonly OrderItem[];
  readonly limit: NumberOrBind | undefined;
  readonly offset: NumberOrBind | undefined;
  readonly allRows: boolean;
  readonly forClauses: readonly ('UPDATE' | 'VIEW' | 'REFERENCE')[];
}

export interface FromClause {
  /** In a sub-query of the select list this is the child relationship name. */
  readonly objectName: string;
  readonly alias: string | undefined;
}

/** `Account.Owner.Name` is `['Account', 'Owner', 'Name']`. */
export interface FieldPath {
  readonly kind: 'path';
  readonly names: readonly string[];
}
/** `COUNT()`, `COUNT(Id)`, `SUM(a.b)`, `CALENDAR_YEAR(CreatedDate)`, `toLabel(f)`, `FORMAT(f)`, `DISTANCE(...)`. `name` as written. */
export interface FunctionCall {
  readonly kind: 'function';
  readonly name: string;
  readonly arguments: readonly (FieldPath | FunctionCall | Value)[];
}
export type FieldExpression = FieldPath | FunctionCall;

export type SelectItem =
  | { readonly kind: 'field'; readonly expression: FieldExpression; readonly alias: string | undefined }
  | { readonly kind: 'subquery'; readonly query: SoqlQuery }
  | { readonly kind: 'fields'; readonly set: 'ALL' | 'STANDARD' | 'CUSTOM' }
  | { readonly kind: 'typeof'; readonly field: FieldPath; readonly whens: readonly { readonly type: string; readonly fields: readonly FieldPath[] }[]; readonly otherwise: readonly FieldPath[] };

export type GroupItem = FieldExpression;

export interface OrderItem {
  readonly expression: FieldExpression;
  readonly descending: boolean;
  /** `undefined`: the default, nulls first when ascending, last when descending. */
  readonly nulls: 'first' | 'last' | undefined;
}

export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'LIKE' | 'INCLUDES' | 'EXCLUDES';

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'compare'; readonly left: FieldExpression; readonly operator: ComparisonOperator; readonly right: Value }
  | { readonly kind: 'in'; readonly left: FieldExpression; readonly negated: boolean; readonly values: readonly Value[] | Bind }
  | { readonly kind: 'inQuery'; readonly left: FieldExpression; readonly negated: boolean; readonly query: SoqlQuery };

/** `:expression`; `index` counts from 0 in source order over the whole query, sub-queries included. `text` is the source after the colon. */
export interface Bind {
  readonly kind: 'bind';
  readonly index: number;
  readonly text: string;
}
export type NumberOrBind = { readonly kind: 'number'; readonly value: number } | Bind;

export type Value =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** Digits as written: `1`, `-2.50`. */
  | { readonly kind: 'number'; readonly value: number; readonly digits: string }
  /** Escapes resolved. For LIKE `%` and `_` stay, an escaped `\%` or `\_` keeps its backslash. */
  | { readonly kind: 'string'; readonly value: string }
  /** `2026-11-21` */
  | { readonly kind: 'date'; readonly value: string }
  /** `2026-11-21T10:00:00Z` */
  | { readonly kind: 'datetime'; readonly value: string }
  /** `TODAY`, `LAST_N_DAYS:7`; `name` upper case. */
  | { readonly kind: 'dateLiteral'; readonly name: string; readonly count: number | undefined }
  | { readonly kind: 'list'; readonly values: readonly Value[] }
  | Bind;
