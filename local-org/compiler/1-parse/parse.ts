/** Apex source text → syntax tree. Never throws for bad input: what is wrong comes back as diagnostics in Salesforce's wording. */
import type { ApexParser } from '@apexdevtools/apex-parser';
import { isTooDeep, RefusedSyntax, runGrammar, SourceText, UnsupportedSyntax, type GrammarResult } from '../../soql/grammar.ts';
import type { Position, SourceFile } from '../position.ts';
import type { CompilationUnit } from './ast.ts';
import { syntaxMessage } from './messages.ts';
import type { Scope } from './scope.ts';
import { convertAnonymousUnit, convertClassUnit, convertTriggerUnit } from './units.ts';

export interface SyntaxDiagnostic {
  readonly path: string;
  readonly pos: Position;
  readonly message: string;
}

export interface ParseResult {
  /** `undefined` when there are diagnostics. */
  readonly unit: CompilationUnit | undefined;
  readonly diagnostics: readonly SyntaxDiagnostic[];
}

const START: Position = { line: 1, column: 1, endLine: 1, endColumn: 1 };
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Parses one file. At most the first mistake is reported: what follows it is guesswork of the error recovery.
 * A byte order mark is skipped; columns do not count it.
 */
export function parseApex(file: SourceFile): ParseResult {
  const source = new SourceText(file.text.startsWith(BYTE_ORDER_MARK) ? file.text.slice(1) : file.text);
  const scope: Scope = { source };
  const refuse = (pos: Position, message: string): ParseResult => ({ unit: undefined, diagnostics: [{ path: file.path, pos, message }] });
  try {
    const run = UNITS[file.kind](source);
    const [error] = run.errors;
    if (error !== undefined) return refuse(error.range, syntaxMessage(error));
    return { unit: run.convert(scope), diagnostics: [] };
  } catch (caught) {
    if (caught instanceof RefusedSyntax || caught instanceof UnsupportedSyntax) return refuse(caught.range, caught.message);
    if (isTooDeep(caught)) return refuse(START, 'The source is nested too deeply: an expression or block has thousands of parts inside each other. Split it.');
    throw caught;
  }
}

interface UnitRun {
  readonly errors: GrammarResult<unknown>['errors'];
  readonly convert: (scope: Scope) => CompilationUnit;
}

function unit<C>(rule: (parser: ApexParser) => C, convert: (context: C, scope: Scope) => CompilationUnit): (source: SourceText) => UnitRun {
  return (source) => {
    const { tree, errors } = runGrammar(source, rule);
    return { errors, convert: (scope) => convert(tree, scope) };
  };
}

const UNITS: Readonly<Record<SourceFile['kind'], (source: SourceText) => UnitRun>> = {
  class: unit((parser) => parser.compilationUnit(), convertClassUnit),
  trigger: unit((parser) => parser.triggerUnit(), convertTriggerUnit),
  anonymous: unit((parser) => parser.anonymousUnit(), convertAnonymousUnit),
};
