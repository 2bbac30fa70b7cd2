/** The front half of the compiler: from parsed files to the typed program, for a whole project at once. */
import { bindBeside, bindProgram } from './2-bind/bind.ts';
import type { BoundProgram, SourceUnit } from './2-bind/program.ts';
import { fold } from './2-bind/folded-name.ts';
import { checkTrigger, checkType } from './3-check/declarations.ts';
import type { TypedProgram } from './3-check/typed.ts';
import type { Diagnostic } from './diagnostics.ts';
import { compareDiagnostics } from './diagnostics.ts';
import { asMissing } from './missing.ts';
import type { TypeSymbol } from './types.ts';
import type { TypeUniverse } from './universe.ts';

export type { BoundProgram, SourceUnit } from './2-bind/program.ts';
export { ANONYMOUS_METHOD, ANONYMOUS_TYPE } from './2-bind/anonymous.ts';

export interface FrontInput {
  /** Every file of the project, in any order; names are resolved across all of them. */
  readonly units: readonly SourceUnit[];
  readonly universe: TypeUniverse;
}

export interface FrontResult {
  /** Complete only when there are no diagnostics: code with a mistake holds expressions of the error type, which must not be emitted. */
  readonly program: TypedProgram;
  /** The project's types by folded qualified name (`outer.inner`). */
  readonly symbols: ReadonlyMap<string, TypeSymbol>;
  /** In document order: by path, line and column. Each mistake once. */
  readonly diagnostics: readonly Diagnostic[];
  /** What further files can be checked beside. */
  readonly bound: BoundProgram;
}

/** Binds and checks a project. Never throws for what the source says. */
export function checkProgram(input: FrontInput): FrontResult {
  return checkBound(bindProgram(input.units, input.universe));
}

/** Checks further files, which may use every type of a project that was checked without a mistake. @returns what is new only: its symbols apart, which are all */
export function checkBeside(bound: BoundProgram, units: readonly SourceUnit[]): FrontResult {
  return checkBound(bindBeside(bound, units));
}

function checkBound(bound: BoundProgram): FrontResult {
  const types = bound.types.map((type) => checkType(type, bound));
  const triggers = bound.triggers.map((trigger) => checkTrigger(trigger, bound));
  const symbols = new Map([...bound.declared.keys()].map((symbol) => [fold(symbol.qualifiedName) as string, symbol]));
  return { program: { types, triggers }, symbols, diagnostics: inOrder(bound.diagnostics.map((one) => asMissing(one, bound.universe))), bound };
}

/** A place may be looked at twice, as a constructor's implicit super call is; the same words there are one mistake. */
function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  const once = diagnostics.filter(({ code, path, pos, message }) => {
    const key = [code, path, pos.line, pos.column, message].join('\0');
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return once.toSorted(compareDiagnostics);
}
