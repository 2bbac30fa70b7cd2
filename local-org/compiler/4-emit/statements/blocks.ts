/** Blocks, local variables, conditions, and statements that leave. */
import { at, braces, js, lines } from '../code.ts';
import type { Code } from '../code.ts';
import { condition } from '../expressions/operands.ts';
import { printForEffect } from '../expressions/expressions.ts';
import type { Statement } from '../nodes.ts';
import type { FunctionScope } from '../scopes.ts';
import type { TypedStatement } from '../../3-check/typed.ts';

/** The statements of a body between braces; `first` are lines of the emitter's own. */
export function body(statements: readonly TypedStatement[], scope: FunctionScope, first: readonly Code[] = []): Code {
  return braces([...first, ...statements.map((statement) => scope.statement(statement))]);
}

/** The body of a loop or branch: always between braces, one level of them. */
export function bodyOf(statement: TypedStatement, scope: FunctionScope, first: readonly Code[] = []): Code {
  return body(statement.kind === 'Block' ? statement.statements : [statement], scope, first);
}

export function printBlock(statement: Statement<'Block'>, scope: FunctionScope): Code {
  return body(statement.statements, scope);
}

export function printDeclareLocal(statement: Statement<'DeclareLocal'>, scope: FunctionScope): Code {
  const value = statement.value === undefined ? 'null' : scope.expression(statement.value);
  return js`let ${scope.local(statement.local)} = ${value};`;
}

export function printExpressionStatement(statement: Statement<'Expression'>, scope: FunctionScope): Code {
  return js`${printForEffect(statement.expression, scope)};`;
}

export function printIf(statement: Statement<'If'>, scope: FunctionScope): Code {
  const then = js`if (${condition(statement.condition, scope)}) ${bodyOf(statement.then, scope)}`;
  if (statement.otherwise === undefined) return then;
  if (statement.otherwise.kind === 'If') return js`${then} else ${at(statement.otherwise.pos, printIf(statement.otherwise, scope))}`;
  return js`${then} else ${bodyOf(statement.otherwise, scope)}`;
}

/** Constructors give their object back, so that `new` is one expression. */
export function printReturn(statement: Statement<'Return'>, scope: FunctionScope): Code {
  if (statement.value !== undefined) return js`return ${scope.expression(statement.value)};`;
  return scope.context.kind === 'constructor' ? 'return this;' : 'return;';
}

export function printThrow(statement: Statement<'Throw'>, scope: FunctionScope): Code {
  return js`throw ${scope.helper('thrown')}(${scope.expression(statement.value)});`;
}

export function printBreak(): Code {
  return 'break;';
}

export function printContinue(): Code {
  return 'continue;';
}

/** Everything a user does inside happens as that user; JavaScript's finally makes sure it ends with the block, however it is left. */
export function printRunAs(statement: Statement<'RunAs'>, scope: FunctionScope): Code {
  return lines([
    js`${scope.helper('enterRunAs')}(${scope.expression(statement.user)});`,
    js`try ${body(statement.body, scope)} finally ${braces([js`${scope.helper('leaveRunAs')}();`])}`,
  ]);
}
