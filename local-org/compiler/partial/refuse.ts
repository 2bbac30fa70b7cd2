/**
 * A program with the parts the local org does not support taken out: a statement that needs one becomes a refusal, and so does everything that would run
 * behind it. What does not reach a refusal runs as if nothing were missing.
 */
import { holdsError } from '../2-bind/type-algebra.ts';
import type {
  TypedBody, TypedConstructor, TypedExpression, TypedField, TypedInitializer, TypedMethod, TypedProgram, TypedStatement, TypedTrigger, TypedType,
} from '../3-check/typed.ts';
import { partsOfStatement, visitExpressions } from '../4-emit/walk.ts';
import type { Diagnostic } from '../diagnostics.ts';
import type { Position } from '../position.ts';
import type { FieldSymbol, MethodSymbol } from '../types.ts';
import { withBodies } from './statement-bodies.ts';

/** @param diagnostics of kind `unsupported` only: code with a mistake has no meaning that could be kept in part */
export function refuseUnsupported(program: TypedProgram, diagnostics: readonly Diagnostic[]): TypedProgram {
  const byPath = Map.groupBy(diagnostics, (one) => one.path);
  const refuserOf = (path: string): Refuser => new Refuser(byPath.get(path) ?? [], byPath);
  return {
    types: program.types.map((type) => refuserOf(type.path).type(type)),
    triggers: program.triggers.map((trigger) => refuserOf(trigger.path).trigger(trigger)),
  };
}

export function refusal(what: string, pos: Position): TypedExpression {
  return { kind: 'Refuse', what, type: { kind: 'error' }, pos };
}

class Refuser {
  private readonly diagnostics: readonly Diagnostic[];
  private readonly all: ReadonlyMap<string, readonly Diagnostic[]>;

  constructor(diagnostics: readonly Diagnostic[], all: ReadonlyMap<string, readonly Diagnostic[]>) {
    this.diagnostics = diagnostics;
    this.all = all;
  }

  type(type: TypedType): TypedType {
    return {
      ...type,
      fields: type.fields.map((field) => this.field(field)),
      constructors: type.constructors.map((constructor) => this.constructorOf(constructor)),
      methods: type.methods.map((method) => this.method(method)),
      instanceInitializers: type.instanceInitializers.flatMap((initializer) => this.initializer(initializer)),
      staticInitializers: type.staticInitializers.flatMap((initializer) => this.initializer(initializer)),
      inner: type.inner.map((inner) => this.type(inner)),
    };
  }

  trigger(trigger: TypedTrigger): TypedTrigger {
    return { ...trigger, body: this.statements(trigger.body) };
  }

  private method(method: TypedMethod): TypedMethod {
    return { ...method, body: this.bodyOf(method) };
  }

  private constructorOf(constructor: TypedConstructor): TypedConstructor {
    const { delegate } = constructor;
    const what = this.headReason(constructor, delegate === undefined ? [] : [delegate.pos]) ?? (delegate === undefined ? undefined : this.reasonOf(delegate.pos, [], delegate.arguments));
    if (what === undefined) return { ...constructor, body: this.statements(constructor.body) };
    // Arguments are evaluated before anything else happens, so the refusal stands among them.
    const refused = { target: 'this', constructor: constructor.symbol, arguments: [refusal(what, constructor.pos)], pos: constructor.pos } as const;
    return { ...constructor, delegate: refused, body: [] };
  }

  private field(field: TypedField): TypedField {
    const { getter, setter } = field;
    return {
      ...field,
      getter: getter === undefined ? undefined : { ...getter, body: this.bodyOf(getter) },
      setter: setter === undefined ? undefined : { ...setter, body: this.bodyOf(setter) },
    };
  }

  private initializer(initializer: TypedInitializer): TypedInitializer[] {
    if (initializer.kind === 'block') return [{ ...initializer, body: this.statements(initializer.body) }];
    const { field, value, pos } = initializer;
    // A collection of what cannot be: whoever reads the field is refused, so it may stay empty.
    if (holdsError(field.type) && value.kind === 'NewCollection') return [];
    const what = this.reasonOf(pos, [], [value]);
    return [what === undefined ? initializer : { ...initializer, value: refusal(what, value.pos) }];
  }

