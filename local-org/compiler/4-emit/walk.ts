/** The direct parts of every node of the typed tree, for analyses that look at all of them. Tables are typed by kind: a new kind is a compile error here. */
import type { Expression, Statement } from './nodes.ts';
import type { Place, TypedExpression, TypedStatement } from '../3-check/typed.ts';

type Parts = readonly (TypedExpression | undefined)[];

export interface StatementParts {
  readonly expressions: Parts;
  readonly statements: readonly (TypedStatement | undefined)[];
}

const none: Parts = [];

const placeParts: { readonly [K in Place['kind']]: (place: Extract<Place, { kind: K }>) => Parts } = {
  local: () => none,
  field: (place) => [place.receiver],
  sobjectField: (place) => [place.receiver],
  sobjectParent: (place) => [place.receiver],
  index: (place) => [place.list, place.index],
};

function partsOfPlace(place: Place): Parts {
  return (placeParts[place.kind] as (place: Place) => Parts)(place);
}

const leftRight = (e: { readonly left: TypedExpression; readonly right: TypedExpression }): Parts => [e.left, e.right];
const operand = (e: { readonly operand: TypedExpression }): Parts => [e.operand];

const expressionParts: { readonly [K in TypedExpression['kind']]: (expression: Expression<K>) => Parts } = {
  Constant: () => none,
  This: () => none,
  Refuse: () => none,
  Read: (e) => partsOfPlace(e.place),
  SObjectChildren: (e) => [e.receiver],
  EnumConstant: () => none,
  Label: () => none,
  SObjectTypeToken: () => none,
  SObjectFieldToken: () => none,
  SObjectDescribe: () => none,
  FieldDescribe: () => none,
  ClassLiteral: () => none,
  Call: (e) => [e.receiver, ...e.arguments],
  New: (e) => e.arguments,
  NewSObject: (e) => e.fields.map((field) => field.value),
  NewCollection: (e) => [...(e.elements ?? []), ...(e.pairs ?? []).flatMap((pair) => [pair.key, pair.value]), e.copyOf, e.size],
  Arithmetic: leftRight,
  DateArithmetic: leftRight,
  BooleanBitwise: leftRight,
  Logical: leftRight,
  Not: operand,
  Negate: operand,
  Complement: operand,
  Concat: (e) => e.parts,
  Equals: leftRight,
  Same: leftRight,
  Compare: leftRight,
  Conditional: (e) => [e.condition, e.then, e.otherwise],
  Coalesce: leftRight,
  SafeNavigation: (e) => [e.receiver, e.rest],
  Convert: operand,
  Cast: operand,
  InstanceOf: operand,
  Assign: (e) => [...partsOfPlace(e.place), e.value],
  Update: (e) => [...partsOfPlace(e.place), e.value],
  Soql: (e) => e.binds,
  SingleRow: (e) => [e.rows],
};

export function partsOfExpression(expression: TypedExpression): Parts {
  return (expressionParts[expression.kind] as (expression: TypedExpression) => Parts)(expression);
}

const statements = (...list: readonly (readonly TypedStatement[] | undefined)[]): StatementParts => ({ expressions: none, statements: list.flatMap((body) => body ?? []) });

const statementParts: { readonly [K in TypedStatement['kind']]: (statement: Statement<K>) => StatementParts } = {
  Block: (s) => statements(s.statements),
  DeclareLocal: (s) => ({ expressions: [s.value], statements: [] }),
  Expression: (s) => ({ expressions: [s.expression], statements: [] }),
  If: (s) => ({ expressions: [s.condition], statements: [s.then, s.otherwise] }),
  While: (s) => ({ expressions: [s.condition], statements: [s.body] }),
  DoWhile: (s) => ({ expressions: [s.condition], statements: [s.body] }),
  For: (s) => ({ expressions: [s.condition, ...s.update], statements: [...s.init, s.body] }),
  ForEach: (s) => ({ expressions: [s.iterable, s.value], statements: [s.body] }),
  SwitchValue: (s) => ({ expressions: [s.subject, ...s.clauses.flatMap((clause) => clause.values)], statements: [...s.clauses.flatMap((clause) => clause.body), ...(s.otherwise ?? [])] }),
  SwitchType: (s) => ({ expressions: [s.subject], statements: [...s.clauses.flatMap((clause) => clause.body), ...(s.nullBody ?? []), ...(s.otherwise ?? [])] }),
  Try: (s) => statements(s.body, ...s.catches.map((clause) => clause.body), s.finallyBody),
  Return: (s) => ({ expressions: [s.value], statements: [] }),
  Throw: (s) => ({ expressions: [s.value], statements: [] }),
  Break: () => statements(),
  Continue: () => statements(),
  Dml: (s) => ({ expressions: [s.records, s.mergeWith], statements: [] }),
  RunAs: (s) => ({ expressions: [s.user], statements: s.body }),
};

export function partsOfStatement(statement: TypedStatement): StatementParts {
  return (statementParts[statement.kind] as (statement: TypedStatement) => StatementParts)(statement);
}

/** Calls the visitors for every statement and expression below, outer ones first. */
export function visitStatements(body: readonly (TypedStatement | undefined)[], onStatement: (statement: TypedStatement) => void, onExpression: (expression: TypedExpression) => void): void {
  for (const statement of body) {
    if (statement === undefined) continue;
    onStatement(statement);
    const parts = partsOfStatement(statement);
    visitExpressions(parts.expressions, onExpression);
    visitStatements(parts.statements, onStatement, onExpression);
  }
}

export function visitExpressions(expressions: Parts, onExpression: (expression: TypedExpression) => void): void {
  for (const expression of expressions) {
    if (expression === undefined) continue;
    onExpression(expression);
    visitExpressions(partsOfExpression(expression), onExpression);
  }
}
