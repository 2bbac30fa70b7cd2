/** `switch` and `try`. */
import { braces, js, join, lines } from '../code.ts';
import type { Code } from '../code.ts';
import { typeTest } from '../expressions/conversions.ts';
import type { FunctionScope } from '../scopes.ts';
import type { Local } from '../../3-check/typed.ts';
import type { Type } from '../../types.ts';
import { body } from './blocks.ts';
import type { Statement } from '../nodes.ts';

interface Branch {
  readonly test: Code;
  readonly body: Code;
}

/** A chain of tests and not JavaScript's `switch`: a `break` inside belongs to the loop around it. */
function chain(branches: readonly Branch[], otherwise: Code | undefined): Code {
  if (branches.length === 0) return otherwise ?? js`{}`;
  const tests = join(branches.map((branch) => js`if (${branch.test}) ${branch.body}`), ' else ');
  return otherwise === undefined ? tests : js`${tests} else ${otherwise}`;
}

/** Values are JavaScript primitives, null or interned enum constants: all compare with `===`, strings with regard to case. */
export function printSwitchValue(statement: Statement<'SwitchValue'>, scope: FunctionScope): Code {
  const subject = scope.temporary();
  const branches = statement.clauses.map((clause) => ({
    test: join(clause.values.map((value) => js`${subject} === ${scope.expression(value)}`), ' || '),
    body: body(clause.body, scope),
  }));
  const otherwise = statement.otherwise === undefined ? undefined : body(statement.otherwise, scope);
  return lines([js`${subject} = ${scope.expression(statement.subject)};`, chain(branches, otherwise)]);
}

export function printSwitchType(statement: Statement<'SwitchType'>, scope: FunctionScope): Code {
  const subject = scope.temporary();
  const branches: Branch[] = statement.clauses.map((clause) => ({
    test: typeTest(subject, clause.type, scope),
    body: body(clause.body, scope, [js`let ${scope.local(clause.local)} = ${subject};`]),
  }));
  if (statement.nullBody !== undefined) branches.push({ test: js`${subject} === null`, body: body(statement.nullBody, scope) });
  const otherwise = statement.otherwise === undefined ? undefined : body(statement.otherwise, scope);
  return lines([js`${subject} = ${scope.expression(statement.subject)};`, chain(branches, otherwise)]);
}

/** `$caught` lets everything pass that Apex must not see: limits, failed assertions, a parked transaction, mistakes of the local org. */
export function printTry(statement: Statement<'Try'>, scope: FunctionScope): Code {
  const attempt = js`try ${body(statement.body, scope)}`;
  const guarded = statement.catches.length === 0 ? attempt : join([attempt, printCatches(statement.catches, scope)], '');
  return statement.finallyBody === undefined ? guarded : printFinally(statement, guarded, scope);
}

/** What no catch clause sees runs no finally block either. platform-facts: uncatchable-exceptions. */
function printFinally(statement: Statement<'Try'>, guarded: Code, scope: FunctionScope): Code {
  const passing = scope.temporary();
  const inner = statement.catches.length === 0 ? body(statement.body, scope) : braces([guarded]);
  return lines([
    js`${passing} = false;`,
    js`try ${inner} catch ($error) ${braces([js`${passing} = ${scope.helper('passes')}($error);`, js`throw $error;`])} finally ${braces([js`if (!${passing}) ${body(statement.finallyBody ?? [], scope)}`])}`,
  ]);
}

interface CatchClause {
  readonly type: Type;
  readonly local: Local;
  readonly body: Statement<'Try'>['body'];
}

function printCatches(clauses: readonly CatchClause[], scope: FunctionScope): Code {
  const error = scope.temporary();
  const branches: Branch[] = [];
  let otherwise: Code = braces([js`throw ${error};`]);
  for (const clause of clauses) {
    const handler = body(clause.body, scope, [js`let ${scope.local(clause.local)} = ${error};`]);
    if (catchesAll(clause.type)) {
      otherwise = handler;
      break;
    }
    branches.push({ test: typeTest(error, clause.type, scope), body: handler });
  }
  return js` catch ($error) ${braces([js`${error} = ${scope.helper('caught')}($error);`, chain(branches, otherwise)])}`;
}

const catchesAll = (type: Type): boolean => type.kind === 'class' && type.symbol.origin === 'platform' && type.symbol.name.toLowerCase() === 'exception';
