/** The object a query reads from, and what dotted names mean in it. */
import { fold } from '../../2-bind/folded-name.ts';
import { ID } from '../../2-bind/type-algebra.ts';
import { DIAGNOSTICS } from '../../diagnostics.ts';
import type { DiagnosticRule } from '../../diagnostics.ts';
import type { Position } from '../../position.ts';
import type { FieldPath } from '../../../soql/syntax.ts';
import type { Type } from '../../types.ts';
import type { FieldShape, ParentShape, SObjectShape } from '../../universe.ts';
import type { CodeContext } from '../context.ts';
import { fieldType } from '../members-of-values.ts';
import type { TypedExpression } from '../typed.ts';

export interface QueryScope {
  readonly shape: SObjectShape;
  readonly alias: string | undefined;
  readonly context: CodeContext;
  /** Place of the whole query: its parts have none of their own. */
  readonly pos: Position;
  /** Checked bind expressions by bind index; conversions to the column's type are written back. */
  readonly binds: TypedExpression[];
}

export function report<Values extends readonly string[]>(scope: QueryScope, rule: DiagnosticRule<Values>, ...values: Values): undefined {
  scope.context.report(rule, scope.pos, ...values);
  return undefined;
}

export interface ResolvedPath {
  readonly shape: SObjectShape;
  readonly field: FieldShape;
  readonly type: Type;
}

/** A field, through parents where the path has several names; `undefined` after a diagnostic. */
export function resolvePath(path: FieldPath, scope: QueryScope): ResolvedPath | undefined {
  const names = withoutPrefix(path.names, scope);
  const fieldName = names[names.length - 1];
  let shapes: readonly SObjectShape[] = [scope.shape];
  for (const name of names.slice(0, -1)) {
    const parents = shapes.map((shape) => shape.parents.get(fold(name))).filter((parent) => parent !== undefined);
    if (parents.length === 0) return report(scope, DIAGNOSTICS.unknownRelationship, name, shapes[0]?.apiName ?? scope.shape.apiName);
    shapes = parents.flatMap((parent) => parentShapes(parent, scope));
  }
  if (fieldName === undefined) return undefined;
  for (const shape of shapes) {
    const field = shape.fields.get(fold(fieldName));
    if (field !== undefined) return { shape, field, type: fieldType(field, scope.context.program.universe) };
  }
  return report(scope, DIAGNOSTICS.unknownColumn, fieldName, shapes[0]?.apiName ?? scope.shape.apiName);
}

/** The alias or the object's own name may stand before a field; a relationship of the same name goes first. */
function withoutPrefix(names: readonly string[], scope: QueryScope): readonly string[] {
  const [first, ...rest] = names;
  if (first === undefined || rest.length === 0) return names;
  const name = fold(first);
  if (scope.alias !== undefined && name === fold(scope.alias)) return rest;
  return name === fold(scope.shape.apiName) && !scope.shape.parents.has(name) ? rest : names;
}

/** A relationship to several objects has the fields of the object `Name`, and those all of them share. */
function parentShapes(parent: ParentShape, scope: QueryScope): SObjectShape[] {
  const { universe } = scope.context.program;
  const names = parent.referenceTo.length > 1 ? ['Name', ...parent.referenceTo] : parent.referenceTo;
  return names.map((name) => universe.sobject(fold(name))).filter((shape) => shape !== undefined);
}

export function pathText(path: FieldPath, scope: QueryScope): string {
  return withoutPrefix(path.names, scope).map(fold).join('.');
}

export function isIdColumn(resolved: ResolvedPath): boolean {
  return resolved.type.kind === 'primitive' && resolved.type.name === ID.name;
}
