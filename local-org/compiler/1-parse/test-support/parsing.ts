/** Short ways from a piece of source to its tree. */
import assert from 'node:assert/strict';
import type { ClassDeclaration, Expression, MethodDeclaration, Statement } from '../ast.ts';
import { parseApex, type ParseResult } from '../parse.ts';

export function parseClass(text: string): ParseResult {
  return parseApex({ path: 'Example.cls', kind: 'class', text });
}

export function classOf(text: string): ClassDeclaration {
  const { unit, diagnostics } = parseClass(text);
  assert.deepEqual(diagnostics, []);
  assert.ok(unit?.kind === 'ClassUnit' && unit.declaration.kind === 'Class');
  return unit.declaration;
}

export function statementsOf(body: string): readonly Statement[] {
  const [method] = classOf(`class Example { void run() { ${body} } }`).members as [MethodDeclaration];
  return method.body?.statements ?? [];
}

export function expressionOf(text: string): Expression {
  const [statement] = statementsOf(`x = ${text};`);
  assert.ok(statement?.kind === 'ExpressionStatement' && statement.expression.kind === 'Assign');
  return statement.expression.value;
}

/** `line:column message` of the only diagnostic. */
export function refusalOf(text: string): string {
  const { unit, diagnostics } = parseClass(text);
  assert.equal(unit, undefined);
  const [first] = diagnostics;
  assert.ok(first !== undefined);
  return `${first.pos.line}:${first.pos.column} ${first.message}`;
}