  /** What stands in the head (parameters, result) refuses the whole body. */
  private bodyOf(body: TypedBody): readonly TypedStatement[] {
    const what = this.headReason(body, []);
    return what === undefined ? this.statements(body.body) : [refusedStatement(what, body.pos)];
  }

  private headReason(body: TypedBody, others: readonly Position[]): string | undefined {
    return this.diagnosticIn(body.pos, [...body.body.map((statement) => statement.pos), ...others]);
  }

  /** Nothing behind a refusal is ever reached, and it may use what was never declared. */
  private statements(body: readonly TypedStatement[]): readonly TypedStatement[] {
    const kept: TypedStatement[] = [];
    for (const statement of body) {
      const what = this.ownReason(statement);
      if (what !== undefined) return [...kept, refusedStatement(what, statement.pos)];
      kept.push(withBodies(statement, (inner) => this.statements(inner)));
    }
    return kept;
  }

  private ownReason(statement: TypedStatement): string | undefined {
    const { expressions, statements } = partsOfStatement(statement);
    const what = this.reasonOf(statement.pos, statements.flatMap((inner) => (inner === undefined ? [] : [inner.pos])), expressions);
    if (what !== undefined || !declaresMeaningless(statement)) return what;
    return 'a type of this statement';
  }

  /** A diagnostic at the place, or an expression without a type because what it names could not be declared. */
  private reasonOf(pos: Position, except: readonly Position[], expressions: readonly (TypedExpression | undefined)[]): string | undefined {
    const reported = this.diagnosticIn(pos, except);
    if (reported !== undefined) return reported;
    let found: string | undefined;
    visitExpressions(expressions, (expression) => {
      if (holdsError(expression.type)) found ??= this.declaredReason(expression) ?? 'a type of this statement';
    });
    return found;
  }

  private diagnosticIn(pos: Position, except: readonly Position[]): string | undefined {
    const found = this.diagnostics.find((one) => contains(pos, one.pos) && !except.some((inner) => contains(inner, one.pos)));
    return found?.values[0];
  }

  private declaredReason(expression: TypedExpression): string | undefined {
    const symbol = declaredBy(expression);
    if (symbol?.pos === undefined) return undefined;
    const place = symbol.pos;
    const [what] = [...this.all.values()].flat().filter((one) => one.pos.line === place.line).map((one) => one.values[0]);
    return `${symbol.owner.qualifiedName}.${symbol.name}${what === undefined ? '' : `, which needs ${what}`}`;
  }
}

function declaredBy(expression: TypedExpression): FieldSymbol | MethodSymbol | undefined {
  if (expression.kind === 'Call') return expression.method;
  if (expression.kind !== 'Read' && expression.kind !== 'Assign' && expression.kind !== 'Update') return undefined;
  return expression.place.kind === 'field' ? expression.place.field : undefined;
}

function declaresMeaningless(statement: TypedStatement): boolean {
  switch (statement.kind) {
    case 'DeclareLocal': return holdsError(statement.local.type);
    case 'ForEach': return holdsError(statement.local.type) || holdsError(statement.item.type);
    case 'Try': return statement.catches.some((clause) => holdsError(clause.type));
    case 'SwitchType': return statement.clauses.some((clause) => holdsError(clause.type));
    default: return false;
  }
}

function refusedStatement(what: string, pos: Position): TypedStatement {
  return { kind: 'Expression', expression: refusal(what, pos), pos };
}

const isBefore = (line: number, column: number, other: { readonly line: number; readonly column: number }): boolean => line < other.line || (line === other.line && column < other.column);

function contains(outer: Position, inner: Position): boolean {
  return !isBefore(inner.line, inner.column, outer) && isBefore(inner.line, inner.column, { line: outer.endLine, column: outer.endColumn });
}
