/** The door to statement checking: one rule per kind of syntax node, and the flow of control through each. */
import type { Block, Statement } from '../../1-parse/ast.ts';
import { DIAGNOSTICS } from '../../diagnostics.ts';
import type { Position } from '../../position.ts';
import type { CodeContext } from '../context.ts';
import type { TypedStatement } from '../typed.ts';
import { checkDml } from './dml.ts';
import { checkDoWhile, checkFor, checkForEach, checkWhile } from './loops.ts';
import { checkBreak, checkContinue, checkReturn, checkThrow } from './jumps.ts';
import { checkExpressionStatement, checkIf, checkLocalDeclaration, checkRunAs } from './simple.ts';
import { checkSwitch } from './switch.ts';
import { checkTry } from './try.ts';

/** May control leave the statement at its end? `unknown` where Salesforce's own rule is not known (endless loops): nothing is reported then. platform-facts: endless-loop-flow */
export type Flow = 'continues' | 'ends' | 'unknown';

export interface Checked {
  /** A declaration of several variables becomes several statements. */
  readonly statements: readonly TypedStatement[];
  readonly flow: Flow;
}

export type StatementNode<Kind extends Statement['kind']> = Extract<Statement, { readonly kind: Kind }>;

type Rules = { readonly [Kind in Statement['kind']]: (node: StatementNode<Kind>, context: CodeContext) => Checked };

const rules: Rules = {
  Block: checkBlock,
  LocalDeclaration: checkLocalDeclaration,
  ExpressionStatement: checkExpressionStatement,
  If: checkIf,
  While: checkWhile,
  DoWhile: checkDoWhile,
  For: checkFor,
  ForEach: checkForEach,
  Switch: checkSwitch,
  Try: checkTry,
  Return: checkReturn,
  Throw: checkThrow,
  Break: checkBreak,
  Continue: checkContinue,
  Dml: checkDml,
  RunAs: checkRunAs,
};

export function checkStatement(node: Statement, context: CodeContext): Checked {
  const rule = rules[node.kind] as (node: Statement, context: CodeContext) => Checked;
  return rule(node, context);
}

function checkBlock(node: Block, context: CodeContext): Checked {
  const { statements, flow } = checkBody(node, context);
  return { statements: [{ kind: 'Block', statements, pos: node.pos }], flow };
}

/** The statements of a block in a scope of their own. */
export function checkBody(block: Block, context: CodeContext): Checked {
  return context.scope.inBlock(() => checkSequence(block.statements, context));
}

/** Statements in the scope that is open, such as a method's, which its parameters share. The first one nobody can reach is reported. */
export function checkSequence(nodes: readonly Statement[], context: CodeContext): Checked {
  const statements: TypedStatement[] = [];
  let flow: Flow = 'continues';
  let isReported = false;
  for (const node of nodes) {
    if (flow === 'ends' && !isReported) {
      context.report(DIAGNOSTICS.unreachable, node.pos);
      isReported = true;
    }
    const checked = checkStatement(node, context);
    statements.push(...checked.statements);
    flow = inSequence(flow, checked.flow);
  }
  return { statements, flow };
}

function inSequence(first: Flow, second: Flow): Flow {
  return first === 'continues' ? second : first;
}

/** Control goes on when it does after either of two branches. */
export function afterEither(a: Flow, b: Flow): Flow {
  if (a === 'continues' || b === 'continues') return 'continues';
  return a === 'unknown' || b === 'unknown' ? 'unknown' : 'ends';
}

/** The body of a loop or branch as one statement with a scope of its own. */
export function checkBranch(node: Statement, context: CodeContext): { readonly statement: TypedStatement; readonly flow: Flow } {
  const { statements, flow } = context.scope.inBlock(() => checkStatement(node, context));
  return { statement: asOne(statements, node.pos), flow };
}

function asOne(statements: readonly TypedStatement[], pos: Position): TypedStatement {
  const [only] = statements;
  return only !== undefined && statements.length === 1 ? only : { kind: 'Block', statements, pos };
}
