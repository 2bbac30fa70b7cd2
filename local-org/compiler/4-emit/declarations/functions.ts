/** What all emitted functions have in common: a head with parameters, temporaries, the fuel they burn, and a name for stack traces. */
import { at, braces, js, join, methodCode } from '../code.ts';
import type { Code } from '../code.ts';
import { hasAccessors } from '../names.ts';
import { neverNullLocals } from '../nullness.ts';
import { FunctionScope } from '../scopes.ts';
import type { FunctionKind, ModuleScope } from '../scopes.ts';
import { visitExpressions, visitStatements } from '../walk.ts';
import { sharingOf } from '../../api-versions.ts';
import type { Local, TypedExpression, TypedStatement, TypedType } from '../../3-check/typed.ts';
import type { Position } from '../../position.ts';

export interface FunctionParts {
  /** Everything before the parameter list: `static total$`, `function trigger$Lock`. */
  readonly head: string;
  /** As stack traces print it: `Class.Foo.bar`. */
  readonly label: string;
  readonly pos: Position;
  readonly parameters: readonly Local[];
  readonly body: readonly TypedStatement[];
  /** Expressions beside the body that use the same locals: arguments of `this(…)` and `super(…)`. */
  readonly expressions?: readonly TypedExpression[];
  /** Printed in place of `body` (which is then only looked at for its locals): initialisers mix statements and fields. */
  readonly bodyLines?: (scope: FunctionScope) => readonly Code[];
  /** Lines of the emitter's own around the body. */
  readonly before?: (scope: FunctionScope) => readonly Code[];
  readonly after?: readonly Code[];
}

export function contextOf(type: TypedType, kind: FunctionKind['kind']): FunctionKind {
  return { owner: type, kind, sharing: sharingOf(type) };
}

export function printFunction(parts: FunctionParts, context: FunctionKind, module: ModuleScope): Code {
  const scope = new FunctionScope(module, context, neverNullLocals(module.program.constants, parts.parameters, parts.body, parts.expressions));
  const parameters = join(parts.parameters.map((parameter) => scope.local(parameter)), ', ');
  const before = parts.before?.(scope) ?? [];
  const statements = parts.bodyLines?.(scope) ?? parts.body.map((statement) => scope.statement(statement));
  // The temporaries are known only now that everything else is printed.
  const fuel = callsUserCode(parts) ? [scope.burnFuel()] : [];
  const lines = [...scope.declarations(), ...fuel, ...before, ...statements, ...(parts.after ?? [])];
  return methodCode(parts.label, js`${at(parts.pos, parts.head)}(${parameters}) ${braces(lines)}`);
}

/** A function that calls no other cannot recurse: its caller's fuel and that of its own loops bound it. */
function callsUserCode({ body, expressions }: FunctionParts): boolean {
  let found = false;
  const look = (expression: TypedExpression): void => {
    found ||= isUserCall(expression);
  };
  visitStatements(body, () => undefined, look);
  visitExpressions(expressions ?? [], look);
  return found;
}

function isUserCall(expression: TypedExpression): boolean {
  switch (expression.kind) {
    case 'Call': return expression.dispatch !== 'platform';
    case 'New': return expression.constructor.owner.origin === 'user';
    case 'Read': case 'Assign': case 'Update': return expression.place.kind === 'field' && !expression.place.direct && hasAccessors(expression.place.field);
    default: return false;
  }
}
