/** What the checker knows while it is inside one body of code. */
import type { TriggerUnit } from '../1-parse/ast.ts';
import { reporterFor } from '../2-bind/bind.ts';
import type { BoundProgram, DeclaredType, Report } from '../2-bind/program.ts';
import { ERROR, VOID } from '../2-bind/type-algebra.ts';
import { DIAGNOSTICS } from '../diagnostics.ts';
import type { DiagnosticRule } from '../diagnostics.ts';
import type { Position } from '../position.ts';
import type { FieldSymbol, Type, TypeSymbol } from '../types.ts';
import { Scope } from './scope.ts';
import type { Local, TypedExpression } from './typed.ts';

export type Role = 'method' | 'constructor' | 'initializer' | 'accessor' | 'trigger';

export interface ContextInput {
  readonly program: BoundProgram;
  readonly path: string;
  readonly type: DeclaredType | undefined;
  readonly trigger: TriggerUnit | undefined;
  readonly role: Role;
  readonly isStatic: boolean;
  readonly returnType: Type;
  /** The property whose accessor this is: in there its name means the backing field. */
  readonly accessorOf: FieldSymbol | undefined;
}

export class CodeContext {
  readonly program: BoundProgram;
  readonly path: string;
  readonly type: DeclaredType | undefined;
  readonly trigger: TriggerUnit | undefined;
  readonly role: Role;
  readonly isStatic: boolean;
  readonly returnType: Type;
  readonly accessorOf: FieldSymbol | undefined;
  readonly report: Report;
  readonly scope = new Scope();
  /** One entry per enclosing loop; `hasBreak` tells whether a break leaves it. */
  readonly loops: { hasBreak: boolean }[] = [];

  constructor(input: ContextInput) {
    this.program = input.program;
    this.path = input.path;
    this.type = input.type;
    this.trigger = input.trigger;
    this.role = input.role;
    this.isStatic = input.isStatic;
    this.returnType = input.returnType;
    this.accessorOf = input.accessorOf;
    this.report = reporterFor(input.path, input.program.diagnostics);
  }

  get symbol(): TypeSymbol | undefined {
    return this.type?.symbol;
  }

  /** Reports and stands in with an expression nobody complains about again. */
  fail<Values extends readonly string[]>(rule: DiagnosticRule<Values>, pos: Position, ...values: Values): TypedExpression {
    this.report(rule, pos, ...values);
    return errorExpression(pos);
  }

  /** Declares a variable, reporting a name that is taken and a type that cannot be one. */
  declare(name: string, type: Type, pos: Position, options: { readonly isFinal?: boolean; readonly isInitialized?: boolean } = {}): Local {
    const { local, isDuplicate } = this.scope.declare(name, type, { isFinal: options.isFinal ?? false, isInitialized: options.isInitialized ?? true });
    if (isDuplicate) this.report(DIAGNOSTICS.duplicateVariable, pos, name);
    if (type.kind === 'void') this.report(DIAGNOSTICS.voidVariable, pos, name);
    return local;
  }
}

export function errorExpression(pos: Position): TypedExpression {
  return { kind: 'Constant', value: { kind: 'null' }, type: ERROR, pos };
}

export function readLocal(local: Local, pos: Position): TypedExpression {
  return { kind: 'Read', place: { kind: 'local', local }, type: local.type, pos };
}

/** A context for code that is evaluated outside any method: field initialisers. */
export function initializerContext(program: BoundProgram, type: DeclaredType, isStatic: boolean): CodeContext {
  return new CodeContext({ program, path: type.path, type, trigger: undefined, role: 'initializer', isStatic, returnType: VOID, accessorOf: undefined });
}
