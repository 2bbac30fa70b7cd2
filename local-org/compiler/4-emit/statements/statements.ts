/** One printer per kind of statement. A kind without a printer does not compile. */
import { at, lines } from '../code.ts';
import type { Code } from '../code.ts';
import type { FunctionScope } from '../scopes.ts';
import type { TypedStatement } from '../../3-check/typed.ts';
import { printBlock, printBreak, printContinue, printDeclareLocal, printExpressionStatement, printIf, printReturn, printRunAs, printThrow } from './blocks.ts';
import type { Statement } from '../nodes.ts';
import { printSwitchType, printSwitchValue, printTry } from './choices.ts';
import { printDml } from './database.ts';
import { printDoWhile, printFor, printForEach, printWhile } from './loops.ts';

const printers: { readonly [K in TypedStatement['kind']]: (statement: Statement<K>, scope: FunctionScope) => Code } = {
  Block: printBlock,
  DeclareLocal: printDeclareLocal,
  Expression: printExpressionStatement,
  If: printIf,
  While: printWhile,
  DoWhile: printDoWhile,
  For: printFor,
  ForEach: printForEach,
  SwitchValue: printSwitchValue,
  SwitchType: printSwitchType,
  Try: printTry,
  Return: printReturn,
  Throw: printThrow,
  Break: printBreak,
  Continue: printContinue,
  Dml: printDml,
  RunAs: printRunAs,
};

/** Statements that only hold others are not lines of their own for coverage. */
const holders: ReadonlySet<TypedStatement['kind']> = new Set(['Block', 'Try']);

export function printStatement(statement: TypedStatement, scope: FunctionScope): Code {
  const printed = at(statement.pos, (printers[statement.kind] as (statement: TypedStatement, scope: FunctionScope) => Code)(statement, scope));
  return holders.has(statement.kind) ? printed : lines([...scope.coverage(statement.pos), printed]);
}
