/** `try`, `catch`, `finally`. */
import type { CatchClause } from '../../1-parse/ast.ts';
import { classType, typeText } from '../../2-bind/type-algebra.ts';
import { DIAGNOSTICS } from '../../diagnostics.ts';
import type { Type } from '../../types.ts';
import type { CodeContext } from '../context.ts';
import { conversionBetween } from '../conversions.ts';
import type { TypedStatement } from '../typed.ts';
import type { Checked, Flow, StatementNode } from './statement.ts';
import { afterEither, checkBody, checkSequence } from './statement.ts';

type TypedCatch = Extract<TypedStatement, { kind: 'Try' }>['catches'][number];

export function isExceptionType(type: Type, context: CodeContext): boolean {
  const { exception } = context.program.platform;
  if (exception === undefined || type.kind !== 'class') return false;
  return conversionBetween(type, classType(exception), context.program.platform) !== undefined;
}

export function checkTry(node: StatementNode<'Try'>, context: CodeContext): Checked {
  if (node.catches.length === 0 && node.finallyBody === undefined) context.report(DIAGNOSTICS.tryWithoutHandler, node.pos);
  const body = checkBody(node.body, context);
  const catches: TypedCatch[] = [];
  let flow: Flow = body.flow;
  for (const clause of node.catches) {
    const checked = checkCatch(clause, catches, context);
    catches.push(checked.clause);
    flow = afterEither(flow, checked.flow);
  }
  const finallyBody = node.finallyBody === undefined ? undefined : checkBody(node.finallyBody, context);
  if (finallyBody !== undefined && finallyBody.flow !== 'continues') flow = finallyBody.flow;
  return { statements: [{ kind: 'Try', body: body.statements, catches, finallyBody: finallyBody?.statements, pos: node.pos }], flow };
}

function checkCatch(clause: CatchClause, earlier: readonly TypedCatch[], context: CodeContext): { readonly clause: TypedCatch; readonly flow: Flow } {
  const type = context.program.resolver.resolve(clause.type, context.symbol, context.report);
  if (type.kind !== 'error') {
    if (!isExceptionType(type, context)) context.report(DIAGNOSTICS.catchType, clause.pos, typeText(type));
    else if (earlier.some((each) => conversionBetween(type, each.type, context.program.platform) !== undefined && each.type.kind !== 'error')) {
      context.report(DIAGNOSTICS.catchUnreachable, clause.pos, typeText(type));
    }
  }
  return context.scope.inBlock(() => {
    const local = context.declare(clause.name, type, clause.pos);
    const { statements, flow } = checkSequence(clause.body.statements, context);
    return { clause: { type, local, body: statements }, flow };
  });
}
