/** The door to expression checking: one rule per kind of syntax node. */
import type { Expression } from '../../1-parse/ast.ts';
import { DIAGNOSTICS } from '../../diagnostics.ts';
import type { CodeContext } from '../context.ts';
import type { Chain } from '../meaning.ts';
import { closeChain } from '../meaning.ts';
import type { TypedExpression } from '../typed.ts';
import { checkDot, checkIndex, checkName, checkSuper, checkThis } from './access.ts';
import { checkAssign } from './assignment.ts';
import { checkBinary } from './binary.ts';
import { checkCall, checkConstructorCall, checkMethodCall } from './calls.ts';
import { checkCast, checkClassLiteral, checkInstanceOf } from './casts.ts';
import { checkCoalesce, checkConditional } from './conditional.ts';
import { checkNew, checkNewElements, checkNewPairs, checkNewSized } from './creation.ts';
import { checkLiteral } from './literals.ts';
import { checkSoql, checkSosl } from './queries.ts';
import { checkPostfix, checkPrefix } from './unary.ts';

export type Node<Kind extends Expression['kind']> = Extract<Expression, { readonly kind: Kind }>;

type Rules = { readonly [Kind in Expression['kind']]: (node: Node<Kind>, context: CodeContext, chain: Chain) => TypedExpression };

const rules: Rules = {
  Literal: checkLiteral,
  Name: checkName,
  This: checkThis,
  Super: checkSuper,
  Parenthesized: (node, context) => checkExpression(node.expression, context),
  Dot: checkDot,
  MethodCall: checkMethodCall,
  Call: checkCall,
  ConstructorCall: checkConstructorCall,
  Index: checkIndex,
  New: checkNew,
  NewElements: checkNewElements,
  NewPairs: checkNewPairs,
  NewSized: checkNewSized,
  Cast: checkCast,
  InstanceOf: checkInstanceOf,
  ClassLiteral: checkClassLiteral,
  Prefix: checkPrefix,
  Postfix: checkPostfix,
  Binary: checkBinary,
  Coalesce: checkCoalesce,
  Conditional: checkConditional,
  Assign: checkAssign,
  Soql: checkSoql,
  Sosl: checkSosl,
};

/** Checks one expression as a member of a chain that may hold safe navigations; the caller closes the chain. */
export function checkChained(node: Expression, context: CodeContext, chain: Chain): TypedExpression {
  const rule = rules[node.kind] as (node: Expression, context: CodeContext, chain: Chain) => TypedExpression;
  return rule(node, context, chain);
}

/** Checks an expression that may be void: a statement. */
export function checkExpression(node: Expression, context: CodeContext): TypedExpression {
  const chain: Chain = [];
  return closeChain(checkChained(node, context, chain), chain);
}

/** Checks an expression whose value is used. */
export function checkValue(node: Expression, context: CodeContext): TypedExpression {
  const checked = checkExpression(node, context);
  return checked.type.kind === 'void' ? context.fail(DIAGNOSTICS.voidValue, node.pos) : checked;
}
