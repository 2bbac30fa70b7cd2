/** What keeps a deploy from happening, with its place, ready to be printed or answered. */
import type { Diagnostic } from '../compiler/diagnostics.ts';
import type { SyntaxDiagnostic } from '../compiler/1-parse/parse.ts';
import type { MetadataProblem } from '../schema/problem.ts';

export interface DeployProblem {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** The component it was found in, where it is a part of its file or metadata. */
  readonly component?: { readonly type: string; readonly fullName: string };
  /** `unsupported`: Salesforce would take it, the local org does not. */
  readonly kind: 'error' | 'unsupported';
}

export const fromSyntax = (one: SyntaxDiagnostic): DeployProblem => ({ path: one.path, line: one.pos.line, column: one.pos.column, message: one.message, kind: 'error' });
export const fromDiagnostic = (one: Diagnostic): DeployProblem => ({ path: one.path, line: one.pos.line, column: one.pos.column, message: one.message, kind: one.kind });
export const fromMetadata = (one: MetadataProblem): DeployProblem => ({ path: one.path, line: one.line, column: 1, message: one.message, component: { type: one.componentType, fullName: one.fullName }, kind: 'error' });

/** `path:line:column: message`, the line itself and a caret under the place. */
export function formatProblem(problem: DeployProblem, files: ReadonlyMap<string, string | Uint8Array>): string {
  const content = files.get(problem.path);
  const line = typeof content === 'string' ? content.split('\n')[problem.line - 1] : undefined;
  const head = `${problem.path}:${String(problem.line)}:${String(problem.column)}: ${problem.component === undefined ? '' : `${problem.component.type} ${problem.component.fullName}: `}${problem.message}`;
  if (line === undefined) return head;
  const text = line.replace(/\r$/, '').replaceAll('\t', ' ');
  return `${head}\n  ${text}\n  ${' '.repeat(Math.max(0, problem.column - 1))}^`;
}
