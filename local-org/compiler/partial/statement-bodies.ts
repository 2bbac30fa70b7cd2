/** A statement with the bodies inside it replaced: one rule per kind, a new kind is a compile error here. */
import type { TypedStatement } from '../3-check/typed.ts';

type Statement<Kind extends TypedStatement['kind']> = Extract<TypedStatement, { readonly kind: Kind }>;
type Body = readonly TypedStatement[];
type Change = (body: Body) => Body;

const same = <Kind extends TypedStatement['kind']>(statement: Statement<Kind>): Statement<Kind> => statement;

/** The body of a loop or branch is one statement; what it becomes stays one. */
function branch(statement: TypedStatement, change: Change): TypedStatement {
  const statements = change([statement]);
  const [only] = statements;
  return only !== undefined && statements.length === 1 ? only : { kind: 'Block', statements, pos: statement.pos };
}

const rules: { readonly [K in TypedStatement['kind']]: (statement: Statement<K>, change: Change) => TypedStatement } = {
  Block: (s, change) => ({ ...s, statements: change(s.statements) }),
  DeclareLocal: same,
  Expression: same,
  If: (s, change) => ({ ...s, then: branch(s.then, change), otherwise: s.otherwise === undefined ? undefined : branch(s.otherwise, change) }),
  While: (s, change) => ({ ...s, body: branch(s.body, change) }),
  DoWhile: (s, change) => ({ ...s, body: branch(s.body, change) }),
  For: (s, change) => ({ ...s, init: change(s.init), body: branch(s.body, change) }),
  ForEach: (s, change) => ({ ...s, body: branch(s.body, change) }),
  SwitchValue: (s, change) => ({ ...s, clauses: s.clauses.map((clause) => ({ ...clause, body: change(clause.body) })), otherwise: optional(s.otherwise, change) }),
  SwitchType: (s, change) => ({
    ...s, clauses: s.clauses.map((clause) => ({ ...clause, body: change(clause.body) })), nullBody: optional(s.nullBody, change), otherwise: optional(s.otherwise, change),
  }),
  Try: (s, change) => ({
    ...s, body: change(s.body), catches: s.catches.map((clause) => ({ ...clause, body: change(clause.body) })), finallyBody: optional(s.finallyBody, change),
  }),
  Return: same,
  Throw: same,
  Break: same,
  Continue: same,
  Dml: same,
  RunAs: (s, change) => ({ ...s, body: change(s.body) }),
};

const optional = (body: Body | undefined, change: Change): Body | undefined => (body === undefined ? undefined : change(body));

export function withBodies(statement: TypedStatement, change: Change): TypedStatement {
  return (rules[statement.kind] as (statement: TypedStatement, change: Change) => TypedStatement)(statement, change);
}
