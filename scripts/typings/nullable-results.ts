/** Whether a method can answer null, as far as its body proves the contrary. */
import { isNeverNull, neverNullLocals } from '../../local-org/compiler/4-emit/nullness.ts';
import { visitStatements } from '../../local-org/compiler/4-emit/walk.ts';
import type { TypedExpression, TypedMethod } from '../../local-org/compiler/3-check/typed.ts';
import type { MethodSymbol } from '../../local-org/compiler/types.ts';

/** What a component need not check: every value the method returns is seen to be one. Methods that others override prove nothing. */
export function neverAnswersNull(method: MethodSymbol, bodies: ReadonlyMap<MethodSymbol, TypedMethod>, asked: ReadonlySet<MethodSymbol> = new Set()): boolean {
  const body = bodies.get(method);
  if (body === undefined || asked.has(method) || !isFixed(method)) return false;
  const facts = { neverNull: neverNullLocals(new Map(), body.parameters, body.body), constants: new Map() };
  const returned: TypedExpression[] = [];
  visitStatements(body.body, (statement) => {
    if (statement.kind === 'Return' && statement.value !== undefined) returned.push(statement.value);
  }, () => undefined);
  return returned.every((value) => isNeverNull(value, facts) || (value.kind === 'Call' && neverAnswersNull(value.method, bodies, new Set([...asked, method]))));
}

function isFixed({ isStatic, modifiers }: MethodSymbol): boolean {
  return isStatic || modifiers.has('private') || !(modifiers.has('virtual') || modifiers.has('abstract') || modifiers.has('override'));
}
